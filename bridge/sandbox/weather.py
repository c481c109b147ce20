"""Bad weather: what goes wrong for a while. A fault counts calls, a spell of weather lasts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING

from bridge.sandbox.accounts import Bot
from bridge.sandbox.feed import Event
from bridge.sandbox.methods.names import REAL_NAMES

if TYPE_CHECKING:
    from bridge.sandbox.world import World

# What a spell can hit beside the methods of the Bot API: the download of a file, and an update on its way to a webhook.
DOWNLOAD = "download"
WEBHOOK = "webhook"


class WeatherKind(StrEnum):
    HTTP_502 = "http_502"  # a gateway's HTML page, nothing has happened
    JSON_500 = "json_500"  # Telegram's own error, nothing has happened
    RESET_BEFORE = "reset_before"  # the connection breaks, nothing has happened
    RESET_AFTER = "reset_after"  # it has happened, the connection breaks instead of an answer
    STALL = "stall"  # it has happened, the answer comes too late or never
    STALL_BEFORE = "stall_before"  # the request hangs, nothing happens
    REFUSED = "refused"  # nobody listens: the port of the Bot API is closed
    RETRY_AFTER = "retry_after"  # 429
    CONFLICT_409 = "conflict_409"  # somebody else polls with the same token
    UNAUTHORIZED_401 = "unauthorized_401"  # the token is revoked
    NOT_FOUND_404 = "not_found_404"


# The effect takes place, the bot does not hear of it.
EFFECTIVE = frozenset({WeatherKind.RESET_AFTER, WeatherKind.STALL})
# Answers of the API itself, which an update on its way to a webhook does not meet.
ANSWERS = frozenset(
    {
        WeatherKind.RETRY_AFTER,
        WeatherKind.CONFLICT_409,
        WeatherKind.UNAUTHORIZED_401,
        WeatherKind.NOT_FOUND_404,
    }
)


@dataclass(eq=False)
class Spell:
    """One stretch of weather. `methods` are in lower case, none means every call; `until` None: until it is ended.

    `after`: the seconds that a stalled answer takes (None: it never comes), or those that retry_after asks for.
    """

    id: int
    kind: WeatherKind
    bot_id: int | None
    methods: frozenset[str]
    share: float
    until: datetime | None
    after: float | None
    dice: random.Random

    @property
    def has_effect(self) -> bool:
        return self.kind in EFFECTIVE

    def covers(self, bot: Bot, method: str) -> bool:
        if self.kind is WeatherKind.CONFLICT_409 and method != "getupdates":
            return False
        if self.kind in ANSWERS and method == WEBHOOK:
            return False
        return self.bot_id in (None, bot.id) and (not self.methods or method in self.methods)

    def hits(self) -> bool:
        """Whether this call is among the share that it hits."""
        return self.dice.random() < self.share


class Weather:
    """The spells that are on, and the calls that arrived while they were.

    `calls` counts by bot id and method, as the method was written; calls that found the port closed never arrived.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._spells: list[Spell] = []
        self._ids = count(1)
        self.calls: Counter[tuple[int, str]] = Counter()
        self.on_change: Callable[[], None] = lambda: None

    @property
    def spells(self) -> list[Spell]:
        """The spells that are on now, oldest first."""
        self.look()
        return list(self._spells)

    @property
    def refuses(self) -> bool:
        """Whether the port of the Bot API is closed."""
        return any(spell.kind is WeatherKind.REFUSED for spell in self.spells)

    def begin(
        self,
        kind: WeatherKind | str,
        *,
        bot: Bot | int | None = None,
        methods: Iterable[str] | None = None,
        share: float = 1.0,
        lasting: timedelta | None = None,
        after: float | None = None,
        seed: int | None = None,
    ) -> Spell:
        """Let this share (0 to 1) of the calls go wrong from now on, for `lasting` or until the spell is ended.

        A long poll that waits is cut off. `bot` and `methods` None: of any bot, every call, `download` and `webhook`
        included. With a `seed` two runs choose the same calls.

        Raises:
            ValueError: there is no such kind or method, or they do not go together; a number is out of range.
        """
        bot_id = bot.id if isinstance(bot, Bot) else bot
        until = self._world.clock.now() + lasting if lasting is not None else None
        wanted = frozenset(method.lower() for method in methods or ())
        dice = random.Random(seed)
        spell = Spell(next(self._ids), WeatherKind(kind), bot_id, wanted, share, until, after, dice)
        self._check(spell, lasting)
        self._spells.append(spell)
        self._cut_polls(spell)
        self._changed()
        return spell

    def end(self, spell: Spell) -> None:
        """End the spell; one that is over stays so."""
        if spell in self._spells:
            self._spells.remove(spell)
            self._changed()

    def clear(self) -> None:
        """End all spells."""
        if self._spells:
            self._spells.clear()
            self._changed()

    def look(self) -> None:
        """End the spells whose time is over."""
        now = self._world.clock.now()
        left = [spell for spell in self._spells if spell.until is None or spell.until > now]
        if len(left) < len(self._spells):
            self._spells = left
            self._changed()

    def meets(self, bot: Bot, method: str) -> Spell | None:
        """The spell that hits this call of the bot, if one does. The call is counted when a spell covers it."""
        covering = [spell for spell in self.spells if spell.covers(bot, method.lower())]
        if covering and method != WEBHOOK:
            self.calls[bot.id, method] += 1
        return next((spell for spell in covering if spell.hits()), None)

    def called(self, bot: Bot, method: str | None = None) -> int:
        """How many calls of the method (None: of all) by the bot arrived in weather that covers them."""
        wanted = method.lower() if method else None
        return sum(
            number
            for (bot_id, name), number in self.calls.items()
            if bot_id == bot.id and wanted in (None, name.lower())
        )

    def _check(self, spell: Spell, lasting: timedelta | None) -> None:
        if spell.bot_id is not None and spell.bot_id not in self._world.bots:
            raise ValueError(f"there is no bot {spell.bot_id}")
        if unknown := spell.methods - REAL_NAMES.keys() - {DOWNLOAD, WEBHOOK}:
            raise ValueError(f"there is no method {min(unknown)}")
        if not 0 <= spell.share <= 1:
            raise ValueError("the share is a number from 0 to 1")
        if lasting is not None and lasting <= timedelta():
            raise ValueError("the weather lasts longer than 0 seconds")
        if spell.after is not None and not 0 < spell.after < float("inf"):
            raise ValueError("what comes after some seconds comes after more than 0")
        if spell.kind is WeatherKind.REFUSED and (spell.bot_id is not None or spell.methods or spell.share < 1):
            raise ValueError("a closed port refuses every call of all bots")
        if spell.kind is WeatherKind.CONFLICT_409 and spell.methods - {"getupdates"}:
            raise ValueError("only getUpdates meets conflict_409")
        if spell.kind in ANSWERS and WEBHOOK in spell.methods:
            raise ValueError(f"a webhook does not meet {spell.kind}")

    def _cut_polls(self, spell: Spell) -> None:
        for bot in self._world.bots.values():
            if bot.updates.is_polled and spell.covers(bot, "getupdates") and spell.hits():
                bot.updates.cut_poll(spell)

    def _changed(self) -> None:
        self._world.feed.publish(Event("weather"))
        self.on_change()

"""Random weather: every kind that the sandbox has, of any bot, method and share, for 5 s to half an hour."""

import math
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bridge.sandbox import Bot, World
from bridge.sandbox.weather import ANSWERS, DOWNLOAD, Spell, WeatherKind

SHORTEST, LONGEST = timedelta(seconds=5), timedelta(minutes=30)
# In so many steps its time passes, at least and at most.
STEPS = (3, 12)
AT_ONCE = 2
TOKEN = (WeatherKind.UNAUTHORIZED_401, WeatherKind.NOT_FOUND_404)
# What leaves an outcome unknown, and the ordinary weather of bots.
OFTEN = (WeatherKind.RESET_AFTER,) * 5 + (WeatherKind.STALL,) * 3 + (WeatherKind.HTTP_502,) * 2
SHARES = (1.0, 0.5, 0.5, 0.2)
METHODS = (
    "sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup", "editMessageText", "editMessageReplyMarkup",
    "createForumTopic", "editForumTopic", "setMessageReaction", "pinChatMessage", "deleteMessages",
    "answerCallbackQuery", "getUpdates", "getFile", "getMe", DOWNLOAD,
)  # fmt: skip


@dataclass
class Sky:
    """What the weather does; `told` are the spells in words, in the order in which they began."""

    world: World
    bots: list[Bot]
    chance: Random
    told: list[str] = field(default_factory=list)
    _paces: dict[Spell, timedelta] = field(default_factory=dict)

    def changes(self) -> str:
        """Begin a spell, unless there are enough."""
        if len(self.world.weather.spells) >= AT_ONCE:
            return "enough"
        kind = self.chance.choice([*WeatherKind, *OFTEN])
        lasting = self._length()
        spell = self.world.weather.begin(
            kind, lasting=lasting, seed=self.chance.randrange(1000), **self._aim(kind), **self._after(kind)
        )
        self._paces[spell] = lasting / self.chance.randint(*STEPS)
        self.told.append(in_words(spell, lasting))
        return self.told[-1]

    def goes_on(self) -> None:
        """A step is over: some of the time of the newest spell passes."""
        spells = self.world.weather.spells
        self._paces = {spell: pace for spell, pace in self._paces.items() if spell in spells}
        if self._paces:
            self.world.clock.forward(list(self._paces.values())[-1])

    def clears(self) -> None:
        self.world.weather.clear()

    def _length(self) -> timedelta:
        """Short ones as often as long ones."""
        shortest, longest = (math.log(each.total_seconds()) for each in (SHORTEST, LONGEST))
        return timedelta(seconds=math.exp(self.chance.uniform(shortest, longest)))

    def _aim(self, kind: WeatherKind) -> dict[str, object]:
        if kind is WeatherKind.REFUSED:
            return {}
        if kind in TOKEN:
            # It is refused for whatever is asked with it.
            return {"bot": self.chance.choice(self.bots)}
        some = self.chance.sample(METHODS, self.chance.randint(1, 4)) if self.chance.random() < 0.4 else []
        if kind is WeatherKind.CONFLICT_409:
            some = []
        return {
            "bot": self.chance.choice([None, *self.bots]),
            "methods": some,
            "share": self.chance.choice(SHARES),
        }

    def _after(self, kind: WeatherKind) -> dict[str, float]:
        if kind is WeatherKind.RETRY_AFTER:
            return {"after": self.chance.choice((1, 3))}
        if kind in ANSWERS or self.chance.random() < 0.5:
            return {}
        return {"after": self.chance.uniform(0.1, 3)}


def in_words(spell: Spell, lasting: timedelta) -> str:
    whose = f"bot {spell.bot_id}" if spell.bot_id else "all bots"
    which = ", ".join(sorted(spell.methods)) or "every call"
    after = f", after {spell.after:.1f} s" if spell.after else ""
    return f"{spell.kind} of {spell.share:.0%} of {whose}, {which}{after}, for {lasting.total_seconds():.0f} s"

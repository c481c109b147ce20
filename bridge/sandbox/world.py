"""The world: who and what there is, its clock and its feed."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bridge.sandbox.accounts import Bot, User
from bridge.sandbox.chats import Chat, Group, PrivateChat
from bridge.sandbox.clock import Clock
from bridge.sandbox.faults import Faults
from bridge.sandbox.feed import Event, Feed
from bridge.sandbox.files import Files
from bridge.sandbox.groups import set_member
from bridge.sandbox.inline import InlineQueries
from bridge.sandbox.limits import FloodLimits
from bridge.sandbox.members import Member
from bridge.sandbox.people import Person
from bridge.sandbox.presses import Presses
from bridge.sandbox.updates import UpdateQueue
from bridge.sandbox.weather import Weather

FIRST_PERSON = 101
FIRST_BOT = 7001
FIRST_GROUP = 1_000_000_001
SUPERGROUP_OFFSET = -1_000_000_000_000
REST = 0.5


class World:
    """Everything a server shows. Several worlds can live in one process.

    `strict` refuses calls with parameters the Bot API does not have; otherwise they are only logged. `starts_at` is
    what its clock shows first, None for the real time.
    """

    def __init__(self, *, strict: bool = True, starts_at: datetime | None = None) -> None:
        self.strict = strict
        self.feed = Feed()
        self.clock = Clock(self._clock_moved, starts_at=starts_at)
        self.files = Files()
        self.faults = Faults()
        self.weather = Weather(self)
        # Whether the questions by which a bot finds out what has arrived get an answer that tells it nothing.
        self.settling_refused = False
        # The folder of a self-hosted server (--local): big files pass, and `getFile` tells a path in it. Where there is
        # no such folder the server is on another machine, beside something that serves its files.
        self.local_files: Path | None = None
        self.limits = FloodLimits(self.clock)
        self.presses = Presses(self)
        self.inline = InlineQueries(self)
        self.bots: dict[int, Bot] = {}
        self.people: dict[int, Person] = {}
        self.chats: dict[str, Chat] = {}
        self.on_bot: Callable[[Bot], None] | None = None
        # Returns when the bots are done with everything; who runs them knows better than this guess.
        self.rest: Callable[[], Coroutine[Any, Any, None]] = partial(asyncio.sleep, REST)
        self._by_token: dict[str, Bot] = {}
        self._private: dict[int, list[Chat]] = defaultdict(list)
        self._groups: list[Group] = []
        self._person_ids = itertools.count(FIRST_PERSON)
        self._bot_ids = itertools.count(FIRST_BOT)
        self._group_ids = itertools.count(FIRST_GROUP)

    def bot(
        self,
        name: str,
        username: str | None = None,
        *,
        token: str | None = None,
        has_topics: bool = False,
        users_create_topics: bool = False,
        side: str = "customer",
        reads_all_group_messages: bool = False,
        is_inline: bool = False,
    ) -> Bot:
        """A new bot. Its id comes from `token`, when one is given."""
        bot_id = int(token.partition(":")[0]) if token else self._free(self._bot_ids)
        bot = Bot(
            id=bot_id,
            token=token or f"{bot_id}:sandbox-{random.getrandbits(120):030x}",
            name=name,
            username=username or f"sandbox_{bot_id}_bot",
            updates=UpdateQueue(self.clock),
            has_topics=has_topics,
            users_create_topics=users_create_topics,
            side=side,
            reads_all_group_messages=reads_all_group_messages,
            is_inline=is_inline,
        )
        self.bots[bot.id] = self._by_token[bot.token] = bot
        self._introduce(bots=[bot], people=[person for person in self.people.values() if person.user.side == side])
        if self.on_bot:
            self.on_bot(bot)
        return bot

    def person(
        self,
        name: str,
        *,
        username: str | None = None,
        phone: str | None = None,
        side: str = "customer",
        note: str = "",
        language_code: str = "ru",
    ) -> Person:
        """A new person, who sees the bots of the same side but has started none."""
        first, _, last = name.partition(" ")
        user = User(self._free(self._person_ids), first, last or None, username, phone, language_code, side, note)
        person = self.people[user.id] = Person(self, user)
        self._introduce(bots=[bot for bot in self.bots.values() if bot.side == side], people=[person])
        return person

    def group(
        self,
        title: str,
        *,
        owner: Person,
        members: Iterable[Person] = (),
        admins: Iterable[Bot] = (),
        bots: Iterable[Bot] = (),
        is_forum: bool = False,
        kind: str = "supergroup",
    ) -> Group:
        """A new group; `admins` are bots with all rights, `bots` are ordinary members. `kind`: group or supergroup."""
        group = self.new_group(title, is_forum=is_forum, kind=kind)
        group.members = {owner.user.id: Member(owner.user, "creator")}
        for person in members:
            group.members[person.user.id] = Member(person.user)
        for bot in admins:
            set_member(self, group, bot, by=owner.user, status="administrator")
        for bot in bots:
            set_member(self, group, bot, by=owner.user, status="member")
        self.feed.publish(Event("chat", group))
        return group

    def new_group(self, title: str, *, is_forum: bool = False, kind: str = "supergroup") -> Group:
        """An empty group with an id of its own."""
        number = next(self._group_ids)
        chat_id = SUPERGROUP_OFFSET - number if kind == "supergroup" else -number
        group = Group(chat_id, title, self._instance(), kind=kind)
        group.is_forum = is_forum
        self.chats[group.key] = group
        self._groups.append(group)
        return group

    def private_chat(self, bot: Bot, user: User) -> PrivateChat:
        """The person's chat with the bot; it is there from the first look at it."""
        chat = self.chats.get(f"{bot.id}:{user.id}")
        if chat is None:
            chat = PrivateChat(bot, user, self._instance())
            self.chats[chat.key] = chat
            self._private[user.id].append(chat)
            self.feed.publish(Event("chat", chat))
        assert isinstance(chat, PrivateChat)
        return chat

    def chats_of(self, user: User) -> list[Chat]:
        """The chats the person sees: the private ones, then the groups."""
        inside = [group for group in self._groups if not group.is_gone and user in group.people()]
        return [*self._private[user.id], *inside]

    def renew_token(self, bot: Bot) -> str:
        """As @BotFather does: the former token is not accepted any more. Returns the new one."""
        del self._by_token[bot.token]
        bot.token = f"{bot.id}:sandbox-{random.getrandbits(120):030x}"
        self._by_token[bot.token] = bot
        return bot.token

    def bot_by_token(self, token: str) -> Bot | None:
        return self._by_token.get(token)

    def find_group(self, chat_id: int) -> Group | None:
        chat = self.chats.get(str(chat_id))
        return chat if isinstance(chat, Group) else None

    def find_username(self, username: str) -> Group | None:
        return next((group for group in self._groups if group.username == username), None)

    def share_a_group(self, bot: Bot, user: User) -> bool:
        """Whether the bot could have met the person."""
        return any(bot.id in group.members and user.id in group.members for group in self._groups)

    def _clock_moved(self) -> None:
        self.feed.publish(Event("clock"))
        self.weather.look()
        # What is left of the other spells has become shorter, too.
        self.weather.on_change()

    def _free(self, ids: Iterator[int]) -> int:
        """People and bots share one range of ids, as in Telegram."""
        return next(each for each in ids if each not in self.bots and each not in self.people)

    def _introduce(self, *, bots: list[Bot], people: list[Person]) -> None:
        for bot in bots:
            for person in people:
                self.private_chat(bot, person.user)
        self.feed.publish(Event("reset"))

    def _instance(self) -> str:
        return str(random.randrange(-(2**62), 2**62))

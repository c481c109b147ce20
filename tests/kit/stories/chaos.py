"""Customers and operators who do whatever comes to their mind, while everything between them breaks."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bridge.sandbox import Bot, Chat, Message, Person, acting
from bridge.sandbox.errors import NotPossible
from bridge.sandbox.topics import Topic
from tests.kit.stories.stage import Stage

CUSTOMERS = ("Абрамов", "Белова", "Волков", "Громова", "Дёмин")
# Whose words they are, which of them: the end of the name stands for the dialog.
MARK = re.compile(r"(вопрос|ответ|заметка) (\w+) (\d{3})")
# What an operator presses without being asked for words, and without taking back an answer.
BUTTONS = ("Взять", "Перевести", "На себя", "Анна", "Олег", "Мария", "Продажи", "Поддержка", "Закрыть")
BUTTONS += ("Вернуть из архива", "Отправить", "Повторить", "Прочитано")
NEWEST = 12
METHODS = ("sendMessage", "sendMessage", "sendPhoto", "editMessageText", "createForumTopic", "setMessageReaction")
METHODS += ("editForumTopic", "pinChatMessage", "answerCallbackQuery", "getUpdates", "getFile")
FAULTS = ("reset_before", "reset_after", "stall", "http_502", "json_500", "retry_after")
POSSIBLE = {"sendMessage": (*FAULTS, "undecodable"), "sendPhoto": (*FAULTS, "undecodable", "http_413")}


@dataclass(frozen=True)
class Words:
    """What somebody wrote into a dialog of `customer`."""

    kind: str
    customer: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind} {self.customer} {self.number:03}"


def words_in(text: str) -> list[Words]:
    return [Words(kind, customer, int(number)) for kind, customer, number in MARK.findall(text)]


@dataclass
class Chaos:
    """`steps` is what was done, in order; `written` is every message of it."""

    stage: Stage
    chance: Random
    places: list[tuple[Person, Bot | Chat]]
    customers: dict[str, Person] = field(default_factory=dict)
    written: dict[Words, Message] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.customers = {name: self.stage.world.person(name) for name in CUSTOMERS}

    async def step(self) -> None:
        deeds: dict[Callable[[], Awaitable[str]], int] = {
            self.customer_writes: 10,
            self.customer_edits: 1,
            self.operator_writes: 8,
            self.operator_edits: 1,
            self.operator_presses: 6,
            self.something_breaks: 4,
            self.somebody_blocks: 1,
            self.a_topic_is_deleted: 1,
            self.time_passes: 2,
        }
        deed = self.chance.choices(list(deeds), list(deeds.values()))[0]
        try:
            self.steps.append(f"{deed.__name__}: {await deed()}")
        except NotPossible as error:
            self.steps.append(f"{deed.__name__}: {error}")

    def next(self, kind: str, customer: str) -> Words:
        return Words(kind, customer, sum(1 for each in self.written if each.customer == customer))

    async def customer_writes(self) -> str:
        name = self.chance.choice(CUSTOMERS)
        await self.customers[name].unblocks(self.stage.shop)
        words = self.next("вопрос", name)
        if self.chance.random() < 0.1:
            sent = await self.customers[name].sends_file(
                b"picture", to=self.stage.shop, kind="photo", caption=str(words)
            )
        else:
            sent = await self.customers[name].writes(str(words), to=self.stage.shop)
        self.written[words] = sent
        return str(words)

    async def customer_edits(self) -> str:
        mine = [words for words in self.written if words.kind == "вопрос"]
        if not mine:
            return "nothing"
        words = self.chance.choice(mine[-20:])
        await self.customers[words.customer].edits(self.written[words], f"{words} (исправлено)")
        return str(words)

    async def operator_writes(self) -> str:
        person, place = self.chance.choice(self.places)
        found = self._dialog(person, place)
        if found is None:
            return f"{person} has no dialog"
        customer, where = found
        words = self.next("заметка" if self.chance.random() < 0.2 else "ответ", customer)
        before = self.chance.choice(("// ", "/note ")) if words.kind == "заметка" else ""
        self.written[words] = await person.writes(f"{before}{words}", to=place, **where)
        return f"{person} {words}"

    async def operator_edits(self) -> str:
        answers = [words for words in self.written if words.kind == "ответ"]
        if not answers:
            return "nothing"
        words = self.chance.choice(answers[-20:])
        message = self.written[words]
        acting.edit(self.stage.world, message.sender, message.chat, message.id, f"{words} (исправлено)")
        return str(words)

    async def operator_presses(self) -> str:
        person, place = self.chance.choice(self.places)
        buttons = [
            (message, row, column, button["text"])
            for message in person.messages(place)[-NEWEST:]
            for row, line in enumerate(message.rows())
            for column, button in enumerate(line)
            if any(caption in button["text"] for caption in BUTTONS) and "комментар" not in button["text"]
        ]
        if not buttons:
            return f"{person} has no button"
        message, row, column, caption = self.chance.choice(buttons)
        acting.press(self.stage.world, person.user, message.chat, message.id, row, column)
        return f"{person} «{caption}» on #{message.id}"

    async def something_breaks(self) -> str:
        method = self.chance.choice(METHODS)
        kind = self.chance.choice(POSSIBLE.get(method, FAULTS))
        bot = self.chance.choice((self.stage.desk, self.stage.shop))
        self.stage.world.faults.add(kind, bot=bot, method=method, after=2 if kind in ("stall", "retry_after") else None)
        return f"{kind} of {method} by {bot.name}"

    async def somebody_blocks(self) -> str:
        """Or comes back, when they have blocked the bot before."""
        person, bot = self.chance.choice(
            [(each, self.stage.shop) for each in self.customers.values()] + [(self.stage.oleg, self.stage.desk)]
        )
        chat = self.stage.world.private_chat(bot, person.user)
        await (person.unblocks if chat.blocked else person.blocks)(bot)
        return f"{person} {'blocks' if chat.blocked else 'lets in'} {bot.name}"

    async def a_topic_is_deleted(self) -> str:
        person, place = self.chance.choice(self.places)
        topics = person.topics(place)
        if not topics:
            return f"{person} has no topic"
        topic = self.chance.choice(topics)
        await person.deletes_topic(topic, in_=place)
        return f"{person} {topic.name}"

    async def time_passes(self) -> str:
        self.stage.world.clock.forward(timedelta(seconds=5))
        return "5 s"

    def _dialog(self, person: Person, place: Bot | Chat) -> tuple[str, dict[str, Topic | Message]] | None:
        """A dialog that the person sees in the place, and where to write so that it goes there."""
        topics = [topic for topic in person.topics(place) if customer_of(topic.name)]
        if topics:
            topic = self.chance.choice(topics)
            return customer_of(topic.name) or "", {"topic": topic}
        shown = [
            each for each in person.messages(place)[-NEWEST:] if each.text.startswith("👤") and words_in(each.text)
        ]
        if not shown:
            return None
        copy = self.chance.choice(shown)
        return words_in(copy.text)[0].customer, {"reply_to": copy}

    async def calms_down(self) -> None:
        """Nothing breaks any more, everybody is back, and who had to wait may try again."""
        self.stage.world.faults.clear()
        for person in self.customers.values():
            await person.unblocks(self.stage.shop)
        await self.stage.oleg.starts(self.stage.desk)
        for _ in range(3):
            self.stage.world.clock.forward(timedelta(minutes=2))
            await self.stage.world.rest()


def customer_of(name: str) -> str | None:
    """Whose topic it is."""
    return next((customer for customer in CUSTOMERS if customer in name), None)

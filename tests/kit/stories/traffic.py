"""Two-way traffic: customers and operators who write to each other, and what must have become of it in the end."""

import asyncio
from dataclasses import dataclass, field

from sqlmodel import select

from bridge.sandbox import Message, Person, Topic
from storage.messages.messages import Message as Row
from tests.kit.stories.dialogs import until
from tests.kit.stories.stage import Stage

# Far longer than a start of the process takes on a busy machine.
PATIENCE = 60.0
REPEAT = "↻ возможный повтор\n"
BURST = 4
# The marks on an operator's message whose way is over.
OUTCOMES = {"👌", "💔", "🤔"}


@dataclass
class Talk:
    """A dialog of one customer with one operator."""

    stage: Stage
    customer: Person
    operator: Person
    topic: Topic
    asked: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    written: list[Message] = field(default_factory=list)

    async def go_on(self, over: asyncio.Event) -> None:
        """Both write several at once, whenever the last of it has arrived, until it is over."""
        while not over.is_set():
            for _ in range(BURST):
                self.asked.append(f"{self.customer.user.first_name} {len(self.asked):03}")
                await self.customer.writes(self.asked[-1], to=self.stage.shop)
                self.answered.append(f"{self.operator.user.first_name} {len(self.answered):03}")
                text = self.answered[-1]
                self.written.append(await self.operator.writes(text, to=self.stage.desk, topic=self.topic))
            await self.arrived()

    async def arrived(self) -> None:
        stage = self.stage
        await self.operator.sees(self.asked[-1], in_=stage.desk, topic=self.topic, timeout=PATIENCE)
        await self.customer.sees(self.answered[-1], in_=stage.shop, timeout=PATIENCE)
        await until(stage, lambda: all(OUTCOMES & marks(message) for message in self.written), seconds=PATIENCE)

    def shown(self) -> list[str]:
        """What the operator has got, in order; of a burst that says that it may be a repeat, each line does."""
        own = self.operator.user
        messages = self.operator.messages(self.stage.desk, self.topic)
        return [
            line for each in messages if each.sender is not own and _is(each, self.customer) for line in _lines(each)
        ]

    def delivered(self) -> list[str]:
        """What the customer has got, in order."""
        own = self.customer.user
        messages = self.customer.messages(self.stage.shop)
        return [each.text for each in messages if each.sender is not own and _is(each, self.operator)]


def _lines(message: Message) -> list[str]:
    repeat = REPEAT if message.text.startswith(REPEAT) else ""
    return [repeat + line for line in message.text.removeprefix(REPEAT).splitlines()]


def _is(message: Message, author: Person) -> bool:
    return message.text.removeprefix(REPEAT).startswith(f"{author.user.first_name} ")


async def begin(stage: Stage, customer: str, operator: Person) -> Talk:
    """Somebody new writes, and the operator takes it."""
    person = stage.world.person(customer)
    await person.writes(f"Здравствуйте, я {customer}", to=stage.shop)
    offer = await operator.sees(f"я {customer}", in_=stage.desk, button="Взять", timeout=PATIENCE)
    await operator.presses("Взять", on=offer, timeout=PATIENCE)
    topic = await operator.sees_topic(customer, in_=stage.desk, timeout=PATIENCE)
    await operator.sees(f"я {customer}", in_=stage.desk, topic=topic, timeout=PATIENCE)
    return Talk(stage, person, operator, topic)


def marks(message: Message) -> set[str]:
    return {emoji for reactions in message.reactions.values() for emoji in reactions}


async def maybe_repeated(stage: Stage) -> set[str]:
    """Texts of which the operator was told that the customer may have them twice."""
    async with stage.office.database.read(stage.office.organization.id) as uow:
        return {row.text for row in await uow.session.scalars(select(Row)) if row.maybe_repeated}


def once_each(seen: list[str]) -> list[str]:
    """Without the later ones of those that are there twice."""
    return list(dict.fromkeys(text.removeprefix(REPEAT) for text in seen))


async def after_events(stage: Stage, number: int) -> None:
    """Let so many things happen between the people and the bots."""
    with stage.world.feed.subscribe(lambda event: event.kind == "message") as news:
        for _ in range(number):
            await news.get()


async def write_both_ways(talk: Talk, count: int, *, over: float) -> None:
    """So many messages each way, spread over so many seconds."""
    for number in range(count):
        talk.asked.append(f"{talk.customer.user.first_name} {number:03}")
        await talk.customer.writes(talk.asked[-1], to=talk.stage.shop)
        talk.answered.append(f"{talk.operator.user.first_name} {number:03}")
        talk.written.append(await talk.operator.writes(talk.answered[-1], to=talk.stage.desk, topic=talk.topic))
        await asyncio.sleep(over / count)

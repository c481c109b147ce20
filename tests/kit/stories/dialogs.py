"""A dialog under way: where most stories begin."""

import asyncio
from collections.abc import Callable

from bridge.sandbox import Message, Person
from bridge.sandbox.onlooker import Place
from bridge.sandbox.topics import Topic
from tests.kit.stories.stage import Stage


async def takes(stage: Stage, person: Person) -> Topic:
    """A customer's dialog in the hands of `person`; returns its topic."""
    await stage.ivan.writes("Здравствуйте, где мой заказ?", to=stage.shop)
    await person.sees("где мой заказ", in_=stage.desk)
    await person.presses("Взять")
    topic = await person.sees_topic("Иван Петров", in_=stage.desk)
    # What the customer writes next would join it while it waits.
    await person.sees("где мой заказ", in_=stage.desk, topic=topic)
    return topic


async def until(stage: Stage, condition: Callable[[], bool], *, seconds: float = 20) -> None:
    """Look again after everything that happens between the people and the bots."""
    with stage.world.feed.subscribe() as news:
        async with asyncio.timeout(seconds):
            while not condition():
                await news.get()


async def marked(stage: Stage, message: Message, emoji: str) -> None:
    """The bot has put the reaction on an operator's message."""
    await until(stage, lambda: [emoji] in message.reactions.values())


def texts(person: Person, place: Place, text: str) -> list[str]:
    """What bots have written there with `text` in it, in order."""
    return [message.text for message in person.messages(place) if text in message.text and message.sender.is_bot]


async def writes_anew(stage: Stage, name: str, text: str = "Здравствуйте!") -> Person:
    customer = stage.world.person(name)
    await customer.writes(text, to=stage.shop)
    await stage.maria.sees(name, in_=stage.desk)
    return customer


async def answers(stage: Stage, topic: Topic, text: str) -> tuple[Message, Message]:
    """Anna's answer, and what Ivan has of it."""
    answer = await stage.anna.writes(text, to=stage.desk, topic=topic)
    return answer, await stage.ivan.sees(text, in_=stage.shop)


async def shares(stage: Stage) -> tuple[Topic, Topic]:
    """A dialog that Anna answers and Oleg looks at: their topics."""
    topic = await takes(stage, stage.anna)
    await stage.oleg.writes("/dialogs", to=stage.desk)
    await stage.oleg.presses("Иван Петров")
    his = await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)
    # What the customer writes next would join it while it waits.
    await stage.oleg.sees("где мой заказ", in_=stage.desk, topic=his)
    return topic, his


async def deletes(stage: Stage, message: Message, topic: Topic | None = None) -> Message:
    return await stage.anna.writes("/delete", to=stage.desk, topic=topic, reply_to=message)

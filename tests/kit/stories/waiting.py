"""Waiting for what nobody says: a reaction, a row."""

import asyncio
from collections.abc import Callable

from bridge.sandbox import Message
from tests.stories.conftest import Stage


async def marked(stage: Stage, message: Message, emoji: str) -> None:
    """The bot has put the reaction on an operator's message."""
    await until(stage, lambda: [emoji] in message.reactions.values())


async def until(stage: Stage, condition: Callable[[], bool]) -> None:
    """Something has happened in Telegram that makes the condition true."""
    with stage.world.feed.subscribe() as news:
        async with asyncio.timeout(20):
            while not condition():
                await news.get()

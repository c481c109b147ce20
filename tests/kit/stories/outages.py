"""A bot that sends and does not hear what comes of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from bridge.sandbox import Bot
from tests.kit.stories.stage import Stage

# What is sent arrives, and nobody can find that out.
IN_THE_DARK = {"reset_after": ["sendMessage"], "http_502": ["editMessageReplyMarkup"]}


@contextmanager
def in_the_dark(stage: Stage, bot: Bot) -> Iterator[None]:
    """Around what is done to a message before the bot knows that it has arrived; ends when the bot has heard of it."""
    spells = [stage.world.weather.begin(kind, bot=bot, methods=methods) for kind, methods in IN_THE_DARK.items()]
    yield
    for spell in spells:
        stage.world.weather.end(spell)

"""One call of the Bot API: who calls, and what carries it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile

from bridge.sandbox.accounts import Bot

if TYPE_CHECKING:
    from bridge.sandbox.world import World

Value = TypeVar("Value")


@dataclass(frozen=True)
class Call:
    """Who calls, in which world, with which uploaded files (for `attach://`)."""

    world: World
    bot: Bot
    uploads: Mapping[str, BufferedInputFile]


Handler = Callable[[Call, Any], Any]
Table = Mapping[type[TelegramMethod[Any]], Handler]


def plain(value: Value | Default | None) -> Value | None:
    """aiogram writes "as the bot's default says" into absent fields; to the server they are absent."""
    return None if isinstance(value, Default) else value

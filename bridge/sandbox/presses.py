"""Presses of inline buttons: they wait for answerCallbackQuery, and not for long."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bridge.sandbox.accounts import Bot, User
from bridge.sandbox.messages import Message
from bridge.sandbox.wire import Json

if TYPE_CHECKING:
    from bridge.sandbox.world import World

ANSWER_WITHIN = timedelta(seconds=15)
CONTENT_KEPT = timedelta(hours=48)


@dataclass(frozen=True)
class Toast:
    """The answer to a press as the person sees it; `text` is empty when it was merely answered."""

    text: str = ""
    alert: bool = False
    url: str | None = None


@dataclass(eq=False)
class Press:
    id: str
    bot: Bot
    user: User
    message: Message
    at: int
    data: str
    toast: asyncio.Future[Toast] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def wire(self, now: int) -> Json:
        return {
            "id": self.id,
            "from": self.user.wire,
            "message": self._message(now),
            "chat_instance": self.message.chat.instance,
            "data": self.data,
        }

    def _message(self, now: int) -> Json:
        """An old message is inaccessible: a date of 0, no thread, no text."""
        if now - self.message.date > CONTENT_KEPT.total_seconds():
            return {"chat": self.message.chat.wire, "message_id": self.message.id, "date": 0}
        return self.message.wire(self.bot)


class Presses:
    """The presses that can still be answered."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: dict[str, Press] = {}

    def press(self, user: User, message: Message, data: str) -> Press:
        """The person pressed; the bot that sent the message is told."""
        assert isinstance(message.sender, Bot)
        now = self._world.clock.stamp()
        self._forget_old(now)
        press_id = str(random.randrange(10**17, 10**18))
        press = Press(press_id, message.sender, user, message, now, data)
        self._open[press.id] = press
        press.bot.updates.push("callback_query", press.wire(now), lane=message.chat.id)
        return press

    def answer(self, bot: Bot, press_id: str) -> Press | None:
        """Take the press out; None when it is unknown, another bot's, answered before or too old."""
        self._forget_old(self._world.clock.stamp())
        press = self._open.get(press_id)
        return self._open.pop(press_id) if press and press.bot is bot else None

    def _forget_old(self, now: int) -> None:
        while self._open:
            first = next(iter(self._open.values()))
            if now - first.at <= ANSWER_WITHIN.total_seconds():
                return
            del self._open[first.id]

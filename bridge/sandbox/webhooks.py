"""Delivers updates to a bot's webhook: in order within a chat, chats in parallel, again until they expire."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import ClientError, ClientSession, ClientTimeout

from bridge.sandbox.accounts import Bot
from bridge.sandbox.clock import Clock
from bridge.sandbox.updates import Pending
from bridge.sandbox.weather import WEBHOOK, Weather
from bridge.sandbox.wire import Json

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
ANSWER_WITHIN = ClientTimeout(total=60)
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=60)
LONGEST_RETRY_AFTER = 3600

Answer = Callable[[Bot, Json], Awaitable[None]]


@dataclass
class Webhook:
    """Where a bot wants its updates, and how the last delivery went."""

    url: str
    secret: str | None = None
    max_connections: int = 40
    ip_address: str | None = None
    last_error_date: int | None = None
    last_error_message: str | None = None


class WebhookDelivery:
    """Carries one bot's queue for as long as `run` runs. `answer` performs the method call a response may hold."""

    def __init__(self, bot: Bot, clock: Clock, weather: Weather, answer: Answer) -> None:
        self._bot = bot
        self._clock = clock
        self._weather = weather
        self._answer = answer
        self._busy: set[int] = set()

    async def run(self, session: ClientSession) -> None:
        async with asyncio.TaskGroup() as lanes:
            while True:
                self._bot.updates.arrived.clear()
                if webhook := self._bot.webhook:
                    self._start(lanes, session, webhook)
                await self._bot.updates.arrived.wait()

    def _start(self, lanes: asyncio.TaskGroup, session: ClientSession, webhook: Webhook) -> None:
        for update in self._bot.updates.pending():
            if update.lane not in self._busy and len(self._busy) < webhook.max_connections:
                self._busy.add(update.lane)
                lanes.create_task(self._carry(session, webhook, update))

    async def _carry(self, session: ClientSession, webhook: Webhook, update: Pending) -> None:
        """Deliver one update; a failure is waited out here, so the chat's later updates keep their order."""
        try:
            pause = FIRST_PAUSE
            while self._bot.webhook is webhook and self._bot.updates.holds(update):
                retry_after = await self._post(session, webhook, update)
                if retry_after is None:
                    self._bot.updates.forget(update.id)
                    return
                await self._clock.sleep(max(pause, retry_after))
                pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            self._busy.discard(update.lane)
            self._bot.updates.arrived.set()

    async def _post(self, session: ClientSession, webhook: Webhook, update: Pending) -> timedelta | None:
        """None when it was taken, else the pause that the receiver asked for (none: zero)."""
        spell = self._weather.meets(self._bot, WEBHOOK)
        if spell and not spell.has_effect:
            return self._failed(webhook, f"Connection failed: {spell.kind}")
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        try:
            async with session.post(webhook.url, json=update.body, headers=headers, timeout=ANSWER_WITHIN) as response:
                if spell:
                    return self._failed(webhook, f"Connection failed: {spell.kind}")
                if response.ok:
                    if response.content_type == "application/json" and (call := await response.json()):
                        await self._answer(self._bot, call)
                    return None
                problem = f"Wrong response from the webhook: {response.status} {response.reason}"
                asked = response.headers.get("Retry-After", "0")
        except (ClientError, TimeoutError, ValueError) as error:
            problem, asked = f"Connection failed: {type(error).__name__}", "0"
        return self._failed(webhook, problem, asked)

    def _failed(self, webhook: Webhook, problem: str, asked: str = "0") -> timedelta:
        webhook.last_error_date, webhook.last_error_message = self._clock.stamp(), problem
        log.warning("webhook of bot %s: %s", self._bot.id, problem)
        return timedelta(seconds=min(int(asked), LONGEST_RETRY_AFTER) if asked.isdigit() else 0)

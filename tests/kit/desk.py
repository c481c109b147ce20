"""The operators' bot, which reads its updates one by one."""

import asyncio
import json
from typing import Any

from aiohttp import ClientSession

from bridge.desk.bot_api.telegram import Telegram
from bridge.reports.reporter import Reporter
from bridge.sandbox import Bot, SandboxServer
from bridge.security.passwords import Passwords
from handlers.operator.kit.dispatcher import dispatcher
from handlers.operator.kit.reader import OperatorReader
from storage.delivery.journal import JournalEntry
from storage.engine.database import Database
from tests.kit.staff import FAST

POLL = 20


class Remembering(Passwords):
    """Fast, and remembers what passwords were checked against."""

    def __init__(self) -> None:
        super().__init__(FAST)
        self.checked: list[str | None] = []

    async def verify(self, password: str, *, against: str | None) -> bool:
        self.checked.append(against)
        return await super().verify(password, against=against)


class Desk:
    """Reads the bot's updates one by one, without the journal's worker."""

    def __init__(self, bot: Bot, server: SandboxServer, telegram: Telegram, database: Database) -> None:
        self.bot = bot
        self.passwords = Remembering()
        self._url = f"{server.url}/bot{bot.token}/getUpdates"
        self._telegram = telegram
        self._database = database
        self.restart()
        self._offset = 0
        self._moved = asyncio.Condition()

    def restart(self) -> None:
        """Forget everything that is not in the database."""
        self._reader = OperatorReader(
            self._database, self._telegram, dispatcher(self.passwords, Reporter(self._database))
        )

    async def run(self) -> None:
        async with ClientSession() as session:
            while True:
                async with session.post(self._url, json={"offset": self._offset, "timeout": POLL}) as response:
                    answer = await response.json()
                for update in answer["result"]:
                    await self._read(update)

    async def settled(self) -> None:
        """Wait until everything that was done so far is answered."""
        async with self._moved:
            await self._moved.wait_for(lambda: all(each.id < self._offset for each in self.bot.updates.pending()))

    async def _read(self, update: dict[str, Any]) -> None:
        entry = JournalEntry(
            source="desk",
            external_id=str(update["update_id"]),
            lane="desk",
            payload=json.dumps(update),
            received_at=self._database.clock(),
        )
        async with self._database.begin() as uow:
            uow.add(entry)
        await self._reader(entry.payload, self._database.begin)
        async with self._moved:
            self._offset = update["update_id"] + 1
            self._moved.notify_all()

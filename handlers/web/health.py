"""What machines ask: is it serving, and how is it doing."""

from collections.abc import Callable

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Database
from storage.deliveries import DeliveryStatus
from storage.journal import EntryState

State = Callable[[], dict[str, str]]
"""How each bot is doing: its name and "serving", "connecting", ..."""


class Health:
    def __init__(self, database: Database, state: State) -> None:
        self._database = database
        self._state = state

    async def health(self, request: web.Request) -> web.Response:
        """200 when the database answers, with what is known of the rest; 503 when it does not."""
        try:
            await self._database.ping()
        except (SQLAlchemyError, OSError) as error:
            return web.json_response({"status": "failing", "database": type(error).__name__}, status=503)
        return web.json_response({"status": "serving", "database": "serving", "bots": self._state()})

    async def metrics(self, request: web.Request) -> web.Response:
        """How much waits in the two books, in Prometheus' format."""
        registry = CollectorRegistry()
        journal = Gauge("bridge_journal_entries", "Updates in the journal", ["state"], registry=registry)
        outbox = Gauge("bridge_outbox_deliveries", "Deliveries in the outbox", ["status"], registry=registry)
        async with self._database.read() as uow:
            for state in (EntryState.NEW, EntryState.SET_ASIDE):
                journal.labels(state).set(await uow.journal.count(state))
            for status in (DeliveryStatus.WAITING, DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN):
                outbox.labels(status).set(await uow.deliveries.count_anywhere(status))
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/health", self.health), web.get("/metrics", self.metrics)]

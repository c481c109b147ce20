"""Pages for machines: whether the bridge works, and how much waits."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from storage.delivery.deliveries import DeliveryStatus
from storage.delivery.journal import EntryState
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork

State = Callable[[], dict[str, str]]
"""The state of each bot by its name: "serving", "connecting", ..."""

Faults = Callable[[], Iterable[str]]
"""The names of bots that cannot work until somebody corrects a setting."""

Away = Callable[[], dict[str, datetime]]
"""The moments since when providers do not answer, by the bot's name."""


Names = Callable[[], Mapping[str, str]]
"""The readable name of each bot, by its name: "channel Бот магазина"."""

# The states of a bot in /metrics; /health has the reasons.
STATES = ("connecting", "serving", "refused", "away")


@dataclass(frozen=True)
class Backlog:
    """How many entries wait for a bot, and the seconds that the oldest has waited."""

    deliveries: int
    oldest_seconds: int


class Health:
    def __init__(
        self, database: Database, state: State, away: Away, faults: Faults = tuple, names: Names = dict
    ) -> None:
        self._database = database
        self._state = state
        self._faults = faults
        self._away = away
        self._names = names

    async def health(self, request: web.Request) -> web.Response:
        """200 when the database answers and every setting is good, otherwise 503; the body has the details."""
        try:
            await self._database.ping()
            waiting = {name: asdict(each) for name, each in (await self._waiting()).items()}
        except (SQLAlchemyError, OSError) as error:
            return web.json_response({"status": "failing", "database": type(error).__name__}, status=503)
        away = {name: since.isoformat() for name, since in self._away().items()}
        told = {"bots": self._state(), "names": dict(self._names()), "away_since": away, "waiting": waiting}
        is_failing = any(self._faults())
        status = "failing" if is_failing else "serving"
        return web.json_response({"status": status, "database": "serving", **told}, status=503 if is_failing else 200)

    async def _waiting(self) -> dict[str, Backlog]:
        async with self._database.read() as uow:
            waiting = {name: await _waits(uow, name) for name in self._state()}
        return {name: each for name, each in waiting.items() if each.deliveries}

    async def metrics(self, request: web.Request) -> web.Response:
        """The length of both books in Prometheus' format; 503 when the database does not answer."""
        try:
            return web.Response(body=await self._measured(), headers={"Content-Type": CONTENT_TYPE_LATEST})
        except (SQLAlchemyError, OSError):
            return web.Response(status=503)

    async def _measured(self) -> bytes:
        registry = CollectorRegistry()
        journal = Gauge("bridge_journal_entries", "Updates in the journal", ["state"], registry=registry)
        outbox = Gauge("bridge_outbox_deliveries", "Deliveries in the outbox", ["status"], registry=registry)
        away = Gauge("bridge_provider_away_seconds", "How long a provider has been away", ["bot"], registry=registry)
        waiting = Gauge("bridge_outbox_waiting", "Deliveries that wait for a bot", ["bot"], registry=registry)
        oldest = Gauge("bridge_outbox_oldest_seconds", "How long the oldest of them waits", ["bot"], registry=registry)
        doing = Gauge(
            "bridge_bot_state", "1 for the state that a bot is in", ["bot", "name", "state"], registry=registry
        )
        refused = set(self._faults())
        for name, told in self._state().items():
            called = self._names().get(name, name)
            present = "refused" if name in refused else told if told in STATES else "away"
            for possible in STATES:
                doing.labels(name, called, possible).set(possible == present)
        for name in self._state():
            since = self._away().get(name)
            away.labels(name).set((self._database.clock() - since).total_seconds() if since else 0)
        for name, each in (await self._waiting()).items():
            waiting.labels(name).set(each.deliveries)
            oldest.labels(name).set(each.oldest_seconds)
        async with self._database.read() as uow:
            for state in (EntryState.NEW, EntryState.SET_ASIDE):
                journal.labels(state).set(await uow.journal.count(state))
            for status in (DeliveryStatus.WAITING, DeliveryStatus.SENDING, DeliveryStatus.FAILED):
                outbox.labels(status).set(await uow.deliveries.count_anywhere(status))
        return generate_latest(registry)

    def route(self) -> web.RouteDef:
        return web.get("/health", self.health)

    def metrics_route(self) -> web.RouteDef:
        return web.get("/metrics", self.metrics)


async def _waits(uow: UnitOfWork, carrier: str) -> Backlog:
    oldest = await uow.deliveries.oldest_unsettled_anywhere(carrier)
    if oldest is None:
        return Backlog(0, 0)
    waited = (uow.now - oldest.created_at).total_seconds()
    return Backlog(await uow.deliveries.count_unsettled_anywhere(carrier), round(waited))

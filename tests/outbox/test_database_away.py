"""The database goes away in every way there is while something is being sent: it is sent once, and that is written."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
import structlog
from sqlalchemy import text

from bridge.delivery.carrier import Receipt
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.team.organizations import Organization
from tests.kit.clock import Clock
from tests.kit.database.doors import WAYS, door
from tests.kit.doubles.carrying import GRACE, Office, Post

SENT = {DeliveryStatus.SENT}
ONCE = ["database.away", "database.back"]


class Slammed(Post):
    """Once the first thing has arrived, the database is taken away."""

    def __init__(self, take_away: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self._take_away = take_away
        self.taken = asyncio.Event()

    async def send(self, delivery: Delivery) -> Receipt:
        receipt = await super().send(delivery)
        if not self.taken.is_set():
            await self._take_away()
            self.taken.set()
        return receipt


class Wordy(Slammed):
    """Has much to write down of what it has sent."""

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        uow.add(Organization(name=f"Ромашка {delivery.id} " * 100_000))
        await uow.flush()
        await super().sent(uow, delivery, receipt)


async def carries(office: Office, through: Database, give_back: Callable[[], Awaitable[None]]) -> list[str]:
    """The outbox carries "hello" and "next" by way of `through`; returns what was logged."""
    post = office.post
    assert isinstance(post, Slammed)
    await office.put("hello", "next")
    here, office.database = office.database, through
    with structlog.testing.capture_logs() as logs:
        box = office.open()
        office.database = here
        running = asyncio.create_task(box.run())
        await post.taken.wait()
        while not logs:  # it has to be noticed first
            await asyncio.wait([running], timeout=0.01)
        await give_back()
        await office.settled()
        await box.stop(GRACE)
        await running
    return [line["event"] for line in logs]


@pytest.fixture
def dialect() -> str:
    """Here the database is the one behind the door."""
    return "postgresql"


@pytest.mark.parametrize("way", WAYS)
async def test_what_was_sent_before_postgresql_went_out_of_reach_is_written_when_it_is_back(
    way: str, database: Database, organization: Organization, clock: Clock, database_url: str
):
    async with door(way, database_url) as behind:
        through = Database(behind.url, clock)
        office = Office(database, organization, clock)
        office.post = Slammed(behind.shut)
        office.carriers["desk"] = office.post

        logged = await carries(office, through, behind.open)

        assert office.post.texts == ["hello", "next"]
        assert not any(arrival.is_repeat for arrival in office.post.arrived)
        assert set((await office.statuses()).values()) == SENT
        assert logged == ONCE
        await through.close()


async def test_a_server_that_ends_its_sessions_and_takes_no_new_ones_is_waited_for(
    database: Database, organization: Organization, clock: Clock, database_url: str, postgres_server: str
):
    name = database_url.partition("?")[0].rpartition("/")[2]
    server, through = Database(postgres_server), Database(database_url, clock)

    async def allow(is_allowed: bool) -> None:
        async with server.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {str(is_allowed).lower()}'))
            if not is_allowed:
                sessions = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
                mine = " AND application_name = 'through'"
                await connection.execute(text(sessions + mine), {"name": name})

    through = Database(f"{database_url}&application_name=through", clock)
    office = Office(database, organization, clock)
    office.post = Slammed(lambda: allow(False))
    office.carriers["desk"] = office.post

    try:
        logged = await carries(office, through, lambda: allow(True))
    finally:
        await allow(True)
        await through.close()
        await server.close()

    assert office.post.texts == ["hello", "next"]
    assert set((await office.statuses()).values()) == SENT
    assert logged == ONCE


async def test_a_commit_whose_answer_is_lost_counts_once(
    database: Database, organization: Organization, clock: Clock, database_url: str
):
    async with door("refused", database_url) as behind:
        through = Database(behind.url, clock)

        async def lose_commit() -> None:
            behind.loses_commit = True

        async def nothing() -> None: ...

        office = Office(database, organization, clock)
        office.post = Slammed(lose_commit)
        office.carriers["desk"] = office.post

        await carries(office, through, nothing)

        assert office.post.texts == ["hello", "next"]
        assert set((await office.statuses()).values()) == SENT
        await through.close()


@pytest.fixture
async def on_sqlite(fresh_sqlite: str, clock: Clock) -> Office:
    database = Database(fresh_sqlite, clock)
    async with database.begin() as uow:
        organization = Organization(name="Ромашка")
        uow.add(organization)
    return Office(database, organization, clock)


async def test_what_was_sent_before_another_process_locked_sqlite_is_written_later(
    on_sqlite: Office, fresh_sqlite: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("storage.engine.sqlite.BUSY_TIMEOUT", timedelta(milliseconds=50))
    other = sqlite3.connect(fresh_sqlite.removeprefix("sqlite:///"), isolation_level=None)

    async def lock() -> None:
        other.execute("BEGIN IMMEDIATE")

    async def unlock() -> None:
        other.execute("ROLLBACK")

    on_sqlite.post = Slammed(lock)
    on_sqlite.carriers["desk"] = on_sqlite.post

    logged = await carries(on_sqlite, on_sqlite.database, unlock)

    assert on_sqlite.post.texts == ["hello", "next"]
    assert set((await on_sqlite.statuses()).values()) == SENT
    assert logged == ONCE
    other.close()
    await on_sqlite.database.close()


async def test_what_was_sent_before_the_disk_was_full_is_written_when_there_is_room(on_sqlite: Office):
    async def leave(pages: str) -> None:
        async with on_sqlite.database.engine.connect() as connection:
            await connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    on_sqlite.post = Wordy(lambda: leave("1"))
    on_sqlite.carriers["desk"] = on_sqlite.post

    logged = await carries(on_sqlite, on_sqlite.database, lambda: leave("1000000"))

    assert on_sqlite.post.texts == ["hello", "next"]
    assert set((await on_sqlite.statuses()).values()) == SENT
    assert logged == ONCE
    await on_sqlite.database.close()

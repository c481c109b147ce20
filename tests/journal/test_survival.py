"""Whatever fails and however often the process dies, every entry takes effect exactly once, in order."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from bridge.errors import TryLater
from bridge.journal.marking import Begin
from bridge.journal.worker import JournalWorker
from storage.delivery.journal import EntryState
from storage.engine.database import Database
from storage.team.organizations import Organization
from tests.kit.doubles.reading import SOON, Script, no_wait, record, working
from tests.kit.dying import Life

FAULTS: dict[str, Callable[[], Exception]] = {
    "asked to wait": lambda: TryLater(timedelta(seconds=3)),
    "locked": lambda: OperationalError("", {}, sqlite3.OperationalError("database is locked")),
    "a bug": KeyError,
}
ENTRIES = st.lists(
    st.tuples(st.sampled_from("abc"), st.lists(st.sampled_from(list(FAULTS)), max_size=3)), min_size=1, max_size=8
)
CRASHES = st.lists(st.tuples(st.integers(1, 8), st.integers(0, 12)), max_size=4)


class MortalReader(Script):
    """Founds an organization named after each entry, and dies at a given step of its work."""

    def __init__(self) -> None:
        super().__init__()
        self.life = Life()

    async def __call__(self, payload: str, begin: Begin) -> None:
        await self.life.step()
        if self.failures[payload]:
            raise self.failures[payload].popleft()
        async with begin() as uow:
            uow.add(Organization(name=payload))
            await uow.flush()
            await self.life.step()


async def everything_is_read(database: Database) -> None:
    while True:
        async with database.read() as uow:
            if not await uow.journal.count(EntryState.NEW):
                return
        # SQLite answers without giving the others a turn.
        await asyncio.sleep(0)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=ENTRIES, crashes=CRASHES)
async def test_every_entry_takes_effect_exactly_once_and_in_order(
    database: Database, entries: list[tuple[str, list[str]]], crashes: list[tuple[int, int]]
):
    async with database.read() as uow:
        before = max([organization.id for organization in await uow.organizations.all()], default=0)
    reader = MortalReader()
    named: dict[str, tuple[str, bool]] = {}
    for number, (lane, faults) in enumerate(entries):
        payload = f"{lane}{number} {uuid4()}"
        reader.failures[payload].extend(FAULTS[fault]() for fault in faults)
        await record(database, payload, lane=lane)
        named[payload] = (lane, faults.count("a bug") < 3)

    for steps, turns in crashes:
        worker = JournalWorker(database, {"desk": reader}, poll=SOON, sleep=no_wait)
        await reader.life.lived(worker.run(), done=everything_is_read(database), steps=steps, turns=turns)
    async with working(database, {"desk": reader}):
        await everything_is_read(database)

    async with database.read() as uow:
        founded = sorted(await uow.organizations.all(), key=lambda organization: organization.id)
        new = [organization.name for organization in founded if organization.id > before]
        aside = {entry.payload for entry in await uow.journal.in_state(EntryState.SET_ASIDE, limit=10_000)}
    for lane in "abc":
        in_lane = [payload for payload in named if named[payload][0] == lane]
        assert [payload for payload in new if payload[0] == lane] == [p for p in in_lane if p not in aside]
    assert not [payload for payload, (_, readable) in named.items() if readable and payload in aside]

"""Every entry is read, in order within its lane; what cannot be read is set aside and the next goes on."""

import asyncio
import sqlite3
from datetime import timedelta

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from bridge.actions.delivery import outbox
from bridge.errors import TryLater
from bridge.journal.marking import Begin
from storage.delivery.journal import EntryState, JournalEntry
from storage.engine.database import Database
from storage.team.organizations import Organization
from tests.kit.books import until_unsettled
from tests.kit.doubles.carrying import TextPayload
from tests.kit.doubles.reading import GRACE, Script, record, states, working

NEW, HANDLED, SET_ASIDE = EntryState.NEW, EntryState.HANDLED, EntryState.SET_ASIDE


@pytest.fixture
def script() -> Script:
    return Script()


async def retry(database: Database, entry_id: int) -> None:
    """What `bridge journal retry` does."""
    async with database.begin() as uow:
        entry = await uow.journal.get(entry_id)
        entry.state = NEW


async def test_a_backlog_is_read_in_order_within_each_lane(database: Database, script: Script):
    for number in range(20):
        await record(database, f"a{number}", lane="a")
        await record(database, f"b{number}", lane="b")

    async with working(database, {"desk": script}):
        read = await script.has_read(40)

    for lane in "ab":
        assert [payload for payload in read if payload[0] == lane] == [f"{lane}{number}" for number in range(20)]
    assert set((await states(database)).values()) == {HANDLED}


async def test_an_entry_that_changed_nothing_is_marked_handled_all_the_same(database: Database, script: Script):
    script.commits = False
    await record(database, "one")

    async with working(database, {"desk": script}):
        await script.has_read(1)

    assert await states(database) == {"one": HANDLED}


async def test_handled_is_in_the_commit_of_what_the_entry_caused(database: Database):
    await record(database, "one")
    opened, go_on = asyncio.Event(), asyncio.Event()

    async def reader(payload: str, begin: Begin) -> None:
        async with begin():
            opened.set()
            await go_on.wait()
        assert await states(database) == {"one": HANDLED}

    async with working(database, {"desk": reader}):
        await opened.wait()
        assert await states(database) == {"one": NEW}
        go_on.set()

    assert await states(database) == {"one": HANDLED}


async def test_a_unit_of_work_that_fails_leaves_the_entry_unhandled(database: Database, script: Script):
    await record(database, "one")
    tries: list[str] = []

    async def reader(payload: str, begin: Begin) -> None:
        tries.append(payload)
        async with begin():
            if len(tries) == 1:
                raise ValueError
        await script(payload, begin)

    async with working(database, {"desk": reader}):
        await script.has_read(1)

    assert len(tries) == 2


async def test_an_entry_may_open_a_second_unit_of_work(database: Database, script: Script):
    await record(database, "one", "two")

    async def reader(payload: str, begin: Begin) -> None:
        async with begin():
            pass
        await script(payload, begin)

    async with working(database, {"desk": reader}):
        assert await script.has_read(2) == ["one", "two"]

    assert await states(database) == {"one": HANDLED, "two": HANDLED}


async def test_what_fails_after_its_commit_is_not_read_again(database: Database):
    await record(database, "one", "two")
    read: list[str] = []
    done = asyncio.Event()

    async def reader(payload: str, begin: Begin) -> None:
        read.append(payload)
        async with begin():
            pass
        if payload == "one":
            raise ValueError
        done.set()

    with structlog.testing.capture_logs() as logs:
        async with working(database, {"desk": reader}):
            await done.wait()

    assert read == ["one", "two"]
    assert [line["event"] for line in logs] == ["journal.failed_after_commit"]


async def test_a_poison_entry_is_set_aside_and_the_next_goes_on(database: Database, script: Script):
    await record(database, "poison", "good")
    script.failures["poison"].extend(ValueError("a secret text") for _ in range(9))
    told: list[int] = []

    async def tell(entry: JournalEntry) -> None:
        told.append(entry.id)

    with structlog.testing.capture_logs() as logs:
        async with working(database, {"desk": script}, tell):
            await script.has_read(1)

    assert await states(database) == {"poison": SET_ASIDE, "good": HANDLED}
    async with database.read() as uow:
        [aside] = await uow.journal.in_state(SET_ASIDE)
    assert told == [aside.id]
    assert aside.attempts == 3
    assert aside.error is not None
    assert aside.error.startswith("ValueError at doubles/reading.py:")
    assert "secret" not in str(logs)
    assert "poison" not in str(logs)


async def test_a_hook_that_fails_holds_up_nothing(database: Database, script: Script):
    await record(database, "poison", "good")
    script.failures["poison"].extend(ValueError() for _ in range(9))

    async def tell(entry: JournalEntry) -> None:
        raise ConnectionError

    async with working(database, {"desk": script}, tell):
        assert await script.has_read(1) == ["good"]


async def test_an_entry_that_fails_now_and_then_is_read_in_the_end(database: Database, script: Script):
    await record(database, "one", "two")
    script.failures["one"].extend([ValueError(), ValueError()])

    async with working(database, {"desk": script}):
        assert await script.has_read(2) == ["one", "two"]


async def test_a_retried_entry_is_found_by_the_poll_though_newer_ones_were_seen(database: Database, script: Script):
    await record(database, "poison", "good")
    script.failures["poison"].extend(ValueError() for _ in range(3))
    aside = asyncio.get_running_loop().create_future()

    async def tell(entry: JournalEntry) -> None:
        aside.set_result(entry.id)

    async with working(database, {"desk": script}, tell):
        await script.has_read(1)
        await retry(database, await aside)

        assert await script.has_read(2) == ["good", "poison"]


async def test_a_locked_database_is_waited_for_and_sets_nothing_aside(database: Database, script: Script):
    await record(database, "one", "two")
    locked = OperationalError("UPDATE", {}, sqlite3.OperationalError("database is locked"))
    script.failures["one"].extend([locked] * 20)

    async with working(database, {"desk": script}):
        assert await script.has_read(2) == ["one", "two"]


async def test_what_an_entry_of_a_restored_database_sends_may_be_a_repeat(
    database: Database, organization: Organization
):
    async def reads(_payload: str, begin: Begin) -> None:
        async with begin(organization.id) as uow:
            await outbox.put(uow, TextPayload("Привет"), carrier="desk", lane="desk:7")

    await record(database, "old")
    async with database.begin() as uow:
        await uow.journal.doubt_new()
    async with working(database, {"desk": reads}):
        await until_unsettled(database, 1)
        await record(database, "new")
        await until_unsettled(database, 2)

    assert [each.is_repeat for each in await until_unsettled(database, 2)] == [True, False]


async def test_a_reader_may_ask_to_be_called_later(database: Database, script: Script):
    await record(database, "one", "two")
    script.failures["one"].extend([TryLater(timedelta(seconds=40))] * 5)

    async with working(database, {"desk": script}):
        assert await script.has_read(2) == ["one", "two"]


async def test_a_source_that_nobody_reads_holds_up_nothing_and_is_told_once(database: Database, script: Script):
    await record(database, "lost", "lost too", source="channel:9")
    await record(database, "good")

    with structlog.testing.capture_logs() as logs:
        async with working(database, {"desk": script}):
            await script.has_read(1)
            await record(database, "good too")
            await script.has_read(2)

    assert (await states(database))["lost"] is NEW
    assert [line["event"] for line in logs] == ["journal.no_reader"]


async def test_a_reader_that_comes_later_gets_what_waited_for_it(database: Database, script: Script):
    await record(database, "early", source="channel:9")
    readers: dict[str, Script] = {}

    async with working(database, readers):
        readers["channel:9"] = script
        assert await script.has_read(1) == ["early"]


async def test_stopping_finishes_what_is_being_read_and_leaves_the_rest(database: Database):
    await record(database, "one", "two")
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def reader(payload: str, begin: Begin) -> None:
        begun.set()
        await go_on.wait()

    async with working(database, {"desk": reader}) as worker:
        await begun.wait()
        stopping = asyncio.create_task(worker.stop(GRACE))
        await asyncio.sleep(0)
        go_on.set()
        await stopping

    assert await states(database) == {"one": HANDLED, "two": NEW}

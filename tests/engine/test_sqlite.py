"""What may wait is done elsewhere, everything else at once."""

import asyncio
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.engine.database import Database
from storage.engine.migrate import upgrade
from storage.engine.sqlite import DRIVER, begin_writing
from storage.team.organizations import Organization


@pytest.fixture
async def engine(tmp_path: Path):
    engine = create_async_engine(f"{DRIVER}:///{tmp_path / 'test.db'}")
    event.listen(engine.sync_engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    event.listen(engine.sync_engine, "begin", begin_writing)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE words (word TEXT)"))
    yield engine
    await engine.dispose()


async def test_a_statement_needs_no_other_turn_of_the_loop(engine: AsyncEngine):
    async with engine.connect() as connection:
        others: list[str] = []
        asyncio.get_running_loop().call_soon(others.append, "took a turn")

        found = await connection.scalar(text("SELECT 7"))

        assert found == 7
        assert others == []


async def test_many_rows_are_written_by_one_statement(engine: AsyncEngine):
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO words VALUES (:word)"), [{"word": "one"}, {"word": "other"}])

    assert await _words(engine) == ["one", "other"]


async def test_the_loop_goes_on_while_another_process_writes(engine: AsyncEngine, tmp_path: Path):
    other = sqlite3.connect(tmp_path / "test.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    writing = asyncio.create_task(_write(engine, "after the other"))
    await asyncio.sleep(0)
    was_waiting = not writing.done()
    other.rollback()
    other.close()
    await writing

    assert was_waiting
    assert await _words(engine) == ["after the other"]


async def test_a_cancelled_commit_is_finished_before_anything_else(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
):
    loop = asyncio.get_running_loop()
    reached = asyncio.Event()
    elsewhere = loop.run_in_executor
    monkeypatch.setattr(loop, "run_in_executor", lambda *call: (reached.set(), elsewhere(*call))[1])
    writing = asyncio.create_task(_write(engine, "written"))
    await reached.wait()

    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)

    assert writing.cancelled()
    assert await _words(engine) == ["written"]


async def test_a_commit_does_not_wait_for_files(engine: AsyncEngine):
    are_read = threading.Event()
    reading = [asyncio.create_task(asyncio.to_thread(are_read.wait)) for _ in range(64)]
    await asyncio.sleep(0)

    await _write(engine, "written")

    assert not any(each.done() for each in reading)
    are_read.set()
    await asyncio.gather(*reading)


async def _write(engine: AsyncEngine, word: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO words VALUES (:word)"), {"word": word})


async def _words(engine: AsyncEngine) -> list[str]:
    async with engine.connect() as connection:
        return list(await connection.scalars(text("SELECT word FROM words")))


def modes_in(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.glob("*.db*")}


async def test_the_files_of_the_database_are_its_owners_only(tmp_path: Path, fresh_sqlite: str):
    (tmp_path / "test.db").chmod(0o644)
    databases = [Database(fresh_sqlite), Database(f"sqlite:///{tmp_path / 'new.db'}")]
    await upgrade(databases[1])

    for database in databases:
        async with database.begin() as uow:
            uow.add(Organization(name="Ромашка"))

    modes = modes_in(tmp_path)
    assert modes == dict.fromkeys(
        [f"{name}.db{end}" for name in ("test", "new") for end in ("", "-wal", "-shm")], 0o600
    )
    for database in databases:
        await database.close()

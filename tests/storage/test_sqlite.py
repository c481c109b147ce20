"""What may wait is done elsewhere, everything else at once."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from storage.sqlite import BEGIN_WRITING, Connection


@pytest.fixture
async def connection(tmp_path: Path):
    connection = await Connection(str(tmp_path / "test.db"))
    connection.isolation_level = None
    await connection.execute("CREATE TABLE words (word TEXT)")
    yield connection
    await connection.close()


async def test_a_statement_needs_no_other_turn_of_the_loop(connection: Connection):
    others = []
    asyncio.get_running_loop().call_soon(lambda: others.append("took a turn"))

    cursor = await connection.execute("SELECT 7")
    row = await cursor.fetchone()

    assert row == (7,)
    assert others == []


async def test_the_loop_goes_on_while_another_process_writes(connection: Connection, tmp_path: Path):
    await connection.execute("PRAGMA busy_timeout=15000")
    other = sqlite3.connect(tmp_path / "test.db", isolation_level=None)
    other.execute(BEGIN_WRITING)

    beginning = asyncio.create_task(connection.execute(BEGIN_WRITING))
    await asyncio.sleep(0)
    was_waiting = not beginning.done()
    other.rollback()
    other.close()
    await beginning

    assert was_waiting
    await connection.rollback()


async def test_a_rollback_after_a_cancelled_commit_comes_after_it(connection: Connection):
    await connection.execute(BEGIN_WRITING)
    await connection.execute("INSERT INTO words VALUES ('written')")
    committing = asyncio.create_task(connection.commit())
    await asyncio.sleep(0)
    committing.cancel()
    await asyncio.gather(committing, return_exceptions=True)

    await connection.rollback()

    cursor = await connection.execute("SELECT word FROM words")
    assert await cursor.fetchall() == [("written",)]

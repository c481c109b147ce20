"""Migrations bring any database to what the code expects, once, whoever comes first."""

import asyncio
import os

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

from storage.database import Database
from storage.migrate import DatabaseTooNew, DatabaseUnusable, alembic_config, upgrade
from storage.organizations import Organization
from storage.windows import Mirror
from tests import postgres
from tests.actions.test_messages import taken
from tests.office import open_office


@pytest.fixture
def bare_sqlite(tmp_path):
    return f"sqlite:///{tmp_path}/bare.db"


@pytest.fixture
async def bare_postgresql(postgres_server):
    name = f"bridge_bare_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    yield await postgres.create_database(postgres_server, name)
    await postgres.drop_database(postgres_server, name)


@pytest.fixture
def bare_url(dialect, request):
    return request.getfixturevalue(f"bare_{dialect}")


@pytest.fixture
async def bare(bare_url):
    """A database without any table."""
    database = Database(bare_url)
    yield database
    await database.close()


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


async def test_migrations_make_exactly_the_tables_of_the_code(bare):
    assert await upgrade(bare)

    async with bare.engine.begin() as connection:
        assert await connection.run_sync(differences) == []


async def test_second_start_finds_nothing_to_do_and_keeps_the_rows(bare):
    await upgrade(bare)
    async with bare.begin() as uow:
        uow.add(Organization(name="Ромашка"))

    assert not await upgrade(bare)

    async with bare.read() as uow:
        assert await uow.organizations.named("Ромашка") is not None


async def test_of_processes_that_start_together_one_migrates(bare, bare_url):
    others = [Database(bare_url) for _ in range(3)]

    did = await asyncio.gather(*(upgrade(database) for database in (bare, *others)))

    assert sorted(did) == [False, False, False, True]
    for database in others:
        await database.close()


async def test_database_of_a_newer_version_is_left_alone(bare):
    await upgrade(bare)
    async with bare.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(DatabaseTooNew, match="9999"):
        await upgrade(bare)


async def test_every_migration_can_be_taken_back(bare):
    await upgrade(bare)

    async with bare.engine.begin() as connection:
        await connection.run_sync(lambda it: command.downgrade(alembic_config(it), "base"))
        left = await connection.run_sync(lambda it: inspect(it).get_table_names())

    assert left == ["alembic_version"]
    assert await upgrade(bare)


async def test_parts_that_messages_kept_themselves_become_rows(bare, bare_url):
    await upgrade(bare)
    office = await open_office(bare, await organized(bare))
    said = await office.hears()
    async with bare.engine.begin() as connection:
        await connection.run_sync(lambda it: command.downgrade(alembic_config(it), "0004"))
    async with office.begin() as uow:
        (await uow.messages.get(said.id)).data = {"emoji": "🐳", "more": ["71", "72"]}

    async with bare.engine.begin() as connection:
        await connection.run_sync(lambda it: command.upgrade(alembic_config(it), "0005"))

    async with office.begin() as uow:
        assert await uow.parts.of_message(said.id) == ["71", "72"]
        assert (await uow.messages.get(said.id)).data == {"emoji": "🐳"}


async def test_a_burst_keeps_its_last_copy_when_there_is_room_for_one(bare):
    await upgrade(bare)
    office = await open_office(bare, await organized(bare))
    window, *said = await taken(office), await office.hears("раз", 2), await office.hears("два", 3)
    async with office.begin() as uow:
        for message in said:
            place = {"window_id": window.id, "chat_id": window.chat_id, "telegram_message_id": 70}
            uow.add(Mirror(message_id=message.id, **place))

    async with bare.engine.begin() as connection:
        await connection.run_sync(lambda it: command.downgrade(alembic_config(it), "0005"))
    await upgrade(bare)

    async with office.begin() as uow:
        mirror = await uow.windows.mirror_at(window.chat_id, 70)
        assert await uow.windows.shown_with(mirror) == [said[-1].id]


async def organized(database: Database) -> Organization:
    async with database.begin() as uow:
        uow.add(organization := Organization(name="Ромашка"))
    return organization


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.db", "postgresql://anna:hunter2@127.0.0.1:1/name"])
async def test_database_that_cannot_be_reached_is_told_in_words(url):
    with pytest.raises(DatabaseUnusable, match="DATABASE_URL") as told:
        await upgrade(Database(url))

    assert "hunter2" not in str(told.value)


async def test_file_that_is_no_database_is_told_in_words(tmp_path):
    (tmp_path / "notes.txt").write_text("Dear diary, " * 500)

    with pytest.raises(DatabaseUnusable, match="not a database"):
        await upgrade(Database(f"sqlite:///{tmp_path}/notes.txt"))

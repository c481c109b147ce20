"""Migrations bring any database to what the code expects, once, whoever comes first."""

import asyncio
import os

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel, select

from bridge.errors import Misconfigured
from storage.engine.database import Database
from storage.engine.migrate import DatabaseTooNew, DatabaseTooOld, DatabaseUnusable, alembic_config, upgrade
from storage.engine.owned import SYSTEM_WIDE
from storage.engine.search_index import is_own, keep_in_step
from storage.tasks.task_notifications import TaskNotification
from storage.team.organizations import Organization
from tests.kit.database import former_database, postgres
from tests.kit.office import open_office


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
    context = MigrationContext.configure(connection, opts={"include_object": is_own})
    return list(compare_metadata(context, SQLModel.metadata))


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


@pytest.mark.parametrize("revision", ["0001", "0033"])
async def test_database_of_an_early_version_is_left_alone_and_told_which_one_to_start_first(bare, revision):
    await former_database.load(bare)
    async with bare.engine.begin() as connection:
        await connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))

    with pytest.raises(DatabaseTooOld, match=f"({revision}).* 0034 first"):
        await upgrade(bare)

    async with bare.engine.begin() as connection:
        assert await connection.run_sync(lambda it: inspect(it).has_table("told_task"))


async def test_database_of_the_former_migrations_is_brought_over_without_losing_a_row(bare):
    await former_database.load(bare)
    former = await former_database.rows(bare)

    assert await upgrade(bare)

    assert await former_database.rows(bare) == former_database.renamed(former)
    assert not await upgrade(bare)


async def test_database_that_was_brought_over_is_like_a_new_one(bare, database):
    await former_database.load(bare)

    await upgrade(bare)

    async with bare.engine.begin() as connection:
        assert await connection.run_sync(differences) == []
        brought_over = await connection.run_sync(former_database.shape)
    async with database.engine.begin() as connection:
        assert await connection.run_sync(former_database.shape) == brought_over


async def test_every_table_of_a_database_that_was_brought_over_can_be_read_and_written(bare):
    await former_database.load(bare)
    await upgrade(bare)

    async with bare.begin(1) as uow:
        for mapper in SQLModel._sa_registry.mappers:
            assert len((await uow.session.scalars(select(mapper.class_), execution_options=SYSTEM_WIDE)).all()) == 3
        uow.add(added := TaskNotification(task_id=1, chat_id=1, telegram_message_id=1))
        await uow.flush()
    # Ids go on after those of the rows that were there.
    assert added.id == 4


async def test_what_was_there_before_can_be_searched(bare):
    await former_database.load(bare)
    await upgrade(bare)

    async with bare.read(2) as uow:
        assert len(await uow.search_hits.messages(["text"])) == 1


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_what_sqlite_forgets_when_a_table_is_copied_is_made_again(bare):
    await upgrade(bare)
    async with bare.engine.begin() as connection:
        await connection.execute(text("DROP TRIGGER message_search_insert"))

        await connection.run_sync(keep_in_step)

        assert await connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")) == 9


async def test_newest_tables_are_kept_in_step_with_the_index(bare):
    """Whatever the last migrations did to them."""
    await upgrade(bare)
    office = await open_office(bare, await organized(bare))

    await office.hears("Где мой заказ?")

    async with office.begin() as uow:
        assert len(await uow.search_hits.messages(["заказ"])) == 1


@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_postgresql_without_what_search_needs_is_told_in_words(bare_url, postgres_server):
    poor = f"poor_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    async with Database(bare_url).engine.begin() as owner:
        await owner.execute(text(f"DROP ROLE IF EXISTS {poor}"))
        await owner.execute(text(f"CREATE ROLE {poor} LOGIN"))
        await owner.execute(text(f"GRANT CREATE ON SCHEMA public TO {poor}"))
    database = Database(make_url(bare_url).set(username=poor).render_as_string(hide_password=False))

    with pytest.raises(Misconfigured, match="CREATE EXTENSION pg_trgm"):
        await upgrade(database)


async def organized(database: Database) -> Organization:
    async with database.begin() as uow:
        uow.add(organization := Organization(name="Ромашка"))
    return organization


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("sqlite:////nowhere/at/all.db", "/nowhere/at/all.db"),
        ("postgresql://anna:hunter2@127.0.0.1:1/name", "postgresql://127.0.0.1:1/name"),
    ],
)
async def test_database_that_cannot_be_reached_is_told_in_words(url, place):
    with pytest.raises(DatabaseUnusable, match=f"It is expected at {place}: look at DATABASE_URL") as told:
        await upgrade(Database(url))

    assert "hunter2" not in str(told.value)


async def test_file_that_is_no_database_is_told_in_words(tmp_path):
    (tmp_path / "notes.txt").write_text("Dear diary, " * 500)

    with pytest.raises(DatabaseUnusable, match="not a database"):
        await upgrade(Database(f"sqlite:///{tmp_path}/notes.txt"))

"""Migrations bring any database to what the code expects, once, whoever comes first."""

import asyncio
import os

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text, update
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from bridge.actions.messages import messages
from bridge.actions.team import passwords, sign_out
from bridge.errors import Misconfigured, OutcomeUnknown
from storage.delivery.deliveries import DeliveryStatus
from storage.engine.database import Database
from storage.engine.migrate import DatabaseTooNew, DatabaseUnusable, alembic_config, upgrade
from storage.engine.search_index import is_own, keep_in_step
from storage.inbox.search_hits import PersonTerm
from storage.inbox.windows import Mirror
from storage.messages.messages import REST_UNKNOWN, DeliveryState, Message
from storage.team.employees import PasswordSource
from storage.team.organizations import Organization
from tests.kit.conversations import taken
from tests.kit.database import postgres
from tests.kit.office import open_office
from tests.kit.staff import hired


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


async def test_parts_that_messages_kept_themselves_become_rows(bare, bare_url):
    await upgrade(bare)
    office = await open_office(bare, await organized(bare))
    said = await office.hears()
    async with bare.engine.begin() as connection:
        await connection.run_sync(lambda it: command.downgrade(alembic_config(it), "0004"))
        # By this column alone: of the others not all are there.
        kept = {"emoji": "🐳", "more": ["71", "72"]}
        await connection.execute(update(Message.__table__).where(Message.__table__.c.id == said.id).values(data=kept))

    await upgrade(bare)

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


async def test_what_was_there_before_can_be_searched(bare):
    await upgrade(bare)
    office = await open_office(bare, await organized(bare))
    await office.hears("Где мой заказ?")
    async with bare.engine.begin() as connection:
        await connection.run_sync(lambda it: command.downgrade(alembic_config(it), "0014"))

    await upgrade(bare)

    await office.hears("И ещё один заказ", 2)
    async with office.begin() as uow:
        assert len(await uow.search_hits.messages(["заказ"])) == 2
        assert len(await uow.search_hits.dialogs([PersonTerm(["петров"])])) == 1


async def test_what_nobody_knew_whether_it_had_arrived_was_refused_and_may_be_a_repeat(bare):
    await upgrade(bare)
    office = await open_office(bare, await organized(bare))
    window = await taken(office)
    lost, failed = [await office.writes(office.anna, window, text, number) for number, text in ((901, "а"), (902, "б"))]
    deliveries = await office.deliveries("message")
    async with bare.engine.begin() as connection:
        await connection.run_sync(lambda it: command.downgrade(alembic_config(it), "0032"))
        for state, message, delivery in zip(("unknown", "failed"), (lost, failed), deliveries, strict=True):
            for table, column, row in (("message", "state", message), ("delivery", "status", delivery)):
                change = f"UPDATE {table} SET {column} = :state WHERE id = :id"
                await connection.execute(text(change), {"state": state, "id": row.id})

    await upgrade(bare)

    async with office.begin() as uow:
        kept = [await uow.messages.get(message.id) for message in (lost, failed)]
        rows = [await uow.deliveries.get(delivery.id) for delivery in deliveries]
    assert [row.status for row in rows] == [DeliveryStatus.FAILED] * 2
    assert [row.is_repeat for row in rows] == [True, False]
    assert [message.state for message in kept] == [DeliveryState.FAILED] * 2
    assert [message.may_have_arrived for message in kept] == [True, False]
    assert kept[0].failure == {"text": OutcomeUnknown.text, "params": {}, "rest": REST_UNKNOWN}

    async with office.begin() as uow:
        await messages.retry(uow, lost.id, by=office.anna)
    [again] = await office.deliveries("message")
    assert (again.message_id, again.is_repeat) == (lost.id, True)


async def test_passwords_changed_in_the_bot_and_accounts_that_were_revoked_stay_known(bare):
    await upgrade(bare)
    staff = await hired(bare, await organized(bare))
    ended = await staff.comes_in(staff.oleg, 102)
    async with bare.begin(staff.organization_id) as uow:
        anna = await uow.employees.get(staff.anna.id)
        await passwords.change(uow, staff.oleg.id, "hash", by=anna)
        await sign_out.revoke(uow, ended.id, by=anna)
    async with bare.engine.begin() as connection:
        await connection.run_sync(lambda it: command.downgrade(alembic_config(it), "0033"))

    await upgrade(bare)

    async with bare.read(staff.organization_id) as uow:
        people = [await uow.employees.get(each.id) for each in (staff.anna, staff.oleg)]
        assert [each.password_source for each in people] == [PasswordSource.TEAM_FILE, PasswordSource.BOT]
        assert (await uow.sign_ins.get(ended.id)).is_revoked


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

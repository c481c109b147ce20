"""What every test may ask for: a database of its own, a clock it can move, an organization to work in."""

import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from bridge.sandbox import SandboxServer, World
from storage.engine.database import Database
from storage.team.organizations import Organization
from tests.kit import once
from tests.kit.clock import Clock
from tests.kit.database import postgres, schema
from tests.kit.database.explained import Judge
from tests.kit.database.statements import Heard
from tests.kit.left_out import leave_out, summary
from tests.kit.office import Office, open_office
from tests.kit.staff import Staff, hired
from tests.kit.worlds import new_world

# They start processes or browsers, or go on for long.
LONG = {"test_kill", "test_chaos", "test_restart", "test_first_minute", "test_other_dates", "test_seeds"}


@pytest.fixture(scope="session")
def heard() -> Heard:
    heard = Heard()
    heard.listen()
    return heard


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What all workers of a run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def judge(run_folder: Path) -> Judge:
    return Judge(run_folder)


@pytest.fixture(autouse=True)
def plans(heard: Heard, judge: Judge) -> Iterator[None]:
    """Whatever a test has the product ask a database must be found by an index; the first test to ask tells."""
    heard.begin()
    yield
    faults = judge.new_faults(heard.now.values())
    assert not faults, "\n\n".join(faults)


@pytest.fixture
def faults(heard: Heard, judge: Judge) -> Callable[[], list[str]]:
    """What reads too much of all that the test has had asked so far."""
    return lambda: judge.faults(heard.now.values())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Which databases a test runs on: both; a folder for which one is enough overrides it in its conftest.py."""
    return str(request.param)


@pytest.fixture
def database_url(dialect: str, request: pytest.FixtureRequest) -> str:
    """A database with all tables and no rows."""
    return str(request.getfixturevalue(f"fresh_{dialect}"))


@pytest.fixture
async def database(database_url: str, clock: Clock) -> AsyncIterator[Database]:
    database = Database(database_url, clock)
    yield database
    await database.close()


@pytest.fixture
async def organization(database: Database) -> Organization:
    async with database.begin() as uow:
        organization = Organization(name="Ромашка")
        uow.add(organization)
    return organization


@pytest.fixture
def world() -> World:
    """Telegram as the sandbox plays it; `server` serves its Bot API."""
    return new_world()


@pytest.fixture
async def server(world: World) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(world) as server:
        yield server


@pytest.fixture
def fresh_sqlite(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copyfile(sqlite_template, tmp_path / "test.db")
    return f"sqlite:///{tmp_path}/test.db"


@pytest.fixture
async def fresh_postgresql(postgres_database: tuple[str, asyncpg.Connection]) -> str:
    url, connection = postgres_database
    await connection.execute(schema.emptying())
    return url


@pytest.fixture(scope="session")
def sqlite_template(run_folder: Path) -> Path:
    return schema.sqlite_template(run_folder)


@pytest.fixture(scope="session")
def postgres_server() -> str:
    try:
        return postgres.server()
    except postgres.NoServer:
        return leave_out("PostgreSQL")


@pytest.fixture(scope="session")
async def postgres_database(postgres_server: str) -> AsyncIterator[tuple[str, asyncpg.Connection]]:
    """This worker's own database, with a connection to it; its rows are of the test before."""
    name = f"bridge_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    url = await postgres.create_database(postgres_server, name)
    await schema.create(url)
    connection = await asyncpg.connect(url)
    yield url, connection
    await connection.close()
    await postgres.drop_database(postgres_server, name)


def pytest_configure(config: pytest.Config) -> None:
    once.statements()
    once.certificates()
    if not hasattr(config, "workerinput"):
        once.bytecode(config.rootpath / ".pytest_cache" / "bytecode")
        postgres.prepare()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest come first: begun last, one of them would keep the whole run waiting."""
    items.sort(key=lambda item: item.path.stem not in LONG)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: more workers than processors, because a story often waits: for a retry, or a process that starts."""
    return ((os.cpu_count() or 1) * 3 + 1) // 2


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    line = summary([str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])])
    if line:
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture
async def staff(database: Database, organization: Organization) -> Staff:
    return await hired(database, organization)


@pytest.fixture
async def office(database: Database, organization: Organization) -> Office:
    return await open_office(database, organization)

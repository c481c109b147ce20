"""The whole bridge at work against the stand-in, over real HTTP, with people who write and press."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bridge.sandbox import SandboxServer, World
from bridge.settings import HttpSettings
from storage.engine.database import Database
from storage.team.organizations import Organization
from tests.kit.stories.stage import Stage, open_stage
from tests.kit.worlds import new_world


@pytest.fixture
def dialect() -> str:
    """Stories are about people; that rows behave the same on PostgreSQL is proven where the rows are."""
    return "sqlite"


@pytest.fixture
async def world() -> AsyncIterator[tuple[World, SandboxServer]]:
    world = new_world()
    async with SandboxServer(world) as server:
        yield world, server


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long the bridge waits is told by its constants; what it does then is what is tried here."""
    monkeypatch.setattr("bridge.app.bots.RECONNECT_INTERVAL", timedelta(milliseconds=100))
    monkeypatch.setattr("bridge.journal.polling.REVOKED_TOKEN_DELAY", timedelta(milliseconds=100))


@pytest.fixture
def frequent_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scheduler checks often, so that nobody has to wait for it."""
    monkeypatch.setattr("scheduler.jobs.BOARD_CHECK_INTERVAL", timedelta(milliseconds=200))
    monkeypatch.setattr("scheduler.jobs.NEW_WAIT_CHECK_INTERVAL", timedelta(milliseconds=200))


@pytest.fixture
def has_topics() -> bool:
    """Overridden by the stories of the replies layout."""
    return True


@pytest.fixture
async def stage(
    world: tuple[World, SandboxServer],
    database: Database,
    organization: Organization,
    database_url: str,
    tmp_path: Path,
    has_topics: bool,
) -> Stage:
    """Everybody is signed in; the bridge is not running yet."""
    return await open_stage(*world, database, organization, database_url, tmp_path / "data", has_topics=has_topics)


@pytest.fixture
def webhooks(stage: Stage) -> Stage:
    """Telegram brings the updates to the bridge's own address."""
    port = stage.settings.http.http_port
    stage.settings = replace(stage.settings, http=HttpSettings(http_port=port, public_url=f"http://127.0.0.1:{port}"))
    return stage

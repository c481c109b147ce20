"""`bridge sandbox`: tries everything in a browser, without a token and without Telegram."""

import secrets
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer
from pydantic import SecretStr

from bridge import logs
from bridge.app.models import build_when_needed
from bridge.commands.apply import apply_team
from bridge.commands.database import finish
from bridge.errors import Misconfigured
from bridge.security.passwords import Passwords
from bridge.security.secrets import Vault
from bridge.settings import HttpSettings, Settings, StorageSettings, TelegramSettings, load
from bridge.team import file
from storage.engine.database import Database
from storage.engine.migrate import upgrade

if TYPE_CHECKING:
    from bridge.sandbox.server import SandboxServer
    from bridge.sandbox.stage import Stage

READY_TEXT = """
Песочница готова: {url}

  1. Напишите от клиента (телефон слева).
  2. У оператора нажмите «Взять» и ответьте в теме диалога.
  3. «Перевести» — коллеге или отделу, «Закрыть» — в архив.

Остановить: Ctrl+C. Без Telegram и без токенов; при остановке всё забывается.
"""


def sandbox() -> None:
    """Try everything in a browser, without a token: the bridge against a stand-in for Telegram."""
    settings = load()
    logs.configure(settings.logs.log_level, settings.logs.log_format)
    finish(_sandbox(settings))


async def _sandbox(settings: Settings) -> None:
    # The libraries take seconds to import, and the other commands do not need them.
    build_when_needed()
    from bridge.app.running import serve
    from bridge.sandbox.server import SandboxServer
    from bridge.sandbox.stage import Stage

    stage = Stage()
    server = SandboxServer(stage.world, settings.http.http_host, settings.sandbox.sandbox_port)
    with _folder() as folder:
        try:
            await _start(server, settings)
            of_sandbox = _settings(settings, stage, server.api_url, Path(folder))
            await _apply(of_sandbox, stage)

            async def open_stage() -> None:
                await stage.open()
                typer.echo(READY_TEXT.format(url=server.url))

            await serve(of_sandbox, stage.world.clock.now, when_ready=open_stage)
        finally:
            await server.stop()


def _folder() -> "TemporaryDirectory[str]":
    try:
        return TemporaryDirectory(prefix="bridge-sandbox-")
    except OSError as error:
        raise Misconfigured(
            "no folder for temporary files can be made: {reason}; set TMPDIR to one that can be written to",
            reason=error.strerror,
        ) from error


async def _start(server: "SandboxServer", settings: Settings) -> None:
    from bridge.app.listening import cannot_listen

    try:
        await server.start()
    except (OSError, UnicodeError) as error:
        host, port = settings.http.http_host, settings.sandbox.sandbox_port
        raise cannot_listen("HTTP_HOST and SANDBOX_PORT", host, port, error) from error


def _settings(settings: Settings, stage: "Stage", api_url: str, folder: Path) -> Settings:
    """Return the settings of the tried bridge. Nothing else in the program knows of the sandbox.

    Every setting that leads outside is set here. Otherwise the environment could name a real database or address.
    """
    return Settings(
        telegram=TelegramSettings(
            operator_bot_token=SecretStr(stage.desk.token),
            customer_bot_token=SecretStr(stage.shop.token),
            telegram_api_url=api_url,
            telegram_proxy=SecretStr(""),
            telegram_limits="off",
        ),
        http=HttpSettings(
            http_host=settings.http.http_host, http_port=settings.http.http_port, metrics_address="", public_url=""
        ),
        storage=StorageSettings(
            data_dir=folder, database_url=SecretStr(""), secret_key=SecretStr(secrets.token_urlsafe()), keep_days=7
        ),
        logs=settings.logs,
        sandbox=settings.sandbox,
    )


async def _apply(settings: Settings, stage: "Stage") -> None:
    from bridge.sandbox.stage import TEAM

    known = {"CUSTOMER_BOT_TOKEN": stage.shop.token}
    database = Database(settings.storage.url)
    try:
        await upgrade(database)
        vault = Vault(settings.storage.secret_key.get_secret_value())
        await apply_team(database, file.read(TEAM, known), known, vault, Passwords())
    finally:
        await database.close()

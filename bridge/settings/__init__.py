"""Settings: environment variables and the file `.env`, one class for each part of the program that reads them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bridge.errors import Misconfigured
from bridge.network.route import DIRECT_ROUTE, Route, route_to
from bridge.settings import env_file as env_files
from bridge.settings.env_file import ENCODING, ENV_FILE
from bridge.settings.values import (
    Address,
    BotToken,
    DatabaseUrl,
    Days,
    DaysOrNever,
    Folder,
    Host,
    Port,
    ProxyUrl,
    Root,
    SecretKey,
    parts_of,
)
from bridge.settings.wrong import wrong
from storage.engine.database import place_of

PUBLIC_API_URL = "https://api.telegram.org"
WEBHOOK_PORTS = (443, 80, 88, 8443)
# Variables of other programs that count here, too (`bridge.network`). They are no misspelt settings.
USUAL_VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
# How similar a name must be to a setting's name to count as a slip, from 0 to 1. HTTP_PROT is like HTTP_PORT by 0.89,
# which is a slip. SHOP_BOT_TOKEN is like a bot token's setting by 0.75, which is no slip.
SIMILAR = 0.8


class SettingsSection(BaseSettings):
    model_config = SettingsConfigDict(env_file=None, env_ignore_empty=True, extra="ignore", frozen=True)


class TelegramSettings(SettingsSection):
    operator_bot_token: BotToken = SecretStr("")
    customer_bot_token: BotToken = SecretStr("")
    telegram_api_url: Root = PUBLIC_API_URL
    # Empty: the usual variables of the environment decide (`bridge.network.environment`).
    telegram_proxy: ProxyUrl = SecretStr("")
    # "off" for a server without limits.
    telegram_limits: Literal["on", "off"] = "on"
    # "on" for a self-hosted Bot API server that was started with --local. It accepts bigger files.
    telegram_self_hosted: Literal["on", "off"] = "off"

    @property
    def is_self_hosted(self) -> bool:
        return self.telegram_self_hosted == "on"

    @property
    def operator(self) -> str:
        """The operator bot's token.

        Raises:
            Misconfigured: the token is missing.
        """
        if not self.operator_bot_token:
            raise Misconfigured(
                "OPERATOR_BOT_TOKEN is missing: make a bot with @BotFather and put its token into .env{absence}",
                absence=f". {absence}" if (absence := env_files.absence()) else "",
            )
        return self.operator_bot_token.get_secret_value()


class HttpSettings(SettingsSection):
    """The address where the bridge listens, and its public address.

    `public_url` is how the world reaches the bridge. When it is empty, the bots use long polling.
    """

    http_host: Host = "127.0.0.1"
    http_port: Port = 8081
    # The address of GET /metrics. Empty: it is served beside /health.
    metrics_address: Address = ""
    public_url: Root = ""

    @property
    def metrics(self) -> tuple[str, int] | None:
        """The host and the port of /metrics; None when /metrics has no address of its own."""
        return parts_of(self.metrics_address) if self.metrics_address else None


class StorageSettings(SettingsSection):
    data_dir: Folder = Path("data")
    database_url: DatabaseUrl = SecretStr("")
    secret_key: SecretKey = SecretStr("")
    keep_days: Days = 7
    # 0: topics are kept for ever.
    topics_keep_days: DaysOrNever = 30

    @property
    def url(self) -> str:
        """The database's address: DATABASE_URL, or a file in DATA_DIR. It may contain a password."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir}/bridge.db"

    @property
    def place(self) -> str:
        """The database for people: an absolute path, or the server and the name without user and password."""
        return place_of(self.url)

    @property
    def places(self) -> str:
        """The database and the data folder, in words."""
        return f"database {self.place}, data folder {self.data_dir.absolute()}"

    @property
    def restored(self) -> Path:
        """The file that names the backup's moment after a restore.

        It is deleted when the bridge has caught up after the restore.
        """
        return self.data_dir / "restored"

    @property
    def keep(self) -> timedelta:
        """How long handled updates and sent messages stay in the journal and the outbox."""
        return timedelta(days=self.keep_days)

    def make_data_dir(self) -> None:
        """Make the data folder when it is missing.

        Raises:
            Misconfigured: files cannot be stored there.
        """
        try:
            # The folder contains customers' messages, so other users of the machine must not read it.
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        except FileExistsError as error:
            raise Misconfigured(
                "DATA_DIR is wrong: a file stands at {path}; name a folder, or move the file away", path=self.data_dir
            ) from error
        except OSError as error:
            raise Misconfigured(
                "DATA_DIR is wrong: {path} cannot be made: {reason}", path=self.data_dir, reason=error.strerror
            ) from error
        if not os.access(self.data_dir, os.W_OK | os.X_OK):
            raise Misconfigured(
                "DATA_DIR is wrong: {path} cannot be written to; give it to the user that runs the bridge:"
                " chown -R {user} {path}",
                path=self.data_dir,
                user=os.geteuid(),
            )


class LogSettings(SettingsSection):
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"


class SandboxSettings(SettingsSection):
    """The port of the sandbox's page."""

    sandbox_port: Port = 8080


SECTIONS: tuple[type[SettingsSection], ...] = (
    TelegramSettings,
    HttpSettings,
    StorageSettings,
    LogSettings,
    SandboxSettings,
)


@dataclass(frozen=True)
class Settings:
    telegram: TelegramSettings
    http: HttpSettings
    storage: StorageSettings
    logs: LogSettings
    sandbox: SandboxSettings
    # Derived from TELEGRAM_PROXY and from the environment's usual variables, which are no settings of ours.
    route: Route = DIRECT_ROUTE


def load(env_file: Path = ENV_FILE) -> Settings:
    """Read all settings. A variable of the environment overrides its line in the file.

    Raises:
        Misconfigured: a value is wrong; the text names the variable and never the value.
    """
    file: dict[str, Any] = {"_env_file": env_file, "_env_file_encoding": ENCODING}
    env_files.check(env_file)
    try:
        telegram = TelegramSettings(**file)
        route = route_to(
            telegram.telegram_api_url,
            proxy=telegram.telegram_proxy.get_secret_value(),
            variables=variables(env_file),
        )
        settings = Settings(
            telegram, HttpSettings(**file), StorageSettings(**file), LogSettings(**file), SandboxSettings(**file), route
        )
        ensure_reachable(settings.http.public_url, by=telegram.telegram_api_url)
        return settings
    except ValidationError as error:
        raise wrong(error, {name: field for part in SECTIONS for name, field in part.model_fields.items()}) from None


def nothing_set(env_file: Path = ENV_FILE) -> str:
    """Return a sentence about the missing `.env` when no variable of the environment is set, either; otherwise "".

    This means that a command runs in another folder than the bridge's, so it would work on other data than its owner
    expects.
    """
    is_set = any(os.environ.get(name.upper()) for part in SECTIONS for name in part.model_fields)
    return "" if is_set else env_files.absence(env_file)


def misspelt(env_file: Path = ENV_FILE) -> dict[str, str]:
    """Return the names in the file that look like a misspelt setting, each with the setting that may be meant.

    Other unknown names are ignored: `token_env` and `password_env` in team.yaml, or other programs, may use them.

    Raises:
        Misconfigured: the file cannot be read.
    """
    settings = [name.upper() for part in SECTIONS for name in part.model_fields]
    env_files.check(env_file)
    names = {name: name.upper() for name in env_files.values(env_file)}
    strange = {name: upper for name, upper in names.items() if upper not in {*settings, *USUAL_VARIABLES}}
    return {name: meant for name, upper in strange.items() if (meant := _similar_setting(upper, settings)) is not None}


def _similar_setting(name: str, settings: list[str]) -> str | None:
    # CUSTOMER_BOT_TOKEN_2 is no slip: it is a second token, named after the first one.
    if any(name.startswith(f"{setting}_") or name.endswith(f"_{setting}") for setting in settings):
        return None
    return next(iter(get_close_matches(name, settings, n=1, cutoff=SIMILAR)), None)


def ensure_reachable(public_url: str, *, by: str) -> None:
    """Check that Telegram can send webhooks to `public_url`.

    Telegram sends updates only by HTTPS and only to a few ports. A self-hosted Bot API server sends them to any
    address.

    Raises:
        Misconfigured: webhooks would never arrive.
    """
    if not public_url or by != PUBLIC_API_URL:
        return
    address = urlsplit(public_url)
    if address.scheme != "https":
        raise Misconfigured("PUBLIC_URL is wrong: Telegram brings updates to https:// alone; empty, they are polled")
    if (address.port or 443) not in WEBHOOK_PORTS:
        raise Misconfigured("PUBLIC_URL is wrong: Telegram brings updates to the ports 443, 80, 88 and 8443 alone")


def variables(env_file: Path = ENV_FILE) -> Mapping[str, str]:
    """Return all variables of the environment and the file, for names that the owner chose (`token_env` in team.yaml).

    Raises:
        Misconfigured: the file cannot be read.
    """
    env_files.check(env_file)
    return {name: value for name, value in (env_files.values(env_file) | os.environ).items() if value}

"""Settings: environment variables and the file `.env`, one class for each part that reads them."""

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
# Others' variables that count (`bridge.network`), and are no slips of ours.
USUAL_VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
# How much of a name must be a setting's, from 0 to 1: HTTP_PROT is HTTP_PORT by 0.89, SHOP_BOT_TOKEN no token by 0.75.
SIMILAR = 0.8


class SettingsSection(BaseSettings):
    model_config = SettingsConfigDict(env_file=None, env_ignore_empty=True, extra="ignore", frozen=True)


class TelegramSettings(SettingsSection):
    operator_bot_token: BotToken = SecretStr("")
    customer_bot_token: BotToken = SecretStr("")
    telegram_api_url: Root = PUBLIC_API_URL
    # Empty: the usual variables of the environment count (`bridge.network.environment`).
    telegram_proxy: ProxyUrl = SecretStr("")
    # "off" for a server that has none.
    telegram_limits: Literal["on", "off"] = "on"
    # "on" for a Bot API server of one's own, started with --local: it carries bigger files.
    telegram_self_hosted: Literal["on", "off"] = "off"

    @property
    def is_self_hosted(self) -> bool:
        return self.telegram_self_hosted == "on"

    @property
    def operator(self) -> str:
        """The operator bot's token; raises Misconfigured when there is none."""
        if not self.operator_bot_token:
            raise Misconfigured(
                "OPERATOR_BOT_TOKEN is missing: make a bot with @BotFather and put its token into .env{absence}",
                absence=f". {absence}" if (absence := env_files.absence()) else "",
            )
        return self.operator_bot_token.get_secret_value()


class HttpSettings(SettingsSection):
    """Where the bridge listens, and `public_url`, by which the world reaches it; empty means long polling."""

    http_host: Host = "127.0.0.1"
    http_port: Port = 8081
    # Where GET /metrics is; empty: beside /health.
    metrics_address: Address = ""
    public_url: Root = ""

    @property
    def metrics(self) -> tuple[str, int] | None:
        """The host and the port of /metrics, when it has an address of its own."""
        return parts_of(self.metrics_address) if self.metrics_address else None


class StorageSettings(SettingsSection):
    data_dir: Folder = Path("data")
    database_url: DatabaseUrl = SecretStr("")
    secret_key: SecretKey = SecretStr("")
    keep_days: Days = 7
    # 0: they stay.
    topics_keep_days: DaysOrNever = 30

    @property
    def url(self) -> str:
        """Where the rows are: DATABASE_URL, or a file of our own in DATA_DIR. May hold a password."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir}/bridge.db"

    @property
    def place(self) -> str:
        """Where the rows are, for people: a whole path, or the server and the name without user and password."""
        return place_of(self.url)

    @property
    def places(self) -> str:
        """The database and the data folder, in words."""
        return f"database {self.place}, data folder {self.data_dir.absolute()}"

    @property
    def restored(self) -> Path:
        """Says of which moment the backup is that was restored; gone once the bridge has caught up with it."""
        return self.data_dir / "restored"

    @property
    def keep(self) -> timedelta:
        """How long handled updates and sent messages stay in the journal and the outbox."""
        return timedelta(days=self.keep_days)

    def make_data_dir(self) -> None:
        """Raises Misconfigured when files cannot be kept there."""
        try:
            # What customers wrote is in there: nobody else on the machine may read it.
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
    """The page to try everything in a browser."""

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
    # Follows from TELEGRAM_PROXY and from variables that are no settings of ours.
    route: Route = DIRECT_ROUTE


def load(env_file: Path = ENV_FILE) -> Settings:
    """Everything that is set; a variable of the environment counts more than its line in the file.

    Raises:
        Misconfigured: a value is wrong; the sentence names the variable and never the value.
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
    """Says in which folder there is no `.env`, when no variable of the environment sets anything either; else empty.

    So it is where a command was called in another folder than the bridge's: what it would work on is not the owner's.
    """
    is_set = any(os.environ.get(name.upper()) for part in SECTIONS for name in part.model_fields)
    return "" if is_set else env_files.absence(env_file)


def misspelt(env_file: Path = ENV_FILE) -> dict[str, str]:
    """The names in the file that are no settings but look like one, each with the setting that may be meant.

    Other names stay unmentioned: `token_env` and `password_env` in team.yaml, or other programs, may use them.

    Raises:
        Misconfigured: the file cannot be read.
    """
    settings = [name.upper() for part in SECTIONS for name in part.model_fields]
    env_files.check(env_file)
    names = {name: name.upper() for name in env_files.values(env_file)}
    strange = {name: upper for name, upper in names.items() if upper not in {*settings, *USUAL_VARIABLES}}
    return {name: meant for name, upper in strange.items() if (meant := _meant(upper, settings)) is not None}


def _meant(name: str, settings: list[str]) -> str | None:
    # CUSTOMER_BOT_TOKEN_2 is no slip: somebody has named a second one after the first.
    if any(name.startswith(f"{setting}_") or name.endswith(f"_{setting}") for setting in settings):
        return None
    return next(iter(get_close_matches(name, settings, n=1, cutoff=SIMILAR)), None)


def ensure_reachable(public_url: str, *, by: str) -> None:
    """Telegram brings updates by HTTPS and to a few ports alone; a Bot API server of one's own to any address.

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
    """What the environment and the file say, for names that somebody else chose (`token_env` in team.yaml).

    Raises:
        Misconfigured: the file cannot be read.
    """
    env_files.check(env_file)
    return {name: value for name, value in (env_files.values(env_file) | os.environ).items() if value}

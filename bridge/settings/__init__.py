"""Settings: environment variables and the file `.env`, one class for each part that reads them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from dotenv import dotenv_values
from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bridge.errors import Misconfigured
from bridge.settings.values import BotToken, DatabaseUrl, Days, DaysOrNever, Port, Root, SecretKey

ENV_FILE = Path(".env")


class Part(BaseSettings):
    model_config = SettingsConfigDict(env_file=None, env_ignore_empty=True, extra="ignore", frozen=True)


class Telegram(Part):
    operator_bot_token: BotToken = SecretStr("")
    customer_bot_token: BotToken = SecretStr("")
    telegram_api_url: Root = "https://api.telegram.org"
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
            raise Misconfigured("OPERATOR_BOT_TOKEN is missing: make a bot with @BotFather and put its token into .env")
        return self.operator_bot_token.get_secret_value()


class Http(Part):
    """Where the bridge listens, and `public_url`, by which the world reaches it; empty means long polling."""

    http_host: str = "127.0.0.1"
    http_port: Port = 8081
    public_url: Root = ""


class Storage(Part):
    data_dir: Path = Path("data")
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
        except OSError as error:
            raise Misconfigured(
                "DATA_DIR is wrong: {path} cannot be made: {reason}", path=self.data_dir, reason=error.strerror
            ) from error
        if not os.access(self.data_dir, os.W_OK | os.X_OK):
            raise Misconfigured("DATA_DIR is wrong: {path} cannot be written to", path=self.data_dir)


class Logs(Part):
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"


class Sandbox(Part):
    """The page to try everything in a browser."""

    sandbox_port: Port = 8080


PARTS: tuple[type[Part], ...] = (Telegram, Http, Storage, Logs, Sandbox)


@dataclass(frozen=True)
class Settings:
    telegram: Telegram
    http: Http
    storage: Storage
    logs: Logs
    sandbox: Sandbox


def load(env_file: Path = ENV_FILE) -> Settings:
    """Everything that is set; a variable of the environment counts more than its line in the file.

    Raises:
        Misconfigured: a value is wrong; the sentence names the variable and never the value.
    """
    file: dict[str, Any] = {"_env_file": env_file}
    try:
        return Settings(Telegram(**file), Http(**file), Storage(**file), Logs(**file), Sandbox(**file))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name, reason = str(first["loc"][0]).upper(), first["msg"].removeprefix("Value error, ")
        raise Misconfigured("{name} is wrong: {reason}", name=name, reason=reason) from None
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(env_file) from error


def variables(env_file: Path = ENV_FILE) -> Mapping[str, str]:
    """What the environment and the file say, for names that somebody else chose (`token_env` in team.yaml)."""
    try:
        return {name: value for name, value in (dotenv_values(env_file) | os.environ).items() if value}
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(env_file) from error


def _unreadable(env_file: Path) -> Misconfigured:
    return Misconfigured("{path} cannot be read; it must be a text file in UTF-8", path=env_file)

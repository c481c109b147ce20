"""The parts that the rest of the process uses: the database, the key, the two books, the files."""

from dataclasses import dataclass, field
from datetime import datetime

from bridge.channel import FileSource
from bridge.channels.files import MAX_DOWNLOAD_BYTES, MAX_SELF_HOSTED_BYTES, LocalFiles
from bridge.delivery.carrier import Carrier
from bridge.delivery.limits import Budget
from bridge.delivery.payloads import DESK
from bridge.errors import UnauthorizedToken, WebhookRefused
from bridge.files.file_store import FILE_STORE, FileStore
from bridge.journal.record import Recorder
from bridge.journal.worker import JournalWorker, OnSetAside, Reader
from bridge.outbox.outbox import Outbox
from bridge.security.secrets import Vault, load_key
from bridge.sending.availability import Availability
from bridge.settings import Settings
from storage.delivery.journal import JournalEntry
from storage.engine.database import Clock, Database

# These errors last until somebody changes a setting.
PERMANENT_ERRORS = (WebhookRefused, UnauthorizedToken)


@dataclass
class Components:
    """Readers and carriers are added when their bot is connected. Until then its entries and deliveries wait.

    The sources of files are known from the start. A file of a bot that is not connected yet is asked for again.
    """

    settings: Settings
    database: Database
    vault: Vault
    readers: dict[str, Reader] = field(default_factory=dict)
    carriers: dict[str, Carrier] = field(default_factory=dict)
    # By the bot's name: its flood limits.
    budgets: dict[str, Budget] = field(default_factory=dict)
    sources: dict[str, FileSource] = field(default_factory=dict)
    # By the bot's name: whether its provider answers.
    availability: dict[str, Availability] = field(default_factory=dict)
    # By the bot's name: the name that its owner knows, as in `bridge doctor`.
    names: dict[str, str] = field(default_factory=lambda: {DESK: "operator bot"})
    # By the bot's name: "connecting", "serving", or what is wrong with it.
    states: dict[str, str] = field(default_factory=dict)
    # By the bot's name: why it is not connected or receives nothing; only bots with such a problem.
    problems: dict[str, Exception] = field(default_factory=dict)
    # Tells people about entries that could not be read. It is set when the operator bot is connected.
    apologies: OnSetAside | None = None

    def __post_init__(self) -> None:
        self.journal = JournalWorker(self.database, self.readers, on_set_aside=self._set_aside)
        self.outbox = Outbox(self.database, self.carriers, budgets=self.budgets, availability=self.availability)
        self.sources[FILE_STORE] = FileStore(self.settings.storage.data_dir / FILE_STORE)
        limit = MAX_SELF_HOSTED_BYTES if self.settings.telegram.is_self_hosted else MAX_DOWNLOAD_BYTES
        folder = self.settings.storage.data_dir / "files"
        self.files = LocalFiles(folder, self.sources, limit=limit, clock=self.database.clock)

    async def _set_aside(self, entry: JournalEntry) -> None:
        if self.apologies is not None:
            await self.apologies(entry)

    def away(self) -> dict[str, datetime]:
        """The bots whose providers do not answer, each with the beginning of its outage."""
        away = {name: provider.away_since for name, provider in self.availability.items()}
        return {name: since for name, since in away.items() if since is not None}

    def faults(self) -> list[str]:
        """The names of the bots that cannot work until somebody changes a setting."""
        refused = [name for name, problem in self.problems.items() if isinstance(problem, PERMANENT_ERRORS)]
        revoked = [
            name for name, provider in self.availability.items() if isinstance(provider.reason, PERMANENT_ERRORS)
        ]
        return sorted({*refused, *revoked})

    def recorder(self, source: str) -> Recorder:
        return Recorder(self.database, source)


def build(settings: Settings, clock: Clock) -> Components:
    """Build the components.

    Raises:
        Misconfigured: the data folder or the key cannot be used.
    """
    settings.storage.make_data_dir()
    vault = Vault(load_key(settings.storage.secret_key.get_secret_value(), settings.storage.data_dir))
    return Components(settings, Database(settings.storage.url, clock), vault)

"""A channel: where customers write. Its kind is the provider."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint, false
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.columns import TelegramId, enum_type
from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.engine.prepared import every, get, prepared


class Provider(StrEnum):
    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"


class Channel(Owned, table=True):
    __table_args__ = (UniqueConstraint("organization_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    provider: Provider = Field(sa_type=enum_type(Provider))
    name: str
    department_id: int | None = Field(default=None, foreign_key="department.id")
    # Encrypted with the installation's key (bridge.security.secrets); never logged, never shown.
    token: str
    # The bot's own id: the part of a Telegram token before the colon. One bot cannot serve two channels.
    account_id: int | None = Field(default=None, sa_type=TelegramId, unique=True)
    is_active: bool = True
    # Whether the bot itself says anything here: as long as it does not, its rules are not even read.
    has_bot: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # Whether dialogs come to somebody by rules: the same of those.
    is_routed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})

    @property
    def carrier(self) -> str:
        """The outbox's name for what carries messages to this channel."""
        return f"channel:{self.id}"

    def lane(self, recipient_id: str) -> str:
        """The outbox's lane for what goes to one customer here."""
        return f"{self.carrier}:{recipient_id}"


class Channels:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, channel_id: int) -> Channel:
        return await get(self._session, Channel, channel_id)

    async def named(self, name: str) -> Channel | None:
        return await self._session.scalar(select(Channel).where(Channel.name == name))

    async def all(self) -> list[Channel]:
        return await every(self._session, _all())

    async def of_account_anywhere(self, account_id: int) -> Channel | None:
        """The channel that a bot serves, of any organization."""
        found = select(Channel).where(Channel.account_id == account_id)
        return await self._session.scalar(found, execution_options=SYSTEM_WIDE)

    async def active_anywhere(self) -> list[Channel]:
        """The channels of every organization that the process has to serve."""
        active = select(Channel).where(col(Channel.is_active)).order_by(col(Channel.id))
        return list(await self._session.scalars(active, execution_options=SYSTEM_WIDE))


@prepared
def _all() -> SelectOfScalar[Channel]:
    return select(Channel).order_by(col(Channel.id))

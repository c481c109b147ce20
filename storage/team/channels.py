"""A channel: the bot or number that customers write to. Its provider says of which kind it is."""

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
    # Encrypted with the installation's key (bridge.security.secrets). It is never logged and never shown.
    token: str
    # The bot's own id: the part of a Telegram token before the colon. One bot cannot serve two channels.
    account_id: int | None = Field(default=None, sa_type=TelegramId, unique=True)
    is_active: bool = True
    # Whether the bot sends its own messages here. When it does not, its rules are not even read.
    has_bot: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # Whether routing rules change anything here. When they do not, they are not even read.
    is_routed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})

    @property
    def carrier(self) -> str:
        """The outbox's name for the carrier of this channel."""
        return f"channel:{self.id}"

    def lane(self, recipient_id: str) -> str:
        """The outbox's lane for one customer of this channel."""
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
        """The channel of a bot, in any organization; None when there is none. `account_id` is the bot's id."""
        found = select(Channel).where(Channel.account_id == account_id)
        return await self._session.scalar(found, execution_options=SYSTEM_WIDE)

    async def active_anywhere(self) -> list[Channel]:
        """The active channels of all organizations, which the process has to serve."""
        active = select(Channel).where(col(Channel.is_active)).order_by(col(Channel.id))
        return list(await self._session.scalars(active, execution_options=SYSTEM_WIDE))


@prepared
def _all() -> SelectOfScalar[Channel]:
    return select(Channel).order_by(col(Channel.id))

"""Auto-messages: messages that the bot sends to customers by itself. They are set for all channels or for one."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.columns import Json, enum_type
from storage.engine.owned import Owned
from storage.engine.prepared import every, prepared

# Characters of a text. The limit is low because one screen shows the text and its result with filled-in variables.
MAX_TEXT_LENGTH = 1000


class AutoMessageKind(StrEnum):
    GREETING = "greeting"
    OFF_HOURS = "off_hours"
    QUEUE = "queue"
    RATING = "rating"
    THANKS = "thanks"


class AutoMessage(Owned, table=True):
    """The texts of one kind of auto-message. A channel's row overrides the row for all channels.

    Without a row the auto-message is off.
    """

    __table_args__ = (Index("ix_auto_message_channel", "organization_id", "channel_id", "kind"),)

    id: int = Field(default=None, primary_key=True)
    kind: AutoMessageKind = Field(sa_type=enum_type(AutoMessageKind))
    # None: the row is for all channels that have no row of this kind.
    channel_id: int | None = Field(default=None, foreign_key="channel.id")
    is_on: bool = False
    # Text by language, for languages where it differs from the default text: {"ru": "Здравствуйте!"}
    texts: dict[str, str] = Field(default_factory=dict, sa_type=Json)


class AutoMessages:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> list[AutoMessage]:
        return await every(self._session, _all())

    async def at(self, kind: AutoMessageKind, channel_id: int | None) -> AutoMessage | None:
        """The row for exactly this channel; `channel_id=None` is the row for all channels."""
        return next((row for row in await self.all() if (row.kind, row.channel_id) == (kind, channel_id)), None)

    async def heard_in(self, kind: AutoMessageKind, channel_id: int | None) -> AutoMessage | None:
        """The row that applies to a channel; `channel_id=None` is the row for all channels."""
        return heard_in(await self.all(), kind, channel_id)


def heard_in(rows: Sequence[AutoMessage], kind: AutoMessageKind, channel_id: int | None) -> AutoMessage | None:
    """Choose the row that applies to a channel: its own row, or else the row for all channels."""
    own = [row for row in rows if row.kind is kind and row.channel_id in (channel_id, None)]
    return max(own, key=lambda row: row.channel_id is not None, default=None)


@prepared
def _all() -> SelectOfScalar[AutoMessage]:
    return select(AutoMessage).order_by(col(AutoMessage.id))

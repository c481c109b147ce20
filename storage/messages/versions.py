"""A version: a message's content before an edit. Contents that were once shown are never deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from storage.engine.columns import Json, enum_type
from storage.engine.owned import Owned
from storage.messages.messages import MessageKind


class Version(Owned, table=True):
    """An earlier content of a message. Attachments of that content have its id in `Attachment.version_id`."""

    id: int = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    kind: MessageKind = Field(sa_type=enum_type(MessageKind))
    text: str = ""
    entities: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    # When an edit replaced this content.
    replaced_at: datetime


class Versions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_message(self, message_id: int) -> list[Version]:
        """The message's earlier versions, the oldest first."""
        rows = select(Version).where(Version.message_id == message_id).order_by(col(Version.id))
        return list(await self._session.scalars(rows))

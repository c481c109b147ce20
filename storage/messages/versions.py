"""A version: what a message said before it was edited. Nothing that was once shown is forgotten."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from storage.engine.columns import Json, enum_type
from storage.engine.owned import Owned
from storage.messages.messages import MessageKind


class Version(Owned, table=True):
    """The attachments it had point to it (`Attachment.version_id`)."""

    id: int = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    kind: MessageKind = Field(sa_type=enum_type(MessageKind))
    text: str = ""
    entities: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    # Until when it was the message.
    replaced_at: datetime


class Versions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_message(self, message_id: int) -> list[Version]:
        """The earlier versions, the first one first."""
        rows = select(Version).where(Version.message_id == message_id).order_by(col(Version.id))
        return list(await self._session.scalars(rows))

"""A part: a further message in the customer's chat, with the text that did not fit into the first one."""

from collections.abc import Sequence

from sqlalchemy import UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, delete, select

from storage.engine.owned import Owned
from storage.engine.writes import flush
from storage.messages.messages import Message, Messages


class Part(Owned, table=True):
    __table_args__ = (UniqueConstraint("dialog_id", "external_id"),)

    id: int = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    # The message's dialog. It is here because the channel's ids are unique only within one chat.
    dialog_id: int = Field(foreign_key="dialog.id")
    # The channel's id of this part.
    external_id: str


class Parts:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_message(self, message_id: int) -> list[str]:
        """The channel's ids of the message's parts after the first, in their order."""
        rows = select(Part).where(Part.message_id == message_id).order_by(col(Part.id))
        return [part.external_id for part in await self._session.scalars(rows)]

    async def whole(self, dialog_id: int, external_id: str) -> Message | None:
        """The message with this channel's id, which may be the id of any of its parts; None when there is none."""
        if (first := await Messages(self._session).by_external_id(dialog_id, external_id)) is not None:
            return first
        part = select(Part).where(Part.dialog_id == dialog_id, Part.external_id == external_id)
        found = await self._session.scalar(part)
        return await Messages(self._session).get(found.message_id) if found else None

    async def replace(self, message: Message, external_ids: Sequence[str]) -> None:
        """Store the ids of the message's parts after the first, in place of the stored ones."""
        if await self.of_message(message.id) == list(external_ids):
            return
        await self._session.execute(delete(Part).where(col(Part.message_id) == message.id))
        for external_id in external_ids:
            self._session.add(Part(message_id=message.id, dialog_id=message.dialog_id, external_id=external_id))
        await flush(self._session)

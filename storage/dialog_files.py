"""The files that were exchanged in a dialog: what the customer sent and what was sent to them, no notes."""

from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.messages import Attachment, DeliveryState, Message

UNSENT = (DeliveryState.HELD, DeliveryState.DISCARDED)


class DialogFiles:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, dialog_id: int, *, offset: int = 0, limit: int = 10) -> list[tuple[Message, Attachment]]:
        """Files with the messages that they came with, the newest first."""
        found = _exchanged(select(Message, Attachment), dialog_id).order_by(col(Message.id).desc())
        rows = await self._session.execute(found.offset(offset).limit(limit))
        return [(message, file) for message, file in rows]

    async def count(self, dialog_id: int) -> int:
        return await self._session.scalar(_exchanged(select(func.count(col(Attachment.id))), dialog_id)) or 0


def _exchanged(selected: Any, dialog_id: int) -> Any:
    found = selected.select_from(Message).join(Attachment, col(Attachment.message_id) == Message.id)
    found = found.where(Message.dialog_id == dialog_id, col(Attachment.version_id).is_(None))
    found = found.where(col(Message.is_note).is_(False), col(Message.deleted_at).is_(None))
    return found.where(col(Message.state).is_(None) | col(Message.state).not_in(UNSENT))

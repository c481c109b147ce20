"""The files that customers and employees have exchanged in dialogs. Files of internal notes are left out."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.messages.messages import Attachment, DeliveryState, Message

UNSENT_STATES = (DeliveryState.NEEDS_CONFIRMATION, DeliveryState.DISCARDED)


class DialogFiles:
    """Queries of exchanged files.

    With `hidden`, they include files that the customer sent while blocked.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(
        self, dialog_ids: Collection[int], *, offset: int = 0, limit: int = 10, hidden: bool = False
    ) -> list[tuple[Message, Attachment]]:
        """Pairs of a message and one of its files, the newest message first."""
        found = _exchanged(select(Message, Attachment), dialog_ids, hidden).order_by(col(Message.id).desc())
        rows = await self._session.execute(found.offset(offset).limit(limit))
        return [(message, file) for message, file in rows]

    async def count(self, dialog_ids: Collection[int], *, hidden: bool = False) -> int:
        counted = _exchanged(select(func.count(col(Attachment.id))), dialog_ids, hidden)
        return await self._session.scalar(counted) or 0


def _exchanged(selected: Any, dialog_ids: Collection[int], hidden: bool) -> Any:
    found = selected.select_from(Message).join(Attachment, col(Attachment.message_id) == Message.id)
    found = found.where(col(Message.dialog_id).in_(dialog_ids), col(Attachment.version_id).is_(None))
    found = found.where(col(Message.is_note).is_(False), col(Message.deleted_at).is_(None))
    found = found.where(col(Message.state).is_(None) | col(Message.state).not_in(UNSENT_STATES))
    return found if hidden else found.where(col(Message.is_hidden).is_(False))

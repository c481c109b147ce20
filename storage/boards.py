"""A waiting board: one pinned message that says which customers wait, the longest first; of an employee or a group."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from storage.columns import TelegramId
from storage.dialogs import Dialog, DialogStatus
from storage.owned import SYSTEM_WIDE, Owned


class Board(Owned, table=True):
    __table_args__ = (Index("ix_board_chat", "organization_id", "chat_id", unique=True),)

    id: int = Field(default=None, primary_key=True)
    # An employee's private chat with the bot, or a department's group.
    chat_id: int = Field(sa_type=TelegramId)
    employee_id: int | None = Field(default=None, foreign_key="employee.id")
    department_id: int | None = Field(default=None, foreign_key="department.id")
    # The message there; None when one is to be made.
    message_id: int | None = None
    # What it shows, as a digest: what would look the same is not painted.
    shown: str | None = None
    painted_at: datetime | None = None


class Boards:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def at(self, chat_id: int) -> Board | None:
        return await self._session.scalar(select(Board).where(Board.chat_id == chat_id))

    async def all_anywhere(self) -> list[tuple[int, int]]:
        """Every board with its organization."""
        rows = await self._session.execute(
            select(Board.organization_id, Board.id).order_by(col(Board.id)), execution_options=SYSTEM_WIDE
        )
        return [(organization_id, board_id) for organization_id, board_id in rows]

    async def get(self, board_id: int) -> Board | None:
        return await self._session.get(Board, board_id)

    async def waiting(self, *, limit: int) -> list[Dialog]:
        """Open dialogs whose customers wait and that are not put off, the longest waiting first."""
        there = select(Dialog).where(Dialog.status == DialogStatus.ACTIVE, col(Dialog.waiting_since).is_not(None))
        awake = there.where(col(Dialog.snoozed_at).is_(None))
        return list(await self._session.scalars(awake.order_by(col(Dialog.waiting_since), col(Dialog.id)).limit(limit)))

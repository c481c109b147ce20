"""A board: the pinned message with the list of waiting customers, for one employee or for a department's group."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sql
from sqlalchemy import Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from storage.engine.columns import TelegramId
from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.inbox.dialogs import Dialog, DialogStatus


class Board(Owned, table=True):
    __table_args__ = (Index("ix_board_chat", "organization_id", "chat_id", unique=True),)

    id: int = Field(default=None, primary_key=True)
    # An employee's private chat with the bot, or a department's group.
    chat_id: int = Field(sa_type=TelegramId)
    employee_id: int | None = Field(default=None, foreign_key="employee.id")
    department_id: int | None = Field(default=None, foreign_key="department.id")
    # The board's message in that chat; None until the bot has sent it.
    message_id: int | None = None
    # Hash of the rendered board; the board is repainted only when it changes.
    shown: str | None = None
    painted_at: datetime | None = None


class WaitingCustomer(NamedTuple):
    """A customer who waits for an answer, with only the dialog's columns that boards need: there may be thousands."""

    dialog_id: int
    contact_id: int
    department_id: int | None
    assignee_id: int | None
    since: datetime


class Boards:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def at(self, chat_id: int) -> Board | None:
        return await self._session.scalar(select(Board).where(Board.chat_id == chat_id))

    async def painted_before_anywhere(self, moment: datetime) -> list[tuple[int, int]]:
        """Pairs of organization id and board id, for boards last painted at or before `moment`, or never.

        They are ordered by organization.
        """
        earlier = col(Board.painted_at).is_(None) | (col(Board.painted_at) <= moment)
        boards = select(Board.organization_id, Board.id).where(earlier)
        rows = await self._session.execute(
            boards.order_by(col(Board.organization_id), col(Board.id)), execution_options=SYSTEM_WIDE
        )
        return [(organization_id, board_id) for organization_id, board_id in rows]

    async def get(self, board_id: int) -> Board | None:
        return await self._session.get(Board, board_id)

    async def waiting(self) -> list[WaitingCustomer]:
        """The waiting customers of dialogs that are open and not snoozed, the longest waiting first."""
        told = [Dialog.id, Dialog.contact_id, Dialog.department_id, Dialog.assignee_id, Dialog.waiting_since]
        there = sql.select(*map(col, told)).where(col(Dialog.status) == DialogStatus.ACTIVE)
        awake = there.where(col(Dialog.waiting_since).is_not(None), col(Dialog.snoozed_at).is_(None))
        rows = await self._session.execute(awake.order_by(col(Dialog.waiting_since), col(Dialog.id)))
        return [WaitingCustomer._make(row) for row in rows]

"""A bot state: which auto-messages a dialog has got, so that the bot does not repeat one for the same cause."""

from datetime import datetime

from sqlalchemy import Index, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.owned import Owned
from storage.engine.prepared import one, prepared
from storage.inbox.dialogs import Dialog, DialogStatus
from storage.messages.messages import Author, DeliveryState, Message

UNSENT_STATES = (DeliveryState.NEEDS_CONFIRMATION, DeliveryState.DISCARDED, DeliveryState.FAILED)


class BotState(Owned, table=True):
    __table_args__ = (Index("ix_bot_state_dialog", "dialog_id", unique=True),)

    id: int = Field(default=None, primary_key=True)
    dialog_id: int = Field(foreign_key="dialog.id")
    # When the bot last sent each auto-message.
    greeted_at: datetime | None = None
    off_hours_at: datetime | None = None
    queued_at: datetime | None = None


class BotStates:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_dialog(self, dialog_id: int) -> BotState | None:
        """The bot's state in the dialog; None when the bot has sent no auto-message there."""
        return await one(self._session, _of_dialog(dialog_id))

    async def answered_at(self, dialog_id: int, since: datetime) -> datetime | None:
        """Time of the newest message from an employee to the customer, at or after `since`; None without one."""
        own = select(func.max(col(Message.created_at))).where(Message.dialog_id == dialog_id)
        own = own.where(Message.author == Author.EMPLOYEE, col(Message.created_at) >= since)
        told = own.where(col(Message.state).not_in(UNSENT_STATES), col(Message.is_note).is_(False))
        return await self._session.scalar(told)

    async def place_of(self, dialog: Dialog) -> int:
        """The dialog's place in its department's queue, from 1 on. Customers who have waited longer come first."""
        queue = select(func.count(col(Dialog.id))).where(Dialog.status == DialogStatus.ACTIVE)
        queue = queue.where(col(Dialog.assignee_id).is_(None), col(Dialog.department_id) == dialog.department_id)
        longer = queue.where(col(Dialog.waiting_since) < dialog.waiting_since)
        return (await self._session.scalar(longer) or 0) + 1

    async def said_since(self, dialog_id: int, since: datetime) -> int:
        """Number of the bot's messages in the dialog, at or after `since`."""
        sent_by_bot = select(func.count(col(Message.id))).where(Message.dialog_id == dialog_id)
        sent_by_bot = sent_by_bot.where(Message.author == Author.BOT, col(Message.created_at) >= since)
        return await self._session.scalar(sent_by_bot) or 0


@prepared
def _of_dialog(dialog_id: int) -> SelectOfScalar[BotState]:
    return select(BotState).where(BotState.dialog_id == dialog_id)

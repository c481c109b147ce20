"""Outages: when a bot's provider was away, and who was told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CursorResult, Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, delete, select

from storage.engine.columns import TelegramId, enum_type
from storage.engine.owned import SYSTEM_WIDE, Owned


class OutageReason(StrEnum):
    AWAY = "away"  # it does not answer
    TOKEN = "token"  # it does not accept the bot's token
    ELSEWHERE = "elsewhere"  # another process takes the bot's updates


class Outage(SQLModel, table=True):
    """Of one bot, whose dialogs may be several organizations'."""

    __table_args__ = (Index("ix_outage_settled_at", "settled_at"),)

    id: int = Field(default=None, primary_key=True)
    # "desk" or "channel:3".
    carrier: str
    # The carriers of the other bots that the same outage has struck, with spaces between them.
    also: str = ""
    reason: OutageReason = Field(sa_type=enum_type(OutageReason))
    began_at: datetime
    # None while it lasts.
    ended_at: datetime | None = None
    # The deliveries after the first and up to the last one were put into the outbox while it lasted.
    first_delivery_id: int = 0
    last_delivery_id: int | None = None
    # When people were told of it last, and whether they know that it is over.
    told_at: datetime | None = None
    is_told_over: bool = False
    # When the last word about it was put into the outbox; None while there is something left to say.
    settled_at: datetime | None = None

    @property
    def carriers(self) -> list[str]:
        return [self.carrier, *self.also.split()]

    def overlaps(self, other: "Outage") -> bool:
        """Whether two that are over went on at the same time."""
        if self.ended_at is None or other.ended_at is None:
            return False
        return self.began_at <= other.ended_at and other.began_at <= self.ended_at

    def lasted(self, now: datetime) -> timedelta:
        return (self.ended_at or now) - self.began_at


class OutageNotice(Owned, table=True):
    """The line that tells somebody of an outage."""

    __table_args__ = (Index("ix_outage_notice_outage", "outage_id", "chat_id", unique=True),)

    id: int = Field(default=None, primary_key=True)
    outage_id: int = Field(foreign_key="outage.id")
    # The private chat of whoever is told.
    chat_id: int = Field(sa_type=TelegramId)
    # The bot's message there; None until it is shown.
    telegram_message_id: int | None = None


class Outages:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, outage_id: int) -> Outage | None:
        return await self._session.get(Outage, outage_id)

    async def unsettled(self) -> Sequence[Outage]:
        """Those about which something is left to say, the oldest first; of all bots."""
        rows = select(Outage).where(col(Outage.settled_at).is_(None)).order_by(col(Outage.id))
        return (await self._session.scalars(rows)).all()

    async def notice(self, notice_id: int) -> OutageNotice | None:
        rows = select(OutageNotice).where(OutageNotice.id == notice_id)
        return await self._session.scalar(rows)

    async def notices(self, outage_id: int) -> Sequence[OutageNotice]:
        """Of the organization."""
        rows = select(OutageNotice).where(OutageNotice.outage_id == outage_id).order_by(col(OutageNotice.id))
        return (await self._session.scalars(rows)).all()

    async def purge_anywhere(self, before: datetime) -> int:
        """Delete the outages about which all was said before that moment. Returns how many."""
        old = select(Outage.id).where(col(Outage.settled_at) < before)
        options = {**SYSTEM_WIDE, "synchronize_session": False}
        notices = delete(OutageNotice).where(col(OutageNotice.outage_id).in_(old))
        await self._session.execute(notices, execution_options=options)
        gone = delete(Outage).where(col(Outage.settled_at) < before)
        return cast(CursorResult[Any], await self._session.execute(gone, execution_options=options)).rowcount

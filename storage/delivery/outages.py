"""Outages: when a bot's provider could not be used, and which people were told about it."""

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
    AWAY = "away"  # the provider does not answer
    TOKEN = "token"  # the provider does not accept the bot's token
    ELSEWHERE = "elsewhere"  # another process takes the bot's updates


class Outage(SQLModel, table=True):
    """An outage of one bot. It belongs to no organization, because one bot may serve several."""

    __table_args__ = (Index("ix_outage_settled_at", "settled_at"),)

    id: int = Field(default=None, primary_key=True)
    # The carrier whose bot is affected: "desk" or "channel:3".
    carrier: str
    # The carriers of other bots that the same outage affects, separated by spaces.
    also: str = ""
    reason: OutageReason = Field(sa_type=enum_type(OutageReason))
    began_at: datetime
    # None while the outage lasts.
    ended_at: datetime | None = None
    # Deliveries with ids above the first and up to the last one entered the outbox during the outage.
    first_delivery_id: int = 0
    last_delivery_id: int | None = None
    # When people were last told about the outage, and whether they were told that it is over.
    told_at: datetime | None = None
    is_told_over: bool = False
    # When the last notice about the outage was put into the outbox; None while a notice is still to come.
    settled_at: datetime | None = None

    @property
    def carriers(self) -> list[str]:
        return [self.carrier, *self.also.split()]

    def overlaps(self, other: "Outage") -> bool:
        """Whether this outage and another one overlapped in time; False while one of them still lasts."""
        if self.ended_at is None or other.ended_at is None:
            return False
        return self.began_at <= other.ended_at and other.began_at <= self.ended_at

    def lasted(self, now: datetime) -> timedelta:
        return (self.ended_at or now) - self.began_at


class OutageNotice(Owned, table=True):
    """The bot's message that tells one person about an outage."""

    __table_args__ = (Index("ix_outage_notice_outage", "outage_id", "chat_id", unique=True),)

    id: int = Field(default=None, primary_key=True)
    outage_id: int = Field(foreign_key="outage.id")
    # The private chat of the person who is told.
    chat_id: int = Field(sa_type=TelegramId)
    # The bot's message in that chat; None until it was sent.
    telegram_message_id: int | None = None


class Outages:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, outage_id: int) -> Outage | None:
        return await self._session.get(Outage, outage_id)

    async def unsettled(self) -> Sequence[Outage]:
        """Outages of all bots that still need a notice, the oldest first."""
        rows = select(Outage).where(col(Outage.settled_at).is_(None)).order_by(col(Outage.id))
        return (await self._session.scalars(rows)).all()

    async def notice(self, notice_id: int) -> OutageNotice | None:
        rows = select(OutageNotice).where(OutageNotice.id == notice_id)
        return await self._session.scalar(rows)

    async def notices(self, outage_id: int) -> Sequence[OutageNotice]:
        """The notices of an outage to people of this organization, the oldest first."""
        rows = select(OutageNotice).where(OutageNotice.outage_id == outage_id).order_by(col(OutageNotice.id))
        return (await self._session.scalars(rows)).all()

    async def purge_anywhere(self, before: datetime) -> int:
        """Delete outages, with their notices, that were settled before that moment. Returns the number of outages."""
        old = select(Outage.id).where(col(Outage.settled_at) < before)
        options = {**SYSTEM_WIDE, "synchronize_session": False}
        notices = delete(OutageNotice).where(col(OutageNotice.outage_id).in_(old))
        await self._session.execute(notices, execution_options=options)
        gone = delete(Outage).where(col(Outage.settled_at) < before)
        return cast(CursorResult[Any], await self._session.execute(gone, execution_options=options)).rowcount

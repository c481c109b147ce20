"""A rating: the customer's score of the service. The bot asks for it after a dialog is closed."""

from datetime import datetime

import sqlalchemy as sql
from sqlalchemy import Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from storage.engine.owned import SYSTEM_WIDE, Owned

MAX_SCORE = 5


class Rating(Owned, table=True):
    """A rating of one closed dialog; each closing asks for one rating.

    `score` is from 1 to `MAX_SCORE`, and None until the customer has chosen it.
    """

    __table_args__ = (
        Index("ix_rating_due", "due_at"),
        Index("ix_rating_scored", "organization_id", "scored_at"),
        Index("ix_rating_dialog", "dialog_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    dialog_id: int = Field(foreign_key="dialog.id")
    channel_id: int = Field(foreign_key="channel.id")
    # The department and the responsible employee at the moment of closing.
    department_id: int | None = Field(default=None, foreign_key="department.id")
    employee_id: int | None = Field(default=None, foreign_key="employee.id")
    closed_at: datetime
    # When the bot asks the customer; None after it has asked.
    due_at: datetime | None = None
    # The message that asks for the rating.
    message_id: int | None = Field(default=None, foreign_key="message.id", unique=True)
    asked_at: datetime | None = None
    score: int | None = None
    scored_at: datetime | None = None
    # Since when the customer's next message counts as the comment; None when no comment is expected.
    comment_awaited_at: datetime | None = None
    comment: str | None = None


class Ratings:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def asked_by(self, message_id: int) -> Rating | None:
        """The rating that this message asks for; None when the message asks for no rating."""
        return await self._session.scalar(select(Rating).where(Rating.message_id == message_id))

    async def newest(self, dialog_id: int) -> Rating | None:
        """The dialog's newest rating, requested already or still due; None when the dialog has no rating."""
        own = select(Rating).where(Rating.dialog_id == dialog_id).order_by(col(Rating.id).desc())
        return await self._session.scalar(own.limit(1))

    async def due_anywhere(self, now: datetime, *, limit: int = 100) -> list[tuple[int, int]]:
        """Pairs of organization id and rating id that are due, the longest due first."""
        due = select(Rating.organization_id, Rating.id).where(col(Rating.due_at) <= now)
        ordered = due.order_by(col(Rating.due_at)).limit(limit)
        rows = await self._session.execute(ordered, execution_options=SYSTEM_WIDE)
        return [(organization_id, rating_id) for organization_id, rating_id in rows]

    async def claim(self, rating_id: int, now: datetime) -> Rating | None:
        """Mark a due rating as requested and return it.

        None when it is not due any more. When two callers claim the same rating, only one of them gets it.
        """
        due = sql.update(Rating).where(col(Rating.id) == rating_id, col(Rating.due_at) <= now)
        claimed = due.values(due_at=None, asked_at=now).returning(col(Rating.id))
        if await self._session.scalar(claimed) is None:
            return None
        return await self._session.get_one(Rating, rating_id, populate_existing=True)

    async def scored_between(self, since: datetime, until: datetime) -> list[Rating]:
        """Ratings that customers gave at or after `since` and before `until`, the oldest first."""
        given = select(Rating).where(col(Rating.scored_at) >= since, col(Rating.scored_at) < until)
        return list(await self._session.scalars(given.order_by(col(Rating.scored_at), col(Rating.id))))

"""An undo: some seconds in which an answer waits, and its author may still take it back."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.owned import Owned
from storage.engine.prepared import one, prepared
from storage.messages.messages import Message

# In `Message.data`: it may still be taken back. Asking the table would cost everybody's messages something.
REVOCABLE_KEY = "revocable"


# What an employee can choose, in seconds; without a delay answers leave at once.
UNDO_DELAY_CHOICES = (0, 5, 10)


class Undo(Owned, table=True):
    """Of an answer, of an album's first message for all of it. It is gone when the answer's author has been told what
    has become of it."""

    message_id: int = Field(primary_key=True, foreign_key="message.id", sa_column_kwargs={"autoincrement": False})
    # Where its author is asked.
    window_id: int = Field(foreign_key="window.id", index=True)
    # The bot's message there with the buttons; None until it is shown.
    telegram_message_id: int | None = None
    until: datetime
    # Since when the customer had been waiting for this answer; None when they did not.
    waited_since: datetime | None = None

    def left(self, now: datetime) -> timedelta:
        return max(self.until - now, timedelta(0))


class Undos:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, message_id: int) -> Undo | None:
        return await one(self._session, _of(message_id))

    async def forget(self, message_id: int) -> None:
        await self._session.execute(delete(Undo).where(col(Undo.message_id) == message_id))


def is_revocable(message: Message) -> bool:
    return REVOCABLE_KEY in message.data


def begin(message: Message) -> None:
    message.data = {**message.data, REVOCABLE_KEY: True}


def end(message: Message) -> None:
    """It has gone, or never will."""
    message.data = {name: value for name, value in message.data.items() if name != REVOCABLE_KEY}


@prepared
def _of(message_id: int) -> SelectOfScalar[Undo]:
    return select(Undo).where(Undo.message_id == message_id)

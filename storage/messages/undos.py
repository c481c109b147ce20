"""An undo: the undo delay of one answer, in which the answer waits and its author can take it back."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.owned import Owned
from storage.engine.prepared import one, prepared
from storage.messages.messages import Message

# The key in `Message.data` of an answer that can still be taken back. A query of the table would cost time for each
# message of everybody.
REVOCABLE_KEY = "revocable"


# The undo delays that an employee can choose, in seconds; with 0 answers leave at once.
UNDO_DELAY_CHOICES = (0, 5, 10)


class Undo(Owned, table=True):
    """The undo of an answer; an album has one, for its first message.

    The row is deleted when the author has been told whether the answer has left.
    """

    message_id: int = Field(primary_key=True, foreign_key="message.id", sa_column_kwargs={"autoincrement": False})
    # The window in which the author sees the button.
    window_id: int = Field(foreign_key="window.id", index=True)
    # The bot's message with the buttons in that window; None until it is shown.
    telegram_message_id: int | None = None
    until: datetime
    # Since when the customer had been waiting for this answer; None when the customer was not waiting.
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
    """Remove the mark from an answer that has left or was taken back."""
    message.data = {name: value for name, value in message.data.items() if name != REVOCABLE_KEY}


@prepared
def _of(message_id: int) -> SelectOfScalar[Undo]:
    return select(Undo).where(Undo.message_id == message_id)

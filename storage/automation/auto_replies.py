"""An auto-reply: keywords that customers use, and what the bot answers to them."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bridge.errors import NotFound
from storage.engine.columns import Json
from storage.engine.normalization import normalize
from storage.engine.owned import Owned
from storage.engine.prepared import every, prepared

# Of one organization: every message of a customer is compared with all of them.
MAX_KEYWORDS = 100
# Of one answer, and letters of one of them.
MAX_WORDS_PER_KEYWORD = 20
MAX_WORD_LENGTH = 48
MAX_ANSWER_LENGTH = 1000
# Where a message's data say which answer it is.
KEYWORD_KEY = "keyword_id"


class AutoReply(Owned, table=True):
    __table_args__ = (Index("ix_auto_reply_list", "organization_id", "id"),)

    id: int = Field(default=None, primary_key=True)
    # None: all channels.
    channel_id: int | None = Field(default=None, foreign_key="channel.id")
    # As they were written; compared normalized, each from the beginning of a word on.
    words: list[str] = Field(default_factory=list, sa_type=Json)
    text: str
    is_on: bool = True
    created_at: datetime
    deleted_at: datetime | None = None

    def hears(self, text: str) -> bool:
        """Whether any of its words is in what a customer wrote: «достав» is in «о доставке»."""
        return heard(self.words, text)


class AutoReplies:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> list[AutoReply]:
        """Those in use, the first to be compared before the others."""
        return [row for row in await every(self._session, _all()) if row.deleted_at is None]

    async def get(self, auto_reply_id: int) -> AutoReply:
        """One in use.

        Raises:
            NotFound: there is none of that id.
        """
        found = next((row for row in await self.all() if row.id == auto_reply_id), None)
        if found is None:
            raise NotFound
        return found

    async def deleted(self, auto_reply_id: int) -> AutoReply:
        """One that was deleted.

        Raises:
            NotFound: there is none of that id.
        """
        gone = select(AutoReply).where(AutoReply.id == auto_reply_id, col(AutoReply.deleted_at).is_not(None))
        found = await self._session.scalar(gone)
        if found is None:
            raise NotFound
        return found


def heard(words: Sequence[str], text: str) -> bool:
    """Whether any of these is in a text."""
    text_parts = _parts(text)
    return any(_is_in(_parts(each), text_parts) for each in words)


def _parts(text: str) -> list[str]:
    return re.findall(r"\w+", normalize(text))


def _is_in(wanted: Sequence[str], text_parts: Sequence[str]) -> bool:
    """Whether the wanted words stand there one after the other, each at least begun."""
    if not wanted:
        return False
    starts = range(len(text_parts) - len(wanted) + 1)
    return any(all(text_parts[at + n].startswith(part) for n, part in enumerate(wanted)) for at in starts)


@prepared
def _all() -> SelectOfScalar[AutoReply]:
    return select(AutoReply).order_by(col(AutoReply.id))

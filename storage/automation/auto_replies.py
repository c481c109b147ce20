"""An auto-reply: keywords in customers' messages, and the bot's answer to them."""

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

# Auto-replies of one organization. The number is limited because each customer message is compared with all of them.
MAX_KEYWORDS = 100
# Keywords of one auto-reply, and characters of one keyword.
MAX_WORDS_PER_KEYWORD = 20
MAX_WORD_LENGTH = 48
MAX_ANSWER_LENGTH = 1000
# The key in a message's data that holds the id of the auto-reply which produced the message.
KEYWORD_KEY = "keyword_id"


class AutoReply(Owned, table=True):
    __table_args__ = (Index("ix_auto_reply_list", "organization_id", "id"),)

    id: int = Field(default=None, primary_key=True)
    # The channel that the auto-reply is for; None: all channels.
    channel_id: int | None = Field(default=None, foreign_key="channel.id")
    # Keywords as an employee typed them. They are normalized for a comparison, and match the beginnings of words.
    words: list[str] = Field(default_factory=list, sa_type=Json)
    text: str
    is_on: bool = True
    created_at: datetime
    deleted_at: datetime | None = None

    def hears(self, text: str) -> bool:
        """Whether a customer's text contains one of the keywords: «достав» matches «о доставке»."""
        return heard(self.words, text)


class AutoReplies:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> list[AutoReply]:
        """The auto-replies that are not deleted, in the order in which they are compared with a message."""
        return [row for row in await every(self._session, _all()) if row.deleted_at is None]

    async def get(self, auto_reply_id: int) -> AutoReply:
        """The auto-reply with this id.

        Raises:
            NotFound: there is no such auto-reply, or it is deleted.
        """
        found = next((row for row in await self.all() if row.id == auto_reply_id), None)
        if found is None:
            raise NotFound
        return found

    async def deleted(self, auto_reply_id: int) -> AutoReply:
        """The deleted auto-reply with this id.

        Raises:
            NotFound: no deleted auto-reply has this id.
        """
        gone = select(AutoReply).where(AutoReply.id == auto_reply_id, col(AutoReply.deleted_at).is_not(None))
        found = await self._session.scalar(gone)
        if found is None:
            raise NotFound
        return found


def heard(words: Sequence[str], text: str) -> bool:
    """Whether a text contains one of these keywords."""
    text_parts = _parts(text)
    return any(_is_in(_parts(each), text_parts) for each in words)


def _parts(text: str) -> list[str]:
    return re.findall(r"\w+", normalize(text))


def _is_in(wanted: Sequence[str], text_parts: Sequence[str]) -> bool:
    """Whether consecutive words of the text begin with the wanted words, in the same order."""
    if not wanted:
        return False
    starts = range(len(text_parts) - len(wanted) + 1)
    return any(all(text_parts[at + n].startswith(part) for n, part in enumerate(wanted)) for at in starts)


@prepared
def _all() -> SelectOfScalar[AutoReply]:
    return select(AutoReply).order_by(col(AutoReply.id))

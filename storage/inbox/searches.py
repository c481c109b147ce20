"""A search: the words that an employee has searched for. It is stored for the buttons below its results."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, delete, select

from bridge.errors import Refusal, lazy
from storage.engine.columns import enum_type
from storage.engine.normalization import normalize
from storage.engine.owned import Owned

# Characters. A longer text was probably pasted by mistake.
MAX_QUERY_LENGTH = 200
# Each word costs one lookup in the index.
MAX_QUERY_WORDS = 8
SEARCH_LIFETIME = timedelta(days=7)


class NothingToLookFor(Refusal):
    text = lazy("There is nothing to look for in this: write a few letters or digits")


class TooMuchToLookFor(Refusal):
    text = lazy("This is too much to look for: write at most {most} characters, for example one or two words")


class SearchForgotten(Refusal):
    text = lazy("This search was too long ago: begin a new one with /search")


class SearchSubject(StrEnum):
    """The kind of results that a search shows."""

    PERSONS = "p"
    MESSAGES = "m"


class Search(Owned, table=True):
    __table_args__ = (Index("ix_search_employee", "employee_id", "id"),)

    id: int = Field(default=None, primary_key=True)
    employee_id: int = Field(foreign_key="employee.id")
    # The words as they were typed.
    words: str
    subject: SearchSubject = Field(sa_type=enum_type(SearchSubject))
    made_at: datetime

    @property
    def terms(self) -> tuple[str, ...]:
        return terms(self.words)


def typed(words: str) -> str:
    """The typed words on one line.

    Raises:
        NothingToLookFor: the text has no letter and no digit.
        TooMuchToLookFor: the text is longer than `MAX_QUERY_LENGTH`.
    """
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
    if not any(letter.isalnum() for letter in line):
        raise NothingToLookFor
    if len(line) > MAX_QUERY_LENGTH:
        raise TooMuchToLookFor(most=MAX_QUERY_LENGTH)
    return line


def terms(words: str) -> tuple[str, ...]:
    """The normalized search terms, all of which must be found. Terms that are part of another term are left out."""
    parts = list(dict.fromkeys(normalize(words).split()))[:MAX_QUERY_WORDS]
    return tuple(part for part in parts if not any(part != other and part in other for other in parts))


class Searches:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, search_id: int, *, of: int) -> Search:
        """The search with this id, if it is the employee's own.

        Raises:
            SearchForgotten: the employee has no such search, or it was deleted.
        """
        found = await self._session.scalar(select(Search).where(Search.id == search_id, Search.employee_id == of))
        if found is None:
            raise SearchForgotten
        return found

    async def newest(self, employee_id: int) -> Search | None:
        own = select(Search).where(Search.employee_id == employee_id).order_by(col(Search.id).desc())
        return await self._session.scalar(own.limit(1))

    async def forget_old(self, employee_id: int, now: datetime) -> None:
        old = delete(Search).where(col(Search.employee_id) == employee_id, col(Search.made_at) < now - SEARCH_LIFETIME)
        await self._session.execute(old)

"""Search hits: an organization's messages, and dialogs of its contacts, that contain every search term."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, column, func, literal_column, table, text, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.clients.contacts import Contact, ContactAddress
from storage.engine.search_index import owner, words
from storage.inbox.dialogs import Dialog
from storage.messages.messages import DeliveryState, Message

# The index knows no part of a word that is shorter.
MIN_INDEXED_LENGTH = 3
# So many are looked through where it cannot help.
MAX_SCANNED_MESSAGES = 1000

Condition = ColumnElement[bool]
# What never took place.
UNSENT_STATES = [DeliveryState.NEEDS_CONFIRMATION, DeliveryState.DISCARDED]


@dataclass(frozen=True)
class Beside:
    """Those that are older than the message `id`, or newer; both leave it out."""

    id: int
    is_older: bool = True


@dataclass(frozen=True)
class PersonTerm:
    """A part of what is known about a person.

    Args:
        spellings: normalized; one of them is enough.
        number: what it is as the number of a contact, or None.
    """

    spellings: Sequence[str]
    number: int | None = None


def is_indexed(term: str) -> bool:
    """Whether the index can find it: three letters or digits in a row."""
    run = 0
    for letter in term:
        run = run + 1 if letter.isalnum() else 0
        if run == MIN_INDEXED_LENGTH:
            return True
    return False


class SearchHits:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._is_sqlite = session.get_bind().dialect.name == "sqlite"

    async def messages(
        self, terms: Sequence[str], *, beside: Beside | None = None, limit: int = 10, hidden: bool = False
    ) -> list[Message]:
        """The newest first. Where the index knows none of the terms, only the newest
        `MAX_SCANNED_MESSAGES` are looked through.

        Args:
            hidden: those too that customers have written while they were blocked.
        """
        indexed, others = _sorted(terms)
        found = select(Message).where(
            col(Message.deleted_at).is_(None), *(_has("message_search", term) for term in others)
        )
        found = found.where(col(Message.state).is_(None) | col(Message.state).not_in(UNSENT_STATES))
        if not hidden:
            found = found.where(col(Message.is_hidden).is_(False))
        id: Any = col(Message.id)
        if not indexed:
            recent = _recent()
            found = found.join(recent, id == recent.c.id)
        elif self._is_sqlite:
            # The index goes through what it has found in the order of its ids, and stops where the page is full: it
            # leads, nothing else may.
            index = table("message_search", column("rowid"))
            found = found.join(index, id == index.c.rowid + 0).where(self._match("message_search", *indexed))
            id = index.c.rowid
        else:
            found = found.where(*(_has("message_search", term) for term in indexed))
            # A plan for any words takes several for rare, and gathers all that frequent ones are in.
            await self._session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
        rows = list(await self._session.scalars(_ordered(found, id, beside).limit(limit)))
        return rows if beside is None or beside.is_older else rows[::-1]

    async def dialogs(self, person: Sequence[PersonTerm], *, offset: int = 0, limit: int = 10) -> list[Dialog]:
        """Those of the persons in whom all terms are found: who has the number itself, then the newest message."""
        found = select(Dialog)
        for term in person:
            # Joined: for a list that it is in, SQLite would look at each dialog there is.
            persons = self._persons(term)
            found = found.join(persons, col(Dialog.contact_id) == persons.c.id)
        numbers = [term.number for term in person if term.number is not None]
        named = [case((col(Dialog.contact_id).in_(numbers), 0), else_=1)] if numbers else []
        newest = found.order_by(*named, col(Dialog.last_message_at).desc(), col(Dialog.id).desc())
        return list(await self._session.scalars(newest.offset(offset).limit(limit)))

    def _persons(self, term: PersonTerm) -> Any:
        """Whose names, phone number, user name or number in a channel has the term in it."""
        persons: Any = select(Contact.id)
        addresses: Any = select(col(ContactAddress.contact_id).label("id"))
        ways = [persons.where(Contact.id == term.number)] if term.number is not None else []
        for spelling in term.spellings:
            ways.append(persons.where(self._part("contact_search", spelling)))
            ways.append(addresses.where(self._part("address_search", spelling)))
        return union(*ways).subquery()

    def _part(self, name: str, term: str) -> Condition:
        owned: Any = {"contact_search": Contact, "address_search": ContactAddress}[name]
        if not is_indexed(term):
            newest = select(owned.id).order_by(col(owned.id).desc())
            oldest = newest.offset(MAX_SCANNED_MESSAGES - 1).limit(1).scalar_subquery()
            return and_(_has(name, term), col(owned.id) >= func.coalesce(oldest, 0))
        if not self._is_sqlite:
            return _has(name, term)
        return col(owned.id).in_(select(column("rowid")).select_from(table(name)).where(self._match(name, term)))

    def _match(self, name: str, *terms: str) -> Condition:
        """FTS5's own words for it; whatever is in quotes has no meaning for it."""
        wanted = [("owner", owner(self._session.info["organization_id"])), *(("words", term) for term in terms)]
        quoted = [f'{part} : "{term.replace(chr(34), chr(34) * 2)}"' for part, term in wanted]
        return column(name).op("MATCH")(" AND ".join(quoted))


def _sorted(terms: Sequence[str]) -> tuple[list[str], list[str]]:
    """Those that the index knows, and the others."""
    return [term for term in terms if is_indexed(term)], [term for term in terms if not is_indexed(term)]


def _has(index: str, term: str) -> Condition:
    return literal_column(words(index), String).contains(term, autoescape=True)


def _recent() -> Any:
    return select(Message.id).order_by(col(Message.created_at).desc()).limit(MAX_SCANNED_MESSAGES).subquery()


def _ordered(found: SelectOfScalar[Message], id: Any, beside: Beside | None) -> SelectOfScalar[Message]:
    if beside is None:
        return found.order_by(id.desc())
    return (
        found.where(id < beside.id).order_by(id.desc()) if beside.is_older else found.where(id > beside.id).order_by(id)
    )

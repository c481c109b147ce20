"""Search hits: messages that contain all search terms, and dialogs of contacts who match all of them."""

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

# The index finds only parts of words with at least this number of characters.
MIN_INDEXED_LENGTH = 3
# Where the index cannot help, only this number of the newest rows is read.
MAX_SCANNED_MESSAGES = 1000

Condition = ColumnElement[bool]
# Messages in these states were never sent.
UNSENT_STATES = [DeliveryState.NEEDS_CONFIRMATION, DeliveryState.DISCARDED]


@dataclass(frozen=True)
class Beside:
    """A limit for pages: only messages older (or newer) than the message `id`, without this message itself."""

    id: int
    is_older: bool = True


@dataclass(frozen=True)
class PersonTerm:
    """A search term for persons.

    Args:
        spellings: normalized spellings of the term; a person matches when one of them is found.
        number: the term read as a contact's number; None when it is no number.
    """

    spellings: Sequence[str]
    number: int | None = None


def is_indexed(term: str) -> bool:
    """Whether the index can find the term: it needs three letters or digits in a row."""
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
        """Messages that contain all terms, the newest first.

        When the index knows none of the terms, only the newest `MAX_SCANNED_MESSAGES` messages are searched.

        Args:
            terms: normalized.
            beside: only messages older or newer than one; None for all. For newer ones, the nearest `limit` are found.
            hidden: include messages that customers wrote while they were blocked.
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
            # The index must be the outer loop of the join: it reads its hits in the order of their ids, and stops when
            # the page is full. `+ 0` keeps SQLite from another order of the join.
            index = table("message_search", column("rowid"))
            found = found.join(index, id == index.c.rowid + 0).where(self._match("message_search", *indexed))
            id = index.c.rowid
        else:
            found = found.where(*(_has("message_search", term) for term in indexed))
            # A generic plan takes each term for a rare one, and would gather all rows of frequent terms.
            await self._session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
        rows = list(await self._session.scalars(_ordered(found, id, beside).limit(limit)))
        return rows if beside is None or beside.is_older else rows[::-1]

    async def dialogs(self, person: Sequence[PersonTerm], *, offset: int = 0, limit: int = 10) -> list[Dialog]:
        """Dialogs of the persons who match all terms.

        Persons whose number is one of the terms come first; then the dialog with the newest message comes first.
        """
        found = select(Dialog)
        for term in person:
            # A join instead of `IN`: with `IN` SQLite would read every dialog.
            persons = self._persons(term)
            found = found.join(persons, col(Dialog.contact_id) == persons.c.id)
        numbers = [term.number for term in person if term.number is not None]
        named = [case((col(Dialog.contact_id).in_(numbers), 0), else_=1)] if numbers else []
        newest = found.order_by(*named, col(Dialog.last_message_at).desc(), col(Dialog.id).desc())
        return list(await self._session.scalars(newest.offset(offset).limit(limit)))

    def _persons(self, term: PersonTerm) -> Any:
        """Ids of contacts with the term in a name, phone number, user name or id on a channel."""
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
        """The MATCH condition of FTS5. Quotes keep the terms from being read as FTS5 operators."""
        wanted = [("owner", owner(self._session.info["organization_id"])), *(("words", term) for term in terms)]
        quoted = [f'{part} : "{term.replace(chr(34), chr(34) * 2)}"' for part, term in wanted]
        return column(name).op("MATCH")(" AND ".join(quoted))


def _sorted(terms: Sequence[str]) -> tuple[list[str], list[str]]:
    """The terms that the index can find, and the other terms."""
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

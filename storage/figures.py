"""Figures: what reports count, many rows in one text.

A report reads some hundred thousand rows. In the text of a day they cost a tenth of what they cost one by one, and
a thread that reads them does not ask for the interpreter again for each of them.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, String, case, cast, func, literal
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import col, select

from storage.dialogs import Dialog, DialogStatus
from storage.events import Event, EventKind
from storage.messages import Author, Message
from storage.prepared import prepared, rows
from storage.ratings import Rating

# In the place of what is not there: ids begin at 1.
NOBODY = 0
DID_NOT_WAIT = -1


class Deed(IntEnum):
    """What reports count of the events."""

    ANSWERED = 1
    OPENED = 2
    REOPENED = 3
    TAKEN = 4
    CLOSED = 5


KINDS = {
    Deed[kind.name.removeprefix("DIALOG_")]: kind
    for kind in (
        EventKind.ANSWERED,
        EventKind.DIALOG_OPENED,
        EventKind.DIALOG_REOPENED,
        EventKind.DIALOG_TAKEN,
        EventKind.DIALOG_CLOSED,
    )
}


class seconds(GenericFunction[int]):
    """Whole seconds since 1970 of a moment."""

    type = BigInteger()
    inherit_cache = True


@compiles(seconds, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **options)}) AS INTEGER)"


@compiles(seconds, "postgresql")
def _postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(floor(extract(epoch FROM {compiler.process(element.clauses, **options)})) AS BIGINT)"


TAG_KINDS = (
    EventKind.DIALOG_TAGGED,
    EventKind.DIALOG_UNTAGGED,
    EventKind.TAG_DELETED,
    EventKind.TAG_RESTORED,
    EventKind.TAG_MERGED,
)


class Figures:
    """Numbers with spaces between them, as many for each row as its `…_COLUMNS` name; empty when there is no row."""

    DEED_COLUMNS = ("deed", "employee", "dialog", "department", "waited", "is_first", "at")
    RATING_COLUMNS = ("employee", "dialog", "department", "channel", "score")
    HEARD_COLUMNS = ("dialog", "at")
    # `event` is the place of its kind in `TAG_KINDS`; `into` the tag that takes the place of a merged one.
    TAG_COLUMNS = ("id", "event", "tag", "into", "employee", "dialog", "department", "at")
    DIALOG_COLUMNS = ("dialog", "channel", "department", "assignee", "is_open")

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def deeds(self, since: datetime, until: datetime) -> str:
        """What has happened from one moment until before another one."""
        return await self._text(_deeds(since, until))

    async def heard(self, since: datetime, until: datetime) -> str:
        """What customers have written."""
        return await self._text(_heard(since, until))

    async def ratings(self, since: datetime, until: datetime) -> str:
        """What customers have given."""
        return await self._text(_ratings(since, until))

    async def tagged(self, since: datetime, until: datetime) -> str:
        """What has become of tags, those of contacts included."""
        return await self._text(_tagged(since, until))

    async def first_tagged(self) -> datetime | None:
        """When a tag was put on a dialog for the first time."""
        earliest = select(Event.at).where(Event.kind == EventKind.DIALOG_TAGGED).order_by(col(Event.at)).limit(1)
        return await self._session.scalar(earliest)

    async def dialogs(self) -> str:
        """Where each dialog stands now."""
        return await self._text(_dialogs())

    async def _text(self, query: Any) -> str:
        ((text,),) = await rows(self._session, query)
        return text or ""


@prepared
def _deeds(since: datetime, until: datetime) -> Select[Any]:
    deed = case(*((col(Event.kind) == kind, literal(deed.value)) for deed, kind in KINDS.items()))
    numbers = [
        deed,
        func.coalesce(col(Event.employee_id), NOBODY),
        func.coalesce(col(Event.dialog_id), NOBODY),
        func.coalesce(col(Event.department_id), NOBODY),
        func.coalesce(col(Event.waited), DID_NOT_WAIT),
        cast(col(Event.is_first), Integer),
        seconds(col(Event.at)),
    ]
    counted = select(_packed(numbers)).where(col(Event.kind).in_(list(KINDS.values())))
    return counted.where(col(Event.at) >= since, col(Event.at) < until)


@prepared
def _heard(since: datetime, until: datetime) -> Select[Any]:
    said = select(_packed([col(Message.dialog_id), seconds(col(Message.created_at))]))
    said = said.where(col(Message.created_at) >= since, col(Message.created_at) < until)
    return said.where(Message.author == Author.CONTACT)


@prepared
def _ratings(since: datetime, until: datetime) -> Select[Any]:
    numbers = [
        func.coalesce(col(Rating.employee_id), NOBODY),
        col(Rating.dialog_id),
        func.coalesce(col(Rating.department_id), NOBODY),
        col(Rating.channel_id),
        col(Rating.score),
    ]
    return select(_packed(numbers)).where(col(Rating.scored_at) >= since, col(Rating.scored_at) < until)


@prepared
def _tagged(since: datetime, until: datetime) -> Select[Any]:
    numbers = [
        col(Event.id),
        case(*((col(Event.kind) == kind, literal(place)) for place, kind in enumerate(TAG_KINDS))),
        col(Event.data)["tag_id"].as_integer(),
        func.coalesce(col(Event.data)["into_id"].as_integer(), NOBODY),
        func.coalesce(col(Event.employee_id), NOBODY),
        func.coalesce(col(Event.dialog_id), NOBODY),
        func.coalesce(col(Event.department_id), NOBODY),
        seconds(col(Event.at)),
    ]
    changes = select(_packed(numbers)).where(col(Event.kind).in_(TAG_KINDS))
    return changes.where(col(Event.at) >= since, col(Event.at) < until)


@prepared
def _dialogs() -> Select[Any]:
    numbers = [
        col(Dialog.id),
        col(Dialog.channel_id),
        func.coalesce(col(Dialog.department_id), NOBODY),
        func.coalesce(col(Dialog.assignee_id), NOBODY),
        case((col(Dialog.status) == DialogStatus.ACTIVE, 1), else_=0),
    ]
    return select(_packed(numbers))


def _packed(numbers: Sequence[Any]) -> ColumnElement[str]:
    text: ColumnElement[str] = cast(numbers[0], String)
    for number in numbers[1:]:
        text = text + " " + cast(number, String)
    return func.aggregate_strings(text, " ")

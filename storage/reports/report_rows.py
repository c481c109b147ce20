"""Report rows: what reports count, many rows in one text.

A report reads some hundred thousand rows. In the text of a day they cost a tenth of what they cost one by one, and
a thread that reads them does not ask for the interpreter again for each of them.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, String, case, cast, func, literal
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import col, select

from storage.automation.ratings import Rating
from storage.engine.prepared import prepared, rows
from storage.inbox.dialogs import Dialog, DialogStatus
from storage.messages.messages import Author, Message
from storage.reports.events import Event, EventKind

# In the place of an id that is not there: ids begin at 1.
NO_ID = 0


class MetricEvent(IntEnum):
    """The kinds of events that reports count."""

    ANSWERED = 1
    OPENED = 2
    REOPENED = 3
    TAKEN = 4
    CLOSED = 5


KIND_BY_DEED = {
    MetricEvent[kind.name.removeprefix("DIALOG_")]: kind
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


Layout = tuple[tuple[tuple[str, int], ...], ...]
"""The numbers of a row, each with what is packed into it from the highest bits down, and in how many."""

# Ids, and how long somebody waited; seconds since 1970 until the year 2106.
ID_BITS, MOMENT_BITS = 31, 32


class ReportRows:
    """Rows as numbers with spaces between them, packed as their layouts say; an empty text when there is no row.

    Fewer numbers are written and read faster than more of them.
    """

    EVENTS: Layout = (
        (("dialog", ID_BITS), ("event", 3), ("is_first", 1), ("has_waited", 1)),
        (("employee", ID_BITS), ("department", ID_BITS)),
        (("at", MOMENT_BITS), ("waited", 31)),
    )
    HEARD: Layout = ((("at", MOMENT_BITS), ("dialog", ID_BITS)),)
    RATINGS: Layout = ((("channel", ID_BITS), ("score", 3)), (("employee", ID_BITS), ("department", ID_BITS)))
    # `event` is the place of its kind in `TAG_KINDS`; `into` the tag that takes the place of a merged one.
    TAGS: Layout = (
        (("id", ID_BITS), ("event", 3)),
        (("tag", ID_BITS), ("into", ID_BITS)),
        (("employee", ID_BITS), ("dialog", ID_BITS)),
        (("department", ID_BITS),),
    )
    DIALOGS: Layout = ((("dialog", ID_BITS), ("channel", ID_BITS)), (("assignee", ID_BITS), ("is_open", 1)))

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def events(self, since: datetime, until: datetime) -> str:
        """What has happened from one moment until before another one."""
        return await self._text(_events(since, until))

    async def heard(self, since: datetime, until: datetime) -> str:
        """What customers have written, other than while they were blocked."""
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
def _events(since: datetime, until: datetime) -> Select[Any]:
    numbers = {
        "dialog": _id(Event.dialog_id),
        "event": case(*((col(Event.kind) == kind, literal(event.value)) for event, kind in KIND_BY_DEED.items())),
        "is_first": cast(col(Event.is_first), Integer),
        "has_waited": case((col(Event.waited).is_(None), 0), else_=1),
        "employee": _id(Event.employee_id),
        "department": _id(Event.department_id),
        "at": seconds(col(Event.at)),
        "waited": func.coalesce(col(Event.waited), 0),
    }
    counted = select(_packed(ReportRows.EVENTS, numbers)).where(col(Event.kind).in_(list(KIND_BY_DEED.values())))
    return counted.where(col(Event.at) >= since, col(Event.at) < until)


@prepared
def _heard(since: datetime, until: datetime) -> Select[Any]:
    numbers = {"at": seconds(col(Message.created_at)), "dialog": col(Message.dialog_id)}
    incoming = select(_packed(ReportRows.HEARD, numbers)).where(Message.author == Author.CONTACT)
    incoming = incoming.where(col(Message.is_hidden).is_(False))
    return incoming.where(col(Message.created_at) >= since, col(Message.created_at) < until)


@prepared
def _ratings(since: datetime, until: datetime) -> Select[Any]:
    numbers = {
        "channel": col(Rating.channel_id),
        "score": col(Rating.score),
        "employee": _id(Rating.employee_id),
        "department": _id(Rating.department_id),
    }
    given = select(_packed(ReportRows.RATINGS, numbers))
    return given.where(col(Rating.scored_at) >= since, col(Rating.scored_at) < until)


@prepared
def _tagged(since: datetime, until: datetime) -> Select[Any]:
    numbers = {
        "id": col(Event.id),
        "event": case(*((col(Event.kind) == kind, literal(place)) for place, kind in enumerate(TAG_KINDS))),
        "tag": col(Event.data)["tag_id"].as_integer(),
        "into": func.coalesce(col(Event.data)["into_id"].as_integer(), NO_ID),
        "employee": _id(Event.employee_id),
        "dialog": _id(Event.dialog_id),
        "department": _id(Event.department_id),
    }
    changes = select(_packed(ReportRows.TAGS, numbers)).where(col(Event.kind).in_(TAG_KINDS))
    return changes.where(col(Event.at) >= since, col(Event.at) < until)


@prepared
def _dialogs() -> Select[Any]:
    numbers = {
        "dialog": col(Dialog.id),
        "channel": col(Dialog.channel_id),
        "assignee": _id(Dialog.assignee_id),
        "is_open": case((col(Dialog.status) == DialogStatus.ACTIVE, 1), else_=0),
    }
    return select(_packed(ReportRows.DIALOGS, numbers))


def _id(column: Any) -> ColumnElement[int]:
    return func.coalesce(col(column), NO_ID)


def _packed(layout: Layout, numbers: Mapping[str, Any]) -> ColumnElement[str]:
    first, *others = (_number(parts, numbers) for parts in layout)
    text: ColumnElement[str] = cast(first, String)
    for number in others:
        text = text + " " + cast(number, String)
    return func.aggregate_strings(text, " ")


def _number(parts: tuple[tuple[str, int], ...], numbers: Mapping[str, Any]) -> ColumnElement[int]:
    (highest, _bits), *others = parts
    number: ColumnElement[int] = cast(numbers[highest], BigInteger)
    for name, bits in others:
        number = number * literal(2**bits, BigInteger) + numbers[name]
    return number

"""Lists of dialogs: a page of those that are wanted, and how many there are behind every other choice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sql
from sqlalchemy import ColumnElement, case, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.dialog_filters import Scope, State
from storage.dialogs import Dialog, DialogStatus
from storage.messages import Message
from storage.tags import DialogTag

Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Wanted:
    """The dialogs that somebody wants to see.

    Args:
        department_ids: the viewer's.
        between: something was said from the first moment on and before the second.
    """

    employee_id: int
    department_ids: tuple[int, ...] = ()
    scope: Scope = Scope.ALL
    state: State = State.ACTIVE
    channel_id: int | None = None
    tag_id: int | None = None
    between: tuple[datetime, datetime] | None = None

    def takes(self, cell: "Cell") -> bool:
        """Whether the dialogs of a cell are among them."""
        is_theirs = {Scope.ALL: True, Scope.MINE: cell.is_mine, Scope.DEPARTMENT: cell.is_ours}[self.scope]
        return is_theirs and self._stands(cell) and self.channel_id in (None, cell.channel_id)

    def _stands(self, cell: "Cell") -> bool:
        is_open = cell.status is DialogStatus.ACTIVE
        match self.state:
            case State.UNREAD:
                return is_open and cell.is_unread
            case State.UNANSWERED:
                return is_open and cell.is_waiting
            case State.ANSWERED:
                return is_open and not cell.is_waiting
        return is_open is (self.state is State.ACTIVE)


@dataclass(frozen=True)
class Cell:
    """How many dialogs stand the same way."""

    status: DialogStatus
    channel_id: int
    is_mine: bool
    is_ours: bool
    is_waiting: bool
    is_unread: bool
    count: int


@dataclass(frozen=True)
class Tally:
    """How many dialogs there are, for what is wanted and for every other scope, state and channel beside it."""

    wanted: Wanted
    cells: Sequence[Cell]

    def count(self, **changes: Any) -> int:
        """How many there would be if the wish were changed so."""
        wanted = replace(self.wanted, **changes)
        return sum(cell.count for cell in self.cells if wanted.takes(cell))


class DialogLists:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, wanted: Wanted, *, offset: int = 0, limit: int = 10) -> list[Dialog]:
        """Those that are wanted, the one with the newest message first."""
        found = select(Dialog).where(*_scope(wanted), *_state(wanted.state), *_channel(wanted), *_narrowed(wanted))
        newest = found.order_by(col(Dialog.last_message_at).desc(), col(Dialog.id).desc())
        return list(await self._session.scalars(newest.offset(offset).limit(limit)))

    async def cells(self, wanted: Wanted) -> list[Cell]:
        """Everything is counted in one query: a number on a button must not cost one of its own."""
        kinds: list[Any] = [
            col(Dialog.status),
            col(Dialog.channel_id),
            _bit(col(Dialog.assignee_id) == wanted.employee_id),
            _bit(col(Dialog.department_id).in_(wanted.department_ids)),
            _bit(col(Dialog.waiting_since).is_not(None)),
            _bit(col(Dialog.unread) > 0),
        ]
        counted = sql.select(*kinds, func.count(col(Dialog.id))).where(*_narrowed(wanted)).group_by(*kinds)
        rows: list[Any] = list(await self._session.execute(counted))
        return [_cell(*row) for row in rows]

    async def by_tag(self, wanted: Wanted) -> dict[int, int]:
        """How many of them each tag is on, whatever tag is wanted; tags that are on none are left out."""
        tag_id = col(DialogTag.tag_id)
        counted = select(tag_id, func.count(col(Dialog.id))).join(Dialog, col(DialogTag.dialog_id) == Dialog.id)
        any_tag = replace(wanted, tag_id=None)
        found = counted.where(*_scope(wanted), *_state(wanted.state), *_channel(wanted), *_narrowed(any_tag))
        rows = await self._session.execute(found.group_by(tag_id))
        return {tag: count for tag, count in rows}  # noqa: C416 - mypy takes rows for no pairs


def _cell(status: DialogStatus, channel_id: int, mine: int, ours: int, waiting: int, unread: int, count: int) -> Cell:
    return Cell(status, channel_id, bool(mine), bool(ours), bool(waiting), bool(unread), count)


def _bit(condition: Any) -> ColumnElement[int]:
    """1 or 0, where the databases would say NULL of what nobody is responsible for."""
    return case((condition, 1), else_=0)


def _scope(wanted: Wanted) -> list[Condition]:
    match wanted.scope:
        case Scope.MINE:
            return [col(Dialog.assignee_id) == wanted.employee_id]
        case Scope.DEPARTMENT:
            return [col(Dialog.department_id).in_(wanted.department_ids)]
    return []


def _state(state: State) -> list[Condition]:
    if state is State.CLOSED:
        return [col(Dialog.status) == DialogStatus.CLOSED]
    is_open = col(Dialog.status) == DialogStatus.ACTIVE
    match state:
        case State.UNREAD:
            return [is_open, col(Dialog.unread) > 0]
        case State.UNANSWERED:
            return [is_open, col(Dialog.waiting_since).is_not(None)]
        case State.ANSWERED:
            return [is_open, col(Dialog.waiting_since).is_(None)]
    return [is_open]


def _channel(wanted: Wanted) -> list[Condition]:
    return [] if wanted.channel_id is None else [col(Dialog.channel_id) == wanted.channel_id]


def _narrowed(wanted: Wanted) -> list[Condition]:
    """By what no number stands beside on its own: the day and the tag."""
    conditions: list[Condition] = []
    if wanted.between is not None:
        begins, ends = wanted.between
        said = select(Message.dialog_id).where(col(Message.created_at) >= begins, col(Message.created_at) < ends)
        conditions.append(col(Dialog.id).in_(said))
    if wanted.tag_id is not None:
        conditions.append(col(Dialog.id).in_(select(DialogTag.dialog_id).where(DialogTag.tag_id == wanted.tag_id)))
    return conditions

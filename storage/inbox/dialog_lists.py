"""Lists of dialogs: a page of those that are wanted, and how many there are behind every other choice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sql
from sqlalchemy import ColumnElement, bindparam, case, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.clients.contacts import Contact
from storage.inbox.dialog_filters import Scope, State
from storage.inbox.dialogs import Dialog, DialogStatus
from storage.messages.messages import Message
from storage.tags.tags import DialogTag
from storage.team.channels import Channel
from storage.team.departments import Department
from storage.team.employees import Employee

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

    @property
    def status(self) -> DialogStatus:
        return DialogStatus.CLOSED if self.state is State.CLOSED else DialogStatus.ACTIVE

    def takes(self, cell: "Cell") -> bool:
        """Whether the dialogs of a cell are among them."""
        is_theirs = {Scope.ALL: True, Scope.MINE: cell.is_mine, Scope.DEPARTMENT: cell.is_ours}[self.scope]
        return is_theirs and self._stands(cell) and self.channel_id in (None, cell.channel_id)

    def _stands(self, cell: "Cell") -> bool:
        match self.state:
            case State.UNREAD:
                return cell.is_open and cell.is_unread
            case State.UNANSWERED:
                return cell.is_open and cell.is_waiting
            case State.ANSWERED:
                return cell.is_open and not cell.is_waiting
        return cell.is_open is (self.state is State.ACTIVE)


@dataclass(frozen=True)
class Cell:
    """How many dialogs stand the same way."""

    is_open: bool
    channel_id: int
    is_mine: bool
    is_ours: bool
    is_waiting: bool
    is_unread: bool
    count: int


@dataclass(frozen=True)
class DialogCounts:
    """How many dialogs there are, for what is wanted and for every other scope, state and channel beside it."""

    wanted: Wanted
    cells: Sequence[Cell]

    def count(self, **changes: Any) -> int:
        """How many there would be with these changes."""
        wanted = replace(self.wanted, **changes)
        return sum(cell.count for cell in self.cells if wanted.takes(cell))


@dataclass(frozen=True)
class Listed:
    """A dialog with whom it is about, where they write, and whose it is."""

    dialog: Dialog
    contact: Contact
    channel: Channel
    assignee: Employee | None
    department: Department | None


class DialogLists:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, wanted: Wanted, *, offset: int = 0, limit: int = 10) -> list[Listed]:
        """Those that are wanted, the one with the newest message first."""
        order = col(Dialog.last_message_at).desc(), col(Dialog.id).desc()
        # The page comes first, and the names of eight then: all in one, PostgreSQL begins with the channels.
        picked = select(Dialog.id).where(*_theirs(wanted), *_narrowed(wanted)).order_by(*order)
        page = picked.offset(offset).limit(limit).subquery()
        found = sql.select(Dialog, Contact, Channel, Employee, Department)
        found = found.join(page, page.c.id == col(Dialog.id)).join(Contact, col(Contact.id) == Dialog.contact_id)
        found = found.join(Channel, col(Channel.id) == Dialog.channel_id)
        found = found.outerjoin(Employee, col(Employee.id) == Dialog.assignee_id)
        found = found.outerjoin(Department, col(Department.id) == Dialog.department_id)
        return [Listed(*row) for row in await self._session.execute(found.order_by(*order))]

    async def cells(self, wanted: Wanted, *, status: DialogStatus | None = None) -> list[Cell]:
        """Everything is counted in one query: a number on a button must not cost one of its own.

        Args:
            status: count the open ones alone, or the archived ones, which are by far the most.
        """
        counted = _counted().where(*_narrowed(wanted))
        if status is not None:
            counted = counted.where(col(Dialog.status) == status)
        viewer = {"employee_id": wanted.employee_id, "department_ids": wanted.department_ids}
        return [_cell(number, count) for number, count in await self._session.execute(counted, viewer)]

    async def by_tag(self, wanted: Wanted) -> dict[int, int]:
        """How many of them each tag is on, whatever tag is wanted; tags that are on none are left out."""
        tag_id = col(DialogTag.tag_id)
        counted = select(tag_id, func.count(col(Dialog.id))).join(Dialog, col(DialogTag.dialog_id) == Dialog.id)
        any_tag = replace(wanted, tag_id=None)
        found = counted.where(*_theirs(wanted), *_narrowed(any_tag))
        rows = await self._session.execute(found.group_by(tag_id))
        return {tag: count for tag, count in rows}  # noqa: C416 - mypy takes rows for no pairs


@cache
def _counted() -> sql.Select[int, int]:
    """How many dialogs stand the same way, which is one number: to group by several columns takes three times as long.

    It is read by `_cell`. To build it takes longer than to count, so that is done once.
    """
    bits = [
        col(Dialog.status) == DialogStatus.ACTIVE,
        col(Dialog.assignee_id) == bindparam("employee_id"),
        col(Dialog.department_id).in_(bindparam("department_ids", expanding=True)),
        col(Dialog.waiting_since).is_not(None),
        col(Dialog.unread) > 0,
    ]
    # A comparison with what nobody is responsible for is neither true nor false.
    numbers = [case((bit, 1 << place), else_=0) for place, bit in enumerate(bits)]
    kind = sum(numbers, start=col(Dialog.channel_id) * (1 << len(bits))).label("kind")
    return sql.select(kind, func.count(col(Dialog.id))).group_by(kind)


def _cell(kind: int, count: int) -> Cell:
    channel_id, bits = divmod(kind, 32)
    is_open, is_mine, is_ours, is_waiting, is_unread = (bool(bits >> place & 1) for place in range(5))
    return Cell(is_open, channel_id, is_mine, is_ours, is_waiting, is_unread, count)


def _theirs(wanted: Wanted) -> list[Condition]:
    """What `Wanted.takes` says, for the database."""
    conditions: list[Condition] = [col(Dialog.status) == wanted.status]
    match wanted.scope:
        case Scope.MINE:
            conditions.append(col(Dialog.assignee_id) == wanted.employee_id)
        case Scope.DEPARTMENT:
            conditions.append(col(Dialog.department_id).in_(wanted.department_ids))
    match wanted.state:
        case State.UNREAD:
            conditions.append(col(Dialog.unread) > 0)
        case State.UNANSWERED:
            conditions.append(col(Dialog.waiting_since).is_not(None))
        case State.ANSWERED:
            conditions.append(col(Dialog.waiting_since).is_(None))
    if wanted.channel_id is not None:
        conditions.append(col(Dialog.channel_id) == wanted.channel_id)
    return conditions


def _narrowed(wanted: Wanted) -> list[Condition]:
    """By what no number stands beside on its own: the day and the tag. What is put off is in no list but its own."""
    conditions: list[Condition] = [col(Dialog.snoozed_at).is_(None)]
    if wanted.between is not None:
        begins, ends = wanted.between
        dated = select(Message.dialog_id).where(col(Message.created_at) >= begins, col(Message.created_at) < ends)
        # With an OFFSET PostgreSQL looks once which dialogs these are; else it asks each dialog for its messages.
        conditions.append(col(Dialog.id).in_(dated.offset(0)))
    if wanted.tag_id is not None:
        conditions.append(col(Dialog.id).in_(select(DialogTag.dialog_id).where(DialogTag.tag_id == wanted.tag_id)))
    return conditions

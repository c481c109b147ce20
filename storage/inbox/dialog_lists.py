"""Lists of dialogs: one page of the chosen dialogs, and the number of dialogs behind every other choice."""

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
    """The dialogs that a viewer wants to see.

    Args:
        employee_id: the viewer.
        department_ids: the viewer's departments.
        between: only dialogs with a message at or after the first moment and before the second.
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
        """Whether the dialogs of a cell are among the wanted ones; day and tag are not checked."""
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
    """The number of dialogs that have all these properties in common.

    `is_mine`: the viewer is responsible. `is_ours`: the dialog belongs to one of the viewer's departments.
    """

    is_open: bool
    channel_id: int
    is_mine: bool
    is_ours: bool
    is_waiting: bool
    is_unread: bool
    count: int


@dataclass(frozen=True)
class DialogCounts:
    """Numbers of dialogs: of the wanted ones, and with any other scope, state or channel."""

    wanted: Wanted
    cells: Sequence[Cell]

    def count(self, **changes: Any) -> int:
        """The number of dialogs after a change of the wanted scope, state or channel."""
        wanted = replace(self.wanted, **changes)
        return sum(cell.count for cell in self.cells if wanted.takes(cell))


@dataclass(frozen=True)
class Listed:
    """A dialog with its contact, channel, responsible employee and department."""

    dialog: Dialog
    contact: Contact
    channel: Channel
    assignee: Employee | None
    department: Department | None


class DialogLists:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, wanted: Wanted, *, offset: int = 0, limit: int = 10) -> list[Listed]:
        """A page of the wanted dialogs, the one with the newest message first."""
        order = col(Dialog.last_message_at).desc(), col(Dialog.id).desc()
        # A subquery finds the page; the joins then read the names of its few rows. Without the subquery PostgreSQL
        # would begin with the channels.
        picked = select(Dialog.id).where(*_theirs(wanted), *_narrowed(wanted)).order_by(*order)
        page = picked.offset(offset).limit(limit).subquery()
        found = sql.select(Dialog, Contact, Channel, Employee, Department)
        found = found.join(page, page.c.id == col(Dialog.id)).join(Contact, col(Contact.id) == Dialog.contact_id)
        found = found.join(Channel, col(Channel.id) == Dialog.channel_id)
        found = found.outerjoin(Employee, col(Employee.id) == Dialog.assignee_id)
        found = found.outerjoin(Department, col(Department.id) == Dialog.department_id)
        return [Listed(*row) for row in await self._session.execute(found.order_by(*order))]

    async def cells(self, wanted: Wanted, *, status: DialogStatus | None = None) -> list[Cell]:
        """The numbers for all choices, from one query: a number on a button must not need its own query.

        Args:
            status: count only the dialogs with this status; None counts all. Archived dialogs are by far the most.
        """
        counted = _counted().where(*_narrowed(wanted))
        if status is not None:
            counted = counted.where(col(Dialog.status) == status)
        viewer = {"employee_id": wanted.employee_id, "department_ids": wanted.department_ids}
        return [_cell(number, count) for number, count in await self._session.execute(counted, viewer)]

    async def by_tag(self, wanted: Wanted) -> dict[int, int]:
        """Numbers of the wanted dialogs by tag id, whatever tag is wanted. Tags without dialogs are left out."""
        tag_id = col(DialogTag.tag_id)
        counted = select(tag_id, func.count(col(Dialog.id))).join(Dialog, col(DialogTag.dialog_id) == Dialog.id)
        any_tag = replace(wanted, tag_id=None)
        found = counted.where(*_theirs(wanted), *_narrowed(any_tag))
        rows = await self._session.execute(found.group_by(tag_id))
        return {tag: count for tag, count in rows}  # noqa: C416 - mypy takes rows for no pairs


@cache
def _counted() -> sql.Select[int, int]:
    """The query that counts dialogs by their properties. `_cell` decodes its rows.

    One number encodes all properties, because grouping by several columns takes three times as long. Building the
    query takes longer than counting, so it is built once.
    """
    bits = [
        col(Dialog.status) == DialogStatus.ACTIVE,
        col(Dialog.assignee_id) == bindparam("employee_id"),
        col(Dialog.department_id).in_(bindparam("department_ids", expanding=True)),
        col(Dialog.waiting_since).is_not(None),
        col(Dialog.unread) > 0,
    ]
    # `case` turns NULL into 0: a comparison with a missing responsible or department is neither true nor false.
    numbers = [case((bit, 1 << place), else_=0) for place, bit in enumerate(bits)]
    kind = sum(numbers, start=col(Dialog.channel_id) * (1 << len(bits))).label("kind")
    return sql.select(kind, func.count(col(Dialog.id))).group_by(kind)


def _cell(kind: int, count: int) -> Cell:
    channel_id, bits = divmod(kind, 32)
    is_open, is_mine, is_ours, is_waiting, is_unread = (bool(bits >> place & 1) for place in range(5))
    return Cell(is_open, channel_id, is_mine, is_ours, is_waiting, is_unread, count)


def _theirs(wanted: Wanted) -> list[Condition]:
    """The conditions of `Wanted.takes` as SQL."""
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
    """Conditions that all counted numbers share: the day and the tag. Snoozed dialogs are only in their own list."""
    conditions: list[Condition] = [col(Dialog.snoozed_at).is_(None)]
    if wanted.between is not None:
        begins, ends = wanted.between
        dated = select(Message.dialog_id).where(col(Message.created_at) >= begins, col(Message.created_at) < ends)
        # With an OFFSET PostgreSQL runs this subquery once; without it, PostgreSQL reads the messages of each dialog.
        conditions.append(col(Dialog.id).in_(dated.offset(0)))
    if wanted.tag_id is not None:
        conditions.append(col(Dialog.id).in_(select(DialogTag.dialog_id).where(DialogTag.tag_id == wanted.tag_id)))
    return conditions

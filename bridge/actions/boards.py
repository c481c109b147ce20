"""The waiting board: who waits for an answer, the longest first; painted anew when it would look otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bridge.actions import desk
from storage.boards import Board
from storage.dialogs import Dialog
from storage.employees import Role
from storage.hours import Hours
from storage.unit_of_work import UnitOfWork

MINUTE = timedelta(minutes=1)
# An edit costs as much of a chat's budget as a message: not more often than this.
SELDOM = timedelta(seconds=20)
# More of those who wait are counted only.
SHOWN = 8
# And not even that beyond so many.
MOST = 500


@dataclass(frozen=True)
class Line:
    """Somebody who waits; `minutes` of working time, the more the rougher."""

    dialog_id: int
    name: str
    minutes: int
    responsible: str | None
    is_own: bool


@dataclass(frozen=True)
class Queue:
    """All who wait for a reader of a board, the longest first: the first of them, and how many there are."""

    lines: list[Line]
    count: int

    @property
    def digest(self) -> str:
        """The same as long as the board looks the same."""
        return sha256(repr(self).encode()).hexdigest()[:32]


async def put_up(
    uow: UnitOfWork, chat_id: int, *, employee_id: int | None = None, department_id: int | None = None
) -> Board:
    """Have a board in a chat; one that is there already is made anew, below everything else."""
    board = await uow.boards.at(chat_id)
    if board is None:
        board = Board(chat_id=chat_id)
        uow.add(board)
    board.employee_id, board.department_id = employee_id, department_id
    board.message_id = board.shown = board.painted_at = None
    await uow.flush()
    await desk.board(uow, board)
    return board


async def take_down(uow: UnitOfWork, chat_id: int) -> Board | None:
    """Have none there any more; returns the one that there was."""
    board = await uow.boards.at(chat_id)
    if board is not None:
        await uow.session.delete(board)
    return board


async def is_outdated(uow: UnitOfWork, board_id: int) -> bool:
    """Whether a board would look otherwise now, and may be painted again already."""
    board = await uow.boards.get(board_id)
    if board is None or (board.painted_at is not None and uow.now - board.painted_at < SELDOM):
        return False
    return (await queue_of(uow, board)).digest != board.shown


async def refresh(uow: UnitOfWork, board_id: int) -> None:
    """Paint a board as things are."""
    board = await uow.boards.get(board_id)
    if board is not None:
        await desk.board(uow, board)


async def queue_of(uow: UnitOfWork, board: Board) -> Queue:
    """Who waits for those who read a board: their own, and what nobody has in their departments; a manager's all."""
    concerns = await _sight(uow, board)
    waiting = [dialog for dialog in await uow.boards.waiting(limit=MOST) if concerns(dialog)]
    hours = {id: await _hours(uow, id, waiting) for id in {dialog.department_id for dialog in waiting}}
    told = [(dialog, _minutes(dialog, hours[dialog.department_id], uow.now)) for dialog in waiting]
    longest = sorted(told, key=lambda each: -each[1])[:SHOWN]
    return Queue([await _line(uow, board, dialog, minutes) for dialog, minutes in longest], len(told))


async def _hours(uow: UnitOfWork, department_id: int | None, waiting: list[Dialog]) -> Hours:
    # The first has waited the longest.
    return await uow.schedules.hours_of_department(department_id, since=waiting[0].waiting_since)


def _minutes(dialog: Dialog, hours: Hours, now: datetime) -> int:
    minutes = hours.working_time(dialog.waiting_since or now, now) // MINUTE
    step = 1 if minutes < 10 else 5 if minutes < 60 else 15
    return minutes - minutes % step


async def _line(uow: UnitOfWork, board: Board, dialog: Dialog, minutes: int) -> Line:
    contact = await uow.contacts.get(dialog.contact_id)
    responsible = (await uow.employees.get(dialog.assignee_id)).name if dialog.assignee_id else None
    is_own = board.employee_id is not None and dialog.assignee_id == board.employee_id
    return Line(dialog.id, contact.title, minutes, responsible, is_own)


async def _sight(uow: UnitOfWork, board: Board) -> Callable[[Dialog], bool]:
    """Which dialogs are a board's."""
    if board.employee_id is None:
        return lambda dialog: dialog.department_id == board.department_id
    reader = await uow.employees.get(board.employee_id)
    own = {None} | {membership.department_id for membership in await uow.employees.memberships(reader.id)}

    def sees(dialog: Dialog) -> bool:
        if dialog.assignee_id == reader.id or reader.role is Role.ADMIN:
            return True
        return dialog.department_id in own and (dialog.assignee_id is None or reader.is_manager)

    return sees

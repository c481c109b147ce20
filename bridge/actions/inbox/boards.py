"""The waiting board: who waits for an answer, the longest first; painted anew when it would look otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from bridge.actions.delivery import desk
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import Payload
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.boards import Board, WaitingCustomer
from storage.shifts.hours import Hours
from storage.team.employees import Role

MINUTE = timedelta(minutes=1)
# An edit costs as much of a chat's budget as a message: not more often than this.
MIN_REPAINT_INTERVAL = timedelta(seconds=20)
# More of those who wait are counted only.
MAX_CUSTOMERS_SHOWN = 8
# In working time somebody else may wait the longest than by the clock: so many are compared.
MAX_CUSTOMERS_COMPARED = 500


class BoardPayload(Payload, kind="board", rank=Rank.TITLE, key="board:{board_id}", is_repaint=True):
    """The board of the customers who wait."""

    board_id: int


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


class Room:
    """All who wait in the organization at one moment, read once for all of its boards."""

    def __init__(self, uow: UnitOfWork, waiting: Sequence[WaitingCustomer]) -> None:
        self._uow = uow
        self.waiting = waiting
        self._hours: dict[int | None, Hours] = {}

    async def minutes(self, customer: WaitingCustomer) -> int:
        """For how long a customer waits, in working time and roughly."""
        hours = await self._hours_of(customer.department_id)
        minutes = hours.working_time(customer.since, self._uow.now) // MINUTE
        step = 1 if minutes < 10 else 5 if minutes < 60 else 15
        return minutes - minutes % step

    async def _hours_of(self, department_id: int | None) -> Hours:
        if department_id not in self._hours:
            # The first has waited the longest.
            since = self.waiting[0].since
            self._hours[department_id] = await self._uow.schedules.hours_of_department(department_id, since=since)
        return self._hours[department_id]


async def room(uow: UnitOfWork) -> Room:
    return Room(uow, await uow.boards.waiting())


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
    await desk.put(uow, BoardPayload(board.id), to=board.chat_id)
    return board


async def take_down(uow: UnitOfWork, chat_id: int) -> Board | None:
    """Have none there any more; returns the one that there was."""
    board = await uow.boards.at(chat_id)
    if board is not None:
        await uow.session.delete(board)
    return board


async def outdated(uow: UnitOfWork, board_ids: list[int]) -> list[int]:
    """Which of the organization's boards would look otherwise now."""
    there = await room(uow)
    boards = [board for id in board_ids if (board := await uow.boards.get(id)) is not None]
    return [board.id for board in boards if await _is_outdated(uow, board, there)]


async def _is_outdated(uow: UnitOfWork, board: Board, there: Room) -> bool:
    if await is_out_of_reach(uow, board):
        return False
    return (await queue_of(uow, board, there)).digest != board.shown


async def is_out_of_reach(uow: UnitOfWork, board: Board) -> bool:
    """Whether nothing can be shown in its group for now: it is painted when that is over."""
    forum = await uow.forums.at(board.chat_id) if board.employee_id is None else None
    return forum is not None and not forum.is_usable


async def refresh(uow: UnitOfWork, board_id: int) -> None:
    """Paint a board as things are."""
    board = await uow.boards.get(board_id)
    if board is not None:
        await desk.put(uow, BoardPayload(board.id), to=board.chat_id)


async def queue_of(uow: UnitOfWork, board: Board, there: Room) -> Queue:
    """Who waits for those who read a board: their own, and what nobody has in their departments; a manager's all."""
    concerns = await _sight(uow, board)
    theirs = [customer for customer in there.waiting if concerns(customer)]
    told = [(customer, await there.minutes(customer)) for customer in theirs[:MAX_CUSTOMERS_COMPARED]]
    longest = sorted(told, key=lambda each: -each[1])[:MAX_CUSTOMERS_SHOWN]
    return Queue([await _line(uow, board, customer, minutes) for customer, minutes in longest], len(theirs))


async def _line(uow: UnitOfWork, board: Board, customer: WaitingCustomer, minutes: int) -> Line:
    contact = await uow.contacts.get(customer.contact_id)
    responsible = (await uow.employees.get(customer.assignee_id)).name if customer.assignee_id else None
    is_own = board.employee_id is not None and customer.assignee_id == board.employee_id
    return Line(customer.dialog_id, contact.title, minutes, responsible, is_own)


async def _sight(uow: UnitOfWork, board: Board) -> Callable[[WaitingCustomer], bool]:
    """Which customers are a board's."""
    if board.employee_id is None:
        return lambda customer: customer.department_id == board.department_id
    reader = await uow.employees.get(board.employee_id)
    own = {None} | {membership.department_id for membership in await uow.employees.memberships(reader.id)}

    def sees(customer: WaitingCustomer) -> bool:
        if customer.assignee_id == reader.id or reader.role is Role.ADMIN:
            return True
        return customer.department_id in own and (customer.assignee_id is None or reader.is_manager)

    return sees

"""The board: a pinned list of customers who wait for an answer, longest wait first."""

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
# An edit costs as much of a chat's rate limit as a message, so a board is not repainted more often.
MIN_REPAINT_INTERVAL = timedelta(seconds=20)
# The board shows only the number of the other waiting customers.
MAX_CUSTOMERS_SHOWN = 8
# The order by working time can differ from the order by the clock, so this many customers are compared.
MAX_CUSTOMERS_COMPARED = 500


class BoardPayload(Payload, kind="board", rank=Rank.TITLE, key="board:{board_id}", is_repaint=True):
    """Paints the board of the customers who wait."""

    board_id: int


@dataclass(frozen=True)
class Line:
    """One waiting customer on a board. `minutes` is working time, rounded more roughly the longer the wait."""

    dialog_id: int
    name: str
    minutes: int
    responsible: str | None
    is_own: bool


@dataclass(frozen=True)
class Queue:
    """What a board shows: its first lines (longest wait first) and the number of all waiting customers."""

    lines: list[Line]
    count: int

    @property
    def digest(self) -> str:
        """Hash of the rendered board; the board is repainted only when it changes."""
        return sha256(repr(self).encode()).hexdigest()[:32]


class Room:
    """All waiting customers of the organization at one moment. They are read once and shared by all of its boards."""

    def __init__(self, uow: UnitOfWork, waiting: Sequence[WaitingCustomer]) -> None:
        self._uow = uow
        self.waiting = waiting
        self._hours: dict[int | None, Hours] = {}

    async def minutes(self, customer: WaitingCustomer) -> int:
        """How long a customer waits, in rounded minutes of working time."""
        hours = await self._hours_of(customer.department_id)
        minutes = hours.working_time(customer.since, self._uow.now) // MINUTE
        step = 1 if minutes < 10 else 5 if minutes < 60 else 15
        return minutes - minutes % step

    async def _hours_of(self, department_id: int | None) -> Hours:
        if department_id not in self._hours:
            # The first customer has waited the longest.
            since = self.waiting[0].since
            self._hours[department_id] = await self._uow.schedules.hours_of_department(department_id, since=since)
        return self._hours[department_id]


async def room(uow: UnitOfWork) -> Room:
    return Room(uow, await uow.boards.waiting())


async def put_up(
    uow: UnitOfWork, chat_id: int, *, employee_id: int | None = None, department_id: int | None = None
) -> Board:
    """Create a board in a chat. A board that exists there already gets a new message at the bottom of the chat."""
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
    """Remove the board of a chat and return it; None when the chat has no board."""
    board = await uow.boards.at(chat_id)
    if board is not None:
        await uow.session.delete(board)
    return board


async def outdated(uow: UnitOfWork, board_ids: list[int]) -> list[int]:
    """Ids of the given boards whose rendered content differs from what they show."""
    there = await room(uow)
    boards = [board for id in board_ids if (board := await uow.boards.get(id)) is not None]
    return [board.id for board in boards if await _is_outdated(uow, board, there)]


async def _is_outdated(uow: UnitOfWork, board: Board, there: Room) -> bool:
    if await is_out_of_reach(uow, board):
        return False
    return (await queue_of(uow, board, there)).digest != board.shown


async def is_out_of_reach(uow: UnitOfWork, board: Board) -> bool:
    """Whether the bot cannot post in the board's group for now. The board is painted when it can post again."""
    forum = await uow.forums.at(board.chat_id) if board.employee_id is None else None
    return forum is not None and not forum.is_usable


async def refresh(uow: UnitOfWork, board_id: int) -> None:
    """Queue a repaint of a board."""
    board = await uow.boards.get(board_id)
    if board is not None:
        await desk.put(uow, BoardPayload(board.id), to=board.chat_id)


async def queue_of(uow: UnitOfWork, board: Board, there: Room) -> Queue:
    """The customers that a board shows to its readers.

    An employee sees their own customers and the unassigned ones of their departments; a manager sees all of their
    departments, an admin sees everybody.
    """
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
    """A predicate that says which waiting customers belong on a board."""
    if board.employee_id is None:
        return lambda customer: customer.department_id == board.department_id
    reader = await uow.employees.get(board.employee_id)
    own = {None} | {membership.department_id for membership in await uow.employees.memberships(reader.id)}

    def sees(customer: WaitingCustomer) -> bool:
        if customer.assignee_id == reader.id or reader.role is Role.ADMIN:
            return True
        return customer.department_id in own and (customer.assignee_id is None or reader.is_manager)

    return sees

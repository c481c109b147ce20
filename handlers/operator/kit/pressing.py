"""A press of a task's button: who pressed what where, and how the answer is drawn."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery

from bridge.actions.tasks import tasks
from bridge.actions.tasks.tasks import TaskDeleted, TaskReference
from bridge.desk.tasks.task_edits import draft_screen
from bridge.desk.tasks.tasks import AboutTask, OfTask, about_task, task_screen
from bridge.desk.ui.screen import Screen
from handlers.operator.kit import questions
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import QuestionKind
from storage.inbox.windows import Window
from storage.tasks.task_cards import TaskCard
from storage.tasks.tasks import StaleTask, Task
from storage.team.employees import Employee

Change = Callable[[UnitOfWork, Employee], Awaitable[Task]]
Draw = Callable[[AboutTask], Screen]


class TaskPress:
    """What the handlers of a task's buttons have in common."""

    def __init__(
        self,
        query: CallbackQuery,
        operator: Operator,
        place: Place,
        begin: Begin,
        database: Database,
        responder: Responder,
    ) -> None:
        self.operator = operator
        self.zone = operator.time_zone
        self._query = query
        self._place = place
        self._begin = begin
        self._database = database
        self._responder = responder

    async def changes(self, button: OfTask, change: Change, toast: str = "", *, creates: bool = False) -> Task:
        """Change the task and draw it as it is then, also when the button was stale; that is raised after.

        Args:
            toast: text shown for a moment.
            creates: the message with the button becomes the task's card, where it stands in its dialog.
        """
        try:
            async with self._begin() as uow:
                task = await change(uow, await self.operator.employee(uow))
                await stop_asking(uow, self.operator, self._place)
                if creates:
                    await self._adopt(uow, task)
                screen = await only_card(
                    uow, task, self.operator, self._place, listed=button.listed, message_id=self._message_id
                )
        except (StaleTask, TaskDeleted):
            await self.shows(button.task_id, listed=button.listed)
            raise
        await self._responder.redraw(self._query, screen)
        await self._responder.toast(self._query, toast)
        return task

    async def shows(self, task_id: int, *, listed: bool = False) -> None:
        """Draw the task as it is; an open question about it is forgotten."""
        async with self._begin() as uow:
            await stop_asking(uow, self.operator, self._place)
            task = await tasks.get_visible_task(uow, task_id, by=await self.operator.employee(uow))
            screen = await screen_of(uow, task, self.operator, self._place, listed=listed)
        await self._responder.redraw(self._query, screen)

    async def looks(self, task_id: int, draw: Draw) -> None:
        """Draw another screen of the task."""
        async with self._database.read(self.operator.organization_id) as uow:
            task = await tasks.get_visible_task(uow, task_id, by=await self.operator.employee(uow))
            screen = draw(await seen_by(uow, task, self.operator, self._place))
        await self.answers(screen)

    async def asks(self, button: OfTask, what: str) -> None:
        """Have the next text here be the answer."""
        async with self._begin() as uow:
            task = await tasks.lock(uow, TaskReference(button.task_id), by=await self.operator.employee(uow))
            about = {"task_id": task.id, "listed": button.listed, "screen_id": self._message_id}
            await questions.ask(uow, self._place, self.operator, QuestionKind.TASK, ask=what, **about)

    async def answers(self, screen: Screen) -> None:
        await self._responder.redraw(self._query, screen)
        await self._responder.toast(self._query)

    @property
    def _message_id(self) -> int:
        return self._query.message.message_id if self._query.message else 0

    async def _adopt(self, uow: UnitOfWork, task: Task) -> None:
        window = await window_here(uow, task, self._place)
        if window is not None and window.is_live and self._message_id:
            uow.add(TaskCard(task_id=task.id, window_id=window.id, telegram_message_id=self._message_id))
            await uow.flush()


async def pressing(
    query: CallbackQuery, operator: Operator, place: Place, begin: Begin, database: Database, responder: Responder
) -> dict[str, TaskPress]:
    """A filter that lets everything through, and brings the handlers what they need."""
    return {"pressing": TaskPress(query, operator, place, begin, database, responder)}


async def seen_by(uow: UnitOfWork, task: Task, operator: Operator, place: Place) -> AboutTask:
    """In a group nobody is «you»."""
    return await about_task(uow, task, viewer_id=None if place.is_group else operator.employee_id)


async def screen_of(
    uow: UnitOfWork, task: Task, operator: Operator, place: Place, *, listed: bool = False, warning: str = ""
) -> Screen:
    """The task as it is shown where it was asked for."""
    seen = await seen_by(uow, task, operator, place)
    if task.is_draft:
        return draft_screen(seen, operator.time_zone, warning=warning)
    inside = place.thread_id is not None and await window_here(uow, task, place) is not None
    return task_screen(seen, operator.time_zone, listed=listed, inside=inside)


async def only_card(
    uow: UnitOfWork, task: Task, operator: Operator, place: Place, *, listed: bool, message_id: int | None = None
) -> Screen:
    """The task as it is shown in that message; without buttons when its card stands in this topic already."""
    screen = await screen_of(uow, task, operator, place, listed=listed)
    is_double = place.thread_id is not None and await card_here(uow, task, place) not in (None, message_id)
    return Screen(screen.text) if is_double else screen


async def card_here(uow: UnitOfWork, task: Task, place: Place) -> int | None:
    """The message that is the task's card in this place; the outbox paints it by itself."""
    window = await window_here(uow, task, place)
    card = await uow.task_cards.at(task.id, window.id) if window is not None else None
    return card.telegram_message_id if card is not None else None


async def window_here(uow: UnitOfWork, task: Task, place: Place) -> Window | None:
    """The window of the task's dialog, if this is its place."""
    window = await uow.windows.at(task.dialog_id, place.chat_id) if task.dialog_id is not None else None
    return window if window is not None and window.thread_id == place.thread_id else None


async def stop_asking(uow: UnitOfWork, operator: Operator, place: Place) -> None:
    """Whatever was asked about a task here needs no answer any more."""
    await questions.forget_kinds(uow, place, operator, QuestionKind.TASK)

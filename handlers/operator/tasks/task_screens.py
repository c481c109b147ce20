"""A task as it is shown after a press, a command or a typed text; and the questions about it."""

from typing import Literal

from bridge.actions.tasks import tasks
from bridge.actions.tasks.tasks import TaskDeleted
from bridge.desk.tasks.task_edits import draft_screen
from bridge.desk.tasks.tasks import AboutTask, OfTask, about_task, task_screen
from bridge.desk.ui.screen import Screen
from bridge.errors import lazy
from handlers.operator.kit.parts import Stale
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Press, Request
from handlers.operator.kit.responses import Response
from storage.inbox.questions import QuestionKind
from storage.inbox.windows import Window
from storage.tasks.task_cards import TaskCard
from storage.tasks.tasks import StaleTask, Task


class TaskQuestion(QuestionData):
    """Asks for the text of a task or for its due time.

    Args:
        task_id, listed: from the button that asked for another text or due time; empty for a new task.
        dialog_id: the dialog of a new task, if it has one.
        said: the due time of a new task, if the command named one.
        screen_id: the message with the question; it is deleted when the question is answered.
    """

    kind = QuestionKind.TASK
    about = lazy("the question about a task")

    ask: Literal["new", "text", "due"]
    task_id: int = 0
    listed: bool = False
    dialog_id: int | None = None
    said: str = ""
    screen_id: int | None = None


async def about_pressed(press: Press, button: OfTask) -> AboutTask:
    return await seen_by(press, await tasks.get_visible_task(press.uow, button.task_id, by=press.by))


async def show_pressed(press: Press, button: OfTask) -> Screen:
    """The task as it is now; an open question about it is forgotten."""
    await press.stop_asking(TaskQuestion)
    task = await tasks.get_visible_task(press.uow, button.task_id, by=press.by)
    return await screen_of(press, task, listed=button.listed)


STALE = Stale((StaleTask, TaskDeleted), show_pressed)


async def changed(press: Press, button: OfTask, task: Task, toast: str = "", *, creates: bool = False) -> Response:
    """The response after a change of the task.

    Args:
        creates: the message with the button becomes the task's card, if it is in the task's dialog.
    """
    await press.stop_asking(TaskQuestion)
    if creates:
        await _adopt(press, task)
    return Response(await only_card(press, task, listed=button.listed, message_id=press.message_id), toast)


async def seen_by(request: Request, task: Task) -> AboutTask:
    """The task's details for the viewer; in a group nobody is «you»."""
    return await about_task(request.uow, task, viewer_id=None if request.place.is_group else request.by.id)


async def screen_of(request: Request, task: Task, *, listed: bool = False, warning: str = "") -> Screen:
    seen = await seen_by(request, task)
    if task.is_draft:
        return draft_screen(seen, request.zone, warning=warning)
    inside = request.place.thread_id is not None and await _window_here(request, task) is not None
    return task_screen(seen, request.zone, listed=listed, inside=inside)


async def only_card(request: Request, task: Task, *, listed: bool, message_id: int | None = None) -> Screen:
    """The task as that message shows it; without buttons when the task's card is in this topic already."""
    screen = await screen_of(request, task, listed=listed)
    is_double = request.place.thread_id is not None and await card_here(request, task) not in (None, message_id)
    return Screen(screen.text) if is_double else screen


async def card_here(request: Request, task: Task) -> int | None:
    """The id of the message that is the task's card in this place; the outbox repaints that one."""
    window = await _window_here(request, task)
    card = await request.uow.task_cards.at(task.id, window.id) if window is not None else None
    return card.telegram_message_id if card is not None else None


async def _window_here(request: Request, task: Task) -> Window | None:
    """The window of the task's dialog, if it is in this place."""
    chat_id, thread_id = request.place.chat_id, request.place.thread_id
    window = await request.uow.windows.at(task.dialog_id, chat_id) if task.dialog_id is not None else None
    return window if window is not None and window.thread_id == thread_id else None


async def _adopt(press: Press, task: Task) -> None:
    window = await _window_here(press, task)
    if window is not None and window.is_live and press.message_id:
        press.uow.add(TaskCard(task_id=task.id, window_id=window.id, telegram_message_id=press.message_id))
        await press.uow.flush()

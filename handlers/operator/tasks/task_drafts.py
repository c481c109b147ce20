"""New tasks, from a dialog's card, from the menu or by /task; and the typed answers about tasks."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import CommandObject

from bridge import when
from bridge.actions.tasks import tasks
from bridge.actions.tasks.tasks import TaskReference
from bridge.desk.messages.message_summaries import excerpt
from bridge.desk.tasks.task_edits import confirm_screen
from bridge.desk.tasks.tasks import NewTask
from bridge.desk.ui.screen import Screen
from bridge.text.texts import _, translate
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Order, Press, Request, Typed
from handlers.operator.kit.responses import Response, Shown
from handlers.operator.kit.target_dialogs import NoDialogHere, UnknownTopic, UseTheTopic, find_target
from handlers.operator.tasks.task_screens import TaskQuestion, card_here, only_card, screen_of, seen_by
from storage.tasks.tasks import Task

part = BotPart(__name__)


@part.writes(NewTask)
async def begin_here(press: Press, button: NewTask) -> Response:
    """Ask what is to be done; the card with the button stays."""
    if button.dialog_id:
        await press.uow.dialogs.get(button.dialog_id)
    return await _ask(press, button.dialog_id or None)


@part.command("task", writes=True)
async def begin_by_command(order: Order, *, command: CommandObject) -> Shown:
    """`/task tomorrow 10:30 call back`; when it has no words of its own, the message that it replies to is the task."""
    said = command.args or ""
    dialog_id, found = await _about(order, said)
    if not found.rest:
        return await _ask(order, dialog_id, said=said)
    _task, screen = await _draft(order, found, dialog_id)
    return screen


async def _about(order: Order, said: str) -> tuple[int | None, when.FoundTime]:
    """The dialog of the task, None without one; and the command's words, or those of the message that it replies to."""
    found = when.find(said, order.uow.now, order.zone)
    try:
        target = await find_target(order.uow, order.message, order.place, order.operator)
    except (NoDialogHere, UnknownTopic, UseTheTopic):
        # A task may have no dialog.
        return None, found
    if not found.rest and target.reply_to_id is not None:
        found = replace(found, rest=excerpt(await order.uow.messages.get(target.reply_to_id)))
    return target.window.dialog_id, found


async def _ask(request: Request, dialog_id: int | None, said: str = "") -> Response:
    words = _("What is to be done? Write it, with the time if you like: “call back tomorrow at 10:30”")
    return await request.ask(TaskQuestion(ask="new", dialog_id=dialog_id, said=said), words)


@part.answers(TaskQuestion)
async def take_answer(typed: Typed, asked: TaskQuestion) -> Response:
    """Take the answer: the text of a new task, another text for a task, or its due time."""
    task, screen = await {"new": _write, "text": _reword, "due": _reschedule}[asked.ask](typed, asked)
    screen_id = asked.screen_id or typed.shown_in
    if not screen_id or screen_id == await card_here(typed, task):
        return Response(screen)
    # The screen with the question is deleted, so that the answer's screen is the newest message.
    return Response(screen, then=lambda responder: responder.erase(screen_id))


async def _write(typed: Typed, asked: TaskQuestion) -> tuple[Task, Screen]:
    """Draft the task; when its text names no time, the time in the command applies."""
    found = when.find(typed.words, typed.uow.now, typed.zone)
    if found.when is None and found.fault is None:
        found = replace(when.find(asked.said, typed.uow.now, typed.zone), rest=found.rest)
    return await _draft(typed, found, asked.dialog_id)


async def _draft(request: Request, found: when.FoundTime, dialog_id: int | None) -> tuple[Task, Screen]:
    task = await tasks.draft(
        request.uow, found.rest, by=request.by, zone=request.zone, when=found.when, dialog_id=dialog_id
    )
    warning = translate(found.fault) if found.fault is not None else ""
    return task, await screen_of(request, task, warning=warning)


async def _reword(typed: Typed, asked: TaskQuestion) -> tuple[Task, Screen]:
    task = await tasks.change_text(typed.uow, TaskReference(asked.task_id), typed.words, by=typed.by)
    return task, await only_card(typed, task, listed=asked.listed)


async def _reschedule(typed: Typed, asked: TaskQuestion) -> tuple[Task, Screen]:
    """Change the due time. A draft shows it before it is confirmed; for an existing task the bot asks first."""
    pressed = TaskReference(asked.task_id)
    due = when.read(typed.words, typed.uow.now, typed.zone)
    task = await tasks.lock(typed.uow, pressed, by=typed.by)
    if task.is_draft:
        await tasks.schedule(typed.uow, pressed, due, zone=typed.zone, by=typed.by)
        return task, await screen_of(typed, task)
    return task, confirm_screen(await seen_by(typed, task), due, typed.zone, listed=asked.listed)


def router() -> Router:
    return part.router()

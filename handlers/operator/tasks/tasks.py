"""Buttons of a task: done, reopen, change, hand over, delete."""

from dataclasses import replace

from aiogram import Router

from bridge.actions.tasks import tasks
from bridge.actions.tasks.tasks import TaskReference
from bridge.desk.inbox.receivers import receiver
from bridge.desk.tasks.task_edits import (
    PickDueDay,
    SetDue,
    SetDueTime,
    SetRepeat,
    TurnDueMonth,
    UnknownChoice,
    due_screen,
    edit_screen,
    hour_screen,
    moment,
    quick_due,
    receivers_screen,
    repeat_screen,
    text_screen,
)
from bridge.desk.tasks.task_reminders import lead_time_screen
from bridge.desk.tasks.tasks import DoTask, GiveTask, OfTask, TaskAction
from bridge.desk.ui.screen import Screen
from bridge.errors import lazy
from bridge.text.texts import _
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Press
from handlers.operator.kit.responses import Response, Shown
from handlers.operator.tasks.task_screens import STALE, TaskQuestion, about_pressed, changed, show_pressed
from storage.tasks.repeats import Repeat

CHANGE_ACTIONS = {
    TaskAction.CREATE: (tasks.create, lazy("The task is set")),
    TaskAction.DONE: (tasks.finish, lazy("The task is done")),
    TaskAction.REOPEN: (tasks.reopen, lazy("The task is back in work")),
    TaskAction.DELETE: (tasks.delete, lazy("The task is deleted; it can be brought back")),
    TaskAction.RESTORE: (tasks.restore, lazy("The task is back")),
}
NOT_SIGNED_IN_TEXT = lazy("{name} is not signed in, and will find it in the task list")

part = BotPart(__name__, stale=STALE)


@part.writes(DoTask)
async def act(press: Press, button: DoTask) -> Shown:
    """Create, finish, reopen, delete, restore or discard the task; or show another of its screens."""
    match button.do:
        case TaskAction.SHOW:
            return await show_pressed(press, button)
        case TaskAction.DISCARD:
            await tasks.discard(press.uow, TaskReference(button.task_id), by=press.by)
            await press.stop_asking(TaskQuestion)
            return Response(ends_question=_("No task was set"))
        case TaskAction.TEXT | TaskAction.DUE:
            return await _ask(press, button)
        case TaskAction.EDIT:
            return edit_screen(await about_pressed(press, button), press.zone, listed=button.listed)
        case TaskAction.REPEAT:
            return repeat_screen(await about_pressed(press, button), listed=button.listed)
        case TaskAction.LEAD_TIME:
            return lead_time_screen(await about_pressed(press, button), listed=button.listed)
        case change:
            action, toast = CHANGE_ACTIONS[change]
            task = await action(press.uow, _pressed(button), by=press.by)
            return await changed(press, button, task, _(toast), creates=change is TaskAction.CREATE)


async def _ask(press: Press, button: DoTask) -> Screen:
    """Ask a question; the next text here is the answer."""
    await tasks.lock(press.uow, TaskReference(button.task_id), by=press.by)
    about = {"task_id": button.task_id, "listed": button.listed, "screen_id": press.message_id}
    seen = await about_pressed(press, button)
    if button.do is TaskAction.TEXT:
        await press.keep_asking(TaskQuestion(ask="text", **about))
        return text_screen(seen, listed=button.listed)
    await press.keep_asking(TaskQuestion(ask="due", **about))
    return due_screen(seen, press.zone, listed=button.listed)


@part.reads(TurnDueMonth)
async def turn_month(press: Press, button: TurnDueMonth) -> Screen:
    return due_screen(await about_pressed(press, button), press.zone, listed=button.listed, shown=button.day)


@part.reads(PickDueDay)
async def pick_day(press: Press, button: PickDueDay) -> Screen:
    return hour_screen(await about_pressed(press, button), press.zone, button.day, listed=button.listed)


@part.writes(SetDue)
async def set_due(press: Press, button: SetDue) -> Response:
    due = quick_due(button.quick, press.uow.now, press.zone)
    task = await tasks.schedule(press.uow, _pressed(button), due, zone=press.zone, by=press.by)
    if button.creates:
        await tasks.create(press.uow, TaskReference(task.id), by=press.by)
    return await changed(press, button, task, _("The due time is set"), creates=button.creates)


@part.writes(SetDueTime)
async def set_moment(press: Press, button: SetDueTime) -> Response:
    due = moment(button.minute, is_all_day=button.is_all_day, now=press.uow.now)
    task = await tasks.schedule(press.uow, _pressed(button), due, zone=press.zone, by=press.by)
    return await changed(press, button, task, _("The due time is set"))


@part.writes(SetRepeat)
async def set_repeat(press: Press, button: SetRepeat) -> Response:
    if button.repeat not in ("", *Repeat):
        raise UnknownChoice
    repeat = Repeat(button.repeat) if button.repeat else None
    task = await tasks.set_repeat(press.uow, _pressed(button), repeat, by=press.by)
    return await changed(press, button, task)


@part.writes(GiveTask)
async def give(press: Press, button: GiveTask) -> Shown:
    """Show the possible assignees, or hand the task over to the picked one."""
    if not button.to:
        task = await tasks.get_visible_task(press.uow, button.task_id, by=press.by)
        return await receivers_screen(press.uow, task, viewer_id=press.by.id, listed=button.listed, page=button.page)
    task = await tasks.give_to(press.uow, _pressed(button), receiver(button.to), by=press.by)
    response = await changed(press, button, task)
    if task.assignee_id is None or await press.uow.sign_ins.of_employee(task.assignee_id):
        return response
    words = _(NOT_SIGNED_IN_TEXT).format(name=(await press.uow.employees.get(task.assignee_id)).name)
    return replace(response, then=lambda responder: responder.say(words))


def _pressed(button: OfTask) -> TaskReference:
    return TaskReference(button.task_id, button.version)


def router() -> Router:
    return part.router()

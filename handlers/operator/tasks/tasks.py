"""The buttons of a task: done, back to work, change, hand over, delete."""

from functools import partial

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bridge.actions.tasks import tasks
from bridge.actions.tasks.tasks import TaskReference
from bridge.desk.inbox.receivers import receiver
from bridge.desk.tasks.task_edits import (
    CALENDAR_PURPOSE,
    SetDue,
    SetDueTime,
    SetRepeat,
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
from bridge.desk.tasks.tasks import DoTask, GiveTask, OfTask, TaskAction
from bridge.desk.ui.calendars import PickDay, TurnMonth
from bridge.errors import lazy
from bridge.text.texts import _
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.pressing import TaskPress, pressing, stop_asking
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.tasks.repeats import Repeat
from storage.tasks.tasks import Task
from storage.team.employees import Employee

CHANGE_ACTIONS = {
    TaskAction.CREATE: (tasks.create, lazy("The task is set")),
    TaskAction.DONE: (tasks.finish, lazy("The task is done")),
    TaskAction.REOPEN: (tasks.reopen, lazy("The task is back in work")),
    TaskAction.DELETE: (tasks.delete, lazy("The task is deleted; it can be brought back")),
    TaskAction.RESTORE: (tasks.restore, lazy("The task is back")),
}
NOT_SIGNED_IN_TEXT = lazy("{name} is not signed in, and will find it in the task list")


async def change(query: CallbackQuery, callback_data: DoTask, pressing: TaskPress) -> None:
    """Set, done, back to work, deleted, brought back."""
    action, toast = CHANGE_ACTIONS[callback_data.do]

    async def act(uow: UnitOfWork, by: Employee) -> Task:
        return await action(uow, _pressed(callback_data), by=by)

    await pressing.changes(callback_data, act, _(toast), creates=callback_data.do is TaskAction.CREATE)


async def discard(
    query: CallbackQuery, callback_data: DoTask, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await tasks.discard(uow, TaskReference(callback_data.task_id), by=await operator.employee(uow))
        await stop_asking(uow, operator, place)
    await responder.strip(query, _("No task was set"))
    await responder.toast(query)


async def show(query: CallbackQuery, callback_data: DoTask, pressing: TaskPress, responder: Responder) -> None:
    await pressing.shows(callback_data.task_id, listed=callback_data.listed)
    await responder.toast(query)


async def edit(query: CallbackQuery, callback_data: DoTask, pressing: TaskPress) -> None:
    await pressing.looks(callback_data.task_id, partial(edit_screen, zone=pressing.zone, listed=callback_data.listed))


async def ask_text(query: CallbackQuery, callback_data: DoTask, pressing: TaskPress) -> None:
    await pressing.asks(callback_data, "text")
    await pressing.looks(callback_data.task_id, partial(text_screen, listed=callback_data.listed))


async def ask_due(query: CallbackQuery, callback_data: DoTask, pressing: TaskPress) -> None:
    await pressing.asks(callback_data, "due")
    await pressing.looks(callback_data.task_id, partial(due_screen, zone=pressing.zone, listed=callback_data.listed))


async def turn_month(query: CallbackQuery, callback_data: TurnMonth, pressing: TaskPress) -> None:
    await pressing.looks(callback_data.key, partial(due_screen, zone=pressing.zone, shown=callback_data.day))


async def pick_day(query: CallbackQuery, callback_data: PickDay, pressing: TaskPress) -> None:
    await pressing.looks(callback_data.key, partial(hour_screen, zone=pressing.zone, day=callback_data.day))


async def ask_repeat(query: CallbackQuery, callback_data: DoTask, pressing: TaskPress) -> None:
    await pressing.looks(callback_data.task_id, partial(repeat_screen, listed=callback_data.listed))


async def set_due(query: CallbackQuery, callback_data: SetDue, pressing: TaskPress) -> None:
    async def act(uow: UnitOfWork, by: Employee) -> Task:
        when = quick_due(callback_data.quick, uow.now, pressing.zone)
        task = await tasks.schedule(uow, _pressed(callback_data), when, zone=pressing.zone, by=by)
        return await tasks.create(uow, TaskReference(task.id), by=by) if callback_data.creates else task

    await pressing.changes(callback_data, act, _("The due time is set"), creates=callback_data.creates)


async def set_moment(query: CallbackQuery, callback_data: SetDueTime, pressing: TaskPress) -> None:
    async def act(uow: UnitOfWork, by: Employee) -> Task:
        when = moment(callback_data.minute, is_all_day=callback_data.is_all_day, now=uow.now)
        return await tasks.schedule(uow, _pressed(callback_data), when, zone=pressing.zone, by=by)

    await pressing.changes(callback_data, act, _("The due time is set"))


async def set_repeat(query: CallbackQuery, callback_data: SetRepeat, pressing: TaskPress) -> None:
    if callback_data.repeat not in ("", *Repeat):
        raise UnknownChoice
    repeat = Repeat(callback_data.repeat) if callback_data.repeat else None

    async def act(uow: UnitOfWork, by: Employee) -> Task:
        return await tasks.set_repeat(uow, _pressed(callback_data), repeat, by=by)

    await pressing.changes(callback_data, act)


async def pick_receiver(
    query: CallbackQuery, callback_data: GiveTask, operator: Operator, pressing: TaskPress, database: Database
) -> None:
    async with database.read(operator.organization_id) as uow:
        task = await tasks.get_visible_task(uow, callback_data.task_id, by=await operator.employee(uow))
        screen = await receivers_screen(
            uow, task, viewer_id=operator.employee_id, listed=callback_data.listed, page=callback_data.page
        )
    await pressing.answers(screen)


async def give(
    query: CallbackQuery, callback_data: GiveTask, pressing: TaskPress, responder: Responder, database: Database
) -> None:
    to = receiver(callback_data.to)

    async def act(uow: UnitOfWork, by: Employee) -> Task:
        return await tasks.give_to(uow, _pressed(callback_data), to, by=by)

    task = await pressing.changes(callback_data, act)
    async with database.read(task.organization_id) as uow:
        is_away = task.assignee_id is not None and not await uow.sign_ins.of_employee(task.assignee_id)
        if is_away:
            await responder.say(
                _(NOT_SIGNED_IN_TEXT).format(name=(await uow.employees.get(task.assignee_id or 0)).name)
            )


def _pressed(button: OfTask) -> TaskReference:
    return TaskReference(button.task_id, button.version)


def router() -> Router:
    router = Router(name=__name__)
    press = router.callback_query
    press.filter(pressing)
    press.register(change, DoTask.filter(F.do.in_(CHANGE_ACTIONS)))
    press.register(discard, DoTask.filter(F.do == TaskAction.DISCARD))
    press.register(show, DoTask.filter(F.do == TaskAction.SHOW))
    press.register(edit, DoTask.filter(F.do == TaskAction.EDIT))
    press.register(ask_text, DoTask.filter(F.do == TaskAction.TEXT))
    press.register(ask_due, DoTask.filter(F.do == TaskAction.DUE))
    press.register(ask_repeat, DoTask.filter(F.do == TaskAction.REPEAT))
    press.register(turn_month, TurnMonth.filter(F.purpose == CALENDAR_PURPOSE))
    press.register(pick_day, PickDay.filter(F.purpose == CALENDAR_PURPOSE))
    press.register(set_due, SetDue.filter())
    press.register(set_moment, SetDueTime.filter())
    press.register(set_repeat, SetRepeat.filter())
    press.register(pick_receiver, GiveTask.filter(F.to == ""))
    press.register(give, GiveTask.filter())
    return router

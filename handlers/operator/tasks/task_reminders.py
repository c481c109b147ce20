"""The buttons of a reminder, and those by which it is chosen when one is reminded."""

from datetime import datetime, timedelta
from functools import partial

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bridge.actions.tasks import task_reminders, tasks
from bridge.actions.tasks.tasks import TaskReference
from bridge.desk.tasks.task_edits import UnknownChoice
from bridge.desk.tasks.task_reminders import PutOff, Until, Warn, lead_time_screen
from bridge.desk.tasks.tasks import DoTask, TaskAction
from bridge.errors import lazy
from bridge.text.texts import _
from handlers.operator.kit.pressing import TaskPress, pressing
from storage.engine.unit_of_work import UnitOfWork
from storage.tasks.lead_times import LeadTime
from storage.tasks.task_reminders import morning
from storage.tasks.tasks import Task
from storage.team.employees import Employee

HOUR = timedelta(hours=1)
PUT_OFF_TEXTS = {
    Until.HOUR: lazy("I will remind of it in an hour"),
    Until.TOMORROW: lazy("I will remind of it tomorrow morning"),
}


async def put_off(query: CallbackQuery, callback_data: PutOff, pressing: TaskPress) -> None:
    async def act(uow: UnitOfWork, by: Employee) -> Task:
        until = _moment(callback_data.until, uow.now, pressing.zone)
        pressed = TaskReference(callback_data.task_id, callback_data.version)
        return await task_reminders.put_off(uow, pressed, until, by=by)

    await pressing.changes(callback_data, act, _(PUT_OFF_TEXTS[callback_data.until]))


async def ask_lead_time(query: CallbackQuery, callback_data: DoTask, pressing: TaskPress) -> None:
    await pressing.looks(callback_data.task_id, partial(lead_time_screen, listed=callback_data.listed))


async def warn(query: CallbackQuery, callback_data: Warn, pressing: TaskPress) -> None:
    if callback_data.ahead not in ("", *LeadTime):
        raise UnknownChoice
    ahead = LeadTime(callback_data.ahead) if callback_data.ahead else None

    async def act(uow: UnitOfWork, by: Employee) -> Task:
        return await tasks.set_lead_time(uow, TaskReference(callback_data.task_id, callback_data.version), ahead, by=by)

    await pressing.changes(callback_data, act)


def _moment(until: Until, now: datetime, zone: str) -> datetime:
    return now + HOUR if until is Until.HOUR else morning(now, zone, days=1)


def router() -> Router:
    router = Router(name=__name__)
    press = router.callback_query
    press.filter(pressing)
    press.register(put_off, PutOff.filter())
    press.register(ask_lead_time, DoTask.filter(F.do == TaskAction.LEAD_TIME))
    press.register(warn, Warn.filter())
    return router

"""Buttons of a reminder, and those that choose when the employee is reminded."""

from datetime import timedelta

from aiogram import Router

from bridge.actions.tasks import task_reminders, tasks
from bridge.actions.tasks.tasks import TaskReference
from bridge.desk.tasks.task_edits import UnknownChoice
from bridge.desk.tasks.task_reminders import PutOff, Until, Warn
from bridge.errors import lazy
from bridge.text.texts import _
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Press
from handlers.operator.kit.responses import Response
from handlers.operator.tasks.task_screens import STALE, changed
from storage.tasks.lead_times import LeadTime
from storage.tasks.task_reminders import morning

HOUR = timedelta(hours=1)
PUT_OFF_TEXTS = {
    Until.HOUR: lazy("I will remind of it in an hour"),
    Until.TOMORROW: lazy("I will remind of it tomorrow morning"),
}

part = BotPart(__name__, stale=STALE)


@part.writes(PutOff)
async def put_off(press: Press, button: PutOff) -> Response:
    now = press.uow.now
    until = now + HOUR if button.until is Until.HOUR else morning(now, press.zone, days=1)
    pressed = TaskReference(button.task_id, button.version)
    task = await task_reminders.put_off(press.uow, pressed, until, by=press.by)
    return await changed(press, button, task, _(PUT_OFF_TEXTS[button.until]))


@part.writes(Warn)
async def warn(press: Press, button: Warn) -> Response:
    if button.ahead not in ("", *LeadTime):
        raise UnknownChoice
    ahead = LeadTime(button.ahead) if button.ahead else None
    pressed = TaskReference(button.task_id, button.version)
    task = await tasks.set_lead_time(press.uow, pressed, ahead, by=press.by)
    return await changed(press, button, task)


def router() -> Router:
    return part.router()

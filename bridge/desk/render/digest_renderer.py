"""The digest for an employee whose shift begins: their dialogs, the queue, the tasks of the day. A press opens one."""

from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.shifts.shifts import DigestPayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.destinations import chat_of
from bridge.desk.render.renderer import Plain, renders
from bridge.desk.tasks.tasks import DoTask, TaskAction
from bridge.desk.ui.callbacks import Open
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _, language, short_time
from bridge.when.days import bounds, today
from bridge.when.saying import in_short
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.tasks.tasks import Task
from storage.team.employees import Employee

Row = list[InlineKeyboardButton]

# Rows of each kind; a phone shows no more.
MAX_ROWS_PER_KIND = 8
# Letters of a task that fit on a button.
MAX_TITLE_LENGTH = 30


@renders(DigestPayload)
class DigestRenderer(Plain):
    async def send(self, delivery: Delivery) -> Receipt:
        async with self._database.read(delivery.organization_id) as uow:
            reader = await uow.employees.get(DigestPayload.of(delivery).employee_id)
            with language(reader.language):
                screen = await digest(uow, reader)
        if screen is not None:
            await self._telegram.send(
                SendMessage(
                    chat_id=chat_of(delivery), text=screen.text, parse_mode="HTML", reply_markup=screen.keyboard
                )
            )
        return EMPTY_RECEIPT


async def digest(uow: UnitOfWork, reader: Employee) -> Screen | None:
    """The digest's screen; None when nothing waits."""
    zone = reader.time_zone or (await uow.organizations.get(uow.organization_id)).time_zone
    departments = [membership.department_id for membership in await uow.employees.memberships(reader.id)]
    own = [dialog for dialog in await uow.dialogs.of_assignee(reader.id) if _waits(dialog)]
    queue = [dialog for dialog in await uow.dialogs.unassigned(departments) if _waits(dialog)]
    _begins, midnight = bounds(today(uow.now, zone), zone)
    due = await uow.tasks.due_of(reader.id, departments, until=midnight)
    if not (own or queue or due):
        return None
    counts = {
        _("Your customers wait: {count}"): len(own),
        _("In the queue: {count}"): len(queue),
        _("Tasks for today: {count}"): len(due),
    }
    head = await _head(uow, reader, zone)
    lines = [html.quote(words.format(count=count)) for words, count in counts.items() if count]
    rows = [await _dialog(uow, each, "⏳", zone) for each in _longest_first(own)[:MAX_ROWS_PER_KIND]]
    rows += [await _dialog(uow, each, "🆕", zone) for each in _longest_first(queue)[:MAX_ROWS_PER_KIND]]
    rows += [_task(each, zone, uow.now) for each in due[:MAX_ROWS_PER_KIND]]
    return Screen("\n".join([head, *lines]), rows)


def _waits(dialog: Dialog) -> bool:
    return dialog.waiting_since is not None and not dialog.is_snoozed


def _longest_first(dialogs: list[Dialog]) -> list[Dialog]:
    return sorted(dialogs, key=lambda dialog: (dialog.waiting_since or dialog.opened_at, dialog.id))


async def _head(uow: UnitOfWork, reader: Employee, zone: str) -> str:
    ends = (await uow.schedules.hours_of(reader.id)).ends(uow.now)
    words = _("Your shift has begun")
    if ends is not None:
        words = _("Your shift has begun; you are on duty until {time}").format(time=short_time(ends, zone, uow.now))
    return "☀️ " + html.bold(html.quote(words))


async def _dialog(uow: UnitOfWork, dialog: Dialog, icon: str, zone: str) -> Row:
    name = (await uow.contacts.get(dialog.contact_id)).title
    since = in_short(dialog.waiting_since or dialog.opened_at, zone, uow.now)
    return _button(f"{icon} {since} · {name}", Open(dialog_id=dialog.id))


def _task(task: Task, zone: str, now: datetime) -> Row:
    due = in_short(task.due_at or now, zone, now, is_all_day=task.is_all_day)
    title = task.text.splitlines()[0]
    return _button(
        f"📋 {due} · {title[:MAX_TITLE_LENGTH]}", DoTask(task_id=task.id, version=task.version, do=TaskAction.SHOW)
    )


def _button(text: str, press: CallbackData) -> Row:
    return [button(text, press)]

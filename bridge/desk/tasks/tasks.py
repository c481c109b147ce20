"""A task's screen: its text, its owner, its due time, and its buttons."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.ui.callbacks import Number, Open
from bridge.desk.ui.screen import Screen, back, button
from bridge.errors import lazy
from bridge.text.texts import _, ngettext
from bridge.when.saying import in_short, in_words
from storage.engine.unit_of_work import UnitOfWork
from storage.tasks.lead_times import LeadTime
from storage.tasks.repeats import Repeat
from storage.tasks.task_reminders import TaskReminder
from storage.tasks.tasks import Task, TaskStatus

Button = InlineKeyboardButton

# The manual uses a red label for open work.
TASK_SIGN = "🔴"
# The card of a dialog shows this many tasks, and this many letters of each.
MAX_TASKS_ON_CARD = 3
EXCERPT_LENGTH = 60
STATUS_SIGNS = {TaskStatus.DRAFT: "📝", TaskStatus.OPEN: TASK_SIGN, TaskStatus.DONE: "✅"}
REPEAT_TITLES = {
    Repeat.DAILY: lazy("every day"),
    Repeat.WEEKDAYS: lazy("on weekdays"),
    Repeat.WEEKLY: lazy("every week"),
    Repeat.MONTHLY: lazy("every month"),
}
LEAD_TIMES = {
    LeadTime.NEVER: lazy("only when it is due"),
    LeadTime.QUARTER: lazy("15 minutes before"),
    LeadTime.HOUR: lazy("an hour before"),
    LeadTime.DAY: lazy("a day before"),
}


class TaskAction(StrEnum):
    """What a button does with a task, or which screen of the task it opens."""

    CREATE = "c"
    DISCARD = "x"
    DONE = "d"
    REOPEN = "r"
    DELETE = "z"
    RESTORE = "u"
    SHOW = "s"
    EDIT = "e"
    TEXT = "t"
    DUE = "w"
    REPEAT = "p"
    LEAD_TIME = "a"


class OfTask(CallbackData, prefix="tk0"):
    """Base of the buttons of a task.

    Args:
        listed: the screen was opened from «Список задач»; its way back leads there.
    """

    task_id: Number
    version: Number
    listed: bool = False


class DoTask(OfTask, prefix="tk"):
    do: TaskAction


class ShowTasks(CallbackData, prefix="tkl"):
    """Show «Список задач» with the last choice of filters."""

    page: Number = 0


class NewTask(CallbackData, prefix="tkn"):
    """Ask for a new task; `dialog_id` 0 is a task without a dialog."""

    dialog_id: Number


@dataclass(frozen=True)
class AboutTask:
    """A task with the names of everybody who is involved in it."""

    task: Task
    author: str
    assignee: str
    contact: str | None
    done_by: str | None
    # The assignee no longer works here.
    is_orphaned: bool
    now: datetime
    # The next reminder, besides the one at the due time.
    reminder: TaskReminder | None = None


async def about_task(uow: UnitOfWork, task: Task, *, viewer_id: int | None = None) -> AboutTask:
    """Read the task's details; the viewer's own name becomes «you». `viewer_id` is None for a group."""

    async def name(employee_id: int) -> str:
        return _("you") if employee_id == viewer_id else (await uow.employees.get(employee_id)).name

    whose = await name(task.assignee_id) if task.assignee_id is not None else ""
    if task.department_id is not None:
        whose = (await uow.departments.get(task.department_id)).name
    return AboutTask(
        task=task,
        author=await name(task.author_id),
        assignee=whose,
        contact=(await uow.contacts.get(task.contact_id)).title if task.contact_id is not None else None,
        done_by=await name(task.done_by_id) if task.done_by_id is not None else None,
        is_orphaned=task.assignee_id is not None and not (await uow.employees.get(task.assignee_id)).is_active,
        now=uow.now,
        reminder=await uow.task_reminders.extra_of(task.id),
    )


def task_screen(
    seen: AboutTask, zone: str, *, listed: bool = False, inside: bool = False, lasting: bool = False, above: str = ""
) -> Screen:
    """The screen of the task as it is now.

    Args:
        zone: the viewer's time zone.
        inside: it is shown in its dialog, so it needs no button that opens the dialog.
        lasting: it stays in the chat, where «tomorrow» would soon be wrong.
        above: a line of plain text above the task.
    """
    lines = [html.quote(above)] if above else []
    lines += [task_title(seen.task), *facts(seen, zone, lasting=lasting, inside=inside)]
    return Screen("\n".join(lines), _buttons(seen.task, listed, inside))


def task_title(task: Task) -> str:
    sign = "🗑" if task.deleted_at is not None else STATUS_SIGNS[task.status]
    words = html.quote(task.text)
    return f"{sign} {html.strikethrough(words)}" if task.deleted_at is not None else f"{sign} {html.bold(words)}"


def facts(seen: AboutTask, zone: str, *, lasting: bool = False, inside: bool = False) -> list[str]:
    """The lines below the task's text."""
    task = seen.task
    left = _("does not work here any more") if seen.is_orphaned else ""
    rows = [
        (_("Due"), due_in_words(task, zone, seen.now, lasting=lasting)),
        (_("Repeats"), _(REPEAT_TITLES[task.repeat]) if task.repeat else ""),
        (_("Reminder"), _reminder(seen, zone)),
        (_("To be done by"), " · ".join(filter(None, [seen.assignee, left]))),
        (_("Set by"), "" if task.is_draft else seen.author),
        (_("Customer"), "" if inside else seen.contact or ""),
        (_("Done by"), seen.done_by or ""),
    ]
    return [f"{html.quote(name)}: {html.quote(value)}" for name, value in rows if value]


def due_in_words(task: Task, zone: str, now: datetime, *, lasting: bool = False) -> str:
    """The due time in words, with the day of the week; an overdue task says so."""
    if task.due_at is None:
        return _("at no certain time")
    words = in_words(task.due_at, _zone(task, zone), now, is_all_day=task.is_all_day, lasting=lasting)
    return " · ".join([words, _("overdue")]) if task.is_overdue(now) and not lasting else words


def _reminder(seen: AboutTask, zone: str) -> str:
    """The time of the next reminder; a draft has its lead time instead."""
    task, reminder = seen.task, seen.reminder
    if task.is_draft:
        return _(LEAD_TIMES[task.lead_time]) if task.lead_time is not None else ""
    return in_words(reminder.meant_for, zone, seen.now, lasting=True) if reminder is not None else ""


def caption(task: Task, zone: str, now: datetime, *, whose: str | None = None) -> str:
    """The task in one short line of plain text; `whose` is its owner's name, when that is shown."""
    due = in_short(task.due_at, _zone(task, zone), now, is_all_day=task.is_all_day) if task.due_at else None
    late = "⏰" if task.is_overdue(now) else STATUS_SIGNS[task.status]
    return " · ".join(filter(None, [f"{late} {due}" if due else late, whose, _short(task.text)]))


def to_do(tasks: list[Task]) -> list[str]:
    """Lines of plain text for a dialog's card: the first of its open tasks."""
    lines = [f"{TASK_SIGN} {_short(task.text)}" for task in tasks[:MAX_TASKS_ON_CARD]]
    more = len(tasks) - MAX_TASKS_ON_CARD
    if more > 0:
        lines.append(TASK_SIGN + " " + ngettext("{count} more task", "{count} more tasks", more).format(count=more))
    return lines


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= EXCERPT_LENGTH else words[:EXCERPT_LENGTH].rstrip() + "…"


def _zone(task: Task, zone: str) -> str:
    """The time zone of a due time: a whole day is a day where it was typed; an hour is shown by the viewer's clock."""
    return task.zone if task.is_all_day else zone


def _buttons(task: Task, listed: bool, inside: bool) -> list[list[Button]]:
    act = partial(action, task, listed=listed)
    delete = act(TaskAction.DELETE, _("Delete"), style=ButtonStyle.DANGER)
    if task.deleted_at is not None:
        rows = [[act(TaskAction.RESTORE, "↩ " + _("Bring back"))]]
    elif task.is_open:
        done = act(TaskAction.DONE, _("Done"), style=ButtonStyle.SUCCESS)
        rows = [[done, act(TaskAction.EDIT, _("Edit"))], [give_button(task, listed=listed), delete]]
    else:
        rows = [[act(TaskAction.REOPEN, _("Back to work")), delete]]
    if not inside:
        rows += to_dialog(task)
    if listed:
        rows.append([back_to_tasks()])
    return rows


def action(
    task: Task, do: TaskAction, caption: str, *, listed: bool = False, style: ButtonStyle | None = None
) -> Button:
    return button(caption, DoTask(task_id=task.id, version=task.version, listed=listed, do=do), style=style)


def to_dialog(task: Task) -> list[list[Button]]:
    """The row with the button that opens the task's dialog; empty when it has none."""
    if task.dialog_id is None:
        return []
    return [[button("💬 " + _("Open the dialog"), Open(dialog_id=task.dialog_id))]]


class GiveTask(OfTask, prefix="tkg"):
    """Hand the task over: `to` is "e" and an employee's id, or "d" and a department's; empty shows the list."""

    to: str = ""
    page: Number = 0


def give_button(task: Task, *, listed: bool) -> Button:
    return button(_("Hand over"), GiveTask(task_id=task.id, version=task.version, listed=listed))


def back_button(task: Task, *, listed: bool = False) -> Button:
    return action(task, TaskAction.SHOW, "‹ " + _("Back"), listed=listed)


def back_to_tasks() -> Button:
    return back(ShowTasks(), _("Task list"))


def task_button(dialog_id: int) -> Button:
    """The button «Задача» on a dialog's card."""
    return button(_("Task"), NewTask(dialog_id=dialog_id))

"""How somebody is told that a task is due, and how they choose when to be told."""

from enum import StrEnum

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.tasks.tasks import (
    LEAD_TIMES,
    AboutTask,
    OfTask,
    TaskAction,
    back_button,
    data,
    facts,
    give_button,
    task_title,
)
from bridge.desk.ui.callbacks import Open
from bridge.desk.ui.paging import in_rows
from bridge.desk.ui.screen import Screen, button
from bridge.errors import lazy
from bridge.text.texts import _
from storage.tasks.lead_times import LeadTime
from storage.tasks.task_reminders import ReminderReason
from storage.tasks.tasks import Task

Button = InlineKeyboardButton

REMINDER_TITLES = {
    ReminderReason.AHEAD: lazy("Soon due"),
    ReminderReason.DUE: lazy("It is time"),
    ReminderReason.AGAIN: lazy("A reminder"),
}


class Until(StrEnum):
    HOUR = "h"
    TOMORROW = "t"


class PutOff(OfTask, prefix="re"):
    """Remind of it again then."""

    until: Until


class Warn(OfTask, prefix="rea"):
    """How long ahead its receiver is told of the task; empty for as they have chosen for all of theirs."""

    ahead: str


class PreferLeadTime(CallbackData, prefix="red"):
    """How long ahead somebody is told of all their tasks."""

    ahead: LeadTime


def prefer_button(chosen: LeadTime) -> Button:
    """Says what is chosen; a press chooses the next."""
    choices = [*LeadTime]
    following = choices[(choices.index(chosen) + 1) % len(choices)]
    words = " ".join([_("Remind of tasks:"), _(LEAD_TIMES[chosen])])
    return button("⏰ " + words, PreferLeadTime(ahead=following))


def reminder_screen(
    seen: AboutTask, zone: str, occasion: ReminderReason, *, late: bool, again: bool, inside: bool
) -> Screen:
    """The task, with what can be done about it at once.

    Args:
        late: it should have been told before.
        again: it may have been told already.
        inside: it stands in its dialog, and needs no way there.
    """
    head = [_(REMINDER_TITLES[occasion]), _("late") if late else "", "↻ " + _("possible repeat") if again else ""]
    lines = ["⏰ " + html.quote(" · ".join(filter(None, head)))]
    lines += [task_title(seen.task), *facts(seen, zone, lasting=True, inside=inside)]
    return Screen("\n".join(lines), _buttons(seen.task, inside=inside))


def lead_time_screen(seen: AboutTask, *, listed: bool = False) -> Screen:
    """When the receiver of a task is told of it, besides when it is due."""
    task = seen.task

    def option(text: str, ahead: str) -> Button:
        tick = "✓ " if ahead == (task.lead_time or "") else ""
        to = Warn(task_id=task.id, version=task.version, listed=listed, ahead=ahead)
        return button(tick + text, to)

    choices = [option(_(LEAD_TIMES[ahead]), ahead) for ahead in LeadTime]
    rows = [*in_rows(choices), [option(_("As the receiver has chosen"), "")], [back_button(task, listed=listed)]]
    words = html.quote(_("When to remind of it, besides when it is due?"))
    return Screen(f"{task_title(task)}\n{words}", rows)


def _buttons(task: Task, *, inside: bool) -> list[list[Button]]:
    def later(text: str, until: Until) -> Button:
        return button(text, PutOff(task_id=task.id, version=task.version, until=until))

    done = button(_("Done"), data(task, TaskAction.DONE), style=ButtonStyle.SUCCESS)
    rows = [
        [done, later(_("+1 h"), Until.HOUR)],
        [later(_("Tomorrow"), Until.TOMORROW), give_button(task, listed=False)],
    ]
    if task.dialog_id is not None and not inside:
        rows.append([button("💬 " + _("Open the dialog"), Open(dialog_id=task.dialog_id))])
    return rows

"""Screens that remind somebody of a task, and those on which they choose the time of reminders."""

from enum import StrEnum

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.tasks.tasks import (
    LEAD_TIMES,
    AboutTask,
    OfTask,
    TaskAction,
    action,
    back_button,
    facts,
    give_button,
    task_title,
    to_dialog,
)
from bridge.desk.ui.paging import in_rows
from bridge.desk.ui.screen import Screen, button, choice
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
    """Remind of the task again at this time."""

    until: Until


class Warn(OfTask, prefix="rea"):
    """Set the lead time of the task's reminder; empty for the assignee's own setting."""

    ahead: str


def reminder_screen(
    seen: AboutTask, zone: str, occasion: ReminderReason, *, late: bool, again: bool, inside: bool
) -> Screen:
    """The reminder: the task with the buttons for what can be done at once.

    Args:
        late: the reminder leaves later than planned.
        again: the reminder may have been sent before.
        inside: it is shown in its dialog, so it needs no button that opens the dialog.
    """
    head = [_(REMINDER_TITLES[occasion]), _("late") if late else "", "↻ " + _("possible repeat") if again else ""]
    lines = ["⏰ " + html.quote(" · ".join(filter(None, head)))]
    lines += [task_title(seen.task), *facts(seen, zone, lasting=True, inside=inside)]
    return Screen("\n".join(lines), _buttons(seen.task, inside=inside))


def lead_time_screen(seen: AboutTask, *, listed: bool = False) -> Screen:
    """The choice of a task's lead time: when its assignee is reminded before it is due."""
    task = seen.task

    def option(text: str, ahead: str) -> Button:
        to = Warn(task_id=task.id, version=task.version, listed=listed, ahead=ahead)
        return choice(text, to, is_chosen=ahead == (task.lead_time or ""))

    choices = [option(_(LEAD_TIMES[ahead]), ahead) for ahead in LeadTime]
    rows = [*in_rows(choices), [option(_("As the receiver has chosen"), "")], [back_button(task, listed=listed)]]
    words = html.quote(_("When to remind of it, besides when it is due?"))
    return Screen(f"{task_title(task)}\n{words}", rows)


def _buttons(task: Task, *, inside: bool) -> list[list[Button]]:
    def later(text: str, until: Until) -> Button:
        return button(text, PutOff(task_id=task.id, version=task.version, until=until))

    done = action(task, TaskAction.DONE, _("Done"), style=ButtonStyle.SUCCESS)
    return [
        [done, later(_("+1 h"), Until.HOUR)],
        [later(_("Tomorrow"), Until.TOMORROW), give_button(task, listed=False)],
        *([] if inside else to_dialog(task)),
    ]

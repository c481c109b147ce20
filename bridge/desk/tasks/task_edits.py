"""Screens on which a task is drafted and changed: its text, due time, repetition, assignee."""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.tasks.tasks import DuePassed
from bridge.desk.tasks.tasks import (
    REPEAT_TITLES,
    AboutTask,
    GiveTask,
    OfTask,
    TaskAction,
    action,
    back_button,
    due_in_words,
    facts,
    task_title,
)
from bridge.desk.ui import calendars
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.paging import in_rows, page_of
from bridge.desk.ui.screen import Screen, button, choice
from bridge.errors import Refusal, lazy
from bridge.text.texts import _, day_title, weekday_title
from bridge.when import MAX_DISTANCE, PastTime, When, in_words, read
from bridge.when.days import today
from storage.engine.unit_of_work import UnitOfWork
from storage.tasks.repeats import Repeat
from storage.tasks.tasks import Task

Button = InlineKeyboardButton

# Receivers on one page.
RECEIVERS_PER_PAGE = 8
HOUR_CHOICES = range(9, 21)
LAST_MINUTE = time(23, 59)


class Quick(StrEnum):
    """Due times that one press chooses, in the words that an employee would type."""

    HOUR = "через час"
    EVENING = "сегодня вечером"
    MORNING = "завтра утром"
    LATE = "завтра вечером"
    WEEK = "через неделю"


QUICK_TITLES = {
    Quick.HOUR: lazy("In an hour"),
    Quick.EVENING: lazy("This evening"),
    Quick.MORNING: lazy("Tomorrow morning"),
    Quick.LATE: lazy("Tomorrow evening"),
    Quick.WEEK: lazy("In a week"),
}


class SetDue(OfTask, prefix="tkd"):
    """Set a due time by its name, "none" for no due time; `creates` also confirms the draft."""

    quick: str
    creates: bool = False


class SetDueTime(OfTask, prefix="tkm"):
    """Set the due time to a minute since 1970."""

    minute: Number
    is_all_day: bool


class PickDueDay(OfTask, prefix="tkq"):
    """Choose the day, and ask for the time."""

    day: calendars.Day


class TurnDueMonth(OfTask, prefix="tky"):
    """Show the month that contains this day."""

    day: calendars.Day


class SetRepeat(OfTask, prefix="tkr"):
    """Set how often the task repeats; empty for once."""

    repeat: str


class UnknownChoice(Refusal):
    text = lazy("This button is not valid")


def quick_due(name: str, now: datetime, zone: str) -> When | None:
    """The due time that a quick button means at this moment.

    Raises:
        DuePassed: the evening has already begun.
        UnknownChoice
    """
    if name == "none":
        return None
    if name not in Quick.__members__:
        raise UnknownChoice
    try:
        return read(Quick[name], now, zone)
    except PastTime:
        raise DuePassed from None


def moment(minute: int, *, is_all_day: bool, now: datetime) -> When:
    """The due time that a button with a minute means.

    Raises:
        DuePassed: that minute has passed since.
        UnknownChoice: there is no such minute.
    """
    try:
        at = datetime.fromtimestamp(minute * 60, UTC)
    except (ValueError, OverflowError):
        raise UnknownChoice from None
    if at > now + MAX_DISTANCE:
        raise UnknownChoice
    if at <= now:
        raise DuePassed
    return When(at, is_all_day=is_all_day)


def draft_screen(seen: AboutTask, zone: str, *, warning: str = "") -> Screen:
    """The draft as it was understood, to be confirmed; a press on a due time creates the task at once."""
    task = seen.task
    lines = [html.quote(_("New task")), "", task_title(task), *facts(seen, zone)]
    if warning:
        lines.append("⚠️ " + html.quote(warning))

    whose = button("👤 " + _("Whose"), GiveTask(task_id=task.id, version=task.version))
    cancel = action(task, TaskAction.DISCARD, _("Cancel"))
    text, due, repeat, reminder = _edits(task)
    if task.due_at is None:
        lines += ["", html.quote(_("When is it due? Press, and the task is set"))]
        rows = [
            *_quick(task, seen.now, zone, creates=True),
            [action(task, TaskAction.DUE, "📅 " + _("Another time"))],
            [whose, text],
            [cancel],
        ]
    else:
        create = action(task, TaskAction.CREATE, "✅ " + _("Set the task"), style=ButtonStyle.SUCCESS)
        rows = [[create], [due, repeat], [whose, text], [reminder, cancel]]
    return Screen("\n".join(lines), rows)


def edit_screen(seen: AboutTask, zone: str, *, listed: bool = False) -> Screen:
    task = seen.task
    rows = [*in_rows(_edits(task, listed=listed)), [back_button(task, listed=listed)]]
    return Screen("\n".join([task_title(task), *facts(seen, zone)]), rows)


def _edits(task: Task, *, listed: bool = False) -> list[Button]:
    captions = {
        TaskAction.TEXT: "✏️ " + _("Text"),
        TaskAction.DUE: "📅 " + _("Due"),
        TaskAction.REPEAT: "🔁 " + _("Repeat"),
        TaskAction.LEAD_TIME: "⏰ " + _("Reminder"),
    }
    return [action(task, do, caption, listed=listed) for do, caption in captions.items()]


def text_screen(seen: AboutTask, *, listed: bool = False) -> Screen:
    """The question for the task's text: the next text is taken as the answer."""
    text = [task_title(seen.task), "", html.quote(_("Write the new text of the task"))]
    return Screen("\n".join(text), [[back_button(seen.task, listed=listed)]])


def due_screen(seen: AboutTask, zone: str, *, listed: bool = False, shown: date | None = None) -> Screen:
    """The choice of a due time: by a quick button, by the calendar, or typed as the next text."""
    task, day = seen.task, today(seen.now, zone)
    chosen = task.due_at.astimezone(ZoneInfo(zone)).date() if task.due_at is not None else None
    lines = [
        task_title(task),
        html.quote(_("Due")) + ": " + html.quote(due_in_words(task, zone, seen.now)),
        "",
        html.quote(_("Press, or write when: “tomorrow at 10:30”, “on Friday”, “in 2 hours”")),
    ]
    which = {"task_id": task.id, "version": task.version, "listed": listed}
    month = calendars.month(
        shown or chosen or day,
        pick=lambda day: PickDueDay(**which, day=day),
        turn=lambda day: TurnDueMonth(**which, day=day),
        today=day,
        chosen=chosen,
        earliest=day,
    )
    rows = [*_quick(task, seen.now, zone, listed=listed), *month, [back_button(task, listed=listed)]]
    return Screen("\n".join(lines), rows)


def hour_screen(seen: AboutTask, zone: str, day: date, *, listed: bool = False) -> Screen:
    """The choice of an hour of the picked day."""
    task, there = seen.task, ZoneInfo(zone)

    def option(text: str, at: datetime, *, is_all_day: bool = False) -> Button:
        minute = int(at.timestamp()) // 60
        which = {"task_id": task.id, "version": task.version, "listed": listed}
        return button(text, SetDueTime(**which, minute=minute, is_all_day=is_all_day))

    whole = option(_("The whole day"), datetime.combine(day, LAST_MINUTE, there), is_all_day=True)
    hours = [datetime.combine(day, time(hour), there) for hour in HOUR_CHOICES]
    ahead = [option(f"{at:%H:%M}", at) for at in hours if at > seen.now]
    rows = [[whole], *in_rows(ahead, width=4), [back_button(task, listed=listed)]]
    words = ", ".join([weekday_title(day), day_title(day, today(seen.now, zone))])
    text = [task_title(task), html.quote(_("{day}: at what time?").format(day=words))]
    return Screen("\n".join(text), rows)


def repeat_screen(seen: AboutTask, *, listed: bool = False) -> Screen:
    task = seen.task

    def option(text: str, repeat: str) -> Button:
        to = SetRepeat(task_id=task.id, version=task.version, listed=listed, repeat=repeat)
        return choice(text, to, is_chosen=repeat == (task.repeat or ""))

    often = [option(_(REPEAT_TITLES[repeat]), repeat) for repeat in Repeat]
    rows = [[option(_("once"), "")], often[:2], often[2:], [back_button(task, listed=listed)]]
    question = _("How often shall it come again? The next one comes when this one is done")
    return Screen(f"{task_title(task)}\n{html.quote(question)}", rows)


def confirm_screen(seen: AboutTask, when: When, zone: str, *, listed: bool = False) -> Screen:
    """The question whether a typed due time of an existing task is right."""
    task = seen.task
    minute = int(when.at.timestamp()) // 60
    to = SetDueTime(task_id=task.id, version=task.version, listed=listed, minute=minute, is_all_day=when.is_all_day)
    words = in_words(when.at, zone, seen.now, is_all_day=when.is_all_day)
    rows = [
        [button("✅ " + _("That is right"), to, style=ButtonStyle.SUCCESS)],
        [action(task, TaskAction.DUE, "📅 " + _("Another time"), listed=listed)],
        [back_button(task, listed=listed)],
    ]
    text = [task_title(task), html.quote(_("Due")) + ": " + html.bold(html.quote(words))]
    return Screen("\n".join(text), rows)


async def receivers_screen(uow: UnitOfWork, task: Task, *, viewer_id: int, listed: bool, page: int = 0) -> Screen:
    """A page of possible assignees: the viewer, colleagues, departments; signed-in colleagues come first."""

    def option(text: str, to: str, style: ButtonStyle | None = None) -> Button:
        give = GiveTask(task_id=task.id, version=task.version, listed=listed, to=to)
        return button(text, give, style=style)

    here = {sign_in.employee_id for sign_in in await uow.sign_ins.of_department(None)}
    others = [one for one in await uow.employees.all() if one.id not in (viewer_id, task.assignee_id)]
    others.sort(key=lambda one: one.id not in here)
    choices = [option(f"👤 {one.name}" + ("" if one.id in here else " 💤"), f"e{one.id}") for one in others]
    departments = [one for one in await uow.departments.all() if one.id != task.department_id]
    choices += [option(f"👥 {one.name}", f"d{one.id}") for one in departments]
    shown = page_of(choices, page, size=RECEIVERS_PER_PAGE)
    rows = in_rows(shown.items, width=1)
    if task.assignee_id != viewer_id:
        rows.insert(0, [option(_("To myself"), f"e{viewer_id}", ButtonStyle.SUCCESS)])
    turned = GiveTask(task_id=task.id, version=task.version, listed=listed)
    rows += shown.turning(lambda to: turned.model_copy(update={"page": to}).pack())
    rows.append([back_button(task, listed=listed)])
    text = [task_title(task), html.quote(_("Who is to do it?"))]
    return Screen("\n".join(text), rows)


def _quick(task: Task, now: datetime, zone: str, *, creates: bool = False, listed: bool = False) -> list[list[Button]]:
    """Quick due times, two in a row; those that have passed today are left out."""

    def option(text: str, quick: str) -> Button:
        to = SetDue(task_id=task.id, version=task.version, listed=listed, quick=quick, creates=creates)
        return button(text, to)

    ahead = [option(_(QUICK_TITLES[quick]), quick.name) for quick in Quick if _is_ahead(quick, now, zone)]
    ahead.append(option(_("Without a due date"), "none"))
    return in_rows(ahead)


def _is_ahead(quick: Quick, now: datetime, zone: str) -> bool:
    try:
        read(quick, now, zone)
    except Refusal:
        return False
    return True

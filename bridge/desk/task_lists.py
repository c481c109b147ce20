"""«Список задач»: the chosen tasks, page by page, with the filters and how many each would show."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.text_decorations import html_decoration as html

from bridge.days import bounds, today
from bridge.desk import calendars
from bridge.desk.callbacks import Number
from bridge.desk.menus import back_to_menu
from bridge.desk.paging import in_rows, page_of
from bridge.desk.screen import Screen
from bridge.desk.tasks import Do, NewTask, ShowTasks, caption, data
from bridge.errors import lazy
from bridge.texts import _, day_title, ngettext
from storage.task_lists import Choice, Due, Shown, TaskView
from storage.tasks import Sight, Task
from storage.unit_of_work import UnitOfWork

Button = InlineKeyboardButton

PURPOSE = "tl"
PAGE = 6
CHOICES = 8
SHOWN = {Shown.OPEN: lazy("In work"), Shown.DONE: lazy("Done ones"), Shown.ALL: lazy("All")}
DUE = {
    Due.OVERDUE: lazy("Overdue"),
    Due.TODAY: lazy("Today"),
    Due.WEEK: lazy("Week"),
    Due.NONE: lazy("No due date"),
}


class Filter(StrEnum):
    SHOWN = "s"
    DUE = "d"
    DEPARTMENT = "g"
    ASSIGNEE = "a"
    CREATED = "c"


class FilterTasks(CallbackData, prefix="tkf"):
    """Choose by this filter; an empty value means any."""

    by: Filter
    value: str


class PickFilter(CallbackData, prefix="tkp"):
    """Show what can be chosen by this filter."""

    by: Filter
    page: Number = 0


class ResetTasks(CallbackData, prefix="tkx"):
    """«Сбросить фильтры»."""


@dataclass(frozen=True)
class Names:
    """Whose a task can be, by id."""

    employees: dict[int, str]
    departments: dict[int, str]

    def whose(self, task: Task) -> str:
        if task.department_id is not None:
            return self.departments.get(task.department_id, "—")
        return self.employees.get(task.assignee_id or 0, "—")


def choice_of(uow: UnitOfWork, view: TaskView, *, zone: str, sight: Sight | None) -> Choice:
    """The view as of this moment, by the days of the viewer's zone."""
    day = today(uow.now, zone)
    start, end = bounds(day, zone)
    week = (start, bounds(day + timedelta(days=6), zone)[1])
    created = bounds(view.created_on, zone) if view.created_on is not None else None
    return Choice(view, now=uow.now, today=(start, end), week=week, created=created, sight=sight)


async def task_list(uow: UnitOfWork, choice: Choice, *, zone: str, page: int = 0) -> Screen:
    view, tally = choice.view, await uow.task_lists.tally(choice)
    count = tally[view.due or view.shown]
    pages = page_of(range(count), page, size=PAGE)
    shown = await uow.task_lists.page(choice, offset=pages.number * PAGE, limit=PAGE)
    names = await _names(uow)
    rows = [_choices(Filter.SHOWN, SHOWN, view.shown, tally), _choices(Filter.DUE, DUE, view.due, tally)]
    rows += [[_row(task, names, zone, choice)] for task in shown]
    rows += pages.turning(lambda to: ShowTasks(page=to).pack())
    rows.append([_picks(Filter.DEPARTMENT, view), _picks(Filter.ASSIGNEE, view), _picks(Filter.CREATED, view)])
    if view.is_narrowed:
        rows.append([Button(text="✖ " + _("Reset the filters"), callback_data=ResetTasks().pack())])
    new = Button(text="➕ " + _("New task"), callback_data=NewTask(dialog_id=0).pack(), style=ButtonStyle.PRIMARY)
    rows.append([new, back_to_menu()])
    total = ngettext("{count} task", "{count} tasks", count).format(count=count)
    lines = [html.bold(html.quote(_("Task list"))), html.quote(total if count else _("No such tasks"))]
    return Screen("\n".join([*lines, *_chosen(view, names, choice)]), InlineKeyboardMarkup(inline_keyboard=rows))


async def filter_screen(uow: UnitOfWork, view: TaskView, by: Filter, *, page: int = 0) -> Screen:
    """The departments, or the employees, to choose one of."""
    names = await _names(uow)
    if by is Filter.DEPARTMENT:
        head, options, chosen = _("Tasks of which department?"), names.departments, view.department_id
    else:
        head, chosen = _("Whose tasks?"), view.assignee_id
        options = {employee.id: employee.name for employee in await uow.employees.all()}
    buttons = [_option(by, str(id), name, is_chosen=id == chosen) for id, name in options.items()]
    shown = page_of([_option(by, "", _("Any"), is_chosen=chosen is None), *buttons], page, size=CHOICES)
    rows = in_rows(shown.items, width=1)
    rows += shown.turning(lambda to: PickFilter(by=by, page=to).pack())
    return Screen(html.quote(head), InlineKeyboardMarkup(inline_keyboard=[*rows, _back()]))


def created_screen(choice: Choice, *, zone: str, shown: date | None = None) -> Screen:
    """The day on which the tasks were created."""
    day = today(choice.now, zone)
    chosen = choice.view.created_on
    days = calendars.month(shown or chosen or day, purpose=PURPOSE, today=day, chosen=chosen, latest=day)
    anything = [_option(Filter.CREATED, "", _("Any day"), is_chosen=chosen is None)]
    text = html.quote(_("On which day were they set?"))
    return Screen(text, InlineKeyboardMarkup(inline_keyboard=[anything, *days, _back()]))


async def _names(uow: UnitOfWork) -> Names:
    employees = {employee.id: employee.name for employee in await uow.employees.ever()}
    return Names(employees, {department.id: department.name for department in await uow.departments.all()})


def _row(task: Task, names: Names, zone: str, choice: Choice) -> Button:
    text = " · ".join([caption(task, zone, choice.now), names.whose(task)])
    return Button(text=text, callback_data=data(task, Do.SHOW, listed=True))


def _choices(
    by: Filter, words: dict[Shown, str] | dict[Due, str], chosen: str | None, tally: dict[str, int]
) -> list[Button]:
    """A button for each value, with how many tasks it would show; the chosen due time is given up by its own."""
    buttons = []
    for value, text in words.items():
        is_chosen = value == chosen
        to = FilterTasks(by=by, value="" if is_chosen and by is Filter.DUE else value)
        counted = " ".join([*(["•"] if is_chosen else []), _(text), str(tally[value])])
        buttons.append(Button(text=counted, callback_data=to.pack()))
    return buttons


def _picks(by: Filter, view: TaskView) -> Button:
    words = {Filter.DEPARTMENT: _("Department"), Filter.ASSIGNEE: _("Whose"), Filter.CREATED: _("Set on")}
    chosen = {
        Filter.DEPARTMENT: view.department_id,
        Filter.ASSIGNEE: view.assignee_id,
        Filter.CREATED: view.created_on,
    }
    mark = "• " if chosen[by] is not None else ""
    return Button(text=mark + words[by], callback_data=PickFilter(by=by).pack())


def _chosen(view: TaskView, names: Names, choice: Choice) -> list[str]:
    """The filters that no button spells out."""
    rows = [
        (_("Department"), names.departments.get(view.department_id or 0)),
        (_("Whose"), names.employees.get(view.assignee_id or 0)),
        (_("Set on"), day_title(view.created_on, choice.now.date()) if view.created_on else None),
    ]
    return [f"{html.quote(name)}: {html.quote(value)}" for name, value in rows if value]


def _option(by: Filter, value: str, text: str, *, is_chosen: bool) -> Button:
    mark = "✓ " if is_chosen else ""
    return Button(text=mark + text, callback_data=FilterTasks(by=by, value=value).pack())


def _back() -> list[Button]:
    return [Button(text="‹ " + _("Task list"), callback_data=ShowTasks().pack())]

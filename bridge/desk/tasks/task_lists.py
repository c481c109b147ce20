"""Screens of «Список задач»: the chosen tasks in pages, and the filters with the number of tasks behind each."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.tasks.tasks import NewTask, ShowTasks, TaskAction, action, back_to_tasks, caption
from bridge.desk.ui import calendars
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.menus import back_to_menu
from bridge.desk.ui.paging import in_rows, page_of
from bridge.desk.ui.screen import Screen, button, choice
from bridge.errors import lazy
from bridge.text.texts import _, day_title, ngettext
from bridge.when.days import bounds, today
from storage.engine.unit_of_work import UnitOfWork
from storage.tasks.task_lists import DueFilter, StatusFilter, TaskQuery, TaskView
from storage.tasks.tasks import Task, TaskScope

Button = InlineKeyboardButton

TASKS_PER_PAGE = 6
CHOICES_PER_PAGE = 8
SHOWN_TITLES = {StatusFilter.OPEN: lazy("In work"), StatusFilter.DONE: lazy("Done ones"), StatusFilter.ALL: lazy("All")}
DUE_TITLES = {
    DueFilter.OVERDUE: lazy("Overdue"),
    DueFilter.TODAY: lazy("Today"),
    DueFilter.WEEK: lazy("Week"),
    DueFilter.NONE: lazy("No due date"),
}


class Filter(StrEnum):
    SHOWN = "s"
    DUE = "d"
    DEPARTMENT = "g"
    ASSIGNEE = "a"
    CREATED = "c"


class FilterTasks(CallbackData, prefix="tkf"):
    """Choose a value of this filter; an empty value means any."""

    by: Filter
    value: str


class PickFilter(CallbackData, prefix="tkp"):
    """Show the values of this filter."""

    by: Filter
    page: Number = 0


class PickCreatedDay(CallbackData, prefix="tkc"):
    """Show the tasks that were created on this day."""

    day: calendars.Day


class TurnCreatedMonth(CallbackData, prefix="tkt"):
    """Show the month that contains this day."""

    day: calendars.Day


class ResetTasks(CallbackData, prefix="tkx"):
    """«Сбросить фильтры»."""


@dataclass(frozen=True)
class OwnerNames:
    """The names of possible owners of a task, by id."""

    employees: dict[int, str]
    departments: dict[int, str]

    def whose(self, task: Task, *, viewer_id: int) -> str | None:
        """The name of the task's owner; None when it is the viewer's own task."""
        if task.department_id is not None:
            return f"👥 {self.departments.get(task.department_id, '—')}"
        name = self.employees.get(task.assignee_id or 0, "—")
        return None if task.assignee_id == viewer_id else f"👤 {name.split()[0]}"


def make_task_query(uow: UnitOfWork, view: TaskView, *, zone: str, scope: TaskScope | None) -> TaskQuery:
    """The query for the view at this moment; days are days of the viewer's time zone."""
    day = today(uow.now, zone)
    start, end = bounds(day, zone)
    week = (start, bounds(day + timedelta(days=6), zone)[1])
    created = bounds(view.created_on, zone) if view.created_on is not None else None
    return TaskQuery(view, now=uow.now, today=(start, end), week=week, created=created, scope=scope)


async def task_list(uow: UnitOfWork, task_query: TaskQuery, *, zone: str, page: int = 0) -> Screen:
    """A page of the chosen tasks with the filters; a page that does not exist becomes the nearest one."""
    view, task_counts, names = task_query.view, await uow.task_lists.task_counts(task_query), await names_of(uow)
    count = task_counts[view.due or view.shown]
    pages = page_of(range(count), page, size=TASKS_PER_PAGE)
    shown = await uow.task_lists.page(task_query, offset=pages.number * TASKS_PER_PAGE, limit=TASKS_PER_PAGE)
    rows = in_rows([*(_status(shown, view, task_counts) for shown in StatusFilter), _overdue(view, task_counts)])
    rows += [[_row(task, names, zone, task_query)] for task in shown]
    rows += pages.turning(lambda to: ShowTasks(page=to).pack())
    rows += in_rows([_picks(by, view) for by in (Filter.DUE, Filter.DEPARTMENT, Filter.ASSIGNEE, Filter.CREATED)])
    if view.is_narrowed:
        rows.append([button("✖ " + _("Reset the filters"), ResetTasks())])
    new = button("➕ " + _("New task"), NewTask(dialog_id=0), style=ButtonStyle.PRIMARY)
    rows.append([new, back_to_menu()])
    total = ngettext("{count} task", "{count} tasks", count).format(count=count)
    lines = [html.bold(html.quote(_("Task list"))), html.quote(total if count else _("No such tasks"))]
    return Screen("\n".join([*lines, *_chosen(view, names, task_query)]), rows)


async def filter_screen(uow: UnitOfWork, task_query: TaskQuery, by: Filter, *, page: int = 0) -> Screen:
    """The values of this filter. Days have a calendar instead, see `created_screen`."""
    view = task_query.view
    chosen: object
    match by:
        case Filter.DUE:
            head, chosen, task_counts = _("Due when?"), view.due, await uow.task_lists.task_counts(task_query)
            options = {str(due): _counted(DUE_TITLES[due], task_counts[due]) for due in DueFilter}
        case Filter.DEPARTMENT:
            head, chosen = _("Tasks of which department?"), view.department_id
            options = {str(department.id): department.name for department in await uow.departments.all()}
        case _:
            head, chosen = _("Whose tasks?"), view.assignee_id
            options = {str(employee.id): employee.name for employee in await uow.employees.all()}
    buttons = [_option(by, value, text, is_chosen=value == str(chosen)) for value, text in options.items()]
    shown = page_of([_option(by, "", _("Any"), is_chosen=chosen is None), *buttons], page, size=CHOICES_PER_PAGE)
    rows = in_rows(shown.items, width=1)
    rows += shown.turning(lambda to: PickFilter(by=by, page=to).pack())
    return Screen(html.quote(head), [*rows, [back_to_tasks()]])


def created_screen(task_query: TaskQuery, *, zone: str, shown: date | None = None) -> Screen:
    """The calendar that picks the day on which tasks were created."""
    day = today(task_query.now, zone)
    chosen = task_query.view.created_on
    days = calendars.month(
        shown or chosen or day,
        pick=lambda day: PickCreatedDay(day=day),
        turn=lambda day: TurnCreatedMonth(day=day),
        today=day,
        chosen=chosen,
        latest=day,
    )
    anything = [_option(Filter.CREATED, "", _("Any day"), is_chosen=chosen is None)]
    text = html.quote(_("On which day were they set?"))
    return Screen(text, [anything, *days, [back_to_tasks()]])


async def names_of(uow: UnitOfWork) -> OwnerNames:
    employees = {employee.id: employee.name for employee in await uow.employees.ever()}
    return OwnerNames(employees, {department.id: department.name for department in await uow.departments.all()})


def _row(task: Task, names: OwnerNames, zone: str, task_query: TaskQuery) -> Button:
    """A row of the list. The important part comes first, because a phone cuts the end off."""
    whose = names.whose(task, viewer_id=task_query.view.employee_id)
    return action(task, TaskAction.SHOW, caption(task, zone, task_query.now, whose=whose), listed=True)


def _status(shown: StatusFilter, view: TaskView, task_counts: dict[str, int]) -> Button:
    mark = "• " if shown is view.shown else ""
    to = FilterTasks(by=Filter.SHOWN, value=shown)
    return button(mark + _counted(SHOWN_TITLES[shown], task_counts[shown]), to)


def _overdue(view: TaskView, task_counts: dict[str, int]) -> Button:
    """The switch of the most frequent filter, the overdue tasks; another press switches it off."""
    is_chosen = view.due is DueFilter.OVERDUE
    to = FilterTasks(by=Filter.DUE, value="" if is_chosen else DueFilter.OVERDUE)
    words = _counted(DUE_TITLES[DueFilter.OVERDUE], task_counts[DueFilter.OVERDUE])
    return button("• " + words if is_chosen else words, to)


def _counted(text: str, count: int) -> str:
    return " ".join([_(text), str(count)])


def _picks(by: Filter, view: TaskView) -> Button:
    words, chosen = {
        Filter.DUE: (_("Due"), view.due),
        Filter.DEPARTMENT: (_("Department"), view.department_id),
        Filter.ASSIGNEE: (_("Whose"), view.assignee_id),
        Filter.CREATED: (_("Set on"), view.created_on),
    }[by]
    mark = "• " if chosen is not None else ""
    return button(mark + words, PickFilter(by=by))


def _chosen(view: TaskView, names: OwnerNames, task_query: TaskQuery) -> list[str]:
    """The chosen filters that no button shows."""
    rows = [
        (_("Due"), _(DUE_TITLES[view.due]) if view.due else None),
        (_("Department"), names.departments.get(view.department_id or 0)),
        (_("Whose"), names.employees.get(view.assignee_id or 0)),
        (_("Set on"), day_title(view.created_on, task_query.now.date()) if view.created_on else None),
    ]
    return [f"{html.quote(name)}: {html.quote(value)}" for name, value in rows if value]


def _option(by: Filter, value: str, text: str, *, is_chosen: bool) -> Button:
    return choice(text, FilterTasks(by=by, value=value), is_chosen=is_chosen)

"""«Список задач», its filters and its pages. Each employee's choice is remembered."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bridge.actions.tasks.tasks import task_scope
from bridge.desk.tasks.task_edits import UnknownChoice
from bridge.desk.tasks.task_lists import (
    CALENDAR_PURPOSE,
    Filter,
    FilterTasks,
    PickFilter,
    ResetTasks,
    created_screen,
    filter_screen,
    make_task_query,
    task_list,
)
from bridge.desk.tasks.tasks import ShowTasks
from bridge.desk.ui.calendars import PickDay, TurnMonth
from bridge.desk.ui.screen import Screen
from handlers.operator.kit import private_replies
from handlers.operator.kit.context import Begin, Operator
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.tasks.task_lists import DueFilter, StatusFilter, TaskQuery, TaskView


async def show(message: Message, operator: Operator, database: Database, responder: Responder) -> None:
    async with database.read(operator.organization_id) as uow:
        screen = await _list(uow, operator)
    await private_replies.show(screen, operator, responder)


async def turn_page(
    query: CallbackQuery, callback_data: ShowTasks, operator: Operator, database: Database, responder: Responder
) -> None:
    async with database.read(operator.organization_id) as uow:
        screen = await _list(uow, operator, page=callback_data.page)
    await private_replies.redraw(query, screen, operator, responder)


async def filter_tasks(
    query: CallbackQuery, callback_data: FilterTasks, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        view = await uow.task_lists.view_of(operator.employee_id)
        await _choose(uow, view, callback_data)
        uow.add(view)
        await uow.flush()
        screen = await _list(uow, operator)
    await private_replies.redraw(query, screen, operator, responder)


async def pick_day(
    query: CallbackQuery, callback_data: PickDay, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        view = await uow.task_lists.view_of(operator.employee_id)
        view.created_on = callback_data.day
        uow.add(view)
        await uow.flush()
        screen = await _list(uow, operator)
    await private_replies.redraw(query, screen, operator, responder)


async def reset(query: CallbackQuery, operator: Operator, begin: Begin, responder: Responder) -> None:
    async with begin() as uow:
        view = await uow.task_lists.view_of(operator.employee_id)
        view.reset()
        uow.add(view)
        await uow.flush()
        screen = await _list(uow, operator)
    await private_replies.redraw(query, screen, operator, responder)


async def pick(
    query: CallbackQuery, callback_data: PickFilter, operator: Operator, database: Database, responder: Responder
) -> None:
    async with database.read(operator.organization_id) as uow:
        task_query = await _task_query(uow, operator)
        match callback_data.by:
            case Filter.SHOWN:
                raise UnknownChoice
            case Filter.CREATED:
                screen = created_screen(task_query, zone=operator.time_zone)
            case by:
                screen = await filter_screen(uow, task_query, by, page=callback_data.page)
    await private_replies.redraw(query, screen, operator, responder)


async def turn_month(
    query: CallbackQuery, callback_data: TurnMonth, operator: Operator, database: Database, responder: Responder
) -> None:
    async with database.read(operator.organization_id) as uow:
        screen = created_screen(await _task_query(uow, operator), zone=operator.time_zone, shown=callback_data.day)
    await private_replies.redraw(query, screen, operator, responder)


async def _choose(uow: UnitOfWork, view: TaskView, chosen: FilterTasks) -> None:
    """Raises `UnknownChoice` for what no button of ours says, and `NotFound` for what is not ours."""
    try:
        match chosen.by, chosen.value:
            case Filter.SHOWN, value:
                view.shown = StatusFilter(value)
            case Filter.DUE, value:
                view.due = DueFilter(value) if value else None
            case Filter.DEPARTMENT, value:
                view.department_id = (await uow.departments.get(int(value))).id if value else None
            case Filter.ASSIGNEE, value:
                view.assignee_id = (await uow.employees.get(int(value))).id if value else None
            case Filter.CREATED, "":
                view.created_on = None
            case _:
                raise UnknownChoice
    except ValueError:
        raise UnknownChoice from None


async def _list(uow: UnitOfWork, operator: Operator, *, page: int = 0) -> Screen:
    return await task_list(uow, await _task_query(uow, operator), zone=operator.time_zone, page=page)


async def _task_query(uow: UnitOfWork, operator: Operator) -> TaskQuery:
    view = await uow.task_lists.view_of(operator.employee_id)
    seen = await task_scope(uow, await operator.employee(uow))
    return make_task_query(uow, view, zone=operator.time_zone, scope=seen)


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(show, Command("tasks"))
    router.callback_query.register(turn_page, ShowTasks.filter())
    router.callback_query.register(filter_tasks, FilterTasks.filter())
    router.callback_query.register(reset, ResetTasks.filter())
    router.callback_query.register(pick, PickFilter.filter())
    router.callback_query.register(pick_day, PickDay.filter(F.purpose == CALENDAR_PURPOSE))
    router.callback_query.register(turn_month, TurnMonth.filter(F.purpose == CALENDAR_PURPOSE))
    return router

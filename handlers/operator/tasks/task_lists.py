"""«Список задач», its filters and its pages; each employee's choice is stored."""

from aiogram import Router

from bridge.actions.tasks.tasks import task_scope
from bridge.desk.tasks.task_edits import UnknownChoice
from bridge.desk.tasks.task_lists import (
    Filter,
    FilterTasks,
    PickCreatedDay,
    PickFilter,
    ResetTasks,
    TurnCreatedMonth,
    created_screen,
    filter_screen,
    make_task_query,
    task_list,
)
from bridge.desk.tasks.tasks import ShowTasks
from bridge.desk.ui.screen import Screen
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Order, Press, Request
from storage.engine.unit_of_work import UnitOfWork
from storage.tasks.task_lists import DueFilter, StatusFilter, TaskQuery, TaskView

part = BotPart(__name__, in_private=True)


@part.command("tasks")
async def show(order: Order) -> Screen:
    return await _list(order)


@part.reads(ShowTasks)
async def turn_page(press: Press, button: ShowTasks) -> Screen:
    return await _list(press, page=button.page)


@part.writes(FilterTasks)
async def filter_tasks(press: Press, button: FilterTasks) -> Screen:
    view = await press.uow.task_lists.view_of(press.by.id)
    await _choose(press.uow, view, button)
    return await _remember(press, view)


@part.writes(PickCreatedDay)
async def pick_day(press: Press, button: PickCreatedDay) -> Screen:
    view = await press.uow.task_lists.view_of(press.by.id)
    view.created_on = button.day
    return await _remember(press, view)


@part.writes(ResetTasks)
async def reset(press: Press, button: ResetTasks) -> Screen:
    view = await press.uow.task_lists.view_of(press.by.id)
    view.reset()
    return await _remember(press, view)


@part.reads(PickFilter)
async def pick(press: Press, button: PickFilter) -> Screen:
    task_query = await _task_query(press)
    match button.by:
        case Filter.SHOWN:
            raise UnknownChoice
        case Filter.CREATED:
            return created_screen(task_query, zone=press.zone)
    return await filter_screen(press.uow, task_query, button.by, page=button.page)


@part.reads(TurnCreatedMonth)
async def turn_month(press: Press, button: TurnCreatedMonth) -> Screen:
    return created_screen(await _task_query(press), zone=press.zone, shown=button.day)


async def _choose(uow: UnitOfWork, view: TaskView, chosen: FilterTasks) -> None:
    """Store the choice. Raises `UnknownChoice` for a forged value, `NotFound` for a row of another organization."""
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


async def _remember(press: Press, view: TaskView) -> Screen:
    press.uow.add(view)
    await press.uow.flush()
    return await _list(press)


async def _list(request: Request, *, page: int = 0) -> Screen:
    return await task_list(request.uow, await _task_query(request), zone=request.zone, page=page)


async def _task_query(request: Request) -> TaskQuery:
    view = await request.uow.task_lists.view_of(request.by.id)
    seen = await task_scope(request.uow, request.by)
    return make_task_query(request.uow, view, zone=request.zone, scope=seen)


def router() -> Router:
    return part.router()

"""«Диалоги»: the list, its filters, and what a press in them chooses."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bridge.actions.inbox import dialog_filters as chosen
from bridge.desk.inbox import filter_pickers as pickers
from bridge.desk.inbox.dialog_filters import (
    FilterByScope,
    FilterByState,
    OpenList,
    ResetFilters,
    ShowChannels,
    ShowFilterCalendar,
    ShowFilters,
    ShowList,
    ShowTags,
    filter_summary,
    filters,
)
from bridge.desk.inbox.filter_pickers import CALENDAR_PURPOSE, AnyDay, FilterByChannel, FilterByTag
from bridge.desk.inbox.lists import dialog_list
from bridge.desk.ui.calendars import PickDay, TurnMonth
from bridge.desk.ui.screen import Screen
from handlers.operator.kit import private_replies
from handlers.operator.kit.context import Begin, Operator
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.tags.tags import TagScope

Chosen = FilterByScope | FilterByState | FilterByChannel | FilterByTag | PickDay | AnyDay | ResetFilters
ScreenButton = ShowFilters | ShowChannels | ShowTags | ShowFilterCalendar | TurnMonth


async def list_dialogs(
    message: Message, operator: Operator, begin: Begin, database: Database, responder: Responder
) -> None:
    async with begin() as uow:
        await chosen.open_list(uow, by=operator.employee_id)
    await private_replies.show(await _list(database, operator), operator, responder)


async def open_list(
    query: CallbackQuery, operator: Operator, begin: Begin, database: Database, responder: Responder
) -> None:
    async with begin() as uow:
        await chosen.open_list(uow, by=operator.employee_id)
    await private_replies.redraw(query, await _list(database, operator), operator, responder)


async def turn_page(
    query: CallbackQuery, callback_data: ShowList, operator: Operator, database: Database, responder: Responder
) -> None:
    await private_replies.redraw(query, await _list(database, operator, page=callback_data.page), operator, responder)


async def choose(
    query: CallbackQuery,
    callback_data: Chosen,
    operator: Operator,
    begin: Begin,
    database: Database,
    responder: Responder,
) -> None:
    """Keep what was chosen, and show the dialogs."""
    async with begin() as uow:
        await _keep(uow, callback_data, by=operator.employee_id)
    await private_replies.redraw(query, await _list(database, operator), operator, responder)


async def _list(database: Database, operator: Operator, *, page: int = 0) -> Screen:
    async with database.read(operator.organization_id) as uow:
        return await dialog_list(uow, operator.employee_id, zone=operator.time_zone, page=page)


async def _keep(uow: UnitOfWork, picked: Chosen, *, by: int) -> None:
    match picked:
        case FilterByScope(scope=scope):
            await chosen.choose(uow, scope=scope, by=by)
        case FilterByState(state=state):
            await chosen.choose(uow, state=state, by=by)
        case FilterByChannel(channel_id=channel_id):
            await chosen.choose_channel(uow, channel_id or None, by=by)
        case FilterByTag(tag_id=tag_id):
            await chosen.choose_tag(uow, tag_id or None, by=by)
        case PickDay(day=day):
            await chosen.choose_day(uow, day, by=by)
        case AnyDay():
            await chosen.choose_day(uow, None, by=by)
        case ResetFilters():
            await chosen.reset(uow, by=by)


async def show_filters(
    query: CallbackQuery, callback_data: ScreenButton, operator: Operator, database: Database, responder: Responder
) -> None:
    async with database.read(operator.organization_id) as uow:
        screen = await _filters(uow, callback_data, operator)
    await private_replies.redraw(query, screen, operator, responder)


async def _filters(uow: UnitOfWork, button: ScreenButton, operator: Operator) -> Screen:
    summary = await filter_summary(uow, operator.employee_id, zone=operator.time_zone)
    match button:
        case ShowChannels(page=page):
            return pickers.channels(summary, await uow.channels.all(), page=page)
        case ShowTags(page=page):
            common, counts = (
                await uow.tags.all(TagScope.DIALOG),
                await uow.dialog_lists.by_tag(summary.dialog_counts.wanted),
            )
            return pickers.tags(summary, common, counts, page=page)
        case ShowFilterCalendar():
            return pickers.days(summary)
        case TurnMonth(day=day):
            return pickers.days(summary, shown=day)
    return filters(summary)


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(list_dialogs, Command("dialogs"))
    router.callback_query.register(open_list, OpenList.filter())
    router.callback_query.register(turn_page, ShowList.filter())
    for picked in (FilterByScope, FilterByState, FilterByChannel, FilterByTag, AnyDay, ResetFilters):
        router.callback_query.register(choose, picked.filter())
    router.callback_query.register(choose, PickDay.filter(F.purpose == CALENDAR_PURPOSE))
    for button in (ShowFilters, ShowChannels, ShowTags, ShowFilterCalendar):
        router.callback_query.register(show_filters, button.filter())
    router.callback_query.register(show_filters, TurnMonth.filter(F.purpose == CALENDAR_PURPOSE))
    return router

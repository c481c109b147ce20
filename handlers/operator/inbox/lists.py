"""«Диалоги»: the list of dialogs and its filters."""

from aiogram import Router

from bridge.actions.inbox import dialog_filters as chosen
from bridge.desk.inbox import filter_pickers as pickers
from bridge.desk.inbox.dialog_filters import (
    FilterByScope,
    FilterByState,
    FilterSummary,
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
from bridge.desk.inbox.filter_pickers import AnyDay, FilterByChannel, FilterByTag, PickFilterDay, TurnFilterMonth
from bridge.desk.inbox.lists import dialog_list
from bridge.desk.ui.screen import Screen
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Order, Press, Request
from handlers.operator.kit.responses import Response
from storage.tags.tags import TagScope

part = BotPart(__name__, in_private=True)


@part.command("dialogs", writes=True)
async def list_dialogs(order: Order) -> Response:
    await chosen.open_list(order.uow, by=order.by.id)
    return _dialogs(order)


@part.writes(OpenList)
async def open_list(press: Press, button: OpenList) -> Response:
    await chosen.open_list(press.uow, by=press.by.id)
    return _dialogs(press)


@part.reads(ShowList)
async def turn_page(press: Press, button: ShowList) -> Screen:
    return await dialog_list(press.uow, press.by.id, zone=press.zone, page=button.page)


@part.writes(FilterByScope)
async def choose_scope(press: Press, button: FilterByScope) -> Response:
    await chosen.choose(press.uow, scope=button.scope, by=press.by.id)
    return _dialogs(press)


@part.writes(FilterByState)
async def choose_state(press: Press, button: FilterByState) -> Response:
    await chosen.choose(press.uow, state=button.state, by=press.by.id)
    return _dialogs(press)


@part.writes(FilterByChannel)
async def choose_channel(press: Press, button: FilterByChannel) -> Response:
    await chosen.choose_channel(press.uow, button.channel_id or None, by=press.by.id)
    return _dialogs(press)


@part.writes(FilterByTag)
async def choose_tag(press: Press, button: FilterByTag) -> Response:
    await chosen.choose_tag(press.uow, button.tag_id or None, by=press.by.id)
    return _dialogs(press)


@part.writes(PickFilterDay)
async def choose_day(press: Press, button: PickFilterDay) -> Response:
    await chosen.choose_day(press.uow, button.day, by=press.by.id)
    return _dialogs(press)


@part.writes(AnyDay)
async def choose_any_day(press: Press, button: AnyDay) -> Response:
    await chosen.choose_day(press.uow, None, by=press.by.id)
    return _dialogs(press)


@part.writes(ResetFilters)
async def reset(press: Press, button: ResetFilters) -> Response:
    await chosen.reset(press.uow, by=press.by.id)
    return _dialogs(press)


def _dialogs(request: Request) -> Response:
    """The list is drawn after the choice is committed, so that counting the dialogs does not block writers."""
    employee_id, zone = request.by.id, request.zone
    return Response(view=lambda uow: dialog_list(uow, employee_id, zone=zone))


@part.reads(ShowFilters)
async def show_filters(press: Press, button: ShowFilters) -> Screen:
    return filters(await _summary(press))


@part.reads(ShowChannels)
async def show_channels(press: Press, button: ShowChannels) -> Screen:
    return pickers.channels(await _summary(press), await press.uow.channels.all(), page=button.page)


@part.reads(ShowTags)
async def show_tags(press: Press, button: ShowTags) -> Screen:
    summary = await _summary(press)
    counts = await press.uow.dialog_lists.by_tag(summary.dialog_counts.wanted)
    return pickers.tags(summary, await press.uow.tags.all(TagScope.DIALOG), counts, page=button.page)


@part.reads(ShowFilterCalendar)
async def show_calendar(press: Press, button: ShowFilterCalendar) -> Screen:
    return pickers.days(await _summary(press))


@part.reads(TurnFilterMonth)
async def turn_month(press: Press, button: TurnFilterMonth) -> Screen:
    return pickers.days(await _summary(press), shown=button.day)


async def _summary(press: Press) -> FilterSummary:
    return await filter_summary(press.uow, press.by.id, zone=press.zone)


def router() -> Router:
    return part.router()

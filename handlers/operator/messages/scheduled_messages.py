"""The card of a message that leaves later, with its buttons, and the lists of what waits."""

from collections.abc import Awaitable, Callable
from functools import partial

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bridge.actions.messages import scheduled_messages
from bridge.desk.messages.later import ListLater
from bridge.desk.messages.scheduled_messages import DoLater, ScheduledAction, scheduled_card, scheduled_list
from bridge.desk.messages.scheduled_times import CALENDAR_PURPOSE, SetSendTime, days, hours, moment
from bridge.desk.ui.calendars import PickDay, TurnMonth
from bridge.desk.ui.screen import Screen
from bridge.errors import NotFound, lazy
from bridge.text.texts import _
from handlers.operator.kit import private_replies
from handlers.operator.kit.card_screens import find_screen_window
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.outcomes import outcome
from handlers.operator.kit.responder import Responder
from handlers.operator.messages.scheduled_drafts import ask_time, ask_words, stop_asking
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.scheduled_messages import ScheduledMessage, StaleScheduled

Change = Callable[..., Awaitable[ScheduledMessage]]

CHANGE_ACTIONS: dict[ScheduledAction, tuple[Change, str]] = {
    ScheduledAction.CONFIRM: (scheduled_messages.confirm, lazy("It is scheduled")),
    ScheduledAction.CANCEL: (scheduled_messages.cancel, lazy("It does not leave")),
    ScheduledAction.RESTORE: (scheduled_messages.restore, lazy("It leaves after all")),
    ScheduledAction.UNLESS_HEARD: (
        partial(scheduled_messages.set_unless_heard, unless_heard=True),
        lazy("It is called off if the customer writes before"),
    ),
    ScheduledAction.ANYWAY: (
        partial(scheduled_messages.set_unless_heard, unless_heard=False),
        lazy("If the customer writes before, you are asked"),
    ),
}


async def change(
    query: CallbackQuery, callback_data: DoLater, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    """Schedule it, call it off, bring it back. A stale button draws it as it is."""
    action, toast = CHANGE_ACTIONS[callback_data.do]
    try:
        async with begin() as uow:
            by, screen_window_id = (
                await operator.employee(uow),
                await _screen_window(uow, callback_data.scheduled_id, query, place),
            )
            scheduled = await action(
                uow, callback_data.scheduled_id, by=by, version=callback_data.version, screen_window_id=screen_window_id
            )
            await stop_asking(uow, place, operator)
            screen = await scheduled_card(uow, scheduled, operator.time_zone, viewer=by, listed=callback_data.listed)
    except StaleScheduled:
        await show(query, callback_data, operator, place, begin, responder)
        raise
    await responder.redraw(query, screen)
    await responder.toast(query, _(toast))


async def send(
    query: CallbackQuery, callback_data: DoLater, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    """Do not wait any longer."""
    async with begin() as uow:
        screen_window_id = await _screen_window(uow, callback_data.scheduled_id, query, place)
        by, sign_in = await operator.employee(uow), await operator.sign_in(uow)
        sent = await scheduled_messages.send_now(
            uow, callback_data.scheduled_id, by=by, sign_in=sign_in, version=callback_data.version
        )
    answer = outcome(sent[0])
    await responder.toast(query, answer)
    if screen_window_id is None:
        await responder.strip(query, answer)


async def show(
    query: CallbackQuery, callback_data: DoLater, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await stop_asking(uow, place, operator)
        scheduled = await _seen(uow, callback_data.scheduled_id, operator)
        by = await operator.employee(uow)
        screen = await scheduled_card(uow, scheduled, operator.time_zone, viewer=by, listed=callback_data.listed)
    await responder.redraw(query, screen)


async def show_again(
    query: CallbackQuery, callback_data: DoLater, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    await show(query, callback_data, operator, place, begin, responder)
    await responder.toast(query)


async def change_time(
    query: CallbackQuery, callback_data: DoLater, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        screen = await ask_time(uow, await _changeable(uow, callback_data, operator), place, operator)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def change_text(
    query: CallbackQuery, callback_data: DoLater, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        screen = await ask_words(uow, await _changeable(uow, callback_data, operator), place, operator)
    await responder.toast(query)
    await responder.show(screen)


async def pick_day(
    query: CallbackQuery,
    callback_data: PickDay | TurnMonth,
    operator: Operator,
    database: Database,
    responder: Responder,
) -> None:
    draw = hours if isinstance(callback_data, PickDay) else days
    async with database.read(operator.organization_id) as uow:
        scheduled = await _seen(uow, callback_data.key, operator)
        screen = draw(scheduled, callback_data.day, operator.time_zone, uow.now)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def set_moment(
    query: CallbackQuery,
    callback_data: SetSendTime,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        by, screen_window_id = (
            await operator.employee(uow),
            await _screen_window(uow, callback_data.scheduled_id, query, place),
        )
        at, row = moment(callback_data, uow.now), callback_data.scheduled_id
        scheduled = await scheduled_messages.schedule(
            uow, row, at, by=by, version=callback_data.version, screen_window_id=screen_window_id
        )
        await stop_asking(uow, place, operator)
        screen = await scheduled_card(uow, scheduled, operator.time_zone, viewer=by)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def show_list(
    query: CallbackQuery, callback_data: ListLater, operator: Operator, database: Database, responder: Responder
) -> None:
    async with database.read(operator.organization_id) as uow:
        screen = await _list(uow, callback_data, operator)
    if not callback_data.dialog_id:
        await private_replies.redraw(query, screen, operator, responder)
        return
    await responder.redraw(query, screen)
    await responder.toast(query)


async def _list(uow: UnitOfWork, wanted: ListLater, operator: Operator) -> Screen:
    viewer = await operator.employee(uow)
    return await scheduled_list(uow, operator.time_zone, viewer=viewer, **wanted.model_dump())


async def _seen(uow: UnitOfWork, scheduled_id: int, operator: Operator) -> ScheduledMessage:
    """Nobody but its author sees what is not agreed upon yet."""
    scheduled = await uow.scheduled_messages.get(scheduled_id)
    if scheduled.is_draft and scheduled.author_id != operator.employee_id:
        raise NotFound
    return scheduled


async def _changeable(uow: UnitOfWork, pressed: DoLater, operator: Operator) -> ScheduledMessage:
    scheduled = await uow.scheduled_messages.lock(pressed.scheduled_id)
    scheduled.ensure_changeable_by(await operator.employee(uow))
    scheduled.ensure_open(pressed.version)
    return scheduled


async def _screen_window(uow: UnitOfWork, scheduled_id: int, query: CallbackQuery, place: Place) -> int | None:
    dialog_id = (await uow.scheduled_messages.get(scheduled_id)).dialog_id
    return await find_screen_window(uow, query, place, dialog_id)


def router() -> Router:
    router = Router(name=__name__)
    press = router.callback_query
    press.register(change, DoLater.filter(F.do.in_(CHANGE_ACTIONS)))
    press.register(send, DoLater.filter(F.do == ScheduledAction.SEND))
    press.register(show_again, DoLater.filter(F.do == ScheduledAction.SHOW))
    press.register(change_time, DoLater.filter(F.do == ScheduledAction.TIME))
    press.register(change_text, DoLater.filter(F.do == ScheduledAction.TEXT))
    press.register(pick_day, PickDay.filter(F.purpose == CALENDAR_PURPOSE))
    press.register(pick_day, TurnMonth.filter(F.purpose == CALENDAR_PURPOSE))
    press.register(set_moment, SetSendTime.filter())
    press.register(show_list, ListLater.filter())
    return router

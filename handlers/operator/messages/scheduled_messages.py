"""The card of a scheduled message with its buttons, and the lists of scheduled messages."""

from collections.abc import Awaitable, Callable
from functools import partial

from aiogram import Router

from bridge.actions.messages import scheduled_messages
from bridge.desk.messages.later import ListLater
from bridge.desk.messages.scheduled_messages import DoLater, ScheduledAction, scheduled_card, scheduled_list
from bridge.desk.messages.scheduled_times import PickSendDay, SetSendTime, TurnSendMonth, days, hours, moment
from bridge.desk.ui.screen import Screen
from bridge.errors import NotFound, lazy
from bridge.text.texts import _
from handlers.operator.kit.outcomes import outcome
from handlers.operator.kit.parts import BotPart, Stale
from handlers.operator.kit.requests import Press
from handlers.operator.kit.responses import Response, Shown
from handlers.operator.messages.scheduled_drafts import LaterMessage, LaterTime, ask_time, ask_words
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


async def show(press: Press, button: DoLater | SetSendTime) -> Screen:
    return await _card(press, await _seen(press, button.scheduled_id), button)


part = BotPart(__name__, stale=Stale((StaleScheduled,), show))


@part.writes(DoLater)
async def act(press: Press, button: DoLater) -> Shown:
    """Schedule, cancel, restore or send the message; or ask for another time or text."""
    match button.do:
        case ScheduledAction.SHOW:
            return await show(press, button)
        case ScheduledAction.SEND:
            return await _send(press, button)
        case ScheduledAction.TIME:
            return await ask_time(press, await _changeable(press, button))
        case ScheduledAction.TEXT:
            return Response(await ask_words(press, await _changeable(press, button)), is_new=True)
    change, toast = CHANGE_ACTIONS[button.do]
    return Response(await _change(press, button, change), _(toast))


async def _send(press: Press, button: DoLater) -> Response:
    """Send the message now."""
    screen_window_id = await _screen_window_id(press, button)
    sign_in = await press.operator.sign_in(press.uow)
    sent = await scheduled_messages.send_now(
        press.uow, button.scheduled_id, by=press.by, sign_in=sign_in, version=button.version
    )
    answer = outcome(sent[0])
    return Response(toast=answer, ends_question=answer if screen_window_id is None else "")


@part.reads(TurnSendMonth)
async def turn_month(press: Press, button: TurnSendMonth) -> Screen:
    return days(await _seen(press, button.scheduled_id), button.day, press.zone, press.uow.now)


@part.reads(PickSendDay)
async def pick_day(press: Press, button: PickSendDay) -> Screen:
    return hours(await _seen(press, button.scheduled_id), button.day, press.zone, press.uow.now)


@part.writes(SetSendTime)
async def set_moment(press: Press, button: SetSendTime) -> Screen:
    return await _change(press, button, partial(scheduled_messages.schedule, due_at=moment(button, press.uow.now)))


@part.reads(ListLater)
async def show_list(press: Press, button: ListLater) -> Response:
    screen = await scheduled_list(press.uow, press.zone, viewer=press.by, dialog_id=button.dialog_id, page=button.page)
    return Response(screen, in_private=not button.dialog_id)


async def _change(press: Press, button: DoLater | SetSendTime, change: Change) -> Screen:
    screen_window_id = await _screen_window_id(press, button)
    scheduled = await change(
        press.uow, button.scheduled_id, by=press.by, version=button.version, screen_window_id=screen_window_id
    )
    return await _card(press, scheduled, button)


async def _card(press: Press, scheduled: ScheduledMessage, button: DoLater | SetSendTime) -> Screen:
    await press.stop_asking(LaterMessage, LaterTime)
    listed = isinstance(button, DoLater) and button.listed
    return await scheduled_card(press.uow, scheduled, press.zone, viewer=press.by, listed=listed)


async def _seen(press: Press, scheduled_id: int) -> ScheduledMessage:
    """The message, if the employee may see it: only its author sees a draft."""
    scheduled = await press.uow.scheduled_messages.get(scheduled_id)
    if scheduled.is_draft and scheduled.author_id != press.by.id:
        raise NotFound
    return scheduled


async def _changeable(press: Press, button: DoLater) -> ScheduledMessage:
    scheduled = await press.uow.scheduled_messages.lock(button.scheduled_id)
    scheduled.ensure_changeable_by(press.by)
    scheduled.ensure_open(button.version)
    return scheduled


async def _screen_window_id(press: Press, button: DoLater | SetSendTime) -> int | None:
    dialog_id = (await press.uow.scheduled_messages.get(button.scheduled_id)).dialog_id
    return await press.screen_window_id(dialog_id)


def router() -> Router:
    return part.router()

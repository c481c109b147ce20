"""«Отложить»: /snooze, the button on the card, picked and typed times, and the list of snoozed dialogs."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import CommandObject

from bridge import when
from bridge.actions.inbox import snoozes
from bridge.desk.inbox.snoozes import (
    PickSnooze,
    PickSnoozeDay,
    ShowSnoozed,
    Snooze,
    TurnSnoozeMonth,
    Wake,
    days,
    hours,
    picker,
    snoozed,
    snoozed_list,
    until_in_words,
)
from bridge.desk.ui.screen import Screen
from bridge.errors import lazy
from bridge.text.texts import _
from handlers.operator.kit.card_screens import current_card
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Order, Press, Request, Typed
from handlers.operator.kit.responses import Response
from storage.inbox.questions import QuestionKind

part = BotPart(__name__)
lists = BotPart(__name__, in_private=True)


class SnoozeTime(QuestionData):
    kind = QuestionKind.SNOOZE
    about = lazy("until when to put the dialog off")

    dialog_id: int


@part.writes(PickSnooze)
async def ask(press: Press, button: PickSnooze) -> Screen:
    return await _ask(press, button.dialog_id)


@part.reads(TurnSnoozeMonth)
async def turn_month(press: Press, button: TurnSnoozeMonth) -> Screen:
    dialog = await press.uow.dialogs.get(button.dialog_id)
    return days(dialog.id, button.day, press.zone, press.uow.now)


@part.reads(PickSnoozeDay)
async def pick_day(press: Press, button: PickSnoozeDay) -> Screen:
    dialog = await press.uow.dialogs.get(button.dialog_id)
    return hours(dialog.id, button.day, press.zone, press.uow.now)


@part.writes(Snooze)
async def snooze(press: Press, button: Snooze) -> Response:
    words = await _snooze(press, button.dialog_id, snoozed(button, press.uow.now))
    card = await current_card(press.uow, button.dialog_id, press.operator, press.place)
    return Response(card, words, uncovers=True)


@part.command("snooze", writes=True)
async def snooze_here(order: Order, *, command: CommandObject) -> Screen | str:
    """`/snooze tomorrow 9:00`; without a time the bot asks for it."""
    dialog_id = (await order.target_window()).dialog_id
    if not command.args:
        return await _ask(order, dialog_id)
    return await _snooze(order, dialog_id, when.read(command.args, order.uow.now, order.zone).at)


@part.answers(SnoozeTime)
async def snooze_until(typed: Typed, asked: SnoozeTime) -> str:
    return await _snooze(typed, asked.dialog_id, when.read(typed.words, typed.uow.now, typed.zone).at)


@part.writes(Wake)
async def wake(press: Press, button: Wake) -> Response:
    dialog = await snoozes.wake(press.uow, button.dialog_id, by=press.by)
    card = await current_card(press.uow, dialog.id, press.operator, press.place)
    return Response(card, _("The dialog is in the lists again"), uncovers=True)


@lists.command("snoozed")
async def list_snoozed(order: Order) -> Screen:
    return await snoozed_list(order.uow, await order.uow.dialogs.snoozed(), order.zone, page=0)


@lists.reads(ShowSnoozed)
async def turn_page(press: Press, button: ShowSnoozed) -> Screen:
    return await snoozed_list(press.uow, await press.uow.dialogs.snoozed(), press.zone, page=button.page)


async def _ask(request: Request, dialog_id: int) -> Screen:
    dialog = await request.uow.dialogs.get(dialog_id)
    await request.keep_asking(SnoozeTime(dialog_id=dialog.id))
    return picker(dialog.id, request.zone, request.uow.now)


async def _snooze(request: Request, dialog_id: int, until: datetime | None) -> str:
    dialog = await snoozes.snooze(request.uow, dialog_id, until=until, by=request.by)
    await request.stop_asking(SnoozeTime)
    return "💤 " + until_in_words(dialog, request.zone, request.uow.now)


def router() -> Router:
    router = part.router()
    router.include_router(lists.router())
    return router

"""«Отложить»: /snooze, the button on the card, what is picked or typed, and the list of what waits."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bridge import when
from bridge.actions.inbox import snoozes
from bridge.desk.inbox.snoozes import (
    CALENDAR_PURPOSE,
    PickSnooze,
    ShowSnoozed,
    Snooze,
    Wake,
    days,
    hours,
    picker,
    snoozed,
    snoozed_list,
    until_in_words,
)
from bridge.desk.ui.calendars import PickDay, TurnMonth
from bridge.desk.ui.screen import Screen
from bridge.text.texts import _
from handlers.operator.kit import private_replies, questions
from handlers.operator.kit.card_screens import current_card
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.target_dialogs import find_target
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.inbox.questions import Question, QuestionKind


async def ask(
    query: CallbackQuery,
    callback_data: PickSnooze,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        screen = await _question(uow, callback_data.dialog_id, operator, place)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def pick_day(
    query: CallbackQuery,
    callback_data: PickDay | TurnMonth,
    operator: Operator,
    database: Database,
    responder: Responder,
) -> None:
    show = hours if isinstance(callback_data, PickDay) else days
    async with database.read(operator.organization_id) as uow:
        dialog = await uow.dialogs.get(callback_data.key)
        screen = show(dialog.id, callback_data.day, operator.time_zone, uow.now)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def snooze(
    query: CallbackQuery, callback_data: Snooze, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        until = snoozed(callback_data, uow.now)
        dialog, words = await _snooze(uow, callback_data.dialog_id, until, operator, place)
        screen = await current_card(uow, dialog.id, operator, place)
    await responder.restore_card(query, screen)
    await responder.toast(query, words)


async def snooze_by_command(
    message: Message, command: CommandObject, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    """`/snooze tomorrow 9:00`; without a time it asks."""
    async with begin() as uow:
        dialog_id = (await find_target(uow, message, place, operator)).window.dialog_id
        if not command.args:
            screen = await _question(uow, dialog_id, operator, place)
        else:
            until = when.read(command.args, uow.now, operator.time_zone).at
            _dialog, words = await _snooze(uow, dialog_id, until, operator, place)
    await (responder.say(words) if command.args else responder.show(screen))


async def take_time(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    """What could not be understood leaves the question open."""
    async with begin() as uow:
        until = when.read(words, uow.now, operator.time_zone).at
        _dialog, answer = await _snooze(uow, question.data["dialog_id"], until, operator, place)
    await responder.say(answer)


async def wake(
    query: CallbackQuery, callback_data: Wake, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        dialog = await snoozes.wake(uow, callback_data.dialog_id, by=await operator.employee(uow))
        screen = await current_card(uow, dialog.id, operator, place)
    await responder.restore_card(query, screen)
    await responder.toast(query, _("The dialog is in the lists again"))


async def list_snoozed(message: Message, operator: Operator, database: Database, responder: Responder) -> None:
    async with database.read(operator.organization_id) as uow:
        screen = await snoozed_list(uow, await uow.dialogs.snoozed(), operator.time_zone, page=0)
    await private_replies.show(screen, operator, responder)


async def turn_page(
    query: CallbackQuery, callback_data: ShowSnoozed, operator: Operator, database: Database, responder: Responder
) -> None:
    async with database.read(operator.organization_id) as uow:
        waiting = await uow.dialogs.snoozed()
        screen = await snoozed_list(uow, waiting, operator.time_zone, page=callback_data.page)
    await private_replies.redraw(query, screen, operator, responder)


async def _question(uow: UnitOfWork, dialog_id: int, operator: Operator, place: Place) -> Screen:
    dialog = await uow.dialogs.get(dialog_id)
    await questions.ask(uow, place, operator, QuestionKind.SNOOZE, dialog_id=dialog.id)
    return picker(dialog.id, operator.time_zone, uow.now)


async def _snooze(
    uow: UnitOfWork, dialog_id: int, until: datetime | None, operator: Operator, place: Place
) -> tuple[Dialog, str]:
    dialog = await snoozes.snooze(uow, dialog_id, until=until, by=await operator.employee(uow))
    await stop_asking(uow, operator, place)
    return dialog, "💤 " + until_in_words(dialog, operator.time_zone, uow.now)


async def stop_asking(uow: UnitOfWork, operator: Operator, place: Place) -> None:
    """What is typed here next is no time any more."""
    await questions.forget_kinds(uow, place, operator, QuestionKind.SNOOZE)


def router() -> Router:
    router = Router(name=__name__)
    press = router.callback_query
    press.register(ask, PickSnooze.filter())
    press.register(pick_day, PickDay.filter(F.purpose == CALENDAR_PURPOSE))
    press.register(pick_day, TurnMonth.filter(F.purpose == CALENDAR_PURPOSE))
    press.register(snooze, Snooze.filter())
    press.register(wake, Wake.filter())
    press.register(turn_page, ShowSnoozed.filter())
    router.message.register(snooze_by_command, Command("snooze"))
    router.message.register(list_snoozed, Command("snoozed"))
    router.message.register(take_time, questions.answers_to(QuestionKind.SNOOZE))
    return router

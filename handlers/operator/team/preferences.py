"""«Настройки»: /settings, the switches, the language and the time zone."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bridge.actions.tasks import task_reminders
from bridge.actions.team import preferences
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.tasks.task_reminders import PreferLeadTime
from bridge.desk.team.preferences import (
    GiveTime,
    PickZone,
    ShowZones,
    Speak,
    Switch,
    SwitchSetting,
    settings,
    zone_picker,
)
from bridge.desk.ui.menus import ShowSettings
from bridge.desk.ui.screen import Screen
from bridge.text.texts import language
from bridge.when import zones
from handlers.operator.kit import commands, private_replies, questions
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind

SWITCH_ACTIONS = {
    Switch.SOUND: preferences.switch_sound,
    Switch.NOTICES: preferences.switch_notices,
    Switch.UNREAD: preferences.switch_unread_mark,
    Switch.WEEKLY: preferences.switch_weekly_report,
}


async def open_settings(message: Message, operator: Operator, database: Database, responder: Responder) -> None:
    async with database.read(operator.organization_id) as uow:
        screen = await _screen(uow, operator)
    await private_replies.show(screen, operator, responder)


async def show(query: CallbackQuery, operator: Operator, place: Place, begin: Begin, responder: Responder) -> None:
    async with begin() as uow:
        await _stop_asking(uow, operator, place)
        screen = await _screen(uow, operator)
    await private_replies.redraw(query, screen, operator, responder)


async def turn_switch(
    query: CallbackQuery, callback_data: SwitchSetting, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await SWITCH_ACTIONS[callback_data.what](uow, callback_data.on, by=await operator.employee(uow))
        screen = await _screen(uow, operator)
    await private_replies.redraw(query, screen, operator, responder)


async def give_time(
    query: CallbackQuery, callback_data: GiveTime, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await preferences.set_undo_delay(uow, callback_data.seconds, by=await operator.employee(uow))
        screen = await _screen(uow, operator)
    await private_replies.redraw(query, screen, operator, responder)


async def prefer_lead_time(
    query: CallbackQuery, callback_data: PreferLeadTime, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await task_reminders.set_default_lead_time(uow, callback_data.ahead, by=await operator.employee(uow))
        screen = await _screen(uow, operator)
    await private_replies.redraw(query, screen, operator, responder)


async def set_language(
    query: CallbackQuery,
    callback_data: Speak,
    operator: Operator,
    begin: Begin,
    telegram: Telegram,
    responder: Responder,
) -> None:
    """At once, in the commands that Telegram offers, too."""
    async with begin() as uow:
        await preferences.set_language(uow, callback_data.code, by=await operator.employee(uow))
        chats = [sign_in.chat_id for sign_in in await uow.sign_ins.of_employee(operator.employee_id)]
        with language(callback_data.code):
            screen = await _screen(uow, operator)
    with language(callback_data.code):
        await private_replies.redraw(query, screen, operator, responder)
        for chat_id in chats:
            await commands.show(telegram, chat_id, operator.role)


async def ask_zone(query: CallbackQuery, operator: Operator, place: Place, begin: Begin, responder: Responder) -> None:
    async with begin() as uow:
        if not place.is_group:
            await questions.ask(uow, place, operator, QuestionKind.TIME_ZONE)
        organization = await uow.organizations.get(operator.organization_id)
        screen = zone_picker(organization.time_zone, uow.now)
    await private_replies.redraw(query, screen, operator, responder)


async def pick_zone(
    query: CallbackQuery, callback_data: PickZone, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    number = callback_data.number
    if number > len(zones.COMMON_ZONES):
        raise zones.UnknownZone
    async with begin() as uow:
        screen = await _live_in(uow, zones.COMMON_ZONES[number - 1] if number else None, operator, place)
    await private_replies.redraw(query, screen, operator, responder)


async def take_zone(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    """What could not be understood leaves the question open."""
    zone = zones.parse(words)
    async with begin() as uow:
        screen = await _live_in(uow, zone, operator, place)
    await responder.show(screen)


async def _live_in(uow: UnitOfWork, zone: str | None, operator: Operator, place: Place) -> Screen:
    await preferences.set_time_zone(uow, zone, by=await operator.employee(uow))
    await _stop_asking(uow, operator, place)
    return await _screen(uow, operator)


async def _screen(uow: UnitOfWork, operator: Operator) -> Screen:
    organization = await uow.organizations.get(operator.organization_id)
    return settings(await operator.employee(uow), organization.time_zone, uow.now)


async def _stop_asking(uow: UnitOfWork, operator: Operator, place: Place) -> None:
    await questions.forget_kinds(uow, place, operator, QuestionKind.TIME_ZONE, QuestionKind.NEW_PASSWORD)


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(open_settings, Command("settings"))
    router.callback_query.register(show, ShowSettings.filter())
    router.callback_query.register(turn_switch, SwitchSetting.filter())
    router.callback_query.register(give_time, GiveTime.filter())
    router.callback_query.register(prefer_lead_time, PreferLeadTime.filter())
    router.callback_query.register(set_language, Speak.filter())
    router.callback_query.register(ask_zone, ShowZones.filter())
    router.callback_query.register(pick_zone, PickZone.filter())
    router.message.register(take_zone, questions.answers_to(QuestionKind.TIME_ZONE))
    return router

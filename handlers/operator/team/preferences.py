"""«Настройки»: /settings, the language and the time zone; all switches there are declared `Setting`s."""

from aiogram import Router

from bridge.actions.team import preferences
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.team.preferences import PickZone, ShowZones, Speak, settings_of, zone_picker
from bridge.desk.ui.menus import ShowSettings
from bridge.desk.ui.screen import Screen
from bridge.errors import lazy
from bridge.text.texts import language
from bridge.when import zones
from handlers.operator.kit import commands
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Order, Press, Typed
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.responses import Response
from handlers.operator.team.new_passwords import NewPassword
from storage.inbox.questions import QuestionKind

part = BotPart(__name__, in_private=True)


class OwnTimeZone(QuestionData):
    kind = QuestionKind.TIME_ZONE
    about = lazy("the time zone")


@part.command("settings")
async def open_settings(order: Order) -> Screen:
    return await settings_of(order.uow, order.by)


@part.writes(ShowSettings)
async def show(press: Press, button: ShowSettings) -> Screen:
    await press.stop_asking(OwnTimeZone, NewPassword)
    return await settings_of(press.uow, press.by)


@part.writes(Speak)
async def set_language(press: Press, button: Speak, *, telegram: Telegram) -> Response:
    """Set the language; the commands that Telegram offers change at once, too."""
    await preferences.set_language(press.uow, button.code, by=press.by)
    chats = [sign_in.chat_id for sign_in in await press.uow.sign_ins.of_employee(press.by.id)]

    async def offer_commands(_responder: Responder) -> None:
        with language(button.code):
            for chat_id in chats:
                await commands.show(telegram, chat_id, press.operator.role)

    with language(button.code):
        return Response(await settings_of(press.uow, press.by), then=offer_commands)


@part.writes(ShowZones)
async def ask_zone(press: Press, button: ShowZones) -> Screen:
    await press.keep_asking(OwnTimeZone())
    organization = await press.uow.organizations.get(press.uow.organization_id)
    return zone_picker(organization.time_zone, press.uow.now)


@part.writes(PickZone)
async def pick_zone(press: Press, button: PickZone) -> Screen:
    await preferences.set_time_zone(press.uow, zones.numbered(button.number), by=press.by)
    await press.stop_asking(OwnTimeZone, NewPassword)
    return await settings_of(press.uow, press.by)


@part.answers(OwnTimeZone)
async def take_zone(typed: Typed, asked: OwnTimeZone) -> Screen:
    """Set the time zone; a text that cannot be understood leaves the question open."""
    await preferences.set_time_zone(typed.uow, zones.parse(typed.words), by=typed.by)
    return await settings_of(typed.uow, typed.by)


def router() -> Router:
    return part.router()

"""Buttons below an answer that has not left yet: «Отменить», «Отправить сейчас»."""

from aiogram import Router

from bridge.actions.messages import undos
from bridge.desk.messages.undos import SendNow, TakeBack
from bridge.text.texts import _
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Press

part = BotPart(__name__)


@part.writes(TakeBack)
async def take_back(press: Press, button: TakeBack) -> str:
    await undos.take_back(press.uow, button.message_id, by=press.by)
    return _("Not sent")


@part.writes(SendNow)
async def send_now(press: Press, button: SendNow) -> str:
    await undos.send_now(press.uow, button.message_id, by=press.by)
    return _("Sending")


def router() -> Router:
    return part.router()

"""The buttons below an answer that has not left yet: «Отменить», «Отправить сейчас»."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bridge.actions.messages import undos
from bridge.desk.messages.undos import SendNow, TakeBack
from bridge.text.texts import _
from handlers.operator.kit.context import Begin, Operator
from handlers.operator.kit.responder import Responder


async def take_back(
    query: CallbackQuery, callback_data: TakeBack, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await undos.take_back(uow, callback_data.message_id, by=await operator.employee(uow))
    await responder.toast(query, _("Not sent"))


async def send_now(
    query: CallbackQuery, callback_data: SendNow, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await undos.send_now(uow, callback_data.message_id, by=await operator.employee(uow))
    await responder.toast(query, _("Sending"))


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(take_back, TakeBack.filter())
    router.callback_query.register(send_now, SendNow.filter())
    return router

"""A calendar's places that are no day."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bridge.desk.calendars import Nothing
from handlers.operator.responder import Responder


async def nothing(query: CallbackQuery, responder: Responder) -> None:
    await responder.toast(query)


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(nothing, Nothing.filter())
    return router

"""A calendar's places that are no day."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bridge.desk.ui.calendars import Nothing
from handlers.operator.kit.responder import Responder


async def nothing(query: CallbackQuery, responder: Responder) -> None:
    await responder.toast(query)


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(nothing, Nothing.filter())
    return router

"""A calendar's places that are no day."""

from aiogram import Router

from bridge.desk.ui.calendars import Nothing
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Press

part = BotPart(__name__)


@part.reads(Nothing)
async def nothing(press: Press, button: Nothing) -> None:
    return None


def router() -> Router:
    return part.router()

"""The places in a calendar's grid that are not days: a press on them is answered, and nothing happens."""

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

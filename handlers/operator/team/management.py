"""«Управление»: /admin and the menu of what managers and administrators set up."""

from aiogram import Router

from bridge.desk.ui.management import ShowManagement, management
from bridge.desk.ui.screen import Screen
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Order, Press
from storage.team.employees import Role

part = BotPart(__name__, role=Role.MANAGER, in_private=True)


@part.command("admin")
async def open_management(order: Order) -> Screen:
    return management(order.by.role)


@part.reads(ShowManagement)
async def show(press: Press, button: ShowManagement) -> Screen:
    return management(press.by.role)


def router() -> Router:
    return part.router()

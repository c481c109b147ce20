"""«Управление»: the way to what managers and administrators arrange, /admin."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bridge.desk.ui.management import ShowManagement, management
from bridge.desk.ui.screen import Screen
from handlers.operator.kit import private_replies
from handlers.operator.kit.context import Operator
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database


async def open_management(message: Message, operator: Operator, database: Database, responder: Responder) -> None:
    await private_replies.show(await _screen(operator, database), operator, responder)


async def show(query: CallbackQuery, operator: Operator, database: Database, responder: Responder) -> None:
    await private_replies.redraw(query, await _screen(operator, database), operator, responder)


async def _screen(operator: Operator, database: Database) -> Screen:
    async with database.read(operator.organization_id) as uow:
        employee = await operator.employee(uow)
    employee.ensure_manager()
    return management(employee.role)


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(open_management, Command("admin"))
    router.callback_query.register(show, ShowManagement.filter())
    return router

"""«Вид по умолчанию» in the settings: what the list of dialogs opens with."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bridge.actions.inbox import dialog_filters
from bridge.desk.inbox.default_views import PickDefaultView, ShowDefaultView, default_view_picker
from handlers.operator.kit import private_replies
from handlers.operator.kit.context import Begin, Operator
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.inbox.dialog_filters import DefaultView, DialogFilter


async def show(query: CallbackQuery, operator: Operator, database: Database, responder: Responder) -> None:
    async with database.read(operator.organization_id) as uow:
        chosen = await uow.dialog_filters.of(operator.employee_id)
    screen = default_view_picker(chosen or DialogFilter(employee_id=operator.employee_id))
    await private_replies.redraw(query, screen, operator, responder)


async def pick(
    query: CallbackQuery, callback_data: PickDefaultView, operator: Operator, begin: Begin, responder: Responder
) -> None:
    scope, state = callback_data.scope, callback_data.state
    default_view = DefaultView(scope, state) if scope and state else None
    async with begin() as uow:
        screen = default_view_picker(await dialog_filters.set_default_view(uow, default_view, by=operator.employee_id))
    await private_replies.redraw(query, screen, operator, responder)


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(show, ShowDefaultView.filter())
    router.callback_query.register(pick, PickDefaultView.filter())
    return router

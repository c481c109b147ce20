"""«Не закрывать»: a silent dialog stays open."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bridge.actions.automation import auto_close
from bridge.desk.render.auto_close_warning_renderer import KeepOpen
from bridge.text.texts import _
from handlers.operator.kit.context import Begin, Operator
from handlers.operator.kit.responder import Responder


async def keep_open(
    query: CallbackQuery, callback_data: KeepOpen, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await auto_close.keep_open(uow, callback_data.dialog_id, by=await operator.employee(uow))
    await responder.strip(query, "🗄 " + _("The dialog stays open: {name} has said so").format(name=operator.name))
    await responder.toast(query)


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(keep_open, KeepOpen.filter())
    return router

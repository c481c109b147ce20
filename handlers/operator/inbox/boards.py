"""/board: the board of who waits, for oneself in private, for a department in its group."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bridge.actions.inbox import boards
from bridge.desk.inbox.boards import TakeDown
from bridge.text.texts import _
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.responder import Responder
from storage.team.forums import Forum


async def put_up(
    message: Message, operator: Operator, place: Place, forum: Forum | None, begin: Begin, responder: Responder
) -> None:
    """Anew where there is one already: at the end of the chat, and pinned."""
    async with begin() as uow:
        former = await uow.boards.at(place.chat_id)
        former_id = former.message_id if former is not None else None
        if forum is None:
            await boards.put_up(uow, place.chat_id, employee_id=operator.employee_id)
        else:
            (await operator.employee(uow)).ensure_manager()
            await boards.put_up(uow, place.chat_id, department_id=forum.department_id)
    if former_id is not None:
        await responder.erase(former_id)


async def take_down(
    query: CallbackQuery, operator: Operator, place: Place, forum: Forum | None, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        if forum is not None:
            (await operator.employee(uow)).ensure_manager()
        await boards.take_down(uow, place.chat_id)
    await responder.toast(query)
    await responder.strip(query, _("The board is taken away. /board brings it back"))


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(put_up, Command("board"))
    router.callback_query.register(take_down, TakeDown.filter())
    return router

"""/board: puts up the board of waiting customers, for an employee in private, for a department in its group."""

from aiogram import Router

from bridge.actions.inbox import boards
from bridge.desk.inbox.boards import TakeDown
from bridge.text.texts import _
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Order, Press
from handlers.operator.kit.responses import Response
from storage.team.forums import Forum

part = BotPart(__name__)


@part.command("board", writes=True)
async def put_up(order: Order, *, forum: Forum | None) -> Response:
    """Put up the board. An existing board is sent again, so that it is at the end of the chat and pinned."""
    chat_id = order.place.chat_id
    former = await order.uow.boards.at(chat_id)
    former_id = former.message_id if former is not None else None
    if forum is None:
        await boards.put_up(order.uow, chat_id, employee_id=order.by.id)
    else:
        order.by.ensure_manager()
        await boards.put_up(order.uow, chat_id, department_id=forum.department_id)
    return Response(then=(lambda responder: responder.erase(former_id)) if former_id is not None else None)


@part.writes(TakeDown)
async def take_down(press: Press, button: TakeDown, *, forum: Forum | None) -> Response:
    if forum is not None:
        press.by.ensure_manager()
    await boards.take_down(press.uow, press.place.chat_id)
    return Response(ends_question=_("The board is taken away. /board brings it back"))


def router() -> Router:
    return part.router()

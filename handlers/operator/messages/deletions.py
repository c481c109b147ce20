"""«/delete» as a reply to the operator's own message: Telegram does not report deletions to bots."""

from aiogram import Router

from bridge.actions.messages import deletions
from bridge.actions.messages.edits import NeverSent
from bridge.errors import Refusal, lazy
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Order

part = BotPart(__name__)


class ReplyToDelete(Refusal):
    text = lazy("Reply with /delete to the message that is to be deleted at the customer's")


@part.command("delete", writes=True)
async def delete(order: Order) -> None:
    shown = order.message.reply_to_message
    if shown is None:
        raise ReplyToDelete
    mirror = await order.uow.windows.mirror_at(order.place.chat_id, shown.message_id)
    if mirror is None:
        raise NeverSent
    await deletions.delete(order.uow, mirror.message_id, by=order.by)


def router() -> Router:
    return part.router()

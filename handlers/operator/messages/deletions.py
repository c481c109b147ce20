"""«/delete» as a reply to an own message: Telegram tells a bot of no deletion, so it has to be said."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import Message

from bridge.actions.messages import deletions
from bridge.actions.messages.edits import NeverSent
from bridge.errors import Refusal, lazy
from handlers.operator.kit.context import Begin, Operator, Place


class ReplyToDelete(Refusal):
    text = lazy("Reply with /delete to the message that is to be deleted at the customer's")


async def delete(message: Message, operator: Operator, place: Place, begin: Begin, shown: Message) -> None:
    async with begin() as uow:
        mirror = await uow.windows.mirror_at(place.chat_id, shown.message_id)
        if mirror is None:
            raise NeverSent
        await deletions.delete(uow, mirror.message_id, by=await operator.employee(uow))


async def ask_which(message: Message) -> None:
    raise ReplyToDelete


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(delete, Command("delete"), F.reply_to_message.as_("shown"))
    router.message.register(ask_which, Command("delete"))
    return router

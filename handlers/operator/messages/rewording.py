"""«/edit» and a new text, as a reply to what the bot has sent for an operator, who cannot edit the bot's message."""

import re

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import Message

from bridge.actions.messages import rewording
from bridge.actions.messages.edits import IsOutside, NeverSent
from bridge.errors import Refusal, lazy
from bridge.text.entities import beyond
from handlers.operator.kit.commands import NOTE_PATTERN
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.messages.reading import draft

EDIT_PATTERN = re.compile(r"/edit(?:@\w+)?\s*", re.IGNORECASE)


class EditItYourself(Refusal):
    text = lazy("This message is your own: edit it in Telegram, and the customer sees it edited")


class ReplyToEdit(Refusal):
    text = lazy("Reply with /edit and the new text to a message that I have sent for you, such as a template")


async def reword(message: Message, operator: Operator, place: Place, begin: Begin, shown: Message) -> None:
    written = draft(message, reply_to_id=None, addressed=True)
    command = EDIT_PATTERN.match(written.text)
    words = beyond(command.end() if command else 0, written.text, written.entities)
    async with begin() as uow:
        mirror = await uow.windows.mirror_at(place.chat_id, shown.message_id)
        if mirror is None:
            raise NeverSent
        if shown.from_user is not None and not shown.from_user.is_bot:
            raise EditItYourself
        if not mirror.is_original:
            raise ReplyToEdit
        if NOTE_PATTERN.match(words.text):
            raise IsOutside
        await rewording.reword(uow, mirror, words.text, words.entities, by=await operator.employee(uow))


async def ask_which(message: Message) -> None:
    raise ReplyToEdit


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(reword, Command("edit", ignore_case=True), F.text, F.reply_to_message.as_("shown"))
    router.message.register(ask_which, Command("edit", ignore_case=True))
    return router

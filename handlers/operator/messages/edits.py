"""Edits of an operator's own messages, and the earlier versions of a message."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import Message

from bridge.actions.messages import edits
from bridge.actions.messages.edits import NeverSent
from bridge.desk.messages.versions import versions
from bridge.desk.ui import callbacks
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Press
from handlers.operator.kit.responses import Response
from handlers.operator.kit.target_dialogs import is_former_topic
from handlers.operator.messages.notes import is_note, unmarked
from handlers.operator.messages.reading import draft

part = BotPart(__name__)


async def rewrite(message: Message, operator: Operator, place: Place, begin: Begin) -> None:
    if is_command(message):
        return
    try:
        async with begin() as uow:
            is_gone = await is_former_topic(uow, place)
            written = draft(message, reply_to_id=None, addressed=True, is_gone=is_gone)
            by = await operator.employee(uow)
            await edits.rewrite(uow, unmarked(written), by=by, marked_as_note=is_note(message))
    except NeverSent:
        # In a group people also edit messages that are for each other.
        if message.chat.type == ChatType.PRIVATE:
            raise


def is_command(message: Message) -> bool:
    """Whether the message is a command. It was executed when it came, so an edit changes nothing."""
    return (message.text or "").startswith("/") and not is_note(message)


@part.reads(callbacks.ShowVersions)
async def show_versions(press: Press, button: callbacks.ShowVersions) -> Response:
    hidden = press.operator.sees_hidden(press.place)
    screen = await versions(press.uow, button.message_id, back=button.back, zone=press.zone, hidden=hidden)
    if button.back:
        return Response(screen)
    return Response(then=lambda responder: responder.show(screen, reply_to=press.message_id or None))


def router() -> Router:
    router = part.router()
    router.edited_message.register(rewrite, ~F.from_user.is_bot)
    return router

"""A password in a chat is deleted from the chat, from the journal, and from the name of a topic."""

import logging

from aiogram.methods import EditForumTopic
from aiogram.types import Message, Update

from bridge.delivery.payloads import DESK
from bridge.desk.bot_api.telegram import Telegram
from bridge.errors import BridgeError
from bridge.text.texts import _
from handlers.operator.kit.context import Begin, Place
from handlers.operator.kit.responder import Responder
from storage.engine.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)


async def hide_name(message: Message, place: Place, begin: Begin, telegram: Telegram, event_update: Update) -> None:
    """Rename a topic that Telegram made for a text outside of topics and named after it: the text may be a password."""
    async with begin() as uow:
        await redact(uow, event_update)
    try:
        await telegram(
            EditForumTopic(chat_id=place.chat_id, message_thread_id=place.thread_id or 0, name=_("Signing in"))
        )
    except BridgeError as error:
        log.warning("could not rename a topic that may be named after a password: %s", type(error).__name__)


async def erase(message: Message, responder: Responder) -> bool:
    """Delete the message, or ask its author to delete it; returns whether it is deleted."""
    is_erased = await responder.erase(message.message_id)
    if not is_erased:
        sorry = _("I could not delete the message with your password. Please delete it yourself")
        await responder.say(sorry, reply_to=message.message_id)
    return is_erased


async def redact(uow: UnitOfWork, update: Update) -> None:
    """Remove the update's text from the journal, which keeps updates for days."""
    await uow.journal.redact(DESK, str(update.update_id))

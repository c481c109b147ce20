"""An operator changes what they have written, or looks at what a message said before."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message

from bridge.actions.messages import edits
from bridge.actions.messages.edits import NeverSent
from bridge.desk.messages.versions import versions
from bridge.desk.ui import callbacks
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.target_dialogs import is_former_topic
from handlers.operator.messages.notes import is_note, unmarked
from handlers.operator.messages.reading import draft
from storage.engine.database import Database


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
        # In a group people talk about other things, too.
        if message.chat.type == ChatType.PRIVATE:
            raise


def is_command(message: Message) -> bool:
    """A command was done when it came; changing its words changes nothing."""
    return (message.text or "").startswith("/") and not is_note(message)


async def show_versions(
    query: CallbackQuery,
    callback_data: callbacks.ShowVersions,
    operator: Operator,
    place: Place,
    database: Database,
    responder: Responder,
) -> None:
    hidden = operator.sees_hidden(place)
    async with database.read(operator.organization_id) as uow:
        message_id, zone = callback_data.message_id, operator.time_zone
        screen = await versions(uow, message_id, back=callback_data.back, zone=zone, hidden=hidden)
    if callback_data.back:
        await responder.redraw(query, screen)
    else:
        await responder.show(screen, reply_to=query.message.message_id if query.message else None)
    await responder.toast(query)


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(show_versions, callbacks.ShowVersions.filter())
    router.edited_message.register(rewrite, ~F.from_user.is_bot)
    return router

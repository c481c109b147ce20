"""Rewording: an employee changes the text of a message that the bot wrote for them, such as a template.

Telegram does not let them edit it, because the bot is its author there.
"""

from bridge.actions.messages import deletions, edits, message_updates
from bridge.actions.reports import audit
from bridge.errors import Refusal, lazy
from bridge.text.entities import Entities
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Mirror
from storage.messages.messages import FILE_KINDS, DeliveryState, Message, MessageKind
from storage.reports.events import EventKind
from storage.team.employees import Employee

# Telegram allows no caption on these kinds.
CAPTIONLESS_KINDS = frozenset({MessageKind.STICKER, MessageKind.VIDEO_NOTE})


class NothingToSay(Refusal):
    text = lazy("Write the new text behind /edit. Nothing was changed")


class Wordless(Refusal):
    text = lazy("There are no words in this message to be changed")


async def reword(uow: UnitOfWork, mirror: Mirror, text: str, entities: Entities, *, by: Employee) -> Message:
    """Change the text of an own message: at the customer's, in all windows, or in what still waits.

    Args:
        mirror: the message that the bot has written for the author.

    Raises:
        NotYourMessage, IsDeleted, NeverSent, NothingToSay, Wordless: nothing was changed.
    """
    message = await uow.messages.lock(mirror.message_id)
    if message.employee_id != by.id:
        raise deletions.NotYourMessage
    edits.ensure_changeable(message)
    if message.kind is not MessageKind.TEXT and message.kind not in FILE_KINDS - CAPTIONLESS_KINDS:
        raise Wordless
    if not text.strip():
        raise NothingToSay
    if (message.text, message.entities) == (text, entities):
        return message
    await edits.keep_version(uow, message)
    message.text, message.entities = text, entities
    audit.record_event(uow, EventKind.EDITED, by=by.id, dialog_id=message.dialog_id, message_id=message.id)
    await message_updates.edit_original(uow, message, mirror.window_id)
    if message.state is not DeliveryState.NEEDS_CONFIRMATION:
        await message_updates.edit(uow, message, except_in=mirror.window_id)
        await edits.send_edit(uow, message)
    return message

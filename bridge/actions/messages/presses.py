"""A customer presses a button below a message of ours: it is found, and whoever put it there is told."""

from collections.abc import Awaitable, Callable, Mapping

from bridge import buttons
from bridge.actions.automation import department_menu, ratings
from bridge.buttons import OUTDATED_TEXT
from bridge.channel import Pressed
from storage.clients.contacts import Contact
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.messages.messages import Message
from storage.team.channels import Channel

Act = Callable[[UnitOfWork, Dialog, Message, str], Awaitable[str]]
"""What a button does; it gets what stands behind the colon of its data, and returns what is answered, a message id.

The dialog is locked, the message has the button still, and the customer is not blocked. One that is to work just once
takes its buttons away (`buttons.without`).
"""

BUTTON_ACTIONS: Mapping[str, Act] = {
    ratings.RATE_ACTION: ratings.rate,
    ratings.COMMENT_ACTION: ratings.await_comment,
    department_menu.DEPARTMENT_ACTION: department_menu.choose,
}
"""By what stands before the colon."""


async def receive_press(uow: UnitOfWork, channel: Channel, pressed: Pressed) -> str:
    """Do what the button says; returns the answer, a message id for the customer's language."""
    known = await uow.contacts.in_dialog_at(channel.id, pressed.sender.external_id)
    if known is None:
        return OUTDATED_TEXT
    contact, _address, dialog = known
    return await _done(uow, contact, dialog, pressed.carried)


async def _done(uow: UnitOfWork, contact: Contact, dialog: Dialog, carried: str) -> str:
    found = buttons.read(carried)
    if found is None or contact.blocked_at is not None:
        return OUTDATED_TEXT
    message_id, data = found
    message = await uow.messages.in_dialog(dialog.id, message_id)
    kind, _, rest = data.partition(":")
    if message is None or message.is_incoming or not buttons.has(message, data) or kind not in BUTTON_ACTIONS:
        return OUTDATED_TEXT
    return await BUTTON_ACTIONS[kind](uow, dialog, message, rest)

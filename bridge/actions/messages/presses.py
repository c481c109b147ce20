"""A customer presses a button below one of our messages: the action of the button is found and run."""

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
"""The action of a button. It gets the part of the button's data behind the colon and returns the answer, a message id.

The dialog is locked, the message still has the button, and the customer is not blocked. A button that works only once
removes its buttons (`buttons.without`).
"""

BUTTON_ACTIONS: Mapping[str, Act] = {
    ratings.RATE_ACTION: ratings.rate,
    ratings.COMMENT_ACTION: ratings.await_comment,
    department_menu.DEPARTMENT_ACTION: department_menu.choose,
}
"""Actions by the part of the button's data before the colon."""


async def receive_press(uow: UnitOfWork, channel: Channel, pressed: Pressed) -> str:
    """Run the action of a pressed button; returns the answer, a message id that is translated for the customer."""
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

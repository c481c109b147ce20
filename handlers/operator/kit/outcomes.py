"""What is said to whoever has just sent an answer by a press."""

from bridge.text.texts import _
from storage.messages.messages import DeliveryState, Message
from storage.messages.undos import is_revocable


def outcome(message: Message) -> str:
    if message.state is DeliveryState.NEEDS_CONFIRMATION:
        return _("Not sent yet: the question is below")
    # When it has gone is said below it.
    return _("It leaves in a few seconds") if is_revocable(message) else _("Sent")

"""Words for an employee who has just sent an answer by a press."""

from bridge.text.texts import _
from storage.messages.messages import DeliveryState, Message
from storage.messages.undos import is_revocable


def outcome(message: Message) -> str:
    if message.state is DeliveryState.NEEDS_CONFIRMATION:
        return _("Not sent yet: the question is below")
    # The message below it tells when the answer has left.
    return _("It leaves in a few seconds") if is_revocable(message) else _("Sent")

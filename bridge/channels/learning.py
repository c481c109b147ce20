"""What only the channel's answer tells of a sent message: a poll's id, the value of a dice, a loss."""

from typing import Any

from bridge.actions.messages import message_updates
from bridge.errors import lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import Message, MessageKind

SENT_AS_STILL_TEXT = lazy(
    "ℹ️ The customer has got the picture of this live photo without its film: the film could not be sent"
)
SENT_AS_PLAIN_TEXT = lazy("ℹ️ Telegram did not take the formatting of this message: the customer has got its words")


async def learn(uow: UnitOfWork, message: Message, learnt: dict[str, Any]) -> None:
    if not learnt:
        return
    message.data = {**message.data, **learnt}
    if message.kind is MessageKind.LIVE_PHOTO:
        await message_updates.send_reply_notice_to_author(uow, message, SENT_AS_STILL_TEXT)
    if message.kind is MessageKind.RICH_MESSAGE:
        await message_updates.send_reply_notice_to_author(uow, message, SENT_AS_PLAIN_TEXT)
    if message.kind is MessageKind.DICE:
        # The dice was thrown anew for the customer, so the operator sees another number on their own.
        text = lazy("The customer sees {emoji} {value}")
        await message_updates.send_reply_notice_to_author(
            uow, message, text, emoji=message.data["emoji"], value=str(learnt["value"])
        )

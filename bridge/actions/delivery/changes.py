"""Changes of what the customer already has: they use the lane of the customer's messages and leave after them."""

from bridge.actions.delivery import outbox
from bridge.actions.messages import albums
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import CHANNEL, Payload
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import Message


class MessagePayload(Payload, carrier=CHANNEL, kind="message", rank=Rank.ANSWER):
    """Sends a message."""


class AlbumPayload(Payload, carrier=CHANNEL, kind="album", rank=Rank.ANSWER):
    """Sends an album; the delivery names the first message that was put into it."""


class MessageEditPayload(Payload, carrier=CHANNEL, kind="edit", rank=Rank.ANSWER, key="edit:{message_id}", merges=True):
    """Sends an edited message, or the missing rest of a message that has arrived in part."""

    with_file: bool = False


class MessageDeletionPayload(Payload, carrier=CHANNEL, kind="delete", rank=Rank.ANSWER, key="delete:{message_id}"):
    """Deletes a message."""


class MessageReactionPayload(Payload, carrier=CHANNEL, kind="react", rank=Rank.ANSWER, key="react:{message_id}"):
    """Puts the employee's newest reaction on a message."""


# Kinds of deliveries that carry an answer itself.
ANSWER_KINDS = (MessagePayload.kind, AlbumPayload.kind)


async def put_to_customer(uow: UnitOfWork, payload: Payload, message: Message) -> Delivery:
    """Put a delivery into the lane of the message's customer.

    A waiting change with the same key takes in the newest state.
    """
    dialog = await uow.dialogs.get(message.dialog_id)
    channel = await uow.channels.get(dialog.channel_id)
    lane = channel.lane((await uow.contacts.address(dialog.address_id)).external_id)
    return await outbox.put(
        uow, payload, carrier=channel.carrier, lane=lane, dialog_id=dialog.id, message_id=message.id
    )


async def has_not_left(uow: UnitOfWork, message: Message) -> bool:
    """Whether the message itself still waits. It leaves after this unit of work, so it takes this change along."""
    if message.album_id is not None and message.external_id is None and await albums.is_waiting(uow, message):
        return True
    return any(delivery.kind == MessagePayload.kind for delivery in await uow.deliveries.waiting_of_message(message.id))

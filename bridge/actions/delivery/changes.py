"""Changes of what the customer already has: deliveries in the lane of their messages, behind them."""

from bridge.actions.delivery import outbox
from bridge.actions.messages import albums
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import CHANNEL, Payload
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import Message


class MessagePayload(Payload, carrier=CHANNEL, kind="message", rank=Rank.ANSWER):
    """The message itself."""


class AlbumPayload(Payload, carrier=CHANNEL, kind="album", rank=Rank.ANSWER):
    """An album; the delivery names the first message that was put into it."""


class MessageEditPayload(Payload, carrier=CHANNEL, kind="edit", rank=Rank.ANSWER, key="edit:{message_id}", merges=True):
    """What the message says now, or the rest of a message that has arrived in part."""

    with_file: bool = False


class MessageDeletionPayload(Payload, carrier=CHANNEL, kind="delete", rank=Rank.ANSWER, key="delete:{message_id}"):
    """The message goes."""


class MessageReactionPayload(Payload, carrier=CHANNEL, kind="react", rank=Rank.ANSWER, key="react:{message_id}"):
    """The employee's newest reaction to the message."""


# The kinds that carry an answer itself.
ANSWER_KINDS = (MessagePayload.kind, AlbumPayload.kind)


async def put_to_customer(uow: UnitOfWork, payload: Payload, message: Message) -> Delivery:
    """Have it leave in the lane of the message's customer; a change that still waits shows the newest state."""
    dialog = await uow.dialogs.get(message.dialog_id)
    channel = await uow.channels.get(dialog.channel_id)
    lane = channel.lane((await uow.contacts.address(dialog.address_id)).external_id)
    return await outbox.put(
        uow, payload, carrier=channel.carrier, lane=lane, dialog_id=dialog.id, message_id=message.id
    )


async def has_not_left(uow: UnitOfWork, message: Message) -> bool:
    """Whether the message itself still waits: when its turn comes, after us, it will leave as it is then."""
    if message.album_id is not None and message.external_id is None and await albums.is_waiting(uow, message):
        return True
    return any(delivery.kind == MessagePayload.kind for delivery in await uow.deliveries.waiting_of_message(message.id))

"""Changes of what the customer already has: deliveries in the lane of their messages, behind them."""

from enum import StrEnum

from bridge.actions.delivery import outbox
from bridge.actions.messages import albums
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import Message

MESSAGE_KIND = "message"


class ChangeKind(StrEnum):
    """The kinds of deliveries, besides the message itself, that a customers' channel carries."""

    EDIT = "edit"
    DELETE = "delete"
    REACT = "react"


async def put_change(uow: UnitOfWork, change: ChangeKind, message: Message) -> Delivery:
    """Have the customer's side brought up to date; a change that still waits shows the newest state."""
    dialog = await uow.dialogs.get(message.dialog_id)
    channel = await uow.channels.get(dialog.channel_id)
    address = await uow.contacts.address(dialog.address_id)
    return await outbox.put(
        uow,
        carrier=channel.carrier,
        lane=channel.lane(address.external_id),
        kind=change,
        key=f"{change}:{message.id}",
        dialog_id=dialog.id,
        message_id=message.id,
    )


async def has_not_left(uow: UnitOfWork, message: Message) -> bool:
    """Whether the message itself still waits: when its turn comes, after us, it will leave as it is then."""
    if message.album_id is not None and message.external_id is None and await albums.is_waiting(uow, message):
        return True
    return any(delivery.kind == MESSAGE_KIND for delivery in await uow.deliveries.waiting_of_message(message.id))

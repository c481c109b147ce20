"""What an administrator can do with deliveries that were given up on."""

from bridge.actions import albums, desk
from bridge.actions.changes import Change
from bridge.errors import Refusal, lazy
from storage.deliveries import GIVEN_UP, Delivery, DeliveryStatus
from storage.messages import DeliveryState
from storage.unit_of_work import UnitOfWork


class NotGivenUp(Refusal):
    text = lazy("Delivery {id} was not given up on: it is {status}")


async def retry(uow: UnitOfWork, delivery_id: int) -> Delivery:
    """Put a delivery back into its lane; a message to a customer waits to be sent again, and its author sees so.

    Where the author has sent the message again already, the delivery is no longer needed: it is REPLACED afterwards.
    """
    delivery = await uow.deliveries.get(delivery_id)
    if delivery.status not in GIVEN_UP:
        raise NotGivenUp(id=delivery.id, status=delivery.status)
    if delivery.message_id is not None and delivery.carrier != desk.DESK and delivery.kind not in set(Change):
        message = await uow.messages.lock(delivery.message_id)
        if message.state not in (DeliveryState.FAILED, DeliveryState.UNKNOWN):
            delivery.settle(DeliveryStatus.REPLACED, uow.now)
            return delivery
        for mate in await albums.mates_in(uow, message, DeliveryState.FAILED, DeliveryState.UNKNOWN):
            mate.state, mate.failure = DeliveryState.QUEUED, None
            await desk.mark(uow, mate)
    delivery.revive()
    uow.wake("outbox")
    return delivery

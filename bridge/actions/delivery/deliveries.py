"""What people do with deliveries: retry a failed one, cancel a waiting one."""

from bridge.actions.delivery import desk, outbox
from bridge.actions.delivery.changes import ANSWER_KINDS, MessageEditPayload
from bridge.actions.messages import albums, messages
from bridge.delivery.payloads import DESK
from bridge.errors import NotFound, Refusal, lazy
from storage.delivery.deliveries import UNSETTLED_STATUSES, Delivery, DeliveryStatus
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import REST_UNKNOWN, DeliveryState, Message
from storage.team.employees import Employee

CANCELLED_REASON = lazy("An administrator has cancelled it")
STOPPED_REASON = lazy("It was stopped; the customer may have got it all the same")


class NotGivenUp(Refusal):
    text = lazy("Delivery {id} was not given up on: it is {status}")


class HasEnded(Refusal):
    text = lazy("Delivery {id} does not wait: it is {status}")


class DeliveryPurged(Refusal):
    text = lazy("Delivery {id} cannot be sent again: it is so old that its content was deleted")


async def retry(uow: UnitOfWork, delivery_id: int) -> Delivery:
    """Put a failed delivery back into its lane. A message to a customer waits again, and its author sees it.

    When the author has sent the message again already, the delivery is not needed and becomes REPLACED. Returns the
    delivery that leaves; for a message that has arrived in part it is a delivery of the missing rest.

    Raises:
        NotGivenUp: the delivery has not failed.
        DeliveryPurged: its content was deleted.
    """
    delivery = await uow.deliveries.get(delivery_id)
    if delivery.status is not DeliveryStatus.FAILED:
        raise NotGivenUp(id=delivery.id, status=delivery.status)
    if delivery.is_purged:
        raise DeliveryPurged(id=delivery.id)
    if delivery.carrier == DESK or delivery.message_id is None:
        return _revive(uow, delivery)
    if delivery.kind in ANSWER_KINDS:
        return await _send_again(uow, delivery, delivery.message_id)
    message = await uow.messages.lock(delivery.message_id)
    if delivery.kind == MessageEditPayload.kind and message.state is DeliveryState.FAILED:
        await messages.wait_again(uow, message)
    return _revive(uow, delivery)


async def _send_again(uow: UnitOfWork, delivery: Delivery, message_id: int) -> Delivery:
    message = await uow.messages.lock(message_id)
    missing = (
        await albums.messages_of_album_in(uow, message, DeliveryState.FAILED)
        if message.state is DeliveryState.FAILED
        else []
    )
    remainders = [await messages.complete(uow, mate) for mate in missing if mate.external_id is not None]
    if len(remainders) == len(missing):
        delivery.settle(DeliveryStatus.REPLACED, uow.now)
        return next(iter(remainders), delivery)
    for mate in missing:
        if mate.external_id is None:
            await messages.wait_again(uow, mate)
    return _revive(uow, delivery)


def _revive(uow: UnitOfWork, delivery: Delivery) -> Delivery:
    delivery.revive()
    uow.wake("outbox")
    return delivery


async def withdraw(uow: UnitOfWork, message_id: int, *, by: Employee) -> Message:
    """Stop an own message that does not get through («Не отправлять»).

    Raises:
        NotFound: another employee wrote it.
        AlreadyDecided: it does not wait any more.
    """
    message = await uow.messages.lock(message_id)
    if message.employee_id != by.id:
        raise NotFound
    waiting = [each for each in await uow.deliveries.of_message(message.id) if each.status in UNSETTLED_STATUSES]
    carried = [each for each in waiting if each.kind in ANSWER_KINDS and each.window_id is None]
    if message.state is not DeliveryState.QUEUED or not carried:
        raise messages.AlreadyDecided
    for delivery in carried:
        await cancel(uow, delivery.id, why=STOPPED_REASON)
    return message


async def cancel(uow: UnitOfWork, delivery_id: int, *, why: str = CANCELLED_REASON) -> Delivery:
    """Cancel a waiting delivery. The author of an answer reads that the customer does not get it, and `why`.

    Raises:
        HasEnded: it was sent, refused, or cancelled already.
    """
    delivery = await uow.deliveries.get(delivery_id)
    if delivery.status not in UNSETTLED_STATUSES:
        raise HasEnded(id=delivery.id, status=delivery.status)
    may_have_arrived = delivery.status is DeliveryStatus.SENDING
    outbox.withdraw(uow, delivery)
    if delivery.carrier != DESK and delivery.message_id is not None and delivery.kind in ANSWER_KINDS:
        message = await uow.messages.lock(delivery.message_id)
        for mate in await albums.messages_of_album_in(uow, message, DeliveryState.QUEUED):
            _fail(mate, why, may_have_arrived=may_have_arrived)
        await uow.flush()
        await desk.show_delivery_state(uow, message)
    return delivery


def _fail(message: Message, why: str, *, may_have_arrived: bool) -> None:
    message.state = DeliveryState.FAILED
    message.failure = {"text": why, "params": {}} | ({"rest": REST_UNKNOWN} if may_have_arrived else {})

"""What is kept of a message that a channel has accepted, or has not."""

from collections.abc import Awaitable, Callable

from bridge.actions import contacts
from bridge.channel import Accepted
from bridge.channels.parcels import address_of
from bridge.errors import Blocked, BridgeError
from storage.deliveries import Delivery, DeliveryStatus
from storage.messages import DeliveryState, Message
from storage.unit_of_work import UnitOfWork

Outcome = Callable[[UnitOfWork, Message], Awaitable[None]]
"""What follows, in the same unit of work, from a message that was accepted or has failed."""


async def accept(uow: UnitOfWork, message: Message, delivery: Delivery, accepted: Accepted) -> None:
    message.state = DeliveryState.ACCEPTED
    message.external_id = accepted.external_id
    message.accepted_at = uow.now
    if accepted.more:
        message.data = {**message.data, "more": list(accepted.more)}
    message.failure = None
    message.maybe_repeated = message.maybe_repeated or delivery.is_repeat
    for attachment in (await uow.messages.attachments(message.id))[:1]:
        if accepted.file_id is not None:
            attachment.learn(delivery.carrier, accepted.file_id)
    await contacts.mark_blocked(uow, await address_of(uow, message), None)


async def fail(uow: UnitOfWork, message: Message, delivery: Delivery, error: BridgeError) -> None:
    unknown = delivery.status is DeliveryStatus.UNKNOWN
    message.state = DeliveryState.UNKNOWN if unknown else DeliveryState.FAILED
    message.failure = {"text": error.text, "params": {name: _plain(value) for name, value in error.params.items()}}
    message.maybe_repeated = message.maybe_repeated or delivery.is_repeat
    if isinstance(error, Blocked):
        await contacts.mark_blocked(uow, await address_of(uow, message), uow.now)


def _plain(value: object) -> str | int | float | bool | None:
    """The value as JSON can hold it."""
    return value if value is None or isinstance(value, str | int | float) else str(value)

"""What is stored when a channel has accepted or refused a message."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bridge.actions.clients import contacts
from bridge.actions.messages import undos
from bridge.channel import Accepted, PartlySent
from bridge.channels.prepared_messages import address_of
from bridge.delivery.carrier import Receipt
from bridge.errors import Blocked, BridgeError
from bridge.files.media import Media
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import DeliveryState, Message
from storage.messages.undos import is_revocable

Outcome = Callable[[UnitOfWork, Message], Awaitable[None]]
"""Called in the same unit of work after a message was accepted or has failed."""


@dataclass(frozen=True)
class AcceptedReceipt(Receipt):
    """The channel has accepted a message or a change of it."""

    accepted: Accepted


async def accept(uow: UnitOfWork, message: Message, delivery: Delivery, accepted: Accepted) -> None:
    message.external_id = accepted.external_id
    if accepted.more:
        await uow.parts.replace(message, accepted.more)
    complete(uow, message)
    if is_revocable(message):
        await undos.end_undo(uow, message)
    message.maybe_repeated = message.maybe_repeated or delivery.is_repeat
    if accepted.file_id is not None and (media := Media.of(await uow.messages.attachments(message.id))):
        media.learn(delivery.carrier, accepted.file_id, accepted.film_id)
    await contacts.mark_blocked(uow, await address_of(uow, message), None)


def complete(uow: UnitOfWork, message: Message) -> None:
    """Mark a message as completely arrived; a later state is not overwritten."""
    if message.state not in (DeliveryState.ACCEPTED, DeliveryState.READ):
        message.state = DeliveryState.ACCEPTED
        message.accepted_at = uow.now
    message.failure = None


async def keep(uow: UnitOfWork, message: Message, accepted: Accepted) -> None:
    """Store the ids of all parts that the customer has."""
    message.external_id = accepted.external_id
    await uow.parts.replace(message, accepted.more)


async def fail(uow: UnitOfWork, message: Message, delivery: Delivery, error: BridgeError) -> None:
    if is_revocable(message):
        await undos.end_undo(uow, message)
    message.state = DeliveryState.FAILED
    message.failure = {"text": error.text, "params": {name: _plain(value) for name, value in error.params.items()}}
    message.maybe_repeated = message.maybe_repeated or delivery.is_repeat
    if isinstance(error, PartlySent):
        await keep(uow, message, error.accepted)
    if isinstance(error, Blocked):
        await contacts.mark_blocked(uow, await address_of(uow, message), uow.now)


def _plain(value: object) -> str | int | float | bool | None:
    """The value in a form that JSON can hold."""
    return value if value is None or isinstance(value, str | int | float) else str(value)

"""What is kept of a message that a channel has accepted, or has not."""

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
"""What follows, in the same unit of work, from a message that was accepted or has failed."""


@dataclass(frozen=True)
class AcceptedReceipt(Receipt):
    """The channel has accepted a message, or its change."""

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
    """The customer has all of it; once that was so, it stays so."""
    if message.state not in (DeliveryState.ACCEPTED, DeliveryState.READ):
        message.state = DeliveryState.ACCEPTED
        message.accepted_at = uow.now
    message.failure = None


async def keep(uow: UnitOfWork, message: Message, accepted: Accepted) -> None:
    """Know the message by all that the customer has of it."""
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
    """The value as JSON can hold it."""
    return value if value is None or isinstance(value, str | int | float) else str(value)

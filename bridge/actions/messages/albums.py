"""Albums: messages that were written together and leave together.

Telegram does not say how many messages an album has. They come one by one, perhaps in several batches of updates, and
one delivery gathers them.
"""

from datetime import datetime, timedelta

from bridge.actions.delivery import outbox
from bridge.delivery.payloads import Payload
from bridge.errors import TryLater
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import Author, DeliveryState, Message

# An album counts as complete when no further message of it has come for this long.
GATHERING_PERIOD = timedelta(seconds=1)


async def put_message(
    uow: UnitOfWork, message: Message, payload: Payload, *, carrier: str, lane: str, window_id: int | None = None
) -> Delivery:
    """Put a message into the delivery of its album, which leaves when no further message comes."""
    delivery = await outbox.put(
        uow,
        payload,
        carrier=carrier,
        lane=lane,
        key=_key(message, carrier if window_id is None else str(window_id)),
        dialog_id=message.dialog_id,
        message_id=message.id,
        window_id=window_id,
    )
    delivery.not_before = uow.now + GATHERING_PERIOD
    return delivery


def ensure_gathered(delivery: Delivery, *, now: datetime, since: datetime) -> None:
    """Make sure that the gathering period of the album has passed.

    Args:
        since: when this process started. An album that was gathered before gets a new gathering period, because its
            other messages may be among the updates that have waited meanwhile.

    Raises:
        TryLater: a further message has come or may still come.
    """
    ready = delivery.not_before or now
    if delivery.created_at < since:
        ready = max(ready, since + GATHERING_PERIOD)
    # When the clock was set back, it does not say how much time has passed.
    if delivery.created_at <= now < ready:
        raise TryLater(ready - now)


async def messages_of_album(uow: UnitOfWork, message: Message) -> list[Message]:
    """All messages of the message's album in order of arrival; only the message itself when it has no album."""
    if message.album_id is None:
        return [message]
    return await uow.messages.of_album(message.dialog_id, message.album_id, message.author)


async def messages_of_album_in(uow: UnitOfWork, message: Message, *states: DeliveryState) -> list[Message]:
    """The messages of the album that are in one of these states."""
    return [mate for mate in await messages_of_album(uow, message) if mate.state in states]


async def is_noted(uow: UnitOfWork, dialog_id: int, album_id: str | None) -> bool:
    """Whether an employee has made a message of the album a note; then the whole album is a note."""
    if album_id is None:
        return False
    return any(mate.is_note for mate in await uow.messages.of_album(dialog_id, album_id, Author.EMPLOYEE))


async def is_given_up(uow: UnitOfWork, dialog_id: int, album_id: str | None) -> bool:
    """Whether an employee has decided not to send the album; messages of it that come later are not sent either."""
    if album_id is None:
        return False
    album = await uow.messages.of_album(dialog_id, album_id, Author.EMPLOYEE)
    return any(mate.state is DeliveryState.DISCARDED and mate.deleted_at is None for mate in album)


async def is_awaiting_confirmation(uow: UnitOfWork, dialog_id: int, album_id: str | None, why: str) -> bool:
    """Whether a message of the album needs confirmation for the reason `why`; then the whole album needs it."""
    if album_id is None:
        return False
    album = await uow.messages.of_album(dialog_id, album_id, Author.EMPLOYEE)
    return any(mate.state is DeliveryState.NEEDS_CONFIRMATION and mate.data.get("held") == why for mate in album)


async def is_waiting(uow: UnitOfWork, message: Message) -> bool:
    """Whether the album of an employee's message still waits in the outbox."""
    return bool(await waiting_deliveries(uow, message))


async def waiting_deliveries(uow: UnitOfWork, message: Message) -> list[Delivery]:
    """The waiting deliveries that are to carry the album of an employee's message to the customer."""
    dialog = await uow.dialogs.get(message.dialog_id)
    channel = await uow.channels.get(dialog.channel_id)
    return await uow.deliveries.waiting_with_key(_key(message, channel.carrier))


def is_shown_by(message: Message, delivery: Delivery) -> bool:
    """Whether the delivery shows the album of the message."""
    return message.album_id is not None and delivery.key == _key(message, str(delivery.window_id))


def _key(message: Message, place: str) -> str:
    return f"album:{message.dialog_id}:{message.author}:{message.album_id}:{place}"

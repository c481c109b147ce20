"""Carries an operator's message to the customer's channel and keeps what became of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bridge.actions import contacts
from bridge.carrier import Receipt
from bridge.channel import Accepted, Channel, Files, Outgoing, OutgoingFile
from bridge.channels.changes import Changes
from bridge.errors import Blocked, BridgeError, FileGone, Undeliverable, lazy
from storage.contacts import ContactAddress
from storage.database import Database
from storage.deliveries import Delivery, DeliveryStatus
from storage.messages import Attachment, DeliveryState, Message
from storage.unit_of_work import UnitOfWork

MESSAGE = "message"

Outcome = Callable[[UnitOfWork, Message], Awaitable[None]]
"""What follows, in the same unit of work, from a message that was accepted or has failed."""


class Withdrawn(Undeliverable):
    """The author thought better of it while it was waiting. That is no failure of the message."""

    text = lazy("The message was withdrawn before it was sent")


@dataclass(frozen=True)
class Parcel:
    """A message with what its sending needs."""

    outgoing: Outgoing
    attachment: Attachment | None


class ChannelCarrier:
    """Carries for one channel, the row `channel_id`; deliveries of the kind "message" and its later changes."""

    def __init__(
        self, database: Database, channel_id: int, channel: Channel, files: Files, *, on_outcome: Outcome
    ) -> None:
        self._database = database
        self._name = f"channel:{channel_id}"
        self._channel = channel
        self._files = files
        self._on_outcome = on_outcome
        self._changes = Changes(database, self._name, channel, files)

    async def send(self, delivery: Delivery) -> Receipt:
        if delivery.kind != MESSAGE:
            return await self._changes.send(delivery)
        parcel = await self._parcel(delivery)
        accepted = await self._hand_over(parcel)
        return Receipt({"external_id": accepted.external_id, "file_id": accepted.file_id})

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        if delivery.kind != MESSAGE:
            await self._changes.sent(uow, delivery, receipt)
            return
        message = await uow.messages.lock(_message_id(delivery))
        message.state = DeliveryState.ACCEPTED
        message.external_id = receipt.facts["external_id"]
        message.accepted_at = uow.now
        message.failure = None
        message.maybe_repeated = message.maybe_repeated or delivery.is_repeat
        attachment = await _attachment(uow, message)
        if attachment is not None and receipt.facts["file_id"] is not None:
            attachment.learn(self._name, receipt.facts["file_id"])
        await contacts.mark_blocked(uow, await _address(uow, message), None)
        await self._on_outcome(uow, message)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        if delivery.kind != MESSAGE:
            await self._changes.failed(uow, delivery, error)
            return
        message = await uow.messages.lock(_message_id(delivery))
        if message.is_note or message.state is DeliveryState.DISCARDED:
            return
        unknown = delivery.status is DeliveryStatus.UNKNOWN
        message.state = DeliveryState.UNKNOWN if unknown else DeliveryState.FAILED
        message.failure = {"text": error.text, "params": {name: _plain(value) for name, value in error.params.items()}}
        message.maybe_repeated = message.maybe_repeated or delivery.is_repeat
        if isinstance(error, Blocked):
            await contacts.mark_blocked(uow, await _address(uow, message), uow.now)
        await self._on_outcome(uow, message)

    async def _parcel(self, delivery: Delivery) -> Parcel:
        async with self._database.read(delivery.organization_id) as uow:
            message = await uow.messages.get(_message_id(delivery))
            if message.state is DeliveryState.DISCARDED:
                raise Withdrawn
            message.ensure_may_leave()
            address = await _address(uow, message)
            answered = await uow.messages.get(message.reply_to_id) if message.reply_to_id is not None else None
            attachment = await _attachment(uow, message)
        outgoing = Outgoing(
            recipient_id=address.external_id,
            kind=message.kind,
            text=message.text,
            entities=message.entities,
            data=message.data,
            reply_to=answered.external_id if answered else None,
        )
        return Parcel(outgoing, attachment)

    async def _hand_over(self, parcel: Parcel) -> Accepted:
        attachment = parcel.attachment
        if attachment is None:
            return await self._channel.send(parcel.outgoing)
        file = OutgoingFile(
            name=attachment.file_name,
            mime=attachment.mime,
            width=attachment.width,
            height=attachment.height,
            duration=attachment.duration,
        )
        if (known := attachment.known_to(self._name)) is not None:
            try:
                return await self._channel.send(replace(parcel.outgoing, file=replace(file, file_id=known)))
            except FileGone:
                pass  # the channel has forgotten the file and has sent nothing; the original may still be there
        path = await self._files.local(attachment)
        return await self._channel.send(replace(parcel.outgoing, file=replace(file, path=path)))


def _message_id(delivery: Delivery) -> int:
    if delivery.message_id is None:
        raise ValueError(f"delivery {delivery.id} names no message")
    return delivery.message_id


async def _address(uow: UnitOfWork, message: Message) -> ContactAddress:
    dialog = await uow.dialogs.get(message.dialog_id)
    return await uow.contacts.address(dialog.address_id)


async def _attachment(uow: UnitOfWork, message: Message) -> Attachment | None:
    return next(iter(await uow.messages.attachments(message.id)), None)


def _plain(value: object) -> str | int | float | bool | None:
    """The value as JSON can hold it."""
    return value if value is None or isinstance(value, str | int | float) else str(value)

"""Sends operators' messages to the customer's channel and stores the outcomes."""

from bridge.actions.delivery.changes import AlbumPayload, MessagePayload
from bridge.channel import Accepted, ChannelAdapter, Files, Settling
from bridge.channels import outcomes
from bridge.channels.albums import Albums
from bridge.channels.changes import ChangeSender
from bridge.channels.learning import learn
from bridge.channels.outcomes import AcceptedReceipt, Outcome
from bridge.channels.prepared_messages import PreparedMessage, prepare_message
from bridge.delivery.carrier import Receipt
from bridge.errors import BridgeError, FileGone, Withdrawn
from storage.delivery.deliveries import Delivery
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import DeliveryState


class ChannelCarrier:
    """Carrier of one channel, the row `channel_id`. It sends messages, albums, and later changes of them."""

    def __init__(
        self, database: Database, channel_id: int, channel: ChannelAdapter, files: Files, *, on_outcome: Outcome
    ) -> None:
        self._database = database
        self._name = f"channel:{channel_id}"
        self._channel = channel
        self._files = files
        self._on_outcome = on_outcome
        self._changes = ChangeSender(database, self._name, channel, files)
        self._albums = Albums(database, self._name, channel, files, on_outcome)

    @property
    def settles(self) -> bool:
        return isinstance(self._channel, Settling)

    def floor(self, lane: str) -> int | None:
        return self._channel.floor(lane.rpartition(":")[2]) if isinstance(self._channel, Settling) else None

    async def send(self, delivery: Delivery) -> Receipt:
        if (other := self._others(delivery)) is not None:
            return await other.send(delivery)
        async with self._database.read(delivery.organization_id) as uow:
            message = await uow.messages.get(_message_id(delivery))
            if message.state is DeliveryState.DISCARDED:
                raise Withdrawn
            prepared = await prepare_message(uow, message)
        accepted = await self._hand_over(prepared)
        return AcceptedReceipt(accepted)

    def _others(self, delivery: Delivery) -> Albums | ChangeSender | None:
        """The sender of deliveries that are no single message; None for a single message."""
        if delivery.kind == MessagePayload.kind:
            return None
        return self._albums if delivery.kind == AlbumPayload.kind else self._changes

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        if (other := self._others(delivery)) is not None:
            await other.sent(uow, delivery, receipt)
            return
        if not isinstance(receipt, AcceptedReceipt):
            raise TypeError(f"delivery {delivery.id} is a message, and its receipt {receipt} of something else")
        message = await uow.messages.lock(_message_id(delivery))
        await outcomes.accept(uow, message, delivery, receipt.accepted)
        await learn(uow, message, receipt.accepted.learnt)
        await self._on_outcome(uow, message)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        if (other := self._others(delivery)) is not None:
            await other.failed(uow, delivery, error)
            return
        message = await uow.messages.lock(_message_id(delivery))
        if message.is_note or message.state is DeliveryState.DISCARDED:
            return
        await outcomes.fail(uow, message, delivery, error)
        await self._on_outcome(uow, message)

    async def _hand_over(self, prepared: PreparedMessage) -> Accepted:
        if prepared.known_to(self._name):
            try:
                return await self._channel.send(prepared.by_id(self._name))
            except FileGone:
                pass  # the channel has forgotten the file and sent nothing; the original may still exist
        return await self._channel.send(await prepared.from_disk(self._files))


def _message_id(delivery: Delivery) -> int:
    if delivery.message_id is None:
        raise ValueError(f"delivery {delivery.id} names no message")
    return delivery.message_id

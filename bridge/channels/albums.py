"""Sends an operator's album to the customer's channel as one album."""

from dataclasses import dataclass

from bridge.actions.messages import messages
from bridge.actions.messages.albums import ensure_gathered
from bridge.channel import Accepted, ChannelAdapter, Files, Outgoing, PartlySent, fits_together
from bridge.channels import outcomes
from bridge.channels.learning import learn
from bridge.channels.outcomes import Outcome
from bridge.channels.prepared_messages import PreparedMessage, prepare_message
from bridge.delivery.carrier import Receipt
from bridge.errors import Blocked, BridgeError, FileGone
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import DeliveryState, Message


@dataclass(frozen=True)
class AlbumReceipt(Receipt):
    """The accepted messages: our message id, and what the channel has answered."""

    accepted: list[tuple[int, Accepted]]


class Albums:
    """Sends the albums of one channel; `name` is its carrier's name."""

    def __init__(
        self, database: Database, name: str, channel: ChannelAdapter, files: Files, on_outcome: Outcome
    ) -> None:
        self._database = database
        self._name = name
        self._channel = channel
        self._files = files
        self._on_outcome = on_outcome
        self._since = database.clock()

    async def send(self, delivery: Delivery) -> Receipt:
        ensure_gathered(delivery, now=self._database.clock(), since=self._since)
        async with self._database.read(delivery.organization_id) as uow:
            prepared = [await prepare_message(uow, message) for message in await _waiting(uow, delivery)]
        together = fits_together(prepared, lambda one: one.outgoing.kind)
        accepted = await self._hand_over(together)
        # There can be fewer results, when an earlier attempt sent the album before all of it had come.
        return AlbumReceipt([(one.message_id, each) for one, each in zip(together, accepted, strict=False)])

    async def _hand_over(self, prepared: list[PreparedMessage]) -> list[Accepted]:
        if any(one.known_to(self._name) for one in prepared):
            try:
                return await self._post([await self._outgoing(one) for one in prepared])
            except FileGone:
                pass  # the channel has forgotten a file and sent nothing; the originals may still exist
        return await self._post([await one.from_disk(self._files) for one in prepared])

    async def _outgoing(self, one: PreparedMessage) -> Outgoing:
        return one.by_id(self._name) if one.known_to(self._name) else await one.from_disk(self._files)

    async def _post(self, album: list[Outgoing]) -> list[Accepted]:
        if len(album) > 1:
            return await self._channel.send_album(album)
        return [await self._channel.send(one) for one in album]

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        """Store the outcome of each message; the album's delivery state is shown on its first message."""
        if not isinstance(receipt, AlbumReceipt):
            raise TypeError(f"delivery {delivery.id} is an album, and its receipt {receipt} of something else")
        for number, (message_id, accepted) in enumerate(receipt.accepted):
            message = await uow.messages.lock(message_id)
            await outcomes.accept(uow, message, delivery, accepted)
            await learn(uow, message, accepted.learnt)
            if number == 0:
                await self._on_outcome(uow, message)
        await uow.flush()
        for message in await _waiting(uow, delivery):
            # Messages of another kind, and those beyond the size of an album, leave as another album.
            await messages.send_on(uow, message)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """Send the messages of a refused album one by one."""
        waiting = await _waiting(uow, delivery)
        if isinstance(error, PartlySent):
            # The first message was sent by itself; the album's other messages have not been tried.
            alone, *waiting = waiting
            await outcomes.fail(uow, alone, delivery, error)
            await self._on_outcome(uow, alone)
            for message in waiting[:1]:
                await messages.send_on(uow, message)
            return
        refused = delivery.status is DeliveryStatus.FAILED and not isinstance(error, Blocked)
        for number, message in enumerate(waiting):
            if refused and len(waiting) > 1:
                await messages.send_alone(uow, message)
                continue
            await outcomes.fail(uow, message, delivery, error)
            if number == 0:
                await self._on_outcome(uow, message)


async def _waiting(uow: UnitOfWork, delivery: Delivery) -> list[Message]:
    """Messages that have not begun to arrive.

    A message that has arrived in part has a delivery of its own for the rest.
    """
    first = await uow.messages.get(delivery.message_id or 0)
    album = await uow.messages.of_album(first.dialog_id, first.album_id or "", first.author)
    waiting = [message for message in album if message.state is DeliveryState.QUEUED and not message.is_note]
    return [message for message in waiting if message.external_id is None]

"""Sends later changes of a message to the customer's channel: edits, deletions, reactions."""

from dataclasses import dataclass, replace

from bridge import buttons
from bridge.actions.clients import contacts
from bridge.actions.delivery import desk
from bridge.actions.delivery.changes import MessageDeletionPayload, MessageEditPayload, MessageReactionPayload
from bridge.actions.messages import deletions, message_updates
from bridge.channel import Accepted, ChannelAdapter, Files, Outgoing, PartlySent
from bridge.channels import outcomes
from bridge.channels.learning import learn
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.delivery.payloads import payload_of
from bridge.errors import Blocked, BridgeError, lazy
from bridge.files.media import Media
from storage.clients.contacts import ContactAddress
from storage.delivery.deliveries import Delivery
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import DeliveryState, Message

FAILURE_TEXTS = {
    MessageEditPayload.kind: lazy("❌ The customer still sees the former text: {reason}"),
    MessageDeletionPayload.kind: lazy("❌ The customer still has this message: {reason}"),
    MessageReactionPayload.kind: lazy("❌ The customer does not see the reaction: {reason}"),
}
PARTLY_CHANGED_TEXT = lazy("⚠️ The customer sees only a part of the change: {reason}")


@dataclass(frozen=True)
class Known:
    """A message and what the customer has of it; `parts` are its ids in the channel, empty before it has arrived."""

    row: Message
    recipient_id: str
    parts: list[str]
    media: Media | None
    reaction: str | None


@dataclass(frozen=True)
class EditReceipt(Receipt):
    """The accepted edit.

    `attachment_ids` name the file that was sent anew; a live photo has two: the picture and its film.
    """

    accepted: Accepted
    attachment_ids: list[int]


class ChangeSender:
    """Sends the changes of one channel; `name` is its carrier's name."""

    def __init__(self, database: Database, name: str, channel: ChannelAdapter, files: Files) -> None:
        self._database = database
        self._name = name
        self._channel = channel
        self._files = files

    async def send(self, delivery: Delivery) -> Receipt:
        known = await self._read(delivery)
        if not known.parts:
            # The message itself has not arrived. Its author is told so, and its next attempt takes the change along.
            return EMPTY_RECEIPT
        return await self._make(delivery, known)

    async def _read(self, delivery: Delivery) -> Known:
        async with self._database.read(delivery.organization_id) as uow:
            row = await uow.messages.get(delivery.message_id or 0)
            attachments = await uow.messages.attachments(row.id)
            reaction = await uow.reactions.ours(row.id)
            return Known(
                row,
                recipient_id=(await _address(uow, row)).external_id,
                parts=[row.external_id, *await uow.parts.of_message(row.id)] if row.external_id else [],
                media=Media.of(attachments),
                reaction=reaction.newest if reaction else None,
            )

    async def _make(self, delivery: Delivery, known: Known) -> Receipt:
        match payload_of(delivery):
            case MessageEditPayload(with_file):
                return await self._edit(known, known.media if with_file else None)
            case MessageDeletionPayload():
                for external_id in known.parts:
                    await self._channel.delete(known.recipient_id, external_id)
            case MessageReactionPayload():
                await self._channel.react(known.recipient_id, known.parts[0], known.reaction)
        return EMPTY_RECEIPT

    async def _edit(self, known: Known, media: Media | None) -> Receipt:
        row = known.row
        row.ensure_may_leave()
        changed = Outgoing(known.recipient_id, kind=row.kind, text=row.text, entities=row.entities, data=row.data)
        changed = replace(changed, buttons=buttons.travelling(row))
        if media is not None:
            changed = replace(changed, file=media.known_to(self._name) or await media.from_disk(self._files))
        accepted = await self._channel.edit(known.parts, changed)
        carried = [media.file, media.film] if media is not None else []
        return EditReceipt(accepted, [part.id for part in carried if part is not None])

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        message = await uow.messages.lock(delivery.message_id or 0)
        if message.external_id is None:
            return
        if delivery.kind == MessageDeletionPayload.kind:
            await deletions.finish_deletion(uow, message)
        if not isinstance(receipt, EditReceipt):
            return
        accepted = receipt.accepted
        if receipt.attachment_ids:
            # The attachments may belong to an earlier version by now.
            parts = [await uow.messages.attachment(attachment_id) for attachment_id in receipt.attachment_ids]
            Media(*parts).learn(self._name, accepted.file_id, accepted.film_id)
            await learn(uow, message, accepted.learnt)
        await outcomes.keep(uow, message, accepted)
        outcomes.complete(uow, message)
        await desk.show_delivery_state(uow, message)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """Say in words what the customer sees instead."""
        message = await uow.messages.lock(delivery.message_id or 0)
        if message.state is DeliveryState.QUEUED:
            # This was the rest of a message that was sent again; its failure is shown like that of any message.
            await outcomes.fail(uow, message, delivery, error)
            await desk.show_delivery_state(uow, message)
            return
        if isinstance(error, Blocked):
            await contacts.mark_blocked(uow, await _address(uow, message), uow.now)
        if isinstance(error, PartlySent):
            await outcomes.keep(uow, message, error.accepted)
            await message_updates.send_reply_notice_to_author(uow, message, PARTLY_CHANGED_TEXT, error.because)
            return
        text = FAILURE_TEXTS[delivery.kind]
        if delivery.kind != MessageReactionPayload.kind:
            await message_updates.send_reply_notice_to_author(uow, message, text, error)
            return
        for window in await uow.windows.of_dialog(message.dialog_id, live=True):
            await message_updates.send_reply_notice(uow, message, window, text, error)


async def _address(uow: UnitOfWork, message: Message) -> ContactAddress:
    dialog = await uow.dialogs.get(message.dialog_id)
    return await uow.contacts.address(dialog.address_id)

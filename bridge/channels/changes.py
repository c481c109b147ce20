"""Carries to the customer's channel what becomes of a message later: edits, deletions, reactions."""

from dataclasses import dataclass, replace

from bridge import buttons
from bridge.actions.clients import contacts
from bridge.actions.delivery import desk
from bridge.actions.delivery.changes import ChangeKind
from bridge.actions.messages import deletions, message_updates
from bridge.channel import Accepted, ChannelAdapter, Files, Outgoing, PartlySent
from bridge.channels import outcomes
from bridge.channels.learning import learn
from bridge.delivery.carrier import Receipt
from bridge.errors import Blocked, BridgeError, lazy
from bridge.files.media import Media
from storage.clients.contacts import ContactAddress
from storage.delivery.deliveries import Delivery
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import DeliveryState, Message

EMPTY_RECEIPT = Receipt({})

FAILURE_TEXTS = {
    ChangeKind.EDIT: lazy("❌ The customer still sees the former text: {reason}"),
    ChangeKind.DELETE: lazy("❌ The customer still has this message: {reason}"),
    ChangeKind.REACT: lazy("❌ The customer does not see the reaction: {reason}"),
}
PARTLY_CHANGED_TEXT = lazy("⚠️ The customer sees only a part of the change: {reason}")


@dataclass(frozen=True)
class Known:
    """A message and what the customer has of it; `parts` are its ids there, none before it has arrived."""

    row: Message
    recipient_id: str
    parts: list[str]
    media: Media | None
    reaction: str | None


class ChangeSender:
    """For one channel; `name` is its carrier's."""

    def __init__(self, database: Database, name: str, channel: ChannelAdapter, files: Files) -> None:
        self._database = database
        self._name = name
        self._channel = channel
        self._files = files

    async def send(self, delivery: Delivery) -> Receipt:
        known = await self._read(delivery)
        if not known.parts:
            # The message itself has not arrived; that is told, and its next try takes the change along.
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
        match ChangeKind(delivery.kind):
            case ChangeKind.EDIT:
                return await self._edit(known, known.media if delivery.body.get("with_file") else None)
            case ChangeKind.DELETE:
                for external_id in known.parts:
                    await self._channel.delete(known.recipient_id, external_id)
            case ChangeKind.REACT:
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
        now = {"external_id": accepted.external_id, "more": list(accepted.more)}
        if media is None:
            return Receipt(now)
        attachment_ids = [part.id for part in (media.file, media.film) if part is not None]
        known_by = {"file_id": accepted.file_id, "film_id": accepted.film_id}
        return Receipt({"attachment_ids": attachment_ids, **known_by, "learnt": accepted.learnt, **now})

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        message = await uow.messages.lock(delivery.message_id or 0)
        if message.external_id is None:
            return
        if "attachment_ids" in (facts := receipt.facts):
            # They may belong to an earlier version by now.
            parts = [await uow.messages.attachment(attachment_id) for attachment_id in facts["attachment_ids"]]
            Media(*parts).learn(self._name, facts["file_id"], facts["film_id"])
            await learn(uow, message, facts["learnt"])
        match ChangeKind(delivery.kind):
            case ChangeKind.EDIT if "external_id" in receipt.facts:
                await outcomes.keep(uow, message, Accepted(receipt.facts["external_id"], more=receipt.facts["more"]))
                outcomes.complete(uow, message)
                await desk.show_delivery_state(uow, message)
            case ChangeKind.DELETE:
                await deletions.finish_deletion(uow, message)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """Say in words what the customer sees instead."""
        message = await uow.messages.lock(delivery.message_id or 0)
        if message.state is DeliveryState.QUEUED:
            # The rest of a message that was sent again: that it has failed is told as of any other.
            await outcomes.fail(uow, message, delivery, error)
            await desk.show_delivery_state(uow, message)
            return
        if isinstance(error, Blocked):
            await contacts.mark_blocked(uow, await _address(uow, message), uow.now)
        if isinstance(error, PartlySent):
            await outcomes.keep(uow, message, error.accepted)
            await message_updates.send_reply_notice_to_author(uow, message, PARTLY_CHANGED_TEXT, error.because)
            return
        change = ChangeKind(delivery.kind)
        if change is not ChangeKind.REACT:
            await message_updates.send_reply_notice_to_author(uow, message, FAILURE_TEXTS[change], error)
            return
        for window in await uow.windows.of_dialog(message.dialog_id, live=True):
            await message_updates.send_reply_notice(uow, message, window, FAILURE_TEXTS[change], error)


async def _address(uow: UnitOfWork, message: Message) -> ContactAddress:
    dialog = await uow.dialogs.get(message.dialog_id)
    return await uow.contacts.address(dialog.address_id)

"""Carries to the customer's channel what becomes of a message later: edits, deletions, reactions."""

from dataclasses import dataclass, replace

from bridge.actions import contacts, deletions, desk, echoes
from bridge.actions.changes import Change
from bridge.carrier import Receipt
from bridge.channel import Accepted, Channel, Files, Outgoing, OutgoingFile, PartlySent
from bridge.channels import outcomes
from bridge.errors import Blocked, BridgeError, OutcomeUnknown, Undeliverable, Unreachable, lazy
from storage.contacts import ContactAddress
from storage.database import Database
from storage.deliveries import Delivery
from storage.messages import Attachment, DeliveryState, Message
from storage.unit_of_work import UnitOfWork

NOTHING = Receipt({})

# Tries of a change of which nobody knows whether it was made; each may be repeated unseen.
TRIES = 5

TOLD = {
    Change.EDIT: lazy("❌ The customer still sees the former text: {reason}"),
    Change.DELETE: lazy("❌ The customer still has this message: {reason}"),
    Change.REACT: lazy("❌ The customer does not see the reaction: {reason}"),
}
HALF = lazy("⚠️ The customer sees only a part of the change: {reason}")


class NoAnswer(Undeliverable):
    text = lazy("There was no answer, several times")


@dataclass(frozen=True)
class Known:
    """A message and what the customer has of it; `parts` are its ids there, none before it has arrived."""

    row: Message
    recipient_id: str
    parts: list[str]
    attachment: Attachment | None
    reaction: str | None


class Changes:
    """For one channel; `name` is its carrier's."""

    def __init__(self, database: Database, name: str, channel: Channel, files: Files) -> None:
        self._database = database
        self._name = name
        self._channel = channel
        self._files = files

    async def send(self, delivery: Delivery) -> Receipt:
        known = await self._read(delivery)
        if not known.parts:
            # The message itself has not arrived; that is told, and its next try takes the change along.
            return NOTHING
        try:
            return await self._make(delivery, known)
        except OutcomeUnknown:
            if delivery.attempts >= TRIES:
                raise NoAnswer from None
            raise Unreachable from None

    async def _read(self, delivery: Delivery) -> Known:
        async with self._database.read(delivery.organization_id) as uow:
            row = await uow.messages.get(delivery.message_id or 0)
            attachments = await uow.messages.attachments(row.id)
            reaction = await uow.reactions.ours(row.id)
            return Known(
                row,
                recipient_id=(await _address(uow, row)).external_id,
                parts=[row.external_id, *await uow.parts.of_message(row.id)] if row.external_id else [],
                attachment=next(iter(attachments), None),
                reaction=reaction.newest if reaction else None,
            )

    async def _make(self, delivery: Delivery, known: Known) -> Receipt:
        match Change(delivery.kind):
            case Change.EDIT:
                return await self._edit(known, known.attachment if delivery.body.get("with_file") else None)
            case Change.DELETE:
                for external_id in known.parts:
                    await self._channel.delete(known.recipient_id, external_id)
            case Change.REACT:
                await self._channel.react(known.recipient_id, known.parts[0], known.reaction)
        return NOTHING

    async def _edit(self, known: Known, attachment: Attachment | None) -> Receipt:
        row = known.row
        row.ensure_may_leave()
        changed = Outgoing(known.recipient_id, kind=row.kind, text=row.text, entities=row.entities, data=row.data)
        if attachment is not None:
            changed = replace(changed, file=await self._file(attachment))
        accepted = await self._channel.edit(known.parts, changed)
        now = {"external_id": accepted.external_id, "more": list(accepted.more)}
        return Receipt({"file_id": accepted.file_id, "attachment_id": attachment.id if attachment else None, **now})

    async def _file(self, attachment: Attachment) -> OutgoingFile:
        known = attachment.known_to(self._name)
        return OutgoingFile(
            name=attachment.file_name,
            mime=attachment.mime,
            file_id=known,
            path=None if known else await self._files.local(attachment),
            width=attachment.width,
            height=attachment.height,
            duration=attachment.duration,
        )

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        message = await uow.messages.lock(delivery.message_id or 0)
        if message.external_id is None:
            return
        if (attachment_id := receipt.facts.get("attachment_id")) and receipt.facts.get("file_id"):
            (await uow.messages.attachment(attachment_id)).learn(self._name, receipt.facts["file_id"])
        match Change(delivery.kind):
            case Change.EDIT if "external_id" in receipt.facts:
                await outcomes.keep(uow, message, Accepted(receipt.facts["external_id"], more=receipt.facts["more"]))
                outcomes.complete(uow, message)
                await desk.mark(uow, message)
            case Change.DELETE:
                await deletions.deleted(uow, message)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """Say in words what the customer sees instead."""
        message = await uow.messages.lock(delivery.message_id or 0)
        if message.state is DeliveryState.QUEUED:
            # The rest of a message that was sent again: that it has failed is told as of any other.
            await outcomes.fail(uow, message, delivery, error)
            await desk.mark(uow, message)
            return
        if isinstance(error, Blocked):
            await contacts.mark_blocked(uow, await _address(uow, message), uow.now)
        if isinstance(error, PartlySent):
            await outcomes.keep(uow, message, error.accepted)
            await echoes.remark_to_author(uow, message, HALF, error.because)
            return
        change = Change(delivery.kind)
        if change is not Change.REACT:
            await echoes.remark_to_author(uow, message, TOLD[change], error)
            return
        for window in await uow.windows.of_dialog(message.dialog_id, live=True):
            await echoes.remark(uow, message, window, TOLD[change], error)


async def _address(uow: UnitOfWork, message: Message) -> ContactAddress:
    dialog = await uow.dialogs.get(message.dialog_id)
    return await uow.contacts.address(dialog.address_id)

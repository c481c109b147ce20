"""Carries to the customer's channel what becomes of a message later: edits, deletions, reactions."""

from dataclasses import replace

from bridge.actions import contacts, deletions, desk, echoes
from bridge.actions.changes import Change
from bridge.carrier import Receipt
from bridge.channel import Channel, Files, Outgoing, OutgoingFile
from bridge.errors import Blocked, BridgeError, OutcomeUnknown, Undeliverable, Unreachable, lazy
from storage.contacts import ContactAddress
from storage.database import Database
from storage.deliveries import Delivery
from storage.messages import Attachment, Message
from storage.reactions import Reaction
from storage.unit_of_work import UnitOfWork

NOTHING = Receipt({})

# Tries of a change of which nobody knows whether it was made; each may be repeated unseen.
TRIES = 5

TOLD = {
    Change.EDIT: lazy("❌ The customer still sees the former text: {reason}"),
    Change.DELETE: lazy("❌ The customer still has this message: {reason}"),
    Change.REACT: lazy("❌ The customer does not see the reaction: {reason}"),
}


class InParts(Undeliverable):
    text = lazy("it was too long for one message and went in several")


class NoAnswer(Undeliverable):
    text = lazy("There was no answer, several times")


class Changes:
    """For one channel; `name` is its carrier's."""

    def __init__(self, database: Database, name: str, channel: Channel, files: Files) -> None:
        self._database = database
        self._name = name
        self._channel = channel
        self._files = files

    async def send(self, delivery: Delivery) -> Receipt:
        async with self._database.read(delivery.organization_id) as uow:
            message = await uow.messages.get(delivery.message_id or 0)
            address = await _address(uow, message)
            attachments = await uow.messages.attachments(message.id)
            reaction = await uow.reactions.ours(message.id)
        if message.external_id is None:
            # The message itself has not arrived; that is told, and its next try takes the change along.
            return NOTHING
        try:
            return await self._make(delivery, message, address, attachments, reaction)
        except OutcomeUnknown:
            if delivery.attempts >= TRIES:
                raise NoAnswer from None
            raise Unreachable from None

    async def _make(
        self,
        delivery: Delivery,
        message: Message,
        address: ContactAddress,
        attachments: list[Attachment],
        reaction: Reaction | None,
    ) -> Receipt:
        if message.external_id is None:
            # The message itself has not arrived. That is told, and its next try takes the change along.
            return NOTHING
        match Change(delivery.kind):
            case Change.EDIT:
                changed = attachments if delivery.body.get("with_file") else []
                return await self._edit(message, address, next(iter(changed), None))
            case Change.DELETE:
                for external_id in (message.external_id, *message.data.get("more", ())):
                    await self._channel.delete(address.external_id, external_id)
            case Change.REACT:
                emoji = reaction.newest if reaction else None
                await self._channel.react(address.external_id, message.external_id, emoji)
        return NOTHING

    async def _edit(self, message: Message, address: ContactAddress, attachment: Attachment | None) -> Receipt:
        message.ensure_may_leave()
        if message.data.get("more"):
            raise InParts
        changed = Outgoing(
            recipient_id=address.external_id, kind=message.kind, text=message.text, entities=message.entities
        )
        if attachment is not None:
            changed = replace(changed, file=await self._file(attachment))
        accepted = await self._channel.edit(message.external_id or "", changed)
        return Receipt({"file_id": accepted.file_id, "attachment_id": attachment.id if attachment else None})

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
            case Change.EDIT:
                await desk.mark(uow, message)
            case Change.DELETE:
                await deletions.deleted(uow, message)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """Say in words what the customer sees instead."""
        message = await uow.messages.lock(delivery.message_id or 0)
        if isinstance(error, Blocked):
            await contacts.mark_blocked(uow, await _address(uow, message), uow.now)
        change = Change(delivery.kind)
        if change is not Change.REACT:
            await echoes.remark_to_author(uow, message, TOLD[change], error)
            return
        for window in await uow.windows.of_dialog(message.dialog_id, live=True):
            await echoes.remark(uow, message, window, TOLD[change], error)


async def _address(uow: UnitOfWork, message: Message) -> ContactAddress:
    dialog = await uow.dialogs.get(message.dialog_id)
    return await uow.contacts.address(dialog.address_id)

"""A parcel: an operator's message with what its sending needs."""

from dataclasses import dataclass, replace

from bridge.channel import Files, Outgoing, OutgoingFile
from storage.contacts import ContactAddress
from storage.messages import Attachment, Kind, Message
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Parcel:
    message_id: int
    outgoing: Outgoing
    attachment: Attachment | None

    def known_to(self, carrier: str) -> bool:
        return self.attachment is not None and self.attachment.known_to(carrier) is not None

    def by_id(self, carrier: str) -> Outgoing:
        """With the channel's own id of the file."""
        if self.attachment is None:
            return self.outgoing
        file = replace(_file(self.attachment), file_id=self.attachment.known_to(carrier))
        return replace(self.outgoing, file=file)

    async def from_disk(self, files: Files) -> Outgoing:
        """With the file itself.

        Raises:
            FileTooBig, FileGone, TryLater: it cannot be had, or not now.
        """
        if self.attachment is None:
            return self.outgoing
        return replace(self.outgoing, file=replace(_file(self.attachment), path=await files.local(self.attachment)))


async def parcel(uow: UnitOfWork, message: Message) -> Parcel:
    """Make a parcel of a message.

    Raises:
        StaysInside: it is a note.
    """
    message.ensure_may_leave()
    address = await address_of(uow, message)
    answered = await uow.messages.get(message.reply_to_id) if message.reply_to_id is not None else None
    outgoing = Outgoing(
        recipient_id=address.external_id,
        kind=message.kind,
        text=message.text,
        entities=message.entities,
        data=message.data,
        reply_to=answered.external_id if answered else None,
    )
    files = [] if message.kind is Kind.TEXT else await uow.messages.attachments(message.id)
    return Parcel(message.id, outgoing, next(iter(files), None))


async def address_of(uow: UnitOfWork, message: Message) -> ContactAddress:
    return await uow.contacts.address_in(message.dialog_id)


def _file(attachment: Attachment) -> OutgoingFile:
    return OutgoingFile(
        name=attachment.file_name,
        mime=attachment.mime,
        width=attachment.width,
        height=attachment.height,
        duration=attachment.duration,
    )

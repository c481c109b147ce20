"""Prepared messages: an operator's message with everything that its sending needs."""

from dataclasses import dataclass, replace

from bridge import buttons
from bridge.channel import Files, Outgoing
from bridge.files.media import Media
from storage.clients.contacts import ContactAddress
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import Message, MessageKind


@dataclass(frozen=True)
class PreparedMessage:
    message_id: int
    outgoing: Outgoing
    media: Media | None

    def known_to(self, carrier: str) -> bool:
        return self.media is not None and self.media.known_to(carrier) is not None

    def by_id(self, carrier: str) -> Outgoing:
        """The message with the channel's own id of the file."""
        if self.media is None:
            return self.outgoing
        return replace(self.outgoing, file=self.media.known_to(carrier))

    async def from_disk(self, files: Files) -> Outgoing:
        """The message with the file itself.

        Raises:
            FileTooBig, FileGone: the file cannot be downloaded.
            TryLater: the file can be downloaded later.
        """
        if self.media is None:
            return self.outgoing
        return replace(self.outgoing, file=await self.media.from_disk(files))


async def prepare_message(uow: UnitOfWork, message: Message) -> PreparedMessage:
    """Read everything that the sending of a message needs.

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
        buttons=buttons.travelling(message),
    )
    files = [] if message.kind is MessageKind.TEXT else await uow.messages.attachments(message.id)
    return PreparedMessage(message.id, outgoing, Media.of(files))


async def address_of(uow: UnitOfWork, message: Message) -> ContactAddress:
    return await uow.contacts.address_in(message.dialog_id)

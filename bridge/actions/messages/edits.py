"""Edits: the author of a message changes it. The earlier content is kept as a version."""

from dataclasses import dataclass
from typing import Any

from bridge.actions.delivery import changes, desk
from bridge.actions.delivery.changes import MessageEditPayload
from bridge.actions.messages import drafts, incoming, mentions, message_updates, moves
from bridge.actions.messages.drafts import Draft
from bridge.actions.reports import audit
from bridge.channel import Edited, File, Incoming
from bridge.delivery.payloads import DESK
from bridge.errors import Refusal, lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import Attachment, DeliveryState, Message, MessageKind
from storage.messages.versions import Version
from storage.reports.events import EventKind
from storage.team.channels import Channel
from storage.team.employees import Employee


class NeverSent(Refusal):
    text = lazy("This message did not go to a customer, so nothing was changed there")


class IsOutside(Refusal):
    text = lazy(
        "Nothing was changed at the customer's: this message is on its way to them, and no change makes it a note"
    )


class IsDeleted(Refusal):
    text = lazy("This message was deleted, so nothing was changed at the customer's")


@dataclass(frozen=True)
class MessageContent:
    """The content of a message, without its author and time."""

    kind: MessageKind
    text: str
    entities: list[dict[str, Any]]
    file: File | None
    data: dict[str, Any]

    @classmethod
    def of(cls, written: Incoming | Draft) -> "MessageContent":
        return cls(written.kind, written.text, written.entities, written.file, written.data)


async def receive_customer_edit(uow: UnitOfWork, channel: Channel, edited: Edited) -> Message | None:
    """Store a customer's edit and show it. A message that we do not have yet is received as a new one.

    Returns None when nothing has changed.
    """
    known = await _known(uow, channel, edited.now)
    if known is None:
        message = await incoming.receive(uow, channel, edited.now)
        if message is not None:
            message.edited_at = uow.now
        return message
    message = await uow.messages.lock(known.id)
    if edited.now.kind is message.kind is MessageKind.LOCATION:
        return await moves.receive_location(uow, message, edited.now.data)
    was = await uow.messages.attachments(message.id)
    content = MessageContent.of(edited.now)
    if not _differs(message, was, content, channel.carrier):
        return None
    new_file = await _replace(uow, message, was, content, source=channel.carrier)
    audit.record_event(uow, EventKind.EDITED, dialog_id=message.dialog_id, message_id=message.id)
    if await message_updates.is_kept_quiet(uow, message):
        return message
    await message_updates.edit(uow, message, with_file=new_file)
    for offer in await uow.windows.offers(message.dialog_id):
        if offer.is_live:
            await desk.show_offer(uow, offer)
    return message


async def _known(uow: UnitOfWork, channel: Channel, written: Incoming) -> Message | None:
    address = await uow.contacts.address_at(channel.id, written.sender.external_id)
    dialog = await uow.dialogs.of_contact(address.contact_id, channel.id) if address else None
    return await uow.messages.by_external_id(dialog.id, written.external_id) if dialog else None


async def rewrite(uow: UnitOfWork, draft: Draft, *, by: Employee, marked_as_note: bool = False) -> Message:
    """Apply an operator's edit of their own message: at the customer's, in the other windows, or in what still waits.

    Raises:
        NeverSent: it is not a message of a dialog, or it was discarded.
        IsDeleted: the message was deleted.
        IsOutside: the edit was meant to turn it into a note, whose text must not reach the customer.
    """
    mirror = await uow.windows.mirror_at(draft.chat_id, draft.telegram_message_id or 0)
    if mirror is None or not mirror.is_original:
        raise NeverSent
    message = await uow.messages.lock(mirror.message_id)
    # The operator's message was deleted together with its topic. The window has a copy instead, which must be edited.
    where = None if draft.is_gone else mirror.window_id
    if draft.kind is message.kind is MessageKind.LOCATION:
        return await moves.move_location(uow, message, draft.data, except_in=where)
    was = await uow.messages.attachments(message.id)
    if not _differs(message, was, MessageContent.of(draft), DESK):
        return message
    ensure_changeable(message)
    if marked_as_note and not message.is_note:
        raise IsOutside
    new_file = await _replace(uow, message, was, MessageContent.of(draft), source=DESK)
    audit.record_event(uow, EventKind.EDITED, by=by.id, dialog_id=message.dialog_id, message_id=message.id)
    if message.state is not DeliveryState.NEEDS_CONFIRMATION:
        await message_updates.edit(uow, message, except_in=where, with_file=new_file)
        if message.is_note:
            await mentions.notify_named(uow, message, await uow.windows.get(mirror.window_id))
        await send_edit(uow, message, with_file=new_file)
    return message


def ensure_changeable(message: Message) -> None:
    """Make sure that the message can be edited.

    Raises:
        IsDeleted: the message was deleted.
        NeverSent: the message was discarded.
    """
    if message.deleted_at is not None:
        raise IsDeleted
    if message.state is DeliveryState.DISCARDED:
        raise NeverSent


async def send_edit(uow: UnitOfWork, message: Message, *, with_file: bool = False) -> None:
    """Send the edit to the customer, unless the message itself still has to leave."""
    if message.is_note or await changes.has_not_left(uow, message):
        return
    if message.state is DeliveryState.FAILED and message.external_id is None:
        text = lazy("The change is kept: «Retry» will send it")
        await message_updates.send_reply_notice_to_author(uow, message, text)
        return
    await changes.put_to_customer(uow, MessageEditPayload(with_file=with_file), message)
    if message.state is not DeliveryState.QUEUED:
        await desk.show_delivery_state(uow, message)


def _differs(message: Message, was: list[Attachment], now: MessageContent, source: str) -> bool:
    """Whether the content has changed.

    Telegram also reports invisible edits, such as a link preview that has loaded.
    """
    written = (message.kind, message.text, message.entities, message.data.get("rich"))
    return written != (now.kind, now.text, now.entities, now.data.get("rich")) or not _same_files(was, now.file, source)


def _same_files(was: list[Attachment], now: File | None, source: str) -> bool:
    """Whether the files are the same. A live photo has two files: the picture and the film."""
    found = [file for file in (now, now and now.film) if file is not None]
    return len(was) == len(found) and all(_is_same(*pair, source) for pair in zip(was, found, strict=True))


def _is_same(was: Attachment, now: File, source: str) -> bool:
    if was.unique_id and now.unique_id:
        return was.unique_id == now.unique_id
    return was.known_to(source) == now.file_id


async def _replace(
    uow: UnitOfWork, message: Message, was: list[Attachment], now: MessageContent, *, source: str
) -> bool:
    """Keep the former content as a version and store the new content. Returns whether the file has changed."""
    version = await keep_version(uow, message)
    new_file = not _same_files(was, now.file, source)
    if new_file:
        for attachment in was:
            attachment.version_id = version.id
        drafts.attach_file(uow, message, now.file, source=source)
    message.kind, message.text, message.entities = now.kind, now.text, now.entities
    if now.kind is MessageKind.RICH_MESSAGE:
        message.data = {**message.data, **now.data}
    return new_file


async def keep_version(uow: UnitOfWork, message: Message) -> Version:
    """Keep the current content as a version before it is replaced."""
    version = Version(
        message_id=message.id, kind=message.kind, text=message.text, entities=message.entities, replaced_at=uow.now
    )
    uow.add(version)
    message.edited_at = uow.now
    await uow.flush()
    return version

"""Drafts: what an operator wrote in a window, before it becomes an answer, a note or a scheduled message."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bridge.actions.delivery import desk
from bridge.channel import File
from bridge.delivery.payloads import DESK
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Mirror, Window
from storage.messages.messages import Attachment, Author, DeliveryState, Message, MessageKind
from storage.team.employees import Employee


@dataclass(frozen=True)
class Draft:
    """What an operator wrote, and where.

    Args:
        telegram_message_id: None when the operator has not typed it; the bot then shows them the message.
        reply_to_id: our id of the message that it answers.
        addressed: whether the operator chose the dialog: by its topic, or by a reply to one of its messages.
        is_gone: whether the topic was deleted, and the operator's message with it.
        written_at: by Telegram's clock; None means now.
    """

    chat_id: int
    telegram_message_id: int | None
    kind: MessageKind = MessageKind.TEXT
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    file: File | None = None
    album: str | None = None
    reply_to_id: int | None = None
    addressed: bool = True
    is_gone: bool = False
    written_at: datetime | None = None


async def find_message(uow: UnitOfWork, draft: Draft) -> Message | None:
    """The message that was made from this Telegram message before; None when it is new. It must not be sent twice."""
    if draft.telegram_message_id is None:
        return None
    mirror = await uow.windows.mirror_at(draft.chat_id, draft.telegram_message_id)
    return await uow.messages.get(mirror.message_id) if mirror else None


async def write_message(
    uow: UnitOfWork, window: Window, draft: Draft, *, by: Employee, state: DeliveryState | None = None
) -> Message:
    """Store the draft as a message of the window's dialog, without sending or mirroring it."""
    message = Message(
        dialog_id=window.dialog_id,
        author=Author.EMPLOYEE,
        employee_id=by.id,
        kind=draft.kind,
        text=draft.text,
        entities=draft.entities,
        data=draft.data,
        reply_to_id=draft.reply_to_id,
        album_id=draft.album,
        state=state,
        created_at=uow.now,
    )
    uow.add(message)
    await uow.flush()
    attach_file(uow, message, draft.file, source=DESK)
    if draft.telegram_message_id is None:
        await desk.show_copy(uow, message, window, silent=True, is_original=True)
        return message
    uow.add(
        Mirror(
            message_id=message.id,
            window_id=window.id,
            chat_id=draft.chat_id,
            telegram_message_id=draft.telegram_message_id,
            is_original=True,
        )
    )
    if draft.is_gone:
        await desk.show_copy(uow, message, window, silent=True)
    return message


def attach_file(uow: UnitOfWork, message: Message, file: File | None, *, source: str) -> None:
    """Store the file of a message; `source` is the carrier that can download it."""
    if file is None:
        return
    source = file.source or source
    uow.add(
        Attachment(
            message_id=message.id,
            file_name=file.name,
            mime=file.mime,
            size=file.size,
            width=file.width,
            height=file.height,
            duration=file.duration,
            source=source,
            file_ids={source: file.file_id},
            unique_id=file.unique_id,
        )
    )
    attach_file(uow, message, file.film, source=source)

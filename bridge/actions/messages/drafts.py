"""A draft: what an operator wrote in a dialog's place, before anybody has decided what becomes of it."""

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
        reply_to_id: our id of the message it answers.
        addressed: the operator said which dialog is meant: in its topic, or by replying to one of its messages.
        is_gone: the topic that it was written in is gone, and the message with it.
        telegram_message_id: None for what they have not typed: the bot shows it to them.
        written_at: by Telegram's clock; None when that is just now.
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
    """The message that was made of it before: the same Telegram message is taken only once."""
    if draft.telegram_message_id is None:
        return None
    mirror = await uow.windows.mirror_at(draft.chat_id, draft.telegram_message_id)
    return await uow.messages.get(mirror.message_id) if mirror else None


async def write_message(
    uow: UnitOfWork, window: Window, draft: Draft, *, by: Employee, state: DeliveryState | None = None
) -> Message:
    """Write the draft down as a message of the window's dialog, which nobody has been shown or sent yet."""
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
    """Keep what the message carries; `source` is the carrier that can fetch it."""
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

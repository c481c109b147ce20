"""Text messages, drafts and "typing…"."""

from __future__ import annotations

from typing import Any

from aiogram.methods import SendChatAction, SendMessage, SendMessageDraft
from aiogram.types import LinkPreviewOptions

from bridge.sandbox.calls import Call, Table, plain
from bridge.sandbox.chats import PrivateChat
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.feed import Event
from bridge.sandbox.markup.formatted import ensure_text, formatted
from bridge.sandbox.messages import Content, Kind, Message
from bridge.sandbox.methods.addresses import writable_chat
from bridge.sandbox.methods.keyboards import attach_keyboard, check_keyboard
from bridge.sandbox.methods.places import Place, place_of
from bridge.sandbox.postings import say
from bridge.sandbox.wire import Json

ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"}
    | {"choose_sticker", "find_location", "record_video_note", "upload_video_note", "cancel"}
)


def send_message(call: Call, ask: SendMessage) -> Json:
    content = text_content(ask)
    place = place_of(call, ask)
    ensure_text(content.text)
    return deliver(call, ask, place, content)


def text_content(ask: Any) -> Content:
    """The text of sendMessage and editMessageText, with its link preview options."""
    if not ask.text:
        raise Refused(Reason.MESSAGE_TEXT_EMPTY)
    text, entities = formatted(ask.text, plain(ask.parse_mode), ask.entities)
    preview: LinkPreviewOptions | None = plain(ask.link_preview_options)
    options = preview.model_dump(mode="json", exclude_none=True, exclude_defaults=True) if preview else {}
    return Content(Kind.TEXT, text, entities, extra={"link_preview_options": options} if options else {})


def deliver(call: Call, ask: Any, place: Place, content: Content, *, album: str | None = None) -> Json:
    """The message appears; the answer is the message as the bot sees it."""
    return deliver_message(call, ask, place, content, album=album).wire(call.bot)


def deliver_message(
    call: Call, ask: Any, place: Place, content: Content, *, album: str | None = None, origin: Json | None = None
) -> Message:
    markup = getattr(ask, "reply_markup", None)
    buttons = check_keyboard(place.chat, markup)
    message = say(
        call.world,
        place.chat,
        call.bot,
        content,
        topic_id=place.topic_id,
        reply_thread_id=place.reply_thread_id,
        reply_to=place.reply_to,
        buttons=buttons,
        album=album,
        origin=origin,
        silent=bool(ask.disable_notification),
        protected=bool(plain(ask.protect_content)),
        only_for=place.only_for,
    )
    if markup is not None:
        attach_keyboard(call.world, message, markup)
    return message


def send_message_draft(call: Call, ask: SendMessageDraft) -> bool:
    if ask.draft_id == 0:
        raise Refused(Reason.DRAFT_ID)
    place = place_of(call, ask)
    if not isinstance(place.chat, PrivateChat):
        raise Refused(Reason.PRIVATE_ONLY)
    text, _ = formatted(ask.text or "", plain(ask.parse_mode), ask.entities)
    if text:
        ensure_text(text)
    call.world.feed.publish(Event("draft", place.chat, details={"thread_id": place.topic_id, "text": text}))
    return True


def send_chat_action(call: Call, ask: SendChatAction) -> bool:
    """Shown as "typing…"; a topic that does not exist is no error here, as with the real server."""
    if ask.action not in ACTIONS:
        raise Refused(Reason.CHAT_ACTION)
    chat = writable_chat(call, ask.chat_id)
    call.world.feed.publish(Event("typing", chat, details={"thread_id": ask.message_thread_id}))
    return True


METHODS: Table = {
    SendMessage: send_message,
    SendMessageDraft: send_message_draft,
    SendChatAction: send_chat_action,
}

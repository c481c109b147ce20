"""Changing what was sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiogram.methods import EditMessageCaption, EditMessageMedia, EditMessageReplyMarkup, EditMessageText

from bridge.sandbox.calls import Call, Table, plain
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.markup.formatted import ensure_caption, ensure_text, formatted
from bridge.sandbox.messages import CAPTIONED, Content, Kind, Message
from bridge.sandbox.methods.addresses import writable_chat
from bridge.sandbox.methods.keyboards import inline_keyboard
from bridge.sandbox.methods.media import media_content
from bridge.sandbox.methods.rich import rich_content
from bridge.sandbox.methods.texts import text_content
from bridge.sandbox.postings import edited
from bridge.sandbox.wire import Json

WITH_MEDIA = CAPTIONED - {Kind.VOICE}


def edit_message_text(call: Call, ask: EditMessageText) -> Json:
    content = rich_content(ask.rich_message) if ask.rich_message else text_content(ask)
    message = own_message(call, ask)
    if message.kind not in (Kind.TEXT, Kind.RICH_MESSAGE):
        raise Refused(Reason.EDIT_NO_TEXT)
    if content.kind is Kind.TEXT:
        ensure_text(content.text)
    return _change(call, message, content, inline_keyboard(ask.reply_markup))


def edit_message_caption(call: Call, ask: EditMessageCaption) -> Json:
    text, entities = formatted(ask.caption or "", plain(ask.parse_mode), ask.caption_entities)
    message = own_message(call, ask)
    if message.kind not in CAPTIONED:
        raise Refused(Reason.EDIT_NO_CAPTION)
    ensure_caption(text)
    captioned = replace(message.content, text=text, entities=entities)
    return _change(call, message, captioned, inline_keyboard(ask.reply_markup))


async def edit_message_media(call: Call, ask: EditMessageMedia) -> Json:
    message = own_message(call, ask)
    if message.kind is not Kind.TEXT and message.kind not in WITH_MEDIA:
        raise Refused(Reason.EDIT_MEDIA_FORBIDDEN)
    content = await media_content(call, ask.media)
    if message.album and _album_family(content.kind) != _album_family(message.kind):
        raise Refused(Reason.EDIT_ALBUM_KIND)
    return _change(call, message, content, inline_keyboard(ask.reply_markup))


def edit_message_reply_markup(call: Call, ask: EditMessageReplyMarkup) -> Json:
    message = own_message(call, ask)
    return _change(call, message, message.content, inline_keyboard(ask.reply_markup))


def own_message(call: Call, ask: Any) -> Message:
    """The message, when it is the bot's own and of a kind that can be edited."""
    if ask.inline_message_id:
        raise Refused(Reason.SANDBOX_LACKS, what="inline messages")
    if ask.business_connection_id:
        raise Refused(Reason.SANDBOX_LACKS, what="business_connection_id")
    if ask.chat_id is None:
        raise Refused(Reason.CHAT_ID_EMPTY)
    if not ask.message_id:
        raise Refused(Reason.MESSAGE_ID_EMPTY)
    message = writable_chat(call, ask.chat_id).messages.get(ask.message_id)
    if message is None:
        raise Refused(Reason.EDIT_NOT_FOUND)
    if message.sender is not call.bot or message.origin or message.has_reply_keyboard or message.kind is Kind.SERVICE:
        raise Refused(Reason.EDIT_FORBIDDEN)
    return message


def _change(call: Call, message: Message, content: Content, buttons: Json | None) -> Json:
    if content.same_as(message.content) and buttons == message.buttons:
        raise Refused(Reason.EDIT_NOT_MODIFIED)
    message.content, message.buttons = content, buttons
    edited(call.world, message)
    return message.wire(call.bot)


def _album_family(kind: Kind) -> str:
    return "visual" if kind in (Kind.PHOTO, Kind.LIVE_PHOTO, Kind.VIDEO) else kind.value


METHODS: Table = {
    EditMessageText: edit_message_text,
    EditMessageCaption: edit_message_caption,
    EditMessageMedia: edit_message_media,
    EditMessageReplyMarkup: edit_message_reply_markup,
}

"""Messages in words: for recaps, the history, offers and headers."""

from datetime import datetime

from aiogram.utils.text_decorations import html_decoration as html

from bridge.text.texts import _, short_time
from storage.messages.messages import Author, DeliveryState, Message, MessageKind

# Letters of one message that a list of messages shows.
EXCERPT_LENGTH = 300

# This sign marks everything that the customer does not see.
NOTE_SIGN = "🔒"

STATE_SIGNS = {DeliveryState.QUEUED: "🕓", DeliveryState.ACCEPTED: "✓", DeliveryState.READ: "✓✓"}


def kind_name(kind: MessageKind, data: dict[str, object]) -> str:
    """The name of a message's kind; kinds that are too new to be shown have only Telegram's own name."""
    names: dict[object, str] = {
        MessageKind.PHOTO: _("photo"),
        MessageKind.LIVE_PHOTO: _("live photo"),
        MessageKind.VIDEO: _("video"),
        MessageKind.ANIMATION: _("animation"),
        MessageKind.DOCUMENT: _("file"),
        MessageKind.AUDIO: _("audio"),
        MessageKind.VOICE: _("voice message"),
        MessageKind.VIDEO_NOTE: _("video message"),
        MessageKind.STICKER: _("sticker"),
        MessageKind.LOCATION: _("location"),
        MessageKind.CONTACT: _("contact"),
        "poll": _("poll"),
        MessageKind.VOTE: _("vote"),
        "dice": _("dice"),
        "venue": _("venue"),
        "story": _("story"),
        "checklist": _("checklist"),
        "game": _("game"),
        "invoice": _("invoice"),
        "paid_media": _("paid media"),
        "rich_message": _("rich message"),
        "giveaway": _("giveaway"),
        "giveaway_winners": _("winners of a giveaway"),
        "gift": _("gift"),
        "unique_gift": _("gift"),
        "gift_upgrade_sent": _("gift"),
        "successful_payment": _("payment"),
        "refunded_payment": _("refund"),
        "users_shared": _("users"),
        "chat_shared": _("chat"),
        "web_app_data": _("data of an app"),
    }
    foreign = data.get("kind")
    return names.get(kind) or names.get(foreign) or str(foreign or _("message"))


def excerpt(message: Message, limit: int = EXCERPT_LENGTH) -> str:
    """A short piece of the message as plain text; a message without text is named in brackets."""
    content = message.text or str(message.data.get("title", ""))
    text = content if len(content) <= limit else content[:limit].rstrip() + "…"
    if message.kind is MessageKind.TEXT:
        return text
    return f"[{kind_name(message.kind, message.data)}] {text}".rstrip()


def author_name(message: Message, contact: str, employees: dict[int, str]) -> str:
    """The author's name: the customer, an employee, or the bot."""
    match message.author:
        case Author.CONTACT:
            return contact
        case Author.BOT:
            return _("Bot")
    return employees.get(message.employee_id or 0, _("Employee"))


def signed(message: Message, author: str) -> str:
    """The author, with a mark when the message was a note or came while the customer was blocked."""
    if message.is_hidden:
        return " · ".join(["🚫 " + _("While blocked"), author])
    return " · ".join([f"{NOTE_SIGN} " + _("Note"), author]) if message.is_note else author


def line(message: Message, author: str, zone: str, now: datetime, *, words: str | None = None) -> str:
    """One message of a recap, as Telegram HTML: author, time, delivery state, the beginning of the text.

    Args:
        words: HTML that replaces the text.
    """
    when = " ".join([short_time(message.created_at, zone, now), *state_labels(message)])
    return f"<b>{html.quote(signed(message, author))}</b> · {html.quote(when)}\n{words or html.quote(excerpt(message))}"


def state_labels(message: Message) -> list[str]:
    """Labels for the delivery state, when the message has not arrived, and for later changes to the message."""
    lost = {
        DeliveryState.NEEDS_CONFIRMATION: "✋ " + _("not sent"),
        DeliveryState.DISCARDED: "✋ " + _("not sent"),
        DeliveryState.FAILED: "❌ " + _("not delivered"),
    }
    state = (STATE_SIGNS | lost)[message.state] if message.state else ""
    edited = "✏️ " + _("edited") if message.edited_at else ""
    outdated = "⚠️ " + _("the change has not arrived") if message.is_outdated else ""
    deleted = "🗑 " + _("deleted") if message.deleted_at else ""
    return [mark for mark in (state, edited, outdated, deleted) if mark]

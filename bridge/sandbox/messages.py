"""Messages: what they say and how a bot sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bridge.sandbox.accounts import Account, Bot
from bridge.sandbox.wire import Json

if TYPE_CHECKING:
    from bridge.sandbox.chats import Chat
    from bridge.sandbox.files import File


class Kind(StrEnum):
    TEXT = "text"
    PHOTO = "photo"
    LIVE_PHOTO = "live_photo"
    VIDEO = "video"
    ANIMATION = "animation"
    DOCUMENT = "document"
    AUDIO = "audio"
    VOICE = "voice"
    VIDEO_NOTE = "video_note"
    STICKER = "sticker"
    LOCATION = "location"
    VENUE = "venue"
    CONTACT = "contact"
    POLL = "poll"
    DICE = "dice"
    RICH_MESSAGE = "rich_message"
    SERVICE = "service"
    UNKNOWN = "unknown"


# Telegram's own account, which stands for every anonymous administrator.
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}

CAPTIONED = frozenset({Kind.PHOTO, Kind.VIDEO, Kind.ANIMATION, Kind.DOCUMENT, Kind.AUDIO, Kind.VOICE, Kind.LIVE_PHOTO})


@dataclass(eq=False)
class Content:
    """What a message says. `text` is the caption for media; `extra` is what goes to the wire as it is.

    A live photo has its picture as `file`, and `film`.
    """

    kind: Kind
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    file: File | None = None
    extra: Json = field(default_factory=dict)
    pinned: Message | None = None
    film: File | None = None

    def same_as(self, other: Content) -> bool:
        return (self.kind, self.text, self.entities, self.extra) == (
            other.kind,
            other.text,
            other.entities,
            other.extra,
        ) and (self.file, self.film) == (other.file, other.film)

    def wire(self, bot: Bot) -> Json:
        content = {name: _seen(name, value) for name, value in self.extra.items()}
        if self.file:
            content[self.file.kind] = self.file.photo_sizes(bot) if self.file.kind == "photo" else self.file.wire(bot)
            if self.file.kind == "animation":
                content["document"] = self.file.brief(bot)  # for clients older than animations
        if self.film and self.file:
            content["live_photo"] = self.film.wire(bot) | {"photo": self.file.photo_sizes(bot)}
        if self.text:
            is_text = self.kind is Kind.TEXT
            content["text" if is_text else "caption"] = self.text
            if self.entities:
                content["entities" if is_text else "caption_entities"] = self.entities
        if self.pinned:
            content["pinned_message"] = self.pinned.wire(bot, deep=False)
        return content


def _seen(name: str, value: Any) -> Any:
    """Who has voted for what in a poll is not on the wire."""
    return {key: each for key, each in value.items() if key != "_votes"} if name == "poll" else value


@dataclass(eq=False)
class Message:
    """One message of a chat.

    `topic_id` is set inside topics, `reply_thread_id` in plain reply chains of supergroups. An ephemeral one is
    `only_for` one person; an anonymous one is written by an administrator in the name of the group.
    """

    id: int
    chat: Chat
    sender: Account
    date: int
    content: Content
    topic_id: int | None = None
    reply_thread_id: int | None = None
    reply_to: int | None = None
    buttons: Json | None = None
    has_reply_keyboard: bool = False
    edited_at: int | None = None
    album: str | None = None
    origin: Json | None = None
    silent: bool = False
    protected: bool = False
    only_for: int | None = None
    is_anonymous: bool = False
    # The bot from whose inline results it was chosen.
    via: Bot | None = None
    reactions: dict[int, list[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.content.text

    @property
    def kind(self) -> Kind:
        return self.content.kind

    @property
    def thread_id(self) -> int | None:
        return self.topic_id or self.reply_thread_id

    def captions(self) -> list[str]:
        """The captions of its inline buttons, row by row."""
        return [button["text"] for row in self.rows() for button in row]

    def rows(self) -> list[list[Json]]:
        rows: list[list[Json]] = self.buttons["inline_keyboard"] if self.buttons else []
        return rows

    def wire(self, bot: Bot, *, deep: bool = True) -> Json:
        """The message as `bot` gets it; replies and pins inside it are not `deep`."""
        message: Json = {
            "message_id": self.id,
            "from": ANONYMOUS if self.is_anonymous else self.sender.wire,
            "chat": self.chat.wire,
            "date": self.date,
        }
        if self.is_anonymous:
            message["sender_chat"] = self.chat.wire
        if self.only_for is not None:
            # Telegram counts these apart: nothing can be done to them by a message_id.
            message |= {"message_id": 0, "ephemeral_message_id": self.id}
        if self.thread_id:
            message["message_thread_id"] = self.thread_id
        if self.topic_id:
            message["is_topic_message"] = True
        if deep and (replied := self._replied()):
            message["reply_to_message"] = replied.wire(bot, deep=False)
        if self.edited_at:
            message["edit_date"] = self.edited_at
        if self.album:
            message["media_group_id"] = self.album
        if self.origin:
            message |= self.origin
        if self.via:
            message["via_bot"] = self.via.wire
        if self.protected:
            message["has_protected_content"] = True
        message |= self.content.wire(bot)
        if self.buttons:
            message["reply_markup"] = self.buttons
        return message

    def _replied(self) -> Message | None:
        """What it answers; in a forum supergroup a plain message answers the topic's first message."""
        target = self.reply_to
        if target is None and self.chat.is_forum and self.topic_id != self.id:
            target = self.topic_id
        return self.chat.messages.get(target) if target else None

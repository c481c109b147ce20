"""Operators' messages that are more than a text and have no file: polls, dice, and kinds that are sent as text."""

from typing import Any

from aiogram.types import Message, TelegramObject

from bridge import described_kinds
from bridge.described_kinds import blocks, polls
from bridge.errors import Refusal, lazy
from storage.messages.messages import MessageKind

# A bot cannot send these in its own name, so their text is sent.
KINDS_SENT_AS_TEXT = {"checklist", "rich_message"}


class AnswerUnknown(Refusal):
    text = lazy("Telegram does not tell the bot which answer of this quiz is right; send it as a usual poll")


def is_as_text(message: Message) -> bool:
    return message.content_type in KINDS_SENT_AS_TEXT and rich_of(message) is None and bool(text_of(message))


def rich_of(message: Message) -> dict[str, Any] | None:
    """A rich message as it can be sent on; None for other messages, and for one that would lose a part."""
    return blocks.again(raw(message)) if message.content_type == MessageKind.RICH_MESSAGE else None


def words_of(message: Message) -> str:
    """The words that a customer would read of such a message; empty for other kinds."""
    return text_of(message) if message.content_type in (*KINDS_SENT_AS_TEXT, "poll") else ""


def text_of(message: Message) -> str:
    """The text in such a message; empty for other kinds."""
    return described_kinds.describe(message.content_type, raw(message)).text


def raw(message: Message) -> dict[str, Any]:
    content: Any = getattr(message, message.content_type, None)
    return content.model_dump(mode="json", exclude_none=True) if isinstance(content, TelegramObject) else {}


def data_of(message: Message, kind: MessageKind) -> dict[str, Any]:
    """The data that the channels need to send it, and to describe it in words.

    Raises:
        AnswerUnknown: it is a quiz, and the bot does not know which option is right.
    """
    found = raw(message)
    if kind is MessageKind.DICE:
        return {"emoji": found["emoji"]}
    poll = polls.again(found)
    if poll.get("type") == "quiz" and not poll.get("correct_option_ids"):
        raise AnswerUnknown
    return {"poll": poll, "facts": described_kinds.describe("poll", {**found, "is_anonymous": False}).facts}

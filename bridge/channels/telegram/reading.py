"""Reads the meaning of one raw update of the customers' bot."""

from datetime import UTC, datetime
from typing import Any

import structlog

from bridge.channel import CustomerBlocked, Edited, Happening, Incoming, Pressed, Reacted, Voted
from bridge.channels.telegram.contents import content_of
from bridge.channels.telegram.fields import SERVICE_FIELDS
from bridge.channels.telegram.senders import sender_of

log = structlog.get_logger(__name__)


def read(payload: dict[str, Any], now: datetime) -> Happening | None:
    """The event that the update reports; None when it reports nothing for an operator.

    Args:
        now: time of the event when Telegram gives none.
    """
    match payload:
        case {"message": {"message_id": int(), "chat": {"id": int(), "type": "private"}} as message}:
            return _message(message, now)
        case {"edited_message": {"message_id": int(), "chat": {"id": int(), "type": "private"}} as message}:
            changed = _message(message, now)
            return Edited(changed) if changed else None
        case {
            "message_reaction": {
                "chat": {"id": int(chat_id), "type": "private"},
                "message_id": int(message_id),
                "new_reaction": list(reactions),
            }
        }:
            return Reacted(str(chat_id), str(message_id), [_emoji(reaction) for reaction in reactions])
        case {"poll_answer": {"poll_id": str(poll_id), "user": {"id": int()} as user, "option_ids": list(numbers)}}:
            options = [number for number in numbers if isinstance(number, int)]
            return Voted(sender_of({"chat": user, "from": user}), poll_id, options, now)
        case {
            "callback_query": {
                "id": str(press_id),
                "from": {"id": int()} as user,
                "message": {"chat": {"id": int(), "type": "private"} as chat},
                "data": str(carried),
            }
        }:
            return Pressed(sender_of({"chat": chat, "from": user}), carried, press_id)
        case {"message": {"chat": {"id": int(chat_id)}}}:
            log.info("a message in a group is not a customer's", chat=chat_id)
        case {
            "my_chat_member": {
                "chat": {"id": int(chat_id), "type": "private"},
                "new_chat_member": {"status": "kicked" | "member" as status},
            } as change
        }:
            return CustomerBlocked(str(chat_id), blocked=status == "kicked", at=_moment(change, now))
        case {"message": _}:
            log.warning("a message without a chat was skipped", update=payload.get("update_id"))
    return None


def _message(message: dict[str, Any], now: datetime) -> Incoming | None:
    if not SERVICE_FIELDS.isdisjoint(message):
        return None
    match message:
        case {"from": {"is_bot": True}, "chat": {"id": chat_id}}:  # two bots would answer each other forever
            log.info("a message from a bot is not a customer's", chat=chat_id)
            return None
        case {"text": "/start"}:  # the Start button: the customer has come and has said nothing yet
            return None
    content = content_of(message)
    return Incoming(
        sender=sender_of(message),
        external_id=str(message["message_id"]),
        sent_at=_moment(message, now),
        kind=content.kind,
        text=content.text,
        entities=content.entities,
        data=content.data,
        file=content.file,
        reply_to=_answered(message),
        album=message.get("media_group_id"),
    )


def _emoji(reaction: Any) -> str:
    match reaction:
        case {"type": "emoji", "emoji": str(emoji)}:
            return emoji
        case {"type": "paid"}:
            return "⭐"
        case {"type": str(kind)}:
            return f"[{kind}]"
    return "[?]"


def _answered(message: dict[str, Any]) -> str | None:
    match message:
        case {"reply_to_message": {"message_id": int(answered)}}:
            return str(answered)
    return None


def _moment(happened: dict[str, Any], now: datetime) -> datetime:
    match happened.get("date"):
        case int(seconds) if seconds > 0:
            return datetime.fromtimestamp(seconds, UTC)
    return now


def lane_of(payload: Any) -> str:
    """The chat that an update is about. Updates of one chat are handled in order, those of other chats beside it."""
    match payload:
        case {"chat": {"id": int(chat_id)}}:
            return str(chat_id)
        case {"message": dict(inner)} if lane := lane_of(inner):  # an update, or the message of a button press
            return lane
        case {"from": {"id": int(user_id)}} | {"user": {"id": int(user_id)}}:
            return str(user_id)
        case dict():
            return next((lane for inner in payload.values() if (lane := lane_of(inner))), "")
    return ""

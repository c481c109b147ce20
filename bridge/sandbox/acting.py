"""What a person does in a chat. Whatever they do becomes exactly the update that Telegram would send."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bridge.sandbox.accounts import Bot, User
from bridge.sandbox.chats import Chat, Group, PrivateChat
from bridge.sandbox.contents import text_content
from bridge.sandbox.errors import NotPossible
from bridge.sandbox.feed import Event
from bridge.sandbox.forums import open_topic
from bridge.sandbox.inline import Result
from bridge.sandbox.markup.formatted import CAPTION_LIMIT, TEXT_LIMIT
from bridge.sandbox.messages import CAPTIONED, Content, Kind, Message
from bridge.sandbox.postings import edited, say, touched
from bridge.sandbox.presses import Press
from bridge.sandbox.reactions import STOCK, plain
from bridge.sandbox.topics import clean_name
from bridge.sandbox.wire import Json

if TYPE_CHECKING:
    from bridge.sandbox.world import World

# What the apps let people replace with another file.
REPLACEABLE = {Kind.TEXT, *CAPTIONED} - {Kind.VOICE}
IMPLICIT_NAME_LENGTH = 32
START = [{"type": "bot_command", "offset": 0, "length": 6}]


def write(
    world: World,
    user: User,
    chat: Chat,
    content: Content,
    *,
    topic_id: int | None = None,
    reply_to: int | None = None,
    album: str | None = None,
    origin: Json | None = None,
    via: Bot | None = None,
    buttons: Json | None = None,
) -> Message:
    """A message from the person; `topic_id` falls back to the topic of the message it answers.

    Raises:
        NotPossible: the app would not let the person.
    """
    _ensure_sendable(content)
    _ensure_can_write(chat, user, topic_id)
    replied = chat.messages.get(reply_to) if reply_to else None
    topic_id = topic_id or (replied.topic_id if replied else None)
    if isinstance(chat, PrivateChat):
        _mark_started(world, chat)
        if topic_id is None and chat.has_topics and chat.bot.users_create_topics:
            name = clean_name(content.text[:IMPLICIT_NAME_LENGTH]) or content.kind.value
            topic_id = open_topic(world, chat, user, name, implicit=True).id
    chain = None
    if replied and topic_id is None and chat.type == "supergroup":
        chain = replied.reply_thread_id or replied.id
    place = {"topic_id": topic_id, "reply_thread_id": chain, "reply_to": reply_to}
    is_anonymous = isinstance(chat, Group) and chat.members[user.id].is_anonymous
    details = {"album": album, "origin": origin, "is_anonymous": is_anonymous, "via": via, "buttons": buttons}
    return say(world, chat, user, content, **place, **details)


def pick(
    world: World,
    user: User,
    chat: Chat,
    result: Result,
    *,
    through: Bot,
    query: str = "",
    topic_id: int | None = None,
    reply_to: int | None = None,
) -> Message:
    """Choose one of the bot's inline results; the bot hears of the choice itself only when it has asked for that."""
    content = replace(result.content)
    message = write(
        world, user, chat, content, topic_id=topic_id, reply_to=reply_to, via=through, buttons=result.buttons
    )
    if through.has_inline_feedback:
        chosen = {"result_id": result.id, "from": user.wire, "query": query}
        through.updates.push("chosen_inline_result", chosen, lane=user.id)
    return message


def start(world: World, user: User, chat: Chat, payload: str = "") -> Message:
    """Press Start: the bot is unblocked and gets /start."""
    private = _private(chat)
    if private.blocked:
        block(world, user, chat, blocked=False)
    text = f"/start {payload}" if payload else "/start"
    _mark_started(world, private)
    # The Start button leads to the chat itself, so it opens no implicit topic.
    return say(world, chat, user, Content(Kind.TEXT, text, list(START)))


def block(world: World, user: User, chat: Chat, *, blocked: bool) -> None:
    private = _private(chat)
    if private.blocked == blocked:
        return
    private.blocked = blocked
    bot_user = {"user": private.bot.wire}
    old, new = ("member", "kicked") if blocked else ("kicked", "member")
    change: Json = {"chat": chat.wire, "from": user.wire, "date": world.clock.stamp()}
    change["old_chat_member"] = {"status": old, **bot_user} | ({"until_date": 0} if old == "kicked" else {})
    change["new_chat_member"] = {"status": new, **bot_user} | ({"until_date": 0} if new == "kicked" else {})
    private.bot.updates.push("my_chat_member", change, lane=chat.id)
    world.feed.publish(Event("chat", chat))


def press(world: World, user: User, chat: Chat, message_id: int, row: int, column: int) -> Press | None:
    """Press an inline button. None when it is not one that tells the bot, such as a link."""
    message = existing(chat, message_id)
    try:
        button = message.rows()[row][column]
    except IndexError:
        raise NotPossible("There is no such button any more") from None
    if "callback_data" not in button:
        return None
    if message.via is not None:
        raise NotPossible("The sandbox cannot press such buttons under what was chosen from inline results yet")
    return world.presses.press(user, message, button["callback_data"])


def edit(world: World, user: User, chat: Chat, message_id: int, text: str) -> Message:
    message = existing(chat, message_id)
    if message.sender is not user:
        raise NotPossible("Only own messages can be edited")
    if message.via is not None:
        raise NotPossible("What was chosen from a bot's results cannot be edited")
    content = text_content(text)
    _ensure_sendable(replace(content, kind=message.kind))
    if message.kind is not Kind.TEXT and message.kind not in CAPTIONED:
        raise NotPossible("There is no text in this message")
    if text == message.text:
        return message
    message.content = replace(message.content, text=text, entities=content.entities)
    edited(world, message)
    return message


def move(
    world: World, user: User, message: Message, latitude: float, longitude: float, *, stops: bool = False
) -> Message:
    """Go on with a live location that the person shares."""
    place = message.content.extra.get("location", {})
    if message.sender is not user or "live_period" not in place:
        raise NotPossible("Only an own live location moves")
    kept = {} if stops else {"live_period": place["live_period"]}
    message.content = Content(Kind.LOCATION, extra={"location": {"latitude": latitude, "longitude": longitude, **kept}})
    edited(world, message)
    return message


def replace_file(world: World, user: User, chat: Chat, message_id: int, content: Content) -> Message:
    """Put another file and caption in place of a message's content; a text gets its first file so."""
    message = existing(chat, message_id)
    if message.sender is not user:
        raise NotPossible("Only own messages can be edited")
    _ensure_sendable(content)
    if message.kind not in REPLACEABLE or content.kind not in REPLACEABLE - {Kind.TEXT}:
        raise NotPossible("The file of this message cannot be replaced")
    message.content = content
    edited(world, message)
    return message


def react(world: World, user: User, chat: Chat, message_id: int, emoji: str | None) -> None:
    """Put one reaction, or take it away with None; bots hear it only when they asked for it."""
    message = existing(chat, message_id)
    if emoji and plain(emoji) not in STOCK:
        raise NotPossible("There is no such reaction")
    old, new = message.reactions.get(user.id, []), [plain(emoji)] if emoji else []
    message.reactions[user.id] = new
    touched(world, message)
    change: Json = {"chat": chat.wire, "message_id": message_id, "user": user.wire, "date": world.clock.stamp()}
    change["old_reaction"] = [{"type": "emoji", "emoji": each} for each in old]
    change["new_reaction"] = [{"type": "emoji", "emoji": each} for each in new]
    for bot in chat.bots():
        if not isinstance(chat, Group) or chat.members[bot.id].is_admin:
            bot.updates.push("message_reaction", change, lane=chat.id)


def existing(chat: Chat, message_id: int) -> Message:
    if message := chat.messages.get(message_id):
        return message
    raise NotPossible("The message is not there any more")


def origin_of(message: Message) -> Json:
    """Where a forwarded message comes from."""
    if message.origin:
        return message.origin
    return {"forward_origin": {"type": "user", "sender_user": message.sender.wire, "date": message.date}}


def _mark_started(world: World, chat: PrivateChat) -> None:
    if not chat.started:
        chat.started = True
        world.feed.publish(Event("chat", chat))


def _private(chat: Chat) -> PrivateChat:
    if isinstance(chat, PrivateChat):
        return chat
    raise NotPossible("This is possible only in a private chat with a bot")


def _ensure_sendable(content: Content) -> None:
    """The real apps cut a long text into several messages by themselves."""
    if content.kind is Kind.TEXT and not content.text.strip():
        raise NotPossible("The message is empty")
    if len(content.text) > (TEXT_LIMIT if content.kind is Kind.TEXT else CAPTION_LIMIT):
        raise NotPossible("The text is too long for one message")


def _ensure_can_write(chat: Chat, user: User, topic_id: int | None) -> None:
    if user.deactivated:
        raise NotPossible("The account is deleted")
    if isinstance(chat, PrivateChat) and chat.blocked:
        raise NotPossible("The bot is blocked: press Start first")
    if topic_id is not None and topic_id not in chat.topics:
        raise NotPossible("The topic is not there any more")
    if isinstance(chat, Group):
        member = chat.members.get(user.id)
        if chat.is_gone or member is None or not member.is_inside:
            raise NotPossible("You are not a member of this group")
        if topic_id is not None and chat.topics[topic_id].closed and not member.is_admin:
            raise NotPossible("The topic is closed")

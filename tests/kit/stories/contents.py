"""What people send besides words, and what it has to look like when it arrives."""

from bridge.sandbox import Kind, Message, Person
from bridge.sandbox.acting import write
from bridge.sandbox.messages import Content
from bridge.sandbox.onlooker import Place
from bridge.sandbox.watching import TopicLike, topic_id

# Kind, name, caption: everything that is a file. Telegram keeps the names of the named ones only.
CAPTIONED = [
    ("photo", "витрина.jpg", "Вот фото 🙂"),
    ("video", "ролик.mp4", "Вот видео"),
    ("animation", "кот.mp4", "Вот кот"),
    ("document", "счёт № 7.pdf", "Вот счёт"),
    ("audio", "песня.mp3", "Вот песня"),
    ("voice", "голос.ogg", "Вот голос"),
]
CAPTIONLESS = [("video_note", "кружок.mp4"), ("sticker", "стикер.webp")]
NAMED = {"video", "animation", "document", "audio"}

POLL = Content(Kind.POLL, extra={"poll": {
    "id": "5", "question": "Чай или кофе?", "total_voter_count": 0, "is_closed": False,
    "options": [{"persistent_id": str(at), "text": text, "voter_count": 0} for at, text in enumerate(["Чай", "Кофе"])],
    "is_anonymous": True, "type": "regular", "allows_multiple_answers": True, "allows_revoting": True,
    "members_only": False,
}})  # fmt: skip
DICE = Content(Kind.DICE, extra={"dice": {"emoji": "🎯", "value": 3}})

RICH = Content(Kind.RICH_MESSAGE, extra={"rich_message": {"blocks": [
    {"type": "heading", "text": "Заказ", "size": 1},
    {"type": "paragraph", "text": ["Всего ", {"type": "bold", "text": "два"}]},
    {"type": "list", "items": [{"label": "•", "blocks": [{"type": "paragraph", "text": "Чай"}]}]},
    {"type": "table", "cells": [[{"align": "left", "valign": "top", "text": "Цена"},
                                 {"align": "left", "valign": "top", "text": "5"}]]},
]}})  # fmt: skip

VENUE = Content(Kind.VENUE, extra={
    "location": {"latitude": 55.75, "longitude": 37.61},
    "venue": {"location": {"latitude": 55.75, "longitude": 37.61}, "title": "ГУМ", "address": "Красная площадь, 3"},
})  # fmt: skip


def data_of(kind: str) -> bytes:
    """Some bytes that no other kind has."""
    return f"the bytes of a {kind}".encode() * 100


async def sends(person: Person, content: Content, *, to: Place, topic: TopicLike = None) -> Message:
    """Something that the apps can send and `Person` has no verb for."""
    chat = person.chat(to)
    return write(person.world, person.user, chat, content, topic_id=topic_id(chat, topic))

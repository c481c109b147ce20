"""Content that the stand-in's people have no verb for, as it is on the wire, and what an operator reads of it."""

from dataclasses import dataclass
from typing import Any

from bridge.sandbox import Kind
from bridge.sandbox.messages import Content

SHOP = {"id": -1007, "type": "channel", "title": "Новости", "username": "news"}
PETER = {"id": 9, "is_bot": False, "first_name": "Пётр"}
PIECE = {"file_id": "F", "file_unique_id": "f", "width": 640, "height": 360}
NOON = 1_795_424_400


@dataclass(frozen=True)
class DescribedKind:
    """`shown` is empty for what is named with a warning only."""

    content: Content
    shown: str = ""


def _kind(kind: str, raw: Any, shown: str = "") -> DescribedKind:
    return DescribedKind(Content(Kind.UNKNOWN, extra={kind: raw}), shown)


DESCRIBED_KINDS = {
    "story": _kind(
        "story",
        {"id": 5, "chat": SHOP},
        "[история]\nНовости (@news)\nhttps://t.me/news/s/5\n"
        "· Саму историю боту не дают, известно только, чья она, и её номер: 5",
    ),
    "paid_media": _kind(
        "paid_media",
        {
            "star_count": 5,
            "paid_media": [
                {"type": "preview", "width": 640, "height": 360, "duration": 30},
                {"type": "photo", "photo": [PIECE]},
            ],
        },
        "[платное вложение]\n5 ⭐\n• preview 640×360 30 s\n• photo",
    ),
    "rich_message": _kind(
        "rich_message",
        {
            "blocks": [
                {"type": "photo", "photo": [PIECE]},
                {"type": "heading", "text": "Заказ", "size": 1},
                {"type": "paragraph", "text": ["Всего ", {"type": "bold", "text": "два"}]},
                {
                    "type": "list",
                    "items": [
                        {"label": "1.", "blocks": [{"type": "paragraph", "text": "Чай"}]},
                        {
                            "label": "•",
                            "has_checkbox": True,
                            "is_checked": True,
                            "blocks": [{"type": "paragraph", "text": "Кофе"}],
                        },
                    ],
                },
                {
                    "type": "table",
                    "cells": [
                        [
                            {"align": "left", "valign": "top", "text": "Цена"},
                            {"align": "left", "valign": "top", "text": "5"},
                        ]
                    ],
                },
            ]
        },
        "[сообщение с оформлением]\n[photo]\nЗаказ\nВсего два\n1. Чай\n☑ Кофе\nЦена | 5\n"
        "· Здесь только текст: картинки, файлы и то, чего бот ещё не знает, не переданы",
    ),
    "checklist": _kind(
        "checklist",
        {
            "title": "Сборы",
            "tasks": [
                {"id": 1, "text": "Паспорт", "completed_by_user": PETER, "completion_date": NOON},
                {"id": 2, "text": "Билеты"},
            ],
            "others_can_mark_tasks_as_done": True,
        },
        "[список дел]\nСборы\n☑ Паспорт — Пётр\n☐ Билеты\n· Отмечать выполненное могут и другие",
    ),
    "game": _kind(
        "game", {"title": "Змейка", "description": "Ешь и расти", "photo": []}, "[игра]\nЗмейка\nЕшь и расти"
    ),
    "invoice": _kind(
        "invoice",
        {"title": "Счёт", "description": "За чай", "start_parameter": "x", "currency": "RUB", "total_amount": 15050},
        "[счёт на оплату]\nСчёт\nЗа чай\n150.50 RUB",
    ),
    "giveaway": _kind(
        "giveaway",
        {
            "chats": [SHOP],
            "winners_selection_date": NOON,
            "winner_count": 3,
            "prize_description": "Кружка",
            "prize_star_count": 50,
        },
        "[розыгрыш]\nКружка\nНовости (@news)\n· Победителей: 3\n"
        "· Победителей выберут 2026-11-23 09:00 UTC\n· Приз: 50 ⭐",
    ),
    "giveaway_winners": _kind(
        "giveaway_winners",
        {
            "chat": SHOP,
            "giveaway_message_id": 3,
            "winners_selection_date": NOON,
            "winner_count": 1,
            "winners": [PETER],
        },
        "[победители розыгрыша]\nНовости (@news)\n🏆 Пётр\n· Победителей: 1\n"
        "· Победителей выберут 2026-11-23 09:00 UTC",
    ),
    "gift": _kind(
        "gift",
        {
            "gift": {
                "id": "1",
                "star_count": 15,
                "sticker": {
                    "file_id": "S",
                    "file_unique_id": "s",
                    "type": "regular",
                    "width": 1,
                    "height": 1,
                    "is_animated": False,
                    "is_video": False,
                    "emoji": "🧸",
                },
            },
            "text": "Вам",
        },
        "[подарок]\n🧸 15 ⭐\nВам",
    ),
    "hologram": _kind("hologram", {"id": "1"}),
}

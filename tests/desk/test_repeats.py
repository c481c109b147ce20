"""What may be there already says so when it is shown again, and copies, which say it themselves, not twice."""

from datetime import UTC, datetime

import pytest
from aiogram.methods import SendMessage
from aiogram.types import MessageEntity

from bridge.actions.delivery.desk import (
    CardPayload,
    CopyPayload,
    OfferPayload,
    PrivateNoticePayload,
    ScreenPayload,
    TopicNoticePayload,
)
from bridge.actions.messages.message_updates import EditPayload
from bridge.actions.tasks.task_reminders import ReminderPayload
from bridge.desk.messages.repeats import repeating, with_repeat_header
from bridge.text.texts import language
from storage.delivery.deliveries import Delivery


def delivery(kind: str, *, is_repeat: bool = True) -> Delivery:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    return Delivery(carrier="desk", lane="desk:7", kind=kind, is_repeat=is_repeat, created_at=now)


def said(kind: str, *, is_repeat: bool = True, **more: object) -> str:
    with repeating(delivery(kind, is_repeat=is_repeat)):
        return with_repeat_header(SendMessage(chat_id=7, text="Новый диалог", **more)).text


@pytest.mark.parametrize(
    "kind",
    [
        OfferPayload.kind,
        TopicNoticePayload.kind,
        PrivateNoticePayload.kind,
        CardPayload.kind,
        ScreenPayload.kind,
    ],
)
def test_what_is_shown_again_says_that_it_may_be_a_repeat(kind: str):
    assert said(kind) == "↻ возможный повтор\nНовый диалог"
    assert said(kind, is_repeat=False) == "Новый диалог"


@pytest.mark.parametrize("kind", [CopyPayload.kind, EditPayload.kind, ReminderPayload.kind])
def test_what_says_so_by_itself_is_left_alone(kind: str):
    assert said(kind) == "Новый диалог"


def test_text_with_formatting_of_its_own_keeps_its_offsets():
    bold = [MessageEntity(type="bold", offset=0, length=5)]

    assert said(TopicNoticePayload.kind, entities=bold) == "Новый диалог"


def test_it_says_so_in_the_readers_language():
    with language("en"):
        assert said(TopicNoticePayload.kind) == "↻ possible repeat\nНовый диалог"


def test_outside_of_a_delivery_nothing_is_a_repeat():
    assert with_repeat_header(SendMessage(chat_id=7, text="Меню")).text == "Меню"

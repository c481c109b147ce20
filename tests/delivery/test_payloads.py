"""What a delivery carries is stored and read again, also what an older version has stored."""

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args, get_type_hints

import pytest

from bridge.actions.automation.auto_close import AutoCloseWarningPayload
from bridge.actions.delivery.changes import (
    AlbumPayload,
    MessageDeletionPayload,
    MessageEditPayload,
    MessagePayload,
    MessageReactionPayload,
)
from bridge.actions.delivery.desk import (
    AlbumCopyPayload,
    CardPayload,
    CopyPayload,
    RecapPayload,
    ScreenPayload,
    TaskCardPayload,
    TitlePayload,
    TopicNoticePayload,
    UndeliveredNoticePayload,
)
from bridge.actions.messages.message_updates import EditPayload, ReplyNoticePayload
from bridge.actions.reports.weekly import WeekPayload
from bridge.actions.shifts.unanswered import WaitingPayload
from bridge.actions.tasks.task_reminders import ReminderPayload
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import DESK, Payload, find_kind, kinds, payload_of
from bridge.desk.render.carrier import all_renderers
from storage.delivery.deliveries import Delivery
from storage.tasks.task_reminders import ReminderReason

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
# Of a type that a payload's field may have.
EXAMPLES: list[tuple[Any, Any]] = [
    (bool, True),
    (int, 7),
    (str, "Привет"),
    (datetime, NOON),
    (date, NOON.date()),
    (ReminderReason, ReminderReason.AHEAD),
    (dict[str, str], {"name": "Анна"}),
    (dict[str, Any], {"text": "Нет связи", "params": {}}),
    (Sequence[int], [3, 5]),
    (Sequence[str], ["заказ"]),
    (Sequence[Any], [12, 1, NOON.isoformat()]),
]

PRODUCT_KINDS = [kind for kind in (all_renderers() and kinds()) if kind.__module__.startswith("bridge.")]


def filled(kind: type[Payload]) -> Payload:
    types = get_type_hints(kind)
    return kind(**{field.name: example(types[field.name]) for field in fields(kind)})


def example(of: Any) -> Any:
    return next(value for known, value in EXAMPLES if known == of or known in get_args(of))


def delivery(kind: type[Payload], body: dict[str, Any]) -> Delivery:
    """As the database gives it back."""
    carrier = DESK if kind.carrier == DESK else "channel:3"
    return Delivery(carrier=carrier, lane="desk:7", kind=kind.kind, body=json.loads(json.dumps(body)), created_at=NOON)


@pytest.mark.parametrize("kind", PRODUCT_KINDS)
def test_what_is_stored_of_a_payload_is_read_again(kind: type[Payload]):
    payload = filled(kind)

    assert payload_of(delivery(kind, payload.pack())) == payload


@pytest.mark.parametrize(
    ("body", "payload"),
    [
        ({"silent": False}, CopyPayload()),
        ({"silent": True, "file": True}, CopyPayload(silent=True, file=True)),
        ({"silent": False, "with": [8, 9]}, CopyPayload(with_=[8, 9])),
        ({"silent": False, "file": True, "original": True}, AlbumCopyPayload(file=True, original=True)),
        ({}, CardPayload()),
        ({"replaces": 12}, CardPayload(replaces=12)),
        ({"card": True}, TitlePayload(card=True)),
        ({"before_id": None}, RecapPayload()),
        ({"found_id": 4, "terms": ["счёт"]}, RecapPayload(found_id=4, terms=["счёт"])),
        ({"text": "Hello", "params": {}}, TopicNoticePayload("Hello", {})),
        ({"task_id": 3}, TaskCardPayload(3)),
        ({"close_at": "2026-11-25T12:00:00+00:00"}, AutoCloseWarningPayload(NOON)),
        ({"since": "2026-11-25T12:00:00+00:00", "to_manager": False}, WaitingPayload(NOON, to_manager=False)),
        ({"first": "2026-11-16", "last": "2026-11-22"}, WeekPayload(date(2026, 11, 16), date(2026, 11, 22))),
        (
            {"task_id": 3, "employee_ids": [1], "occasion": "due", "due_at": "2026-11-25T12:00:00+00:00"},
            ReminderPayload(3, [1], ReminderReason.DUE, NOON),
        ),
        ({"own": True}, EditPayload(own=True)),
        (
            {"text": "❌ {reason}", "params": {}, "reason": {"text": "Too old", "params": {}}},
            ReplyNoticePayload("❌ {reason}", {}, {"text": "Too old", "params": {}}),
        ),
        ({}, UndeliveredNoticePayload()),
        (
            {"fields": {"chat_id": 7, "text": "Меню"}, "language": "ru", "is_end": True},
            ScreenPayload({"chat_id": 7, "text": "Меню"}, "ru", is_end=True),
        ),
        ({}, MessagePayload()),
        ({"with_file": True}, MessageEditPayload(with_file=True)),
    ],
)
def test_a_delivery_that_the_version_before_has_stored_is_read(body: dict[str, Any], payload: Payload):
    assert payload_of(delivery(type(payload), body)) == payload


def test_what_is_stored_today_is_what_the_version_before_stored():
    assert ReminderPayload(3, [1], ReminderReason.DUE, NOON).pack() == {
        "task_id": 3,
        "employee_ids": [1],
        "occasion": "due",
        "due_at": "2026-11-25T12:00:00+00:00",
    }
    assert CopyPayload(file=True, with_=[8]).pack() == {"file": True, "with": [8]}
    assert WeekPayload(NOON.date() - timedelta(days=6), NOON.date()).pack() == {
        "first": "2026-11-19",
        "last": "2026-11-25",
    }


def test_a_kind_without_a_rank_is_refused():
    with pytest.raises(TypeError, match="rank"):
        type("RanklessPayload", (Payload,), {}, kind="rankless")

    assert find_kind(DESK, "rankless") is None


def test_a_kind_belongs_to_one_class():
    with pytest.raises(TypeError, match="card"):
        type("OtherCardPayload", (Payload,), {}, kind="card", rank=Rank.CARD)

    assert find_kind(DESK, "card") is CardPayload


def test_the_desk_and_a_channel_may_use_the_same_word():
    assert (find_kind(DESK, "edit"), find_kind("channel:3", "edit")) == (EditPayload, MessageEditPayload)
    assert find_kind("channel:3", "card") is None


def test_every_kind_of_the_desk_has_its_renderer_and_no_renderer_is_without_one():
    assert set(all_renderers()) == {kind for kind in PRODUCT_KINDS if kind.carrier == DESK}


def test_the_kinds_of_a_channel_are_those_that_its_carrier_knows():
    known = {MessagePayload, AlbumPayload, MessageEditPayload, MessageDeletionPayload, MessageReactionPayload}

    assert {kind for kind in PRODUCT_KINDS if kind.carrier != DESK} == known

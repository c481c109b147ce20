from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Message

from bridge.channel import CustomerBlocked, Edited, File, Happening, Incoming, Reacted, Sender, Voted
from bridge.channels.telegram import reading
from bridge.channels.telegram.contents import FILE_KINDS
from bridge.channels.telegram.fields import ENVELOPE_FIELDS, SERVICE_FIELDS
from bridge.channels.telegram.reading import lane_of
from storage.messages.messages import MessageKind

ANNA = {"id": 501, "is_bot": False, "first_name": "Анна", "last_name": "С.", "username": "anna", "language_code": "ru"}
CHAT = {"id": 501, "type": "private", "first_name": "Анна", "last_name": "С.", "username": "anna"}
AT = 1795424400
HELLO = Incoming(
    sender=Sender("501", "Анна С.", username="anna", language="ru"),
    external_id="7",
    sent_at=datetime.fromtimestamp(AT, UTC),
)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
THUMB = {"file_id": "T", "file_unique_id": "t", "width": 90, "height": 90}


def read(payload: dict[str, Any]) -> Happening | None:
    return reading.read(payload, NOW)


def update(**content: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": {"message_id": 7, "from": ANNA, "chat": CHAT, "date": AT, **content}}


def file_of(kind: str, **facts: Any) -> dict[str, Any]:
    return update(**{kind: {"file_id": "F", "file_unique_id": "f", **facts}})


RICH = {"blocks": [{"type": "heading", "size": 1, "text": ["Заказ ", {"type": "code", "text": "7"}]}]}

KNOWN = {
    "text": (
        update(text="Где 🍎?", entities=[{"type": "bold", "offset": 4, "length": 2}]),
        {"text": "Где 🍎?", "entities": [{"type": "bold", "offset": 4, "length": 2}]},
    ),
    "the largest size of a photo": (
        update(
            photo=[
                THUMB,
                {"file_id": "L", "file_unique_id": "l", "width": 1280, "height": 960, "file_size": 99},
                THUMB,
            ],
            caption="чек",
            caption_entities=[{"type": "italic", "offset": 0, "length": 3}],
            media_group_id="13",
        ),
        {
            "kind": MessageKind.PHOTO,
            "text": "чек",
            "entities": [{"type": "italic", "offset": 0, "length": 3}],
            "file": File("L", width=1280, height=960, size=99, unique_id="l"),
            "album": "13",
        },
    ),
    "video": (
        file_of("video", width=640, height=360, duration=9, mime_type="video/mp4", file_name="a.mp4", file_size=5),
        {"kind": MessageKind.VIDEO, "file": File("F", "a.mp4", "video/mp4", 5, 640, 360, 9, "f")},
    ),
    "document": (
        file_of("document", file_name="Счёт.pdf", mime_type="application/pdf", file_size=3),
        {"kind": MessageKind.DOCUMENT, "file": File("F", "Счёт.pdf", "application/pdf", 3, unique_id="f")},
    ),
    "an animation, which is a document too": (
        update(document={"file_id": "F"}, animation={"file_id": "F", "width": 2, "height": 3, "duration": 1}),
        {"kind": MessageKind.ANIMATION, "file": File("F", width=2, height=3, duration=1)},
    ),
    "audio": (
        file_of("audio", duration=60),
        {"kind": MessageKind.AUDIO, "file": File("F", duration=60, unique_id="f")},
    ),
    "voice": (
        file_of("voice", duration=4, mime_type="audio/ogg"),
        {"kind": MessageKind.VOICE, "file": File("F", mime="audio/ogg", duration=4, unique_id="f")},
    ),
    "video note": (
        file_of("video_note", length=240, duration=4),
        {"kind": MessageKind.VIDEO_NOTE, "file": File("F", width=240, height=240, duration=4, unique_id="f")},
    ),
    "sticker": (
        file_of("sticker", emoji="😀", width=512, height=512, type="regular"),
        {"kind": MessageKind.STICKER, "data": {"emoji": "😀"}, "file": File("F", width=512, height=512, unique_id="f")},
    ),
    "location": (
        update(location={"latitude": 55.75, "longitude": 37, "horizontal_accuracy": 10}),
        {"kind": MessageKind.LOCATION, "data": {"latitude": 55.75, "longitude": 37}},
    ),
    "somebody's contact": (
        update(contact={"phone_number": "+79990000009", "first_name": "Пётр", "user_id": 9}),
        {"kind": MessageKind.CONTACT, "data": {"phone": "+79990000009", "name": "Пётр"}},
    ),
    "the customer's own contact": (
        update(contact={"phone_number": "+7 999 000-00-01", "first_name": "Анна", "last_name": "С.", "user_id": 501}),
        {
            "kind": MessageKind.CONTACT,
            "data": {"phone": "+7 999 000-00-01", "name": "Анна С."},
            "sender": replace(HELLO.sender, phone="79990000001"),
        },
    ),
    "a reply": (
        update(text="да", reply_to_message={"message_id": 3, "chat": CHAT, "date": AT}),
        {"text": "да", "reply_to": "3"},
    ),
    "a live photo": (
        update(photo=[{"file_id": "L"}], live_photo={"file_id": "M", "duration": 2, "file_size": 3}),
        {"kind": MessageKind.LIVE_PHOTO, "file": File("L", film=File("M", duration=2, size=3))},
    ),
    "a live photo whose film we do not find, by its picture": (
        update(photo=[{"file_id": "L"}], live_photo={"photo": [], "video": {}}),
        {"kind": MessageKind.PHOTO, "data": {"live": True}, "file": File("L")},
    ),
    "poll": (
        update(poll={"id": "1", "question": "Как вам?", "options": [{"text": "Да"}, {"text": "Нет"}]}),
        {"kind": MessageKind.POLL, "text": "Как вам?\n• Да\n• Нет"},
    ),
    "dice": (update(dice={"emoji": "🎲", "value": 6}), {"kind": MessageKind.DICE, "text": "🎲 6"}),
    "story": (
        update(story={"id": 1, "chat": CHAT}),
        {
            "kind": MessageKind.UNSUPPORTED,
            "text": "Анна С. (@anna)\nhttps://t.me/anna/s/1",
            "data": {
                "kind": "story",
                "facts": [
                    ["A bot is not given the story itself, only whose it is and its number: {number}", {"number": 1}]
                ],
            },
        },
    ),
    "a rich message": (
        update(rich_message=RICH),
        {"kind": MessageKind.RICH_MESSAGE, "text": "Заказ 7", "data": {"rich": RICH}},
    ),
    "a rich message with something newer, in words": (
        update(rich_message={"blocks": [*RICH["blocks"], {"type": "hologram"}]}),
        {
            "kind": MessageKind.UNSUPPORTED,
            "text": "Заказ 7",
            "data": {
                "kind": "rich_message",
                "facts": [
                    ["Only its words are here: pictures, files and whatever is newer than this bot stay behind", {}]
                ],
            },
        },
    ),
    "a text with fields from the future": (update(text="да", mood="calm"), {"text": "да"}),
    "a text that databases refuse": (update(text="a\x00b\ud83dc"), {"text": "a\ufffdb\ufffdc"}),
}


@pytest.mark.parametrize(("payload", "expected"), KNOWN.values(), ids=KNOWN)
def test_message_is_read(payload, expected):
    assert read(payload) == replace(HELLO, **expected)


UNSUPPORTED = {
    "poll in a shape we do not know": (update(poll={"question": "Как?", "options": 7}), "poll", "Как?"),
    "venue without its place": (
        update(venue={"title": "Склад", "address": "Лесная, 5"}, location={"latitude": 1.0, "longitude": 2.0}),
        "venue",
        "Склад\nЛесная, 5",
    ),
    "paid media": (update(paid_media={"star_count": 1}, caption="вот"), "paid_media", "1 ⭐\nвот"),
    "checklist": (update(checklist={"title": "Список", "tasks": []}), "checklist", "Список"),
    "giveaway": (update(giveaway={"chats": []}), "giveaway", ""),
    "kind that does not exist yet": (update(hologram=[1, 2]), "hologram", ""),
    "photo without a size": (update(photo=[]), "photo", ""),
    "video in a shape we do not know": (update(video="BAAC"), "video", ""),
    "message with nothing in it": (update(), "message", ""),
}


@pytest.mark.parametrize(("payload", "kind", "text"), UNSUPPORTED.values(), ids=UNSUPPORTED)
def test_what_we_cannot_show_still_comes_through(payload, kind, text):
    assert read(payload) == replace(HELLO, kind=MessageKind.UNSUPPORTED, text=text, data={"kind": kind})


NOTHING = {
    "pinned message": update(pinned_message={"message_id": 1}),
    "timer": update(message_auto_delete_timer_changed={"message_auto_delete_time": 86400}),
    "topic": update(forum_topic_created={"name": "7", "icon_color": 7322096}),
    "an edited service message": {"update_id": 1, "edited_message": update(pinned_message={})["message"]},
    "a reaction in a group": {
        "update_id": 1,
        "message_reaction": {"chat": {"id": -1, "type": "group"}, "message_id": 7, "new_reaction": []},
    },
    "another bot": update(text="beep", **{"from": {"id": 5, "is_bot": True, "first_name": "Beep"}}),
    "group": update(text="всем привет", chat={"id": -100, "type": "supergroup", "title": "Г"}),
    "added to a group": {
        "my_chat_member": {"chat": {"id": -1, "type": "group"}, "new_chat_member": {"status": "member"}}
    },
    "an update from the future": {"update_id": 1, "telepathy": {"chat": CHAT}},
    "a message without a chat": {"update_id": 1, "message": {"date": AT}},
    "a message that is none": {"update_id": 1, "message": None},
    "nothing": {},
}


@pytest.mark.parametrize("payload", NOTHING.values(), ids=NOTHING)
def test_what_tells_an_operator_nothing_is_nothing(payload):
    assert read(payload) is None


@pytest.mark.parametrize(("status", "blocked"), [("kicked", True), ("member", False)])
def test_customer_blocks_the_bot_and_lets_it_in_again(status, blocked):
    change = {"chat": CHAT, "from": ANNA, "date": AT, "new_chat_member": {"status": status, "user": {}}}

    assert read({"update_id": 2, "my_chat_member": change}) == CustomerBlocked("501", blocked, HELLO.sent_at)


def test_an_edit_holds_the_whole_message_as_it_reads_now():
    payload = {"update_id": 1, "edited_message": {**update(text="да")["message"], "edit_date": AT + 60}}

    assert read(payload) == Edited(replace(HELLO, text="да"))


@pytest.mark.parametrize("date", [None, 0, "today"])
def test_what_bears_no_date_happens_now(date):
    payload = update(text="да", date=date)

    assert read(payload) == replace(HELLO, text="да", sent_at=NOW)


def test_a_vote_bears_no_date_and_happens_now():
    answer = {"poll_id": "9", "user": ANNA, "option_ids": [1]}

    assert read({"update_id": 2, "poll_answer": answer}) == Voted(HELLO.sender, "9", [1], NOW)


REACTIONS = [
    ([], []),
    ([{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}], ["👍", "🔥"]),
    ([{"type": "custom_emoji", "custom_emoji_id": "5"}], ["[custom_emoji]"]),
    ([{"type": "paid"}], ["⭐"]),
    ([{"type": "hologram"}], ["[hologram]"]),
    (["?"], ["[?]"]),
]


@pytest.mark.parametrize(("put", "emojis"), REACTIONS)
def test_a_reaction_is_what_stands_there_now(put, emojis):
    change = {"chat": CHAT, "message_id": 7, "user": ANNA, "date": AT, "old_reaction": [], "new_reaction": put}

    assert read({"update_id": 2, "message_reaction": change}) == Reacted("501", "7", emojis)


NAMES = [
    (("Анна", None), "Анна"),
    ((" Анна\n", "\u200b\u202eС."), "Анна С."),
    (("", None), "№ 501"),
    (("\u3164", "\u2800"), "№ 501"),
    (("\u200d\u200c", "\ufe0f"), "№ 501"),
    ((None, None), "№ 501"),
    (("👨\u200d👩\u200d👧", None), "👨\u200d👩\u200d👧"),
]


@pytest.mark.parametrize(("names", "shown"), NAMES)
def test_name_shows_only_what_can_be_seen(names, shown):
    first, last = names

    happening = read(update(text="да", **{"from": {"id": 501, "first_name": first, "last_name": last}}))

    assert isinstance(happening, Incoming)
    assert happening.sender.name == shown


def test_chat_stands_in_for_a_missing_sender():
    payload = update(text="да")
    del payload["message"]["from"]

    assert read(payload) == replace(HELLO, text="да", sender=replace(HELLO.sender, language=None))


def test_every_field_that_the_library_knows_has_its_place():
    # A new release of the library names new fields: each is content, envelope or service, on purpose.
    content = {*FILE_KINDS, "location", "contact", "text"}
    unsupported = """
        checklist dice game giveaway giveaway_winners invoice live_photo paid_media poll story venue gift
        unique_gift gift_upgrade_sent successful_payment refunded_payment passport_data web_app_data users_shared
        chat_shared
    """
    names = {name.lstrip("_") for name in Message.__slots__} - {"effective_attachment"}
    names = {"from" if name == "from_user" else name for name in names}

    assert names - content - ENVELOPE_FIELDS - SERVICE_FIELDS == set(unsupported.split())
    assert not ENVELOPE_FIELDS & SERVICE_FIELDS


def test_press_in_a_group_is_no_customers():
    press = {"id": "9", "from": ANNA, "data": "12:rate:5", "message": {"chat": {"id": -5, "type": "group"}}}

    assert read({"update_id": 1, "callback_query": press}) is None


LANES = [
    (update(text="да"), "501"),
    ({"update_id": 1, "edited_message": {"chat": CHAT, "from": {"id": 8}}}, "501"),
    ({"update_id": 1, "my_chat_member": {"chat": CHAT}}, "501"),
    ({"update_id": 1, "message_reaction": {"chat": CHAT, "user": {"id": 8}}}, "501"),
    ({"update_id": 1, "callback_query": {"from": {"id": 8}, "message": {"chat": CHAT}}}, "501"),
    ({"update_id": 1, "callback_query": {"from": {"id": 8}, "inline_message_id": "x"}}, "8"),
    ({"update_id": 1, "telepathy": {"user": {"id": 8}}}, "8"),
    ({"update_id": 1, "telepathy": [1, {"chat": "?"}]}, ""),
    ({"update_id": 1, "message": {"chat": "?", "text": "да"}}, ""),
    (["?"], ""),
    (None, ""),
]


@pytest.mark.parametrize(("payload", "lane"), LANES)
def test_lane_is_the_chat_whatever_comes(payload, lane):
    assert lane_of(payload) == lane

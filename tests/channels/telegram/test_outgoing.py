from pathlib import Path

import pytest

from bridge.channel import Button, Outgoing, OutgoingFile
from bridge.channels.telegram.outgoing import NothingToSend, calls_for
from bridge.errors import FileGone
from storage.messages.messages import MessageKind

FILE = OutgoingFile(file_id="F", width=640, height=360, duration=9)


def asked(message: Outgoing) -> list[tuple[str, dict[str, object]]]:
    return [(call.method, call.fields) for call in calls_for(message)]


def test_text_goes_with_the_formatting_a_bot_may_use():
    bold, link = {"type": "bold", "offset": 0, "length": 2}, {"type": "url", "offset": 3, "length": 9}

    calls = asked(Outgoing("501", MessageKind.TEXT, "🍎 shop.test", entities=[{**bold, "url": None}, link]))

    assert calls == [("send_message", {"chat_id": "501", "text": "🍎 shop.test", "entities": [bold]})]


def test_answer_goes_out_even_when_what_it_answers_is_gone():
    calls = asked(Outgoing("501", MessageKind.TEXT, "да", reply_to="3"))

    assert calls[0][1]["reply_parameters"] == {"message_id": 3, "allow_sending_without_reply": True}


FILES = {
    MessageKind.PHOTO: ("send_photo", {}),
    MessageKind.VIDEO: ("send_video", {"width": 640, "height": 360, "duration": 9}),
    MessageKind.ANIMATION: ("send_animation", {"width": 640, "height": 360, "duration": 9}),
    MessageKind.DOCUMENT: ("send_document", {}),
    MessageKind.AUDIO: ("send_audio", {"duration": 9}),
    MessageKind.VOICE: ("send_voice", {"duration": 9}),
    MessageKind.VIDEO_NOTE: ("send_video_note", {"duration": 9, "length": 640}),
    MessageKind.STICKER: ("send_sticker", {}),
}


@pytest.mark.parametrize(("kind", "expected"), FILES.items())
def test_file_goes_by_the_method_of_its_kind(kind, expected):
    method, facts = expected

    (call,) = calls_for(Outgoing("501", kind, file=FILE))

    assert (call.method, call.fields) == (method, {"chat_id": "501", **facts})
    assert (call.field, call.file) == (kind.value, FILE)


def test_location_and_contact_go_by_their_data():
    assert asked(Outgoing("501", MessageKind.LOCATION, data={"latitude": 55.7, "longitude": 37.6})) == [
        ("send_location", {"chat_id": "501", "latitude": 55.7, "longitude": 37.6})
    ]
    assert asked(Outgoing("501", MessageKind.CONTACT, data={"phone": "+7999", "name": ""})) == [
        ("send_contact", {"chat_id": "501", "phone_number": "+7999", "first_name": "+7999"})
    ]


def test_what_does_not_fit_into_the_caption_follows_as_text():
    bold = {"type": "bold", "offset": 1000, "length": 100}

    photo, text = asked(Outgoing("501", MessageKind.PHOTO, "а" * 1100, [bold], file=FILE, reply_to="3"))

    assert photo[1]["caption"] == "а" * 1024
    assert photo[1]["caption_entities"] == [{"type": "bold", "offset": 1000, "length": 24}]
    assert text == (
        "send_message",
        {"chat_id": "501", "text": "а" * 76, "entities": [{"type": "bold", "offset": 0, "length": 76}]},
    )


def test_kind_that_has_no_caption_is_followed_by_its_words():
    assert [method for method, _ in asked(Outgoing("501", MessageKind.STICKER, "привет", file=FILE))] == [
        "send_sticker",
        "send_message",
    ]


def test_long_text_goes_in_several_messages():
    calls = asked(Outgoing("501", MessageKind.TEXT, "а" * 5000))

    assert [len(str(fields["text"])) for _, fields in calls] == [4096, 904]


@pytest.mark.parametrize(
    "message", [Outgoing("501", MessageKind.UNSUPPORTED, data={"kind": "poll"}), Outgoing("501", MessageKind.TEXT, " ")]
)
def test_message_with_nothing_in_it_cannot_be_sent(message):
    with pytest.raises(NothingToSend):
        calls_for(message)


def test_unsupported_kind_is_sent_by_its_words():
    assert asked(Outgoing("501", MessageKind.UNSUPPORTED, "вот", data={"kind": "poll"})) == [
        ("send_message", {"chat_id": "501", "text": "вот"})
    ]


def test_photo_without_its_file_is_gone():
    with pytest.raises(FileGone):
        calls_for(Outgoing("501", MessageKind.PHOTO, "чек"))
    assert calls_for(Outgoing("501", MessageKind.PHOTO, "чек", file=OutgoingFile(path=Path("17"))))


def test_a_venue_goes_without_what_else_is_known_of_the_message():
    facts = {"latitude": 1.0, "longitude": 2.0, "title": "Склад", "address": "Лесная, 5"}

    (call,) = calls_for(Outgoing("501", MessageKind.VENUE, data={**facts, "held": "answered", "answer_id": 7}))

    assert (call.method, call.fields) == ("send_venue", {"chat_id": "501", **facts})


def test_buttons_stand_below_the_last_part_of_a_text():
    stars = [[Button("5 ⭐", "12:rate:5")]]

    first, last = asked(Outgoing("501", MessageKind.TEXT, "а" * 5000, buttons=stars))

    assert "reply_markup" not in first[1]
    assert last[1]["reply_markup"] == {"inline_keyboard": [[{"text": "5 ⭐", "callback_data": "12:rate:5"}]]}

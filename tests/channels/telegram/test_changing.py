"""What was sent is changed: the calls, and what is made of the answers."""

from typing import Any

import httpx
import pytest

from bridge.channel import Accepted, Outgoing, OutgoingFile, PartlySent
from bridge.channels.telegram.changing import CannotEdit, MessageChanger
from bridge.errors import MessageMissing, OutcomeUnknown, TooOldToDelete, Undeliverable
from storage.messages.messages import MessageKind
from tests.kit.doubles.telegram import Wire, bot_on, ok, refused, sender_of

TEXT = Outgoing(recipient_id="501", kind=MessageKind.TEXT, text="В двенадцать")
BOLD = {"type": "bold", "offset": 0, "length": 1}
PHOTO = Outgoing(recipient_id="501", kind=MessageKind.PHOTO, text="Чек")


LONG = Outgoing(recipient_id="501", kind=MessageKind.TEXT, text="а" * 4096 + "б" * 10)


async def edit(wire: Wire, message: Outgoing, *sent: str) -> Accepted:
    async with bot_on(wire) as bot:
        return await MessageChanger(sender_of(bot)).edit(sent or ("7",), message)


@pytest.mark.parametrize(
    ("message", "method", "fields"),
    [
        (TEXT, "editMessageText", {"text": "В двенадцать"}),
        (PHOTO, "editMessageCaption", {"caption": "Чек"}),
        (
            Outgoing("501", MessageKind.PHOTO, "Чек", file=OutgoingFile(file_id="F")),
            "editMessageMedia",
            {"media": {"type": "photo", "caption": "Чек", "media": "F"}},
        ),
    ],
)
async def test_edit_is_the_call_for_what_the_message_is(message, method, fields):
    wire = Wire()

    await edit(wire, message)

    assert wire.calls == [(method, {"chat_id": "501", "message_id": "7", **fields})]


async def test_another_file_is_uploaded_beside_its_description(tmp_path):
    path = tmp_path / "чек.jpg"
    path.write_bytes(b"receipt")
    wire = Wire(ok({"message_id": 7, "photo": [{"file_id": "NEW"}]}))

    accepted = await edit(wire, Outgoing("501", MessageKind.PHOTO, "Чек", file=OutgoingFile(name="чек.jpg", path=path)))

    (_, fields) = wire.calls[0]
    assert fields["media"] == {"type": "photo", "caption": "Чек", "media": "attach://upload_media"}
    assert fields["upload_media"] == b"receipt"
    assert accepted == Accepted("7", "NEW")


LIVE = Outgoing("501", MessageKind.LIVE_PHOTO, "Чек", file=OutgoingFile(file_id="P", film=OutgoingFile(file_id="F")))


async def test_a_live_photo_takes_the_place_of_what_was_sent():
    wire = Wire(ok({"message_id": 7, "photo": [{"file_id": "P2"}], "live_photo": {"file_id": "F2"}}))

    accepted = await edit(wire, LIVE)

    ((_, fields),) = wire.calls
    assert fields["media"] == {"type": "live_photo", "caption": "Чек", "photo": "P", "media": "F"}
    assert accepted == Accepted("7", "P2", film_id="F2")


async def test_where_the_film_of_a_live_photo_is_refused_its_picture_takes_the_place():
    wire = Wire(refused(400, "Bad Request: FILM_INVALID"), ok({"message_id": 7, "photo": [{"file_id": "P2"}]}))

    accepted = await edit(wire, LIVE)

    assert wire.calls[-1][1]["media"] == {"type": "photo", "caption": "Чек", "media": "P"}
    assert accepted == Accepted("7", "P2", learnt={"still": True})


async def test_a_rich_message_is_changed_as_one():
    rich = {"blocks": [{"type": "divider"}]}
    wire = Wire()

    await edit(wire, Outgoing("501", MessageKind.RICH_MESSAGE, "———", data={"rich": rich}))

    assert wire.calls == [("editMessageText", {"chat_id": "501", "message_id": "7", "rich_message": rich})]


async def test_what_reads_so_already_is_a_success():
    wire = Wire(refused(400, "Bad Request: message is not modified: specified new message content is the same"))

    assert await edit(wire, TEXT) == Accepted("7")


async def test_formatting_that_is_refused_leaves_the_words():
    wire = Wire(refused(400, "Bad Request: can't parse entities: ..."))

    await edit(wire, Outgoing("501", MessageKind.TEXT, "В двенадцать", entities=[BOLD]))

    assert [fields.get("entities") for _, fields in wire.calls] == [[BOLD], None]


async def test_what_has_become_too_long_goes_on_in_further_parts():
    wire = Wire(ok({"message_id": 7}), ok({"message_id": 9}))

    assert await edit(wire, LONG) == Accepted("7", more=("9",))
    assert wire.calls == [
        ("editMessageText", {"chat_id": "501", "message_id": "7", "text": "а" * 4096}),
        ("sendMessage", {"chat_id": "501", "text": "б" * 10}),
    ]


async def test_a_caption_that_has_become_too_long_goes_on_as_text():
    wire = Wire(ok({"message_id": 7}), ok({"message_id": 9}))

    assert await edit(wire, Outgoing("501", MessageKind.PHOTO, "а" * 1030)) == Accepted("7", more=("9",))
    assert wire.methods == ["editMessageCaption", "sendMessage"]


async def test_further_parts_are_edited_and_those_too_many_are_deleted():
    wire = Wire()

    assert await edit(wire, LONG, "7", "8", "9") == Accepted("7", more=("8",))
    assert [(method, fields["message_id"]) for method, fields in wire.calls] == [
        ("editMessageText", "7"),
        ("editMessageText", "8"),
        ("deleteMessage", "9"),
    ]


@pytest.mark.parametrize(
    ("answers", "sent", "accepted"),
    [
        ([ok(True), refused(400, "Bad Request: message to edit not found")], ("7", "8"), Accepted("7", more=("8",))),
        (
            [ok(True), ok(True), refused(400, "Bad Request: message can't be deleted for everyone")],
            ("7", "8", "9"),
            Accepted("7", more=("8", "9")),
        ),
        ([ok(True), refused(403, "Forbidden: bot was blocked by the user")], ("7",), Accepted("7")),
    ],
)
async def test_an_edit_that_succeeds_only_in_part_says_what_the_customer_has(answers, sent, accepted):
    with pytest.raises(PartlySent) as raised:
        await edit(Wire(*answers), LONG, *sent)

    assert raised.value.accepted == accepted


@pytest.mark.parametrize(
    ("message", "refusal"),
    [
        (Outgoing("501", MessageKind.STICKER), CannotEdit),
        (Outgoing("501", MessageKind.VOICE, file=OutgoingFile(file_id="F")), CannotEdit),
    ],
)
async def test_what_no_edit_can_become_is_refused_before_anything_is_asked(message, refusal):
    wire = Wire()

    with pytest.raises(refusal):
        await edit(wire, message)

    assert wire.calls == []


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (refused(400, "Bad Request: message to edit not found"), MessageMissing),
        (refused(400, "Bad Request: MESSAGE_ID_INVALID"), MessageMissing),
        (refused(400, "Bad Request: message can't be edited"), Undeliverable),
        (httpx.ReadTimeout("too long"), OutcomeUnknown),
    ],
)
async def test_refused_edit_says_why(answer: Any, meaning: type[Exception]):
    with pytest.raises(meaning):
        await edit(Wire(answer), TEXT)


async def test_deleting_what_is_gone_is_a_success_and_what_is_too_old_is_said():
    gone = Wire(refused(400, "Bad Request: message to delete not found"))
    async with bot_on(gone) as bot:
        await MessageChanger(sender_of(bot)).delete("501", "7")
    old = Wire(refused(400, "Bad Request: message can't be deleted for everyone"))
    async with bot_on(old) as bot:
        with pytest.raises(TooOldToDelete):
            await MessageChanger(sender_of(bot)).delete("501", "7")

    assert gone.calls == old.calls == [("deleteMessage", {"chat_id": "501", "message_id": "7"})]


@pytest.mark.parametrize(("emoji", "slot"), [("👍", [{"type": "emoji", "emoji": "👍"}]), (None, [])])
async def test_a_reaction_fills_or_empties_the_slot(emoji, slot):
    wire = Wire(ok(True))

    async with bot_on(wire) as bot:
        await MessageChanger(sender_of(bot)).react("501", "7", emoji)

    assert wire.calls == [("setMessageReaction", {"chat_id": "501", "message_id": "7", "reaction": slot})]

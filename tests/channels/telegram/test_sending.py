from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bridge.channel import Accepted, Outgoing, OutgoingFile, PartlySent
from bridge.channels.telegram.failures import TelegramFileTooBig
from bridge.channels.telegram.sending import PHOTO_LIMIT, MessageSender
from bridge.errors import Blocked, FileGone, FileTooBig, OutcomeUnknown, TryLater, Undeliverable, Unreachable
from storage.messages import Kind
from tests.channels.telegram.doubles import SENT, Answer, Wire, bot_on, ok, refused

HELLO = Outgoing("501", Kind.TEXT, "Привет", entities=[{"type": "bold", "offset": 0, "length": 6}])
LONG = Outgoing("501", Kind.TEXT, "а" * 5000)


async def send(wire: Wire, message: Outgoing, **settings: Any) -> Accepted:
    async with bot_on(wire) as bot:
        return await MessageSender(bot, **settings).send(message)


class Sleeper:
    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


async def test_sent_message_has_telegrams_id():
    wire = Wire()

    assert await send(wire, HELLO) == Accepted("7")
    assert wire.calls == [("sendMessage", {"chat_id": "501", "text": "Привет", "entities": HELLO.entities})]


async def test_message_counts_as_sent_whatever_else_the_answer_holds():
    wire = Wire(ok({"message_id": 8, "chat": "?", "rich_message": {"blocks": [{"type": "hologram"}]}}))

    assert await send(wire, HELLO) == Accepted("8")


LOST: list[Answer] = [
    httpx.ReadTimeout(""),
    httpx.RemoteProtocolError("Server disconnected without sending a response."),
    httpx.Response(502, text="<html>Bad Gateway</html>"),
    httpx.Response(200, text="<html>"),
    httpx.Response(200, json={"ok": True}),
    ok(True),
    refused(500, "Internal Server Error: restart"),
]


@pytest.mark.parametrize("answer", LOST, ids=str)
async def test_lost_answer_leaves_the_outcome_unknown(answer):
    wire = Wire(answer)

    with pytest.raises(OutcomeUnknown):
        await send(wire, HELLO)
    assert len(wire.calls) == 1


async def test_connection_that_was_never_made_has_sent_nothing():
    with pytest.raises(Unreachable):
        await send(Wire(httpx.ConnectError("no route")), HELLO)


async def test_telegrams_wish_to_wait_is_passed_on():
    with pytest.raises(TryLater) as raised:
        await send(Wire(refused(429, "Too Many Requests: retry after 7", retry_after=7)), HELLO)
    assert raised.value.after == timedelta(seconds=7)


@pytest.mark.parametrize("words", ["can't parse entities: Unsupported start tag", "ENTITY_TEXT_INVALID"])
async def test_text_with_broken_formatting_goes_plain(words):
    wire = Wire(refused(400, f"Bad Request: {words}"))

    assert await send(wire, HELLO) == Accepted("7")
    assert wire.calls[1] == ("sendMessage", {"chat_id": "501", "text": "Привет"})


async def test_refusal_of_a_plain_text_is_final():
    wire = Wire(refused(400, "Bad Request: can't parse entities: at byte 1"))

    with pytest.raises(Undeliverable):
        await send(wire, Outgoing("501", Kind.TEXT, "Привет"))
    assert len(wire.calls) == 1


async def test_rest_of_a_long_text_waits_when_it_is_asked_to():
    wire, sleep = Wire(ok(SENT), refused(429, "Too Many Requests: retry after 3", retry_after=3)), Sleeper()

    assert await send(wire, LONG, sleep=sleep) == Accepted("7", more=("7",))
    assert [len(fields["text"]) for _, fields in wire.calls] == [4096, 904, 904]
    assert sleep.slept == [3]


@pytest.mark.parametrize(
    "answer",
    [
        refused(403, "Forbidden: bot was blocked by the user"),
        refused(429, "Too Many Requests: retry after 600", retry_after=600),
        httpx.ReadTimeout(""),
    ],
    ids=str,
)
async def test_beginning_that_has_arrived_is_never_sent_again(answer):
    with pytest.raises(PartlySent) as raised:
        await send(Wire(ok(SENT), answer), LONG, sleep=Sleeper())
    assert raised.value.params["detail"]
    assert raised.value.accepted == Accepted("7")


async def test_known_file_goes_by_its_id_and_the_answer_tells_the_channels_id():
    wire = Wire(ok({**SENT, "photo": [{"file_id": "small"}, {"file_id": "large"}]}))

    accepted = await send(wire, Outgoing("501", Kind.PHOTO, file=OutgoingFile(file_id="known")))

    assert accepted == Accepted("7", file_id="large")
    assert wire.calls == [("sendPhoto", {"chat_id": "501", "photo": "known"})]


async def test_file_goes_from_the_disk_under_its_name(tmp_path):
    (tmp_path / "17").write_bytes(b"%PDF-1.7")
    wire = Wire(ok({**SENT, "document": {"file_id": "D"}}))
    file = OutgoingFile(path=tmp_path / "17", name="Счёт.pdf")

    accepted = await send(wire, Outgoing("501", Kind.DOCUMENT, "вот", file=file))

    assert accepted == Accepted("7", file_id="D")
    assert wire.calls == [("sendDocument", {"chat_id": "501", "caption": "вот", "document": b"%PDF-1.7"})]
    assert wire.names == ["Счёт.pdf"]


async def test_live_photo_goes_with_its_film(tmp_path):
    (tmp_path / "1").write_bytes(b"picture")
    (tmp_path / "2").write_bytes(b"film")
    wire = Wire(ok({**SENT, "photo": [{"file_id": "P"}], "live_photo": {"file_id": "F"}}))
    film = OutgoingFile(path=tmp_path / "2")

    accepted = await send(wire, Outgoing("501", Kind.LIVE_PHOTO, file=OutgoingFile(path=tmp_path / "1", film=film)))

    assert accepted == Accepted("7", file_id="P", film_id="F")
    assert wire.calls == [("sendLivePhoto", {"chat_id": "501", "photo": b"picture", "live_photo": b"film"})]


async def test_live_photo_without_its_film_goes_as_a_photo_and_says_so():
    wire = Wire(ok({**SENT, "photo": [{"file_id": "P"}]}))

    accepted = await send(wire, Outgoing("501", Kind.LIVE_PHOTO, file=OutgoingFile(file_id="known")))

    assert accepted == Accepted("7", file_id="P", learnt={"still": True})
    assert wire.calls == [("sendPhoto", {"chat_id": "501", "photo": "known"})]


async def test_live_photo_too_big_for_a_photo_goes_as_a_document_and_says_so(tmp_path):
    path = tmp_path / "1"
    path.write_bytes(bytes(PHOTO_LIMIT + 1))
    wire = Wire(ok({**SENT, "document": {"file_id": "D"}}))
    file = OutgoingFile(path=path, film=OutgoingFile(file_id="F"))

    accepted = await send(wire, Outgoing("501", Kind.LIVE_PHOTO, file=file))

    assert accepted == Accepted("7", file_id="D", learnt={"still": True})
    assert [method for method, _ in wire.calls] == ["sendDocument"]


async def test_nameless_sticker_keeps_the_extension_that_makes_it_move(tmp_path):
    (tmp_path / "17").write_bytes(b"\x1f\x8b\x08")
    wire = Wire()

    await send(wire, Outgoing("501", Kind.STICKER, file=OutgoingFile(path=tmp_path / "17")))

    assert wire.names == ["file.tgs"]


async def test_forgotten_file_id_falls_back_to_the_disk(tmp_path):
    (tmp_path / "17").write_bytes(b"OggS")
    wire = Wire(refused(400, "Bad Request: wrong file identifier/HTTP URL specified"))

    await send(wire, Outgoing("501", Kind.VOICE, file=OutgoingFile(file_id="old", path=tmp_path / "17")))

    assert [fields["voice"] for _, fields in wire.calls] == ["old", b"OggS"]


async def test_forgotten_file_id_without_a_file_is_gone():
    with pytest.raises(FileGone):
        await send(
            Wire(refused(400, "Bad Request: wrong file identifier/HTTP URL specified")),
            Outgoing("501", Kind.VOICE, file=OutgoingFile(file_id="old")),
        )


async def test_picture_that_is_no_photo_for_telegram_goes_as_a_document(tmp_path):
    (tmp_path / "17").write_bytes(b"\x89PNG")
    wire = Wire(refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))

    await send(wire, Outgoing("501", Kind.PHOTO, "план", file=OutgoingFile(path=tmp_path / "17")))

    assert wire.calls[1] == ("sendDocument", {"chat_id": "501", "caption": "план", "document": b"\x89PNG"})
    assert wire.names == ["file.png", "file.png"]


async def test_photo_that_is_too_big_goes_as_a_document_at_once(tmp_path):
    path = sparse(tmp_path / "17", PHOTO_LIMIT + 1)
    wire = Wire()

    await send(wire, Outgoing("501", Kind.PHOTO, file=OutgoingFile(path=path)))

    assert wire.methods == ["sendDocument"]


async def test_file_that_is_too_big_for_a_bot_is_not_even_tried(tmp_path):
    path = sparse(tmp_path / "17", 3_000_000)
    wire = Wire()

    with pytest.raises(FileTooBig) as raised:
        await send(wire, Outgoing("501", Kind.VIDEO, file=OutgoingFile(path=path)), upload_limit=2_000_000)
    assert raised.value.params == {"size": 3_000_000, "limit": 2_000_000}
    assert wire.calls == []


async def test_gateway_that_refuses_the_size_is_understood(tmp_path):
    (tmp_path / "17").write_bytes(b"...")

    with pytest.raises(TelegramFileTooBig):
        await send(
            Wire(httpx.Response(413, text="<html>")),
            Outgoing("501", Kind.VIDEO, file=OutgoingFile(path=tmp_path / "17")),
        )


async def test_file_that_has_vanished_from_the_disk_is_gone(tmp_path):
    with pytest.raises(FileGone):
        await send(Wire(), Outgoing("501", Kind.VIDEO, file=OutgoingFile(path=tmp_path / "17")))


async def test_blocked_bot_is_told_apart():
    with pytest.raises(Blocked):
        await send(Wire(refused(403, "Forbidden: bot was blocked by the user")), HELLO)


def sparse(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.truncate(size)
    return path

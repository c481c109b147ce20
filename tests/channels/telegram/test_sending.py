from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bridge.channel import Accepted, Outgoing, OutgoingFile, PartlySent
from bridge.channels.telegram import albums
from bridge.channels.telegram.failures import TelegramFileTooBig
from bridge.channels.telegram.sending import MAX_PHOTO_BYTES, SENT_AS_PLAIN
from bridge.errors import Blocked, FileGone, FileTooBig, OutcomeUnknown, TryLater, Undeliverable, Unreachable
from bridge.sending.attempts import Attempt, trying
from bridge.sending.message_ids import MessageIds
from bridge.sending.settling import Settler, Verdict
from storage.messages.messages import MessageKind
from tests.kit.doubles.channel import Sleeper, nothing_is_missing
from tests.kit.doubles.telegram import SENT, Answer, Wire, bot_on, ok, refused, sender_of

HELLO = Outgoing("501", MessageKind.TEXT, "Привет", entities=[{"type": "bold", "offset": 0, "length": 6}])
LONG = Outgoing("501", MessageKind.TEXT, "а" * 5000)


async def send(wire: Wire, message: Outgoing, **settings: Any) -> Accepted:
    async with bot_on(wire) as bot:
        return await sender_of(bot, **settings).send(message)


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
        await send(wire, Outgoing("501", MessageKind.TEXT, "Привет"))
    assert len(wire.calls) == 1


async def test_rest_of_a_long_text_waits_when_it_is_asked_to():
    wire, sleep = Wire(ok(SENT), refused(429, "Too Many Requests: retry after 3", retry_after=3)), Sleeper()

    assert await send(wire, LONG, sleep=sleep) == Accepted("7", more=("7",))
    assert [len(fields["text"]) for _, fields in wire.calls] == [4096, 904, 904]
    assert sleep.slept == [3]


async def test_beginning_that_has_arrived_is_kept_when_the_rest_is_refused():
    with pytest.raises(PartlySent) as raised:
        await send(Wire(ok(SENT), refused(403, "Forbidden: bot was blocked by the user")), LONG)
    assert raised.value.params["detail"]
    assert raised.value.accepted == Accepted("7")


LATER = [
    (refused(429, "Too Many Requests: retry after 600", retry_after=600), TryLater),
    (httpx.ConnectError("no route"), Unreachable),
]


@pytest.mark.parametrize(("answer", "error"), LATER, ids=str)
async def test_beginning_that_has_arrived_is_not_sent_again_by_the_next_try(answer: Answer, error: type[Exception]):
    attempt, wire = Attempt(), Wire(ok(SENT), answer, ok({**SENT, "message_id": 8}))
    with trying(attempt), pytest.raises(error):
        await send(wire, LONG, sleep=Sleeper())

    attempt.again()
    with trying(attempt):
        accepted = await send(wire, LONG)

    assert accepted == Accepted("7", more=("8",))
    assert [len(fields["text"]) for _, fields in wire.calls] == [4096, 904, 904]


@dataclass
class Chat:
    """Of a customer: what it has got, and what is known of it by asking."""

    attempt: Attempt = field(default_factory=lambda: Attempt(floor=6))
    arrived: list[int] = field(default_factory=list)

    async def ask(self, chat_id: int, message_id: int, markup: Any) -> Verdict:
        return Verdict.OWN if message_id in self.arrived else Verdict.OTHER

    async def gets(self, wire: Wire, *messages: Outgoing) -> list[Accepted]:
        """One try of a delivery."""
        self.attempt.again()
        ids = MessageIds()
        ids.learn(501, *(int(each) for each in (self.attempt.ids or "").split()))
        async with bot_on(wire) as bot:
            sender = sender_of(bot, settler=Settler(ids, self.ask))
            sender.settler.are_updates_in = nothing_is_missing
            with trying(self.attempt):
                return await albums.send(sender, [*messages]) if messages[1:] else [await sender.send(*messages)]

    async def loses(self, wire: Wire, message: Outgoing) -> None:
        with pytest.raises(OutcomeUnknown):
            await self.gets(wire, message)


async def test_a_text_that_is_changed_between_two_tries_goes_on_where_it_broke():
    chat = Chat()
    await chat.loses(Wire(ok(SENT), httpx.ReadTimeout("")), LONG)
    chat.arrived.append(8)
    again = Wire()

    assert await chat.gets(again, Outgoing("501", MessageKind.TEXT, "б" * 5000)) == [Accepted("7", more=("8",))]
    assert again.calls == []


async def test_what_arrived_as_a_document_goes_on_where_it_broke():
    chat = Chat()
    refusal = refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    photo = Outgoing("501", MessageKind.PHOTO, "а" * 2000, file=OutgoingFile(file_id="known"))
    await chat.loses(Wire(refusal, ok(SENT), httpx.ReadTimeout("")), photo)
    chat.arrived.append(8)
    again = Wire()

    assert await chat.gets(again, photo) == [Accepted("7", more=("8",))]
    assert again.calls == []


async def test_the_words_of_a_rich_message_go_on_where_they_broke():
    chat, rich = Chat(), Outgoing("501", MessageKind.RICH_MESSAGE, "а" * 5000, data={"rich": {"blocks": []}})
    refusal = refused(400, "Bad Request: RICH_MESSAGE_INVALID")
    await chat.loses(Wire(refusal, ok(SENT), httpx.ReadTimeout("")), rich)
    chat.arrived.append(8)
    again = Wire(refusal)

    [accepted] = await chat.gets(again, rich)

    assert (accepted.external_id, accepted.more, accepted.learnt) == ("7", ("8",), SENT_AS_PLAIN)
    assert again.methods == ["sendRichMessage"]


async def test_a_file_to_which_an_album_has_come_since_is_found_alone():
    chat, photo = Chat(), Outgoing("501", MessageKind.PHOTO, file=OutgoingFile(file_id="known"))
    await chat.loses(Wire(httpx.ReadTimeout("")), photo)
    chat.arrived.append(7)
    again = Wire()

    assert await chat.gets(again, photo, photo) == [Accepted("7")]
    assert again.calls == []


async def test_known_file_goes_by_its_id_and_the_answer_tells_the_channels_id():
    wire = Wire(ok({**SENT, "photo": [{"file_id": "small"}, {"file_id": "large"}]}))

    accepted = await send(wire, Outgoing("501", MessageKind.PHOTO, file=OutgoingFile(file_id="known")))

    assert accepted == Accepted("7", file_id="large")
    assert wire.calls == [("sendPhoto", {"chat_id": "501", "photo": "known"})]


async def test_file_goes_from_the_disk_under_its_name(tmp_path):
    (tmp_path / "17").write_bytes(b"%PDF-1.7")
    wire = Wire(ok({**SENT, "document": {"file_id": "D"}}))
    file = OutgoingFile(path=tmp_path / "17", name="Счёт.pdf")

    accepted = await send(wire, Outgoing("501", MessageKind.DOCUMENT, "вот", file=file))

    assert accepted == Accepted("7", file_id="D")
    assert wire.calls == [("sendDocument", {"chat_id": "501", "caption": "вот", "document": b"%PDF-1.7"})]
    assert wire.names == ["Счёт.pdf"]


async def test_live_photo_goes_with_its_film(tmp_path):
    (tmp_path / "1").write_bytes(b"picture")
    (tmp_path / "2").write_bytes(b"film")
    wire = Wire(ok({**SENT, "photo": [{"file_id": "P"}], "live_photo": {"file_id": "F"}}))
    film = OutgoingFile(path=tmp_path / "2")

    accepted = await send(
        wire, Outgoing("501", MessageKind.LIVE_PHOTO, file=OutgoingFile(path=tmp_path / "1", film=film))
    )

    assert accepted == Accepted("7", file_id="P", film_id="F")
    assert wire.calls == [("sendLivePhoto", {"chat_id": "501", "photo": b"picture", "live_photo": b"film"})]


async def test_live_photo_without_its_film_goes_as_a_photo_and_says_so():
    wire = Wire(ok({**SENT, "photo": [{"file_id": "P"}]}))

    accepted = await send(wire, Outgoing("501", MessageKind.LIVE_PHOTO, file=OutgoingFile(file_id="known")))

    assert accepted == Accepted("7", file_id="P", learnt={"still": True})
    assert wire.calls == [("sendPhoto", {"chat_id": "501", "photo": "known"})]


async def test_live_photo_too_big_for_a_photo_goes_as_a_document_and_says_so(tmp_path):
    path = tmp_path / "1"
    path.write_bytes(bytes(MAX_PHOTO_BYTES + 1))
    wire = Wire(ok({**SENT, "document": {"file_id": "D"}}))
    file = OutgoingFile(path=path, film=OutgoingFile(file_id="F"))

    accepted = await send(wire, Outgoing("501", MessageKind.LIVE_PHOTO, file=file))

    assert accepted == Accepted("7", file_id="D", learnt={"still": True})
    assert [method for method, _ in wire.calls] == ["sendDocument"]


async def test_nameless_sticker_keeps_the_extension_that_makes_it_move(tmp_path):
    (tmp_path / "17").write_bytes(b"\x1f\x8b\x08")
    wire = Wire()

    await send(wire, Outgoing("501", MessageKind.STICKER, file=OutgoingFile(path=tmp_path / "17")))

    assert wire.names == ["file.tgs"]


async def test_forgotten_file_id_falls_back_to_the_disk(tmp_path):
    (tmp_path / "17").write_bytes(b"OggS")
    wire = Wire(refused(400, "Bad Request: wrong file identifier/HTTP URL specified"))

    await send(wire, Outgoing("501", MessageKind.VOICE, file=OutgoingFile(file_id="old", path=tmp_path / "17")))

    assert [fields["voice"] for _, fields in wire.calls] == ["old", b"OggS"]


async def test_forgotten_file_id_without_a_file_is_gone():
    with pytest.raises(FileGone):
        await send(
            Wire(refused(400, "Bad Request: wrong file identifier/HTTP URL specified")),
            Outgoing("501", MessageKind.VOICE, file=OutgoingFile(file_id="old")),
        )


async def test_picture_that_is_no_photo_for_telegram_goes_as_a_document(tmp_path):
    (tmp_path / "17").write_bytes(b"\x89PNG")
    wire = Wire(refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))

    await send(wire, Outgoing("501", MessageKind.PHOTO, "план", file=OutgoingFile(path=tmp_path / "17")))

    assert wire.calls[1] == ("sendDocument", {"chat_id": "501", "caption": "план", "document": b"\x89PNG"})
    assert wire.names == ["file.png", "file.png"]


async def test_photo_that_is_too_big_goes_as_a_document_at_once(tmp_path):
    path = sparse(tmp_path / "17", MAX_PHOTO_BYTES + 1)
    wire = Wire()

    await send(wire, Outgoing("501", MessageKind.PHOTO, file=OutgoingFile(path=path)))

    assert wire.methods == ["sendDocument"]


async def test_file_that_is_too_big_for_a_bot_is_not_even_tried(tmp_path):
    path = sparse(tmp_path / "17", 3_000_000)
    wire = Wire()

    with pytest.raises(FileTooBig) as raised:
        await send(wire, Outgoing("501", MessageKind.VIDEO, file=OutgoingFile(path=path)), upload_limit=2_000_000)
    assert raised.value.params == {"size": 3_000_000, "limit": 2_000_000}
    assert wire.calls == []


async def test_gateway_that_refuses_the_size_is_understood(tmp_path):
    (tmp_path / "17").write_bytes(b"...")

    with pytest.raises(TelegramFileTooBig):
        await send(
            Wire(httpx.Response(413, text="<html>")),
            Outgoing("501", MessageKind.VIDEO, file=OutgoingFile(path=tmp_path / "17")),
        )


async def test_file_that_has_vanished_from_the_disk_is_gone(tmp_path):
    with pytest.raises(FileGone):
        await send(Wire(), Outgoing("501", MessageKind.VIDEO, file=OutgoingFile(path=tmp_path / "17")))


async def test_blocked_bot_is_told_apart():
    with pytest.raises(Blocked):
        await send(Wire(refused(403, "Forbidden: bot was blocked by the user")), HELLO)


def sparse(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.truncate(size)
    return path

from datetime import timedelta

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bridge.channels.telegram.failures import TelegramFileTooBig, ours, repeatable, translated
from bridge.errors import (
    Blocked,
    FileGone,
    OutcomeUnknown,
    ReadElsewhere,
    RecipientGone,
    TooLong,
    TryLater,
    UnauthorizedToken,
    Undeliverable,
    Unreachable,
)


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


TABLE = [
    (RetryAfter(timedelta(seconds=7)), TryLater),
    (NetworkError("Too Many Requests: retry after 5"), TryLater),
    (Conflict("Conflict: terminated by other getUpdates request"), ReadElsewhere),
    (caused(NetworkError("httpx.ConnectError: "), httpx.ConnectError("")), Unreachable),
    (caused(TimedOut(), httpx.ConnectTimeout("")), Unreachable),
    (caused(TimedOut("Pool timeout"), httpx.PoolTimeout("")), Unreachable),
    (caused(TimedOut(), httpx.ReadTimeout("")), OutcomeUnknown),
    (caused(TimedOut(), httpx.WriteTimeout("")), OutcomeUnknown),
    (caused(NetworkError("httpx.RemoteProtocolError: "), httpx.RemoteProtocolError("")), OutcomeUnknown),
    (caused(NetworkError("httpx.ReadError: "), httpx.ReadError("")), OutcomeUnknown),
    (NetworkError("Bad Gateway (502). Parsing the server response b'<html>' failed"), OutcomeUnknown),
    (NetworkError("Internal Server Error: restart"), OutcomeUnknown),
    (TelegramError("Invalid server response"), OutcomeUnknown),
    (NetworkError("Request Entity Too Large (413). Parsing the server response failed"), TelegramFileTooBig),
    (BadRequest("Bad Request: file is too big"), TelegramFileTooBig),
    (BadRequest("Bad Request: wrong file identifier/HTTP URL specified"), FileGone),
    (BadRequest("Bad Request: wrong file_id or the file is temporarily unavailable"), FileGone),
    (BadRequest("Bad Request: message is too long"), TooLong),
    (BadRequest("Bad Request: message caption is too long"), TooLong),
    (BadRequest("Bad Request: chat not found"), RecipientGone),
    (BadRequest("Bad Request: PEER_ID_INVALID"), RecipientGone),
    (BadRequest("Bad Request: INPUT_USER_DEACTIVATED"), RecipientGone),
    (BadRequest("Logged out"), UnauthorizedToken),
    (ChatMigrated(-1007), RecipientGone),
    (Forbidden("Forbidden: bot was blocked by the user"), Blocked),
    (Forbidden("Forbidden: user is deactivated"), RecipientGone),
    (Forbidden("Forbidden: bot can't initiate conversation with a user"), RecipientGone),
    (Forbidden("Forbidden: bot was kicked from the supergroup chat"), RecipientGone),
    (InvalidToken("Unauthorized"), UnauthorizedToken),
    (EndPointNotFound("Endpoint 'sendMessage' not found in Bot API"), UnauthorizedToken),
]


@pytest.mark.parametrize(("error", "expected"), TABLE, ids=lambda value: str(value)[:50])
def test_foreign_error_becomes_ours(error, expected):
    assert type(ours(error)) is expected


def test_wait_is_exactly_what_telegram_asks_for():
    error = ours(RetryAfter(37))

    assert isinstance(error, TryLater)
    assert error.after == timedelta(seconds=37)
    assert not error.whole_bot


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (BadRequest("Bad Request: VOICE_MESSAGES_FORBIDDEN"), "Voice_messages_forbidden"),
        (Forbidden("Forbidden: the bot can't send messages to the bot"), "the bot can't send messages to the bot"),
    ],
)
def test_unforeseen_refusal_keeps_telegrams_words(error, words):
    refusal = ours(error)

    assert type(refusal) is Undeliverable
    assert refusal.params == {"detail": words}


def test_lost_answer_of_a_send_is_unknown_and_of_a_question_can_be_asked_again():
    with pytest.raises(OutcomeUnknown), translated():
        raise TimedOut
    with pytest.raises(Unreachable), repeatable():
        raise TimedOut

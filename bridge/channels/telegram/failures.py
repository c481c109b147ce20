"""Translates what python-telegram-bot raises into the errors of `bridge.errors`.

The library capitalises Telegram's texts and makes BadRequest a NetworkError. Texts are therefore compared without
case, and refusals are recognized before broken connections.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bridge.errors import (
    Blocked,
    BridgeError,
    FileGone,
    FileTooBig,
    MessageMissing,
    OutcomeUnknown,
    ReadElsewhere,
    RecipientGone,
    TooLong,
    TooOldToDelete,
    TryLater,
    UnauthorizedToken,
    Undeliverable,
    Unreachable,
    lazy,
)
from bridge.network.faults import unreachable
from bridge.network.httpx_client import NOT_SENT_ERRORS

# How long to wait when Telegram asks for it without a number, as it does when it drops a query.
DEFAULT_RETRY_DELAY = timedelta(seconds=5)

REFUSALS: dict[str, type[Undeliverable]] = {
    "bot was blocked by the user": Blocked,
    "user is deactivated": RecipientGone,
    "user_deactivated": RecipientGone,
    "bot can't initiate conversation": RecipientGone,
    "bot was kicked": RecipientGone,
    "bot is not a member": RecipientGone,
    "group chat was deleted": RecipientGone,
    "group chat was upgraded": RecipientGone,
    "chat not found": RecipientGone,
    "peer_id_invalid": RecipientGone,
    "message is too long": TooLong,
    "message_too_long": TooLong,
    "caption is too long": TooLong,
    "caption_too_long": TooLong,
    "text is too long": TooLong,
    "wrong file": FileGone,
    "wrong remote file": FileGone,
    "invalid file_id": FileGone,
    "file_reference": FileGone,
    "message to edit not found": MessageMissing,
    "message to react not found": MessageMissing,
    "message to delete not found": MessageMissing,
    "message_id_invalid": MessageMissing,
    "can't be deleted for everyone": TooOldToDelete,
}
TOKEN_ERROR = "logged out"
TOO_BIG_ERRORS = ("file is too big", "request entity too large")


class TelegramFileTooBig(FileTooBig):
    """Telegram's own refusal, which has no numbers."""

    text = lazy("The file is too big for a bot")


@contextmanager
def translated() -> Iterator[None]:
    """Translate errors of a request that changes something: a broken connection leaves its outcome unknown."""
    try:
        yield
    except TelegramError as error:
        raise ours(error) from error


@contextmanager
def repeatable() -> Iterator[None]:
    """Translate errors of a request that only reads: without an answer it may be sent again."""
    try:
        with translated():
            yield
    except OutcomeUnknown as error:
        raise Unreachable from error


def ours(error: TelegramError) -> BridgeError:
    """Our error for the library's error."""
    match error:
        case RetryAfter(retry_after=wait):
            return TryLater(wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
        case InvalidToken() | EndPointNotFound():
            return UnauthorizedToken()
        case Conflict():
            return ReadElsewhere()
        case ChatMigrated():
            return RecipientGone()
        case BadRequest() | Forbidden():
            return _refused(error.message)
    return _broken(error)


def _refused(words: str) -> BridgeError:
    lowered = words.lower()
    if TOKEN_ERROR in lowered:
        return UnauthorizedToken()
    if any(text in lowered for text in TOO_BIG_ERRORS):
        return TelegramFileTooBig()
    for text, refusal in REFUSALS.items():
        if text in lowered:
            return refusal()
    return Undeliverable(detail=words.removeprefix("Forbidden: "))


def _broken(error: TelegramError) -> BridgeError:
    lowered = error.message.lower()
    if isinstance(error.__cause__, NOT_SENT_ERRORS):
        return unreachable(error.__cause__)
    if any(
        text in lowered for text in TOO_BIG_ERRORS
    ):  # 413, from the gateway: Telegram itself has not seen the request
        return TelegramFileTooBig()
    if "too many requests" in lowered:
        return TryLater(DEFAULT_RETRY_DELAY)
    return OutcomeUnknown()

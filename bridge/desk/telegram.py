"""The operator bot's calls to Telegram: aiogram's shapes and errors become ours, here and nowhere else."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMediaGroup, TelegramMethod
from aiogram.types import Message

from bridge.desk.answers import Answers
from bridge.desk.covers import Covers
from bridge.desk.errors import (
    BadEntities,
    GroupMoved,
    MessageGone,
    NoRights,
    NotModified,
    NoTopics,
    OperatorGone,
    TooBig,
    TooLate,
    TopicClosed,
    TopicGone,
)
from bridge.desk.patience import seconds_for
from bridge.desk.sound import hushed
from bridge.errors import (
    BridgeError,
    FileGone,
    OutcomeUnknown,
    ReadElsewhere,
    TooLong,
    TryLater,
    UnauthorizedToken,
    Undeliverable,
    Unreachable,
)
from storage.database import Clock, utc_now

Result = TypeVar("Result")

# How long an answer may take, the upload of a usual file before it included.
ANSWER = timedelta(minutes=1)

# What Telegram says, in lower case, and what it means for the desk. The first match wins.
MEANINGS: list[tuple[str, type[BridgeError]]] = [
    ("message is not modified", NotModified),
    ("message thread not found", TopicGone),
    ("topic_deleted", TopicGone),
    ("topic_id_invalid", TopicGone),
    ("topic_not_modified", NotModified),
    ("topic_closed", TopicClosed),
    ("chat is not a forum", NoTopics),
    ("bot_forum_create_forbidden", NoTopics),
    ("message to edit not found", MessageGone),
    ("message can't be edited", MessageGone),
    ("no live location in the message", MessageGone),
    ("message_id_invalid", MessageGone),
    ("message to react not found", MessageGone),
    ("message to pin not found", MessageGone),
    ("message to delete not found", MessageGone),
    ("message can't be deleted", MessageGone),
    ("query is too old", TooLate),
    ("can't parse entities", BadEntities),
    ("entity", BadEntities),
    ("message is too long", TooLong),
    ("caption is too long", TooLong),
    ("file is too big", TooBig),
    ("wrong file", FileGone),
    ("chat not found", OperatorGone),
    ("not enough rights", NoRights),
    ("have no write access", NoRights),
    ("chat_write_forbidden", NoRights),
    ("chat_admin_required", NoRights),
]


@dataclass(frozen=True)
class Sent:
    """What a sent message came back as. The ids are the operator bot's own, of the file and the film it carried."""

    message_id: int
    thread_id: int | None = None
    file_id: str | None = None
    film_id: str | None = None


class Telegram:
    """The operator bot as the desk uses it."""

    def __init__(self, token: str, *, api_url: str, clock: Clock = utc_now) -> None:
        session = AiohttpSession(api=TelegramAPIServer.from_base(api_url), timeout=ANSWER.total_seconds())
        session.middleware(Answers())
        self.bot = Bot(token, session=session)
        self.id = self.bot.id
        # Whether @BotFather has switched inline mode on, as `getMe` has last said (bridge.desk.topics).
        self.is_inline = False
        self.covers = Covers(clock)

    async def close(self) -> None:
        await self.bot.session.close()

    async def __call__(self, method: TelegramMethod[Result], *, seconds: int | None = None) -> Result:
        """Call a method; `seconds` is how long its answer may take, when that is not the usual time.

        Raises:
            TryLater, OutcomeUnknown, Undeliverable: as for a channel.
            TopicGone, NoTopics, MessageGone, NotModified, TooLate, BadEntities: see bridge.desk.errors.
        """
        try:
            return await self.bot(method, request_timeout=seconds)
        except AiogramError as error:
            raise _translate(error) from error

    async def send(self, method: TelegramMethod[Message]) -> Sent:
        """Call a method that sends one message.

        An answer that says ok but cannot be decoded (Telegram has learnt something new) is still a sent message:
        sending it again would show it twice.
        """
        method = hushed(method)
        try:
            return _sent(await self.bot(method, request_timeout=seconds_for(method, ANSWER)))
        except ClientDecodeError as error:
            sent = _raw_sent(error.data)
            if sent is None:
                raise _translate(error) from error
            return sent
        except AiogramError as error:
            raise _translate(error) from error

    async def send_album(self, method: SendMediaGroup) -> list[Sent]:
        """Call the method that sends an album; an answer that cannot be decoded is a sent album, as in `send`."""
        method = hushed(method)
        try:
            answer = await self.bot(method, request_timeout=seconds_for(method, ANSWER))
            return [_sent(message) for message in answer]
        except ClientDecodeError as error:
            sent = _raw_album(error.data)
            if sent is None:
                raise _translate(error) from error
            return sent
        except AiogramError as error:
            raise _translate(error) from error


def _sent(message: Message) -> Sent:
    thread_id = message.message_thread_id if message.is_topic_message else None
    content = message.photo[-1] if message.photo else getattr(message, message.content_type, None)
    film_id = message.live_photo.file_id if message.live_photo else None
    return Sent(message.message_id, thread_id, getattr(content, "file_id", None), film_id)


def _raw_sent(data: Any) -> Sent | None:
    try:
        answer = json.loads(data) if isinstance(data, str) else data
        return _raw_message(answer["result"] if answer["ok"] else {})
    except (ValueError, TypeError, KeyError):
        return None


def _raw_album(data: Any) -> list[Sent] | None:
    try:
        answer = json.loads(data) if isinstance(data, str) else data
        return [_raw_message(message) for message in answer["result"]] if answer["ok"] else None
    except (ValueError, TypeError, KeyError):
        return None


def _raw_message(message: dict[str, Any]) -> Sent:
    thread_id = message["message_thread_id"] if message.get("is_topic_message") else None
    return Sent(int(message["message_id"]), thread_id)


def _translate(error: AiogramError) -> BridgeError:
    match error:
        case TelegramRetryAfter():
            return TryLater(timedelta(seconds=error.retry_after))
        case TelegramMigrateToChat():
            return GroupMoved(error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return OperatorGone()
        case TelegramConflictError():
            return ReadElsewhere()
        case TelegramUnauthorizedError() | TelegramNotFound():
            return UnauthorizedToken()
        case TelegramEntityTooLarge():
            return TooBig()
        case TelegramBadRequest():
            return _meaning(error.message)
        case TelegramNetworkError() if isinstance(error.__cause__, aiohttp.ClientConnectorError):
            return Unreachable()
    # A broken connection, a 5xx, a gateway's page: whether it was carried out is anybody's guess.
    return OutcomeUnknown()


def _meaning(said: str) -> BridgeError:
    lowered = said.lower()
    for words, meaning in MEANINGS:
        if words in lowered:
            return meaning()
    return Undeliverable(detail=said.removeprefix("Bad Request: "))

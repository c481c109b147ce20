"""The operator bot's calls to Telegram. Only this module translates aiogram's types and errors into ours."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

from aiogram import Bot
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
from aiogram.methods import (
    CreateForumTopic,
    EditForumTopic,
    EditMessageReplyMarkup,
    GetMe,
    SendMediaGroup,
    TelegramMethod,
)
from aiogram.types import InlineKeyboardMarkup, Message

from bridge.desk.bot_api.errors import (
    BadEntities,
    GroupMoved,
    MessageGone,
    NoRights,
    NotModified,
    NoTopics,
    OperatorGone,
    PressTooOld,
    TooBig,
    TopicClosed,
    TopicGone,
)
from bridge.desk.bot_api.patience import seconds_for
from bridge.desk.bot_api.response_models import ResponseModels
from bridge.desk.bot_api.slashes import OwnCommandsOnly
from bridge.desk.inbox.open_screens import OpenScreens
from bridge.desk.messages.repeats import with_repeat_header
from bridge.desk.messages.sound import hushed
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
from bridge.network.aiogram_session import RoutedSession
from bridge.network.aiohttp_client import NOT_SENT_ERRORS
from bridge.network.faults import unreachable
from bridge.network.route import DIRECT_ROUTE, Route
from bridge.sending import attempts
from bridge.sending.availability import Availability
from bridge.sending.message_ids import MessageIds
from bridge.sending.settling import TOPIC, Settler, Verdict
from storage.engine.database import Clock, utc_now

Result = TypeVar("Result")

# How long an answer may take, including the upload of a usual file.
ANSWER_TIMEOUT = timedelta(minutes=1)
# How long the answer to a question may take that only checks whether Telegram answers.
PROBE_TIMEOUT = timedelta(seconds=5)

# Telegram's answers, in lower case, when a message is given the buttons that it already has.
OWN_MESSAGE_ERRORS = ("message is not modified",)
FOREIGN_MESSAGE_ERRORS = ("message to edit not found", "message can't be edited")
# Telegram's answers, in lower case, when a topic is given the name that it already has.
OWN_TOPIC_ERRORS = ("topic_not_modified",)
MISSING_TOPIC_ERRORS = ("topic_id_invalid", "message thread not found", "topic_deleted")

# Parts of Telegram's error texts, in lower case, and their meaning for the desk. The first match wins.
ERROR_MEANINGS: list[tuple[str, type[BridgeError]]] = [
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
    ("query is too old", PressTooOld),
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
    """A sent message. The file ids are the operator bot's own, of the file and the film in the message.

    Args:
        is_earlier: an earlier try has sent it, with the content of that time.
        is_in_album: it was sent as a part of an album.
    """

    message_id: int
    thread_id: int | None = None
    file_id: str | None = None
    film_id: str | None = None
    is_earlier: bool = False
    is_in_album: bool = False


class Telegram:
    """The operator bot, as the desk uses it."""

    def __init__(self, token: str, *, api_url: str, route: Route = DIRECT_ROUTE, clock: Clock = utc_now) -> None:
        session = RoutedSession(route, api_url=api_url, answer_within=ANSWER_TIMEOUT)
        session.middleware(ResponseModels())
        session.middleware(OwnCommandsOnly())
        self.bot = Bot(token, session=session)
        self.id = self.bot.id
        # Whether @BotFather has switched inline mode on, by the last `getMe` (bridge.desk.bot_api.topics).
        self.is_inline = False
        self.open_screens = OpenScreens(clock)
        self.settler = Settler(MessageIds(), self._asked_about)
        # Set by the code that runs the bot.
        self.availability: Availability | None = None

    async def close(self) -> None:
        await self.bot.session.close()

    async def __call__(self, method: TelegramMethod[Result], *, seconds: int | None = None) -> Result:
        """Call a method. `seconds` is how long its answer may take; None means the usual time.

        Raises:
            TryLater, OutcomeUnknown, Undeliverable: as for a channel.
            TopicGone, NoTopics, MessageGone, NotModified, PressTooOld, BadEntities: see bridge.desk.bot_api.errors.
        """
        try:
            return await self.bot(method, request_timeout=seconds)
        except AiogramError as error:
            raise _translate(error) from error

    async def straight(self, method: TelegramMethod[Result]) -> Result:
        """Call a method for a person who waits for the result. During an outage it fails at once.

        Raises:
            Unreachable: there is an outage, or Telegram cannot be reached. Other errors are those of any call.
        """
        with self._watched():
            return await self(method)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Wrap a direct call, so that it shares what is known of outages with the outbox.

        The call fails at once during a known outage, and its own failure begins one.
        """
        if self.availability is not None and not self.availability.is_open:
            raise Unreachable
        try:
            yield
        except (Unreachable, OutcomeUnknown) as error:
            if self.availability is not None:
                self.availability.doubt(error)
            raise

    async def answers(self) -> None:
        """Make the cheapest call; raises what a call raises."""
        await self(GetMe(), seconds=int(PROBE_TIMEOUT.total_seconds()))

    async def send(self, method: TelegramMethod[Message]) -> Sent:
        """Call a method that sends one message, unless an earlier try of the delivery has sent it.

        Raises:
            CannotSettle: it cannot be found out whether an earlier try has sent it.
        """
        [sent] = await self._send_once(with_repeat_header(hushed(method)), count=1)
        return sent

    async def find(self, method: TelegramMethod[Message]) -> Sent | None:
        """Return what an earlier try of the delivery has sent by such a method; None when it has not. Sends nothing.

        Raises:
            CannotSettle: it cannot be found out.
        """
        earlier = await self._earlier(hushed(method), count=1)
        return earlier[0] if earlier is not None else None

    async def send_album(self, method: SendMediaGroup) -> list[Sent]:
        """Call the method that sends an album, as in `send`. An earlier try may have sent fewer messages."""
        sent = await self._send_once(hushed(method), count=len(method.media))
        return [replace(one, is_in_album=True) for one in sent]

    async def create_topic(self, chat_id: int, name: str) -> int:
        """Make a topic, as in `send`, and return its id."""
        earlier = await self.settler.topic_made_earlier(chat_id, name, self._asked_about_topic)
        if earlier is not None:
            return earlier
        with self.settler.sending(chat_id, TOPIC, name):
            topic = await self(CreateForumTopic(chat_id=chat_id, name=name))
        return topic.message_thread_id

    async def edit(self, method: TelegramMethod[Message]) -> Sent:
        """Call a method that changes a message. It may be repeated safely."""
        [sent] = await self._call(method)
        return sent

    async def _send_once(self, method: TelegramMethod[Any], count: int) -> list[Sent]:
        if (earlier := await self._earlier(method, count)) is not None:
            return earlier
        chat_id, what, markup = _request_key(method)
        watched = self._watched() if attempts.current() is None else nullcontext()
        with watched, self.settler.sending(chat_id, what, markup) as sending:
            sent = await self._call(method)
            sending.has_arrived(*(one.message_id for one in sent))
        return sent

    async def _earlier(self, method: TelegramMethod[Any], count: int) -> list[Sent] | None:
        chat_id, what, markup = _request_key(method)
        earlier = await self.settler.sent_earlier(chat_id, what, count=count, markup=markup)
        if earlier is None:
            return None
        thread_id = getattr(method, "message_thread_id", None)
        return [Sent(message_id, thread_id, is_earlier=True) for message_id in earlier]

    async def _call(self, method: TelegramMethod[Any]) -> list[Sent]:
        """Call a method once. An answer that says ok but cannot be decoded still means a sent message.

        That happens when Telegram has learnt something new. Sending again would show the message twice.
        """
        try:
            answer = await self.bot(method, request_timeout=seconds_for(method, ANSWER_TIMEOUT))
        except ClientDecodeError as error:
            if (sent := _raw_sent(error.data)) is None:
                raise _translate(error) from error
            return sent
        except AiogramError as error:
            raise _translate(error) from error
        return [_sent(message) for message in (answer if isinstance(answer, list) else [answer])]

    async def _asked_about(self, chat_id: int, message_id: int, markup: Any) -> Verdict:
        """Ask whether this is the bot's own message with these buttons (`bridge.sending.settling.Ask`)."""
        buttons = markup if isinstance(markup, InlineKeyboardMarkup) else None
        method = EditMessageReplyMarkup(chat_id=chat_id, message_id=message_id, reply_markup=buttons)
        return await self._verdict(method, OWN_MESSAGE_ERRORS, FOREIGN_MESSAGE_ERRORS)

    async def _asked_about_topic(self, chat_id: int, topic_id: int, name: Any) -> Verdict:
        method = EditForumTopic(chat_id=chat_id, message_thread_id=topic_id, name=str(name))
        return await self._verdict(method, OWN_TOPIC_ERRORS, MISSING_TOPIC_ERRORS)

    async def _verdict(self, method: TelegramMethod[Any], is_own: tuple[str, ...], is_not: tuple[str, ...]) -> Verdict:
        try:
            await self.bot(method)
        except TelegramBadRequest as refusal:
            description = refusal.message.lower()
            if any(words in description for words in is_own):
                return Verdict.OWN
            return Verdict.OTHER if any(words in description for words in is_not) else Verdict.UNUSABLE
        except AiogramError as error:
            raise _translate(error) from error
        return Verdict.OTHER


def _request_key(method: TelegramMethod[Any]) -> tuple[int, str, Any]:
    """Return the chat, the request's name within its delivery, and the buttons."""
    return int(getattr(method, "chat_id")), _request_name(method), getattr(method, "reply_markup", None)  # noqa: B009


def _request_name(method: TelegramMethod[Any]) -> str:
    """Return a name that distinguishes the request from others of its delivery (`bridge.sending.settling`).

    A rich message that Telegram refuses is sent as a text, in as many parts as it needs. So the two kinds have
    different names.
    """
    kind = "rich" if getattr(method, "rich_message", None) is not None else "message"
    return f"{kind} {getattr(method, 'message_thread_id', None)}"


def _sent(message: Message) -> Sent:
    thread_id = message.message_thread_id if message.is_topic_message else None
    content = message.photo[-1] if message.photo else getattr(message, message.content_type, None)
    film_id = message.live_photo.file_id if message.live_photo else None
    return Sent(message.message_id, thread_id, getattr(content, "file_id", None), film_id)


def _raw_sent(data: Any) -> list[Sent] | None:
    try:
        answer = json.loads(data) if isinstance(data, str) else data
        result = answer["result"] if answer["ok"] else {}
        return [_raw_message(message) for message in (result if isinstance(result, list) else [result])]
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
        case TelegramNetworkError() if isinstance(error.__cause__, NOT_SENT_ERRORS):
            return unreachable(error.__cause__)
    # After a broken connection, a 5xx or a gateway's page nobody knows whether the call was carried out.
    return OutcomeUnknown()


def _meaning(description: str) -> BridgeError:
    lowered = description.lower()
    for words, meaning in ERROR_MEANINGS:
        if words in lowered:
            return meaning()
    return Undeliverable(detail=description.removeprefix("Bad Request: "))

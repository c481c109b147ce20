"""Telegram as a customers' channel: one bot."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bridge.channel import Accepted, Happening, Outgoing
from bridge.channels.files import MAX_SELF_HOSTED_BYTES
from bridge.channels.telegram import albums, reading
from bridge.channels.telegram.calls import raw
from bridge.channels.telegram.changing import MessageChanger
from bridge.channels.telegram.failures import ours, repeatable, translated
from bridge.channels.telegram.sending import MAX_UPLOAD_BYTES, MessageSender
from bridge.errors import FileGone
from bridge.files.fetching import Fetcher
from bridge.network.route import DIRECT_ROUTE, Route
from bridge.network.telegram_request import routed_request
from bridge.sending.message_ids import MessageIds
from bridge.sending.settling import Settler, Verdict
from storage.engine.database import Clock, utc_now

PUBLIC_API_URL = "https://api.telegram.org"

# httpx logs every URL, which contains the token; the library logs an answer that it cannot parse, which contains
# customers' messages.
LOG_LEVELS = {"httpx": logging.WARNING, "telegram": logging.CRITICAL}

# How long an answer may take to a request that only checks whether Telegram answers.
PROBE_TIMEOUT = timedelta(seconds=5)

# Telegram's errors, in lower case, when we ask about a message by setting the buttons that it has already.
OWN_MESSAGE_ERROR = "message is not modified"
FOREIGN_MESSAGE_ERRORS = ("message to edit not found", "message can't be edited")

# Telegram accepts no longer answer to a press.
MAX_TOAST_LENGTH = 200

# How many requests may run at the same time; further ones wait.
MAX_CONNECTIONS = 32


@dataclass(frozen=True)
class BotAccount:
    """The bot as Telegram knows it."""

    id: int
    username: str
    name: str


class TelegramChannel:
    """A channel with one bot, to be used in `async with`.

    Entering makes no request, because Telegram may be unavailable at start.

    Args:
        api_url: the Bot API's root, without a slash at its end.
        self_hosted: whether the server is our own; it carries bigger files and tells the path of a file on its disk.
        route: how Telegram is reached.
        clock: aware UTC; it gives the time of an event when Telegram does not.
    """

    def __init__(
        self,
        token: str,
        *,
        api_url: str = PUBLIC_API_URL,
        self_hosted: bool = False,
        route: Route = DIRECT_ROUTE,
        clock: Clock = utc_now,
    ) -> None:
        for name, level in LOG_LEVELS.items():
            logging.getLogger(name).setLevel(level)
        self._clock = clock
        self._requests = (routed_request(route, connections=1), routed_request(route, connections=MAX_CONNECTIONS))
        self._api_url = api_url
        self.bot = self._made(token)
        self._fetcher = Fetcher(api_url, token, self_hosted, route)
        self.settler = Settler(MessageIds(), self._asked_about)
        upload_limit = MAX_SELF_HOSTED_BYTES if self_hosted else MAX_UPLOAD_BYTES
        self._sender = MessageSender(self.bot, self.settler, upload_limit)
        self._changer = MessageChanger(self._sender)

    def _made(self, token: str) -> Bot:
        polling, sending = self._requests
        root = self._api_url
        with translated():
            return Bot(
                token,
                base_url=f"{root}/bot",
                base_file_url=f"{root}/file/bot",
                get_updates_request=polling,
                request=sending,
            )

    def renew(self, token: str) -> None:
        """Give the same bot another token."""
        self.bot = self._made(token)
        self._sender = replace(self._sender, bot=self.bot)
        self._changer = MessageChanger(self._sender)
        self._fetcher = replace(self._fetcher, token=token)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for request in self._requests:
            await request.shutdown()

    def read(self, payload: dict[str, Any]) -> Happening | None:
        return reading.read(payload, self._clock())

    async def send(self, message: Outgoing) -> Accepted:
        return await self._sender.send(message)

    async def edit(self, sent: Sequence[str], message: Outgoing) -> Accepted:
        return await self._changer.edit(sent, message)

    async def delete(self, recipient_id: str, external_id: str) -> None:
        await self._changer.delete(recipient_id, external_id)

    async def react(self, recipient_id: str, external_id: str, emoji: str | None) -> None:
        await self._changer.react(recipient_id, external_id, emoji)

    async def answer(self, press_id: str, text: str) -> None:
        with translated():
            await raw(
                self.bot, "answer_callback_query", {"callback_query_id": press_id, "text": text[:MAX_TOAST_LENGTH]}
            )

    async def send_album(self, album: list[Outgoing]) -> list[Accepted]:
        return await albums.send(self._sender, album)

    async def fetch(self, file_id: str, to: Path) -> None:
        with _whole(to):
            await self._fetcher.fetch(partial(self._path, file_id), to)

    async def _path(self, file_id: str) -> str:
        with repeatable():
            file = await raw(self.bot, "get_file", {"file_id": file_id})
        match file:
            case {"file_path": str(path)}:
                return path
        raise FileGone

    def floor(self, recipient_id: str) -> int | None:
        return self.settler.ids.highest(int(recipient_id))

    async def answers(self) -> None:
        """Check whether Telegram answers, by the cheapest request; raises what a call raises."""
        with repeatable():
            await raw(self.bot, "get_me", {}, answer_within=PROBE_TIMEOUT)

    async def _asked_about(self, chat_id: int, message_id: int, markup: Any) -> Verdict:
        """Whether it is a message of this bot with these buttons (`bridge.sending.settling.Ask`)."""
        fields = {"chat_id": chat_id, "message_id": message_id, **({"reply_markup": markup} if markup else {})}
        try:
            await raw(self.bot, "edit_message_reply_markup", fields)
        except BadRequest as refusal:
            reason = refusal.message.lower()
            if OWN_MESSAGE_ERROR in reason:
                return Verdict.OWN
            return Verdict.OTHER if any(words in reason for words in FOREIGN_MESSAGE_ERRORS) else Verdict.UNUSABLE
        except TelegramError as error:
            raise ours(error) from error
        return Verdict.OTHER

    async def account(self) -> BotAccount:
        """Ask Telegram who the bot is; this proves that the token works."""
        with repeatable():
            me = await self.bot.get_me()
        return BotAccount(me.id, me.username or "", me.full_name)


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError:  # a full disk leaves half a file
        path.unlink(missing_ok=True)
        raise

"""Inline queries: what a person types after a bot's name in any chat, and the list that the bot answers with."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bridge.sandbox.accounts import Bot, User
from bridge.sandbox.chats import Chat
from bridge.sandbox.errors import NotPossible
from bridge.sandbox.messages import Content
from bridge.sandbox.wire import Json

if TYPE_CHECKING:
    from bridge.sandbox.world import World

ANSWER_WITHIN = timedelta(seconds=15)
QUERY_LIMIT = 256
# Lists from which a person can still choose.
KEPT = 200


@dataclass(frozen=True)
class Result:
    """One line of the list, and the message that choosing it sends."""

    id: str
    title: str
    description: str
    content: Content
    buttons: Json | None = None


@dataclass(frozen=True)
class Listing:
    """The answer to a query as the person sees it. `button` stands above the list: its text and start parameter."""

    results: tuple[Result, ...]
    next_offset: str = ""
    button: tuple[str, str] | None = None

    def titled(self, title: str) -> Result:
        """The result with this in its title."""
        found = [result for result in self.results if title in result.title]
        if not found:
            raise NotPossible(f"There is no {title!r} among {[result.title for result in self.results]}")
        return found[0]

    def with_id(self, result_id: str) -> Result:
        """The result of this id."""
        found = next((result for result in self.results if result.id == result_id), None)
        if found is None:
            raise NotPossible("The list has no such line")
        return found


def listing_view(listing: Listing) -> Json:
    """The list as the page has it: the shape of docs/sandbox-api.md."""
    results = [
        {"id": each.id, "title": each.title, "description": each.description, "kind": each.content.kind.value}
        for each in listing.results
    ]
    return {"results": results, "next_offset": listing.next_offset, "button": listing.button and listing.button[0]}


@dataclass(eq=False)
class InlineQuery:
    id: str
    bot: Bot
    user: User
    chat_type: str
    words: str
    offset: str
    at: int
    listing: asyncio.Future[Listing] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def wire(self) -> Json:
        said = {"query": self.words, "offset": self.offset}
        return {"id": self.id, "from": self.user.wire, **said, "chat_type": self.chat_type}


@dataclass(frozen=True)
class Cached:
    """An answer that Telegram gives again without asking the bot."""

    listing: Listing
    until: int


class InlineQueries:
    """The queries that can still be answered, the answers that are cached, and the lists that people look at."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: dict[str, InlineQuery] = {}
        self._cache: dict[tuple[int, str, str, int], Cached] = {}
        self._shown: dict[str, InlineQuery] = {}

    def ask(self, user: User, chat: Chat, bot: Bot, words: str, offset: str = "") -> InlineQuery:
        """The person has typed the bot's name and these words; the bot is told unless the answer is cached.

        Raises:
            NotPossible: the app offers nothing, for the bot is not in inline mode.
        """
        if not bot.is_inline:
            raise NotPossible(f"@{bot.username} is not in inline mode")
        now = self._world.clock.stamp()
        query_id = str(random.randrange(10**17, 10**18))
        words = words[:QUERY_LIMIT]
        query = InlineQuery(query_id, bot, user, _chat_type(chat, bot), words, offset, now)
        self._show(query)
        if (cached := self._cached(query)) is not None:
            query.listing.set_result(cached)
            return query
        self._open[query.id] = query
        bot.updates.push("inline_query", query.wire(), lane=user.id)
        return query

    def take(self, bot: Bot, query_id: str) -> InlineQuery | None:
        """The query that is to be answered; None when it is unknown, another bot's, answered before or too old."""
        query = self._open.get(query_id)
        if query is None or query.bot is not bot:
            return None
        del self._open[query_id]
        is_late = self._world.clock.stamp() - query.at > ANSWER_WITHIN.total_seconds()
        return None if is_late else query

    def answer(self, query: InlineQuery, listing: Listing, *, seconds: int, is_personal: bool) -> None:
        """The person sees the list, and for so long everybody (or the same person) who asks the same sees it, too."""
        if seconds > 0:
            until = self._world.clock.stamp() + seconds
            self._cache[_key(query, query.user.id if is_personal else 0)] = Cached(listing, until)
        if not query.listing.done():
            query.listing.set_result(listing)

    def shown(self, query_id: str, user: User) -> InlineQuery:
        """A query of the person whose list is still there."""
        query = self._shown.get(query_id)
        if query is None or query.user is not user or not query.listing.done():
            raise NotPossible("The list is not there any more")
        return query

    def _cached(self, query: InlineQuery) -> Listing | None:
        for user_id in (query.user.id, 0):
            found = self._cache.get(_key(query, user_id))
            if found is not None and found.until > query.at:
                return found.listing
        return None

    def _show(self, query: InlineQuery) -> None:
        self._shown[query.id] = query
        while len(self._shown) > KEPT:
            del self._shown[next(iter(self._shown))]


def _key(query: InlineQuery, user_id: int) -> tuple[int, str, str, int]:
    return query.bot.id, query.words, query.offset, user_id


def _chat_type(chat: Chat, bot: Bot) -> str:
    """The chat with the bot itself is the sender's; any other is told by its kind only."""
    return "sender" if chat.type == "private" and bot in chat.bots() else chat.type

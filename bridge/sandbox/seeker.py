"""Somebody who looks for something through a bot's inline mode, and chooses what to send."""

from __future__ import annotations

import asyncio

from bridge.sandbox import acting
from bridge.sandbox.accounts import Bot
from bridge.sandbox.inline import InlineQuery, Listing, Result
from bridge.sandbox.messages import Message
from bridge.sandbox.onlooker import PATIENCE, Place
from bridge.sandbox.watching import NotSeen, TopicLike, topic_id
from bridge.sandbox.writer import Writer


class Seeker(Writer):
    """Types a bot's name and words into the input field of a chat."""

    async def searches(
        self,
        words: str,
        *,
        through: Bot,
        in_: Place | None = None,
        offset: str = "",
        timeout: float = PATIENCE,  # noqa: ASYNC109 - said as people say it
    ) -> Listing:
        """The list that comes; `in_` is the chat with the bot itself unless it is said.

        Raises:
            NotPossible: the bot is not in inline mode.
            NotSeen: it did not answer.
        """
        query = self.world.inline.ask(self.user, self.chat(in_ or through), through, words, offset)
        return await self.awaits(query, timeout=timeout)

    async def awaits(
        self,
        query: InlineQuery,
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - said as people say it
    ) -> Listing:
        """The list that comes for the query.

        Raises:
            NotSeen: the bot did not answer.
        """
        try:
            return await asyncio.wait_for(asyncio.shield(query.listing), timeout)
        except TimeoutError:
            raise NotSeen(f"@{query.bot.username} did not answer {query.words!r}") from None

    async def picks(
        self,
        result: Result,
        *,
        through: Bot,
        in_: Place | None = None,
        topic: TopicLike = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Choose a line of the list: the person says it, via the bot."""
        chat = self.chat(in_ or through)
        return acting.pick(
            self.world,
            self.user,
            chat,
            result,
            through=through,
            topic_id=topic_id(chat, topic),
            reply_to=reply_to.id if reply_to else None,
        )

"""Whether the operator bot can have a topic for each dialog. This may change while the bridge runs."""

import logging

from aiogram.methods import GetMe
from aiogram.types import User

from bridge.desk.bot_api.telegram import Telegram
from bridge.errors import BridgeError, OutcomeUnknown, TryLater, Unreachable

log = logging.getLogger(__name__)


class TopicsMode:
    """What `getMe` says of topics in private chats. It is asked at start, hourly, and when Telegram refuses a topic."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self.is_on = False
        self.username: str | None = None

    async def refresh(self) -> User:
        """Ask Telegram; raises what a call raises."""
        me = await self._telegram(GetMe())
        if bool(me.has_topics_enabled) is not self.is_on:
            log.info("topics in private chats are %s", "on" if me.has_topics_enabled else "off")
        self.is_on = bool(me.has_topics_enabled)
        self._telegram.is_inline = bool(me.supports_inline_queries)
        self.username = me.username
        return me

    async def doubt(self) -> None:
        """Ask again, because Telegram has just refused a topic.

        Raises:
            TryLater: Telegram cannot be asked now, which says nothing of topics.
        """
        try:
            await self.refresh()
        except TryLater:
            raise
        except OutcomeUnknown as error:
            raise Unreachable from error
        except BridgeError as error:
            log.warning("could not ask whether topics are on: %s", type(error).__name__)
            self.is_on = False

"""Where a window is in Telegram right now: makes its topic, and finds another way when Telegram has none."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from aiogram.methods import CreateForumTopic, DeleteMessage, TelegramMethod
from aiogram.types import Message

from bridge.actions import desk
from bridge.desk import cards
from bridge.desk.about import about
from bridge.desk.errors import NoTopics, TopicGone
from bridge.desk.telegram import Sent, Telegram
from bridge.desk.topics import TopicsMode
from bridge.desk.viewers import viewer_of
from bridge.errors import BridgeError, OutcomeUnknown, TryLater, Unreachable
from bridge.texts import language
from storage.database import Database
from storage.deliveries import Delivery
from storage.windows import Layout, Window

log = logging.getLogger(__name__)


# A topic that is made anew so often for one message is not worth another try.
RENEWALS = 3

AT_ONCE = timedelta(0)


class Moved(TryLater):
    """The window has found another place: what was sent to the former one is not there any more."""

    def __init__(self) -> None:
        super().__init__(AT_ONCE)


@dataclass(frozen=True)
class Spot:
    """A chat and the topic in it; None where the window has no topic of its own."""

    chat_id: int
    thread_id: int | None

    @property
    def layout(self) -> Layout:
        return Layout.REPLIES if self.thread_id is None else Layout.TOPIC


class Places:
    """Deliveries of one chat come one at a time, so no two of them can make the same topic."""

    def __init__(self, database: Database, telegram: Telegram, mode: TopicsMode) -> None:
        self._database = database
        self._telegram = telegram
        self._mode = mode

    async def send(self, delivery: Delivery, make: Callable[[Spot], TelegramMethod[Message]]) -> Sent:
        """Send what `make` builds for the spot where the delivery's window is.

        Raises:
            Moved: the topic has gone, or Telegram has put it elsewhere; the whole delivery must be tried again for
                the new place.
        """
        spot = await self.spot(delivery)
        try:
            sent = await self._telegram.send(make(spot))
        except TopicGone:
            await self._renew(delivery)
            raise Moved from None
        if spot.thread_id is not None and sent.thread_id != spot.thread_id:
            await self._take_back(delivery, spot.chat_id, sent)
            raise Moved
        return sent

    async def spot(self, delivery: Delivery) -> Spot:
        """The window's spot; its topic is made, and stored, before anything is shown in it."""
        async with self._database.read(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
        if window.thread_id is not None:
            return Spot(window.chat_id, window.thread_id)
        if not self._mode.is_on:
            return await self._settle(delivery, None)
        try:
            return await self._settle(delivery, await self._create(delivery, window))
        except (NoTopics, TopicGone):
            await self._mode.doubt()
            self._mode.is_on = False
            return await self._settle(delivery, None)

    async def _create(self, delivery: Delivery, window: Window) -> int:
        async with self._database.read(delivery.organization_id) as uow:
            viewer = await viewer_of(uow, window)
            with language(viewer.language):
                name = cards.title(await about(uow, window.dialog_id), viewer_id=viewer.id)
        try:
            topic = await self._telegram(CreateForumTopic(chat_id=window.chat_id, name=name))
        except OutcomeUnknown:
            # The message itself was not sent, so the next try is no repeat of it. Should the topic have been made,
            # its own forum_topic_created update brings its id (handlers.operator.topics).
            raise Unreachable from None
        return topic.message_thread_id

    async def _settle(self, delivery: Delivery, thread_id: int | None) -> Spot:
        async with self._database.begin(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
            if thread_id is not None:
                window.thread_id = thread_id
            window.layout = Layout.TOPIC if window.thread_id is not None else Layout.REPLIES
            return Spot(window.chat_id, window.thread_id)

    async def _renew(self, delivery: Delivery) -> None:
        """Forget the topic; the next try makes another, and its card and what was said before follow."""
        log.info("the topic of window %s has gone", delivery.window_id)
        await self._mode.doubt()
        if delivery.attempts >= RENEWALS:
            # Topics that are made and are not there: one more would be no better.
            self._mode.is_on = False
        async with self._database.begin(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
            window.forget_topic()
            await desk.card(uow, window)
            await desk.recap(uow, window, before_id=delivery.message_id)

    async def _take_back(self, delivery: Delivery, chat_id: int, sent: Sent) -> None:
        """Telegram has put it into another thread than asked: take it back and go on in replies.

        Raises:
            OutcomeUnknown: it is still there; showing it again will say that it may be a repeat.
        """
        log.error("a message for window %s came out in another thread; replies from now on", delivery.window_id)
        self._mode.is_on = False
        async with self._database.begin(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
            window.forget_topic()
            window.layout = Layout.REPLIES
            await desk.card(uow, window)
        try:
            await self._telegram(DeleteMessage(chat_id=chat_id, message_id=sent.message_id))
        except BridgeError as error:
            raise OutcomeUnknown from error

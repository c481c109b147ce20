"""Where a window is in Telegram right now: makes its topic, and finds another way when Telegram has none."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from aiogram.methods import CreateForumTopic, DeleteMessage, TelegramMethod
from aiogram.types import Message

from bridge.actions import desk
from bridge.desk import cards
from bridge.desk.about import about
from bridge.desk.errors import NoTopics, TopicGone
from bridge.desk.telegram import Sent, Telegram
from bridge.desk.topics import TopicsMode
from bridge.errors import BridgeError, OutcomeUnknown, Unreachable
from bridge.texts import language
from storage.database import Database
from storage.deliveries import Delivery
from storage.windows import Layout, Window

log = logging.getLogger(__name__)


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

        A topic that has gone is made anew once; where topics do not work the dialog goes on in replies.
        """
        spot = await self.spot(delivery)
        try:
            sent = await self._telegram.send(make(spot))
        except TopicGone:
            log.info("a topic has gone; window %s gets a new one", delivery.window_id)
            await self._mode.doubt()
            spot = await self._renewed(delivery)
            sent = await self._telegram.send(make(spot))
        if spot.thread_id is not None and sent.thread_id != spot.thread_id:
            sent = await self._elsewhere(delivery, sent, make)
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
            viewer = await uow.employees.get(window.employee_id)
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

    async def _renewed(self, delivery: Delivery) -> Spot:
        """Forget the topic and make another; its card and what was said before follow."""
        async with self._database.begin(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
            window.forget_topic()
            await desk.card(uow, window)
            await desk.recap(uow, window, before_id=delivery.message_id)
        return await self.spot(delivery)

    async def _elsewhere(self, delivery: Delivery, sent: Sent, make: Callable[[Spot], TelegramMethod[Message]]) -> Sent:
        """Telegram has put it into another thread than asked: take it back and go on in replies."""
        log.error("a message for window %s came out in another thread; replies from now on", delivery.window_id)
        self._mode.is_on = False
        async with self._database.begin(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
            window.forget_topic()
            window.layout = Layout.REPLIES
            await desk.card(uow, window)
        chat_id = window.chat_id
        try:
            await self._telegram(DeleteMessage(chat_id=chat_id, message_id=sent.message_id))
        except BridgeError as error:
            log.warning("the misplaced message could not be taken back: %s", type(error).__name__)
        return await self._telegram.send(make(Spot(chat_id, None)))

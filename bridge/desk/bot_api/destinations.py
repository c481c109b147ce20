"""The destination of a window: its chat and topic. Makes the topic, or uses replies in a chat without topics."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiogram.methods import DeleteMessage, GetChat, ReopenForumTopic, SendMediaGroup, TelegramMethod
from aiogram.types import Message

from bridge.actions.delivery import desk
from bridge.desk.bot_api.errors import ForumLost, NotModified, NoTopics, TopicClosed, TopicGone
from bridge.desk.bot_api.telegram import Sent, Telegram
from bridge.desk.bot_api.topics import TopicsMode
from bridge.desk.inbox import cards
from bridge.desk.inbox.about import about
from bridge.desk.inbox.viewers import viewer_of
from bridge.errors import BridgeError, CannotSettle, DestinationGone
from bridge.sending import attempts
from bridge.text.texts import language
from storage.delivery.deliveries import Delivery
from storage.engine.database import Database
from storage.inbox.windows import Layout, Window
from storage.team.forums import Trouble

log = logging.getLogger(__name__)


# After so many new topics for one message another try is useless.
MAX_RENEWALS = 3


class WindowMoved(DestinationGone):
    """The window has a new place. What was sent to the former place does not exist any more."""


@dataclass(frozen=True)
class Destination:
    """A chat and the topic in it; `thread_id` is None when the window has no topic of its own."""

    chat_id: int
    thread_id: int | None

    @property
    def layout(self) -> Layout:
        if self.thread_id is None:
            return Layout.REPLIES
        return Layout.FORUM if is_group(self.chat_id) else Layout.TOPIC


class Destinations:
    """Finds the destinations of deliveries.

    Deliveries of one chat come one at a time, so two of them cannot make the same topic.
    """

    def __init__(self, database: Database, telegram: Telegram, mode: TopicsMode) -> None:
        self._database = database
        self._telegram = telegram
        self._mode = mode

    async def send(
        self,
        delivery: Delivery,
        make: Callable[[Destination], TelegramMethod[Message]],
        *,
        window: Window | None = None,
    ) -> Sent:
        """Send the method that `make` builds for the destination of the delivery's window; for `window` see `find`.

        Raises:
            WindowMoved: the topic has gone, or Telegram has put the message into another thread. The whole delivery
                must be tried again for the new place.
        """
        return (await self._send_to_window(delivery, lambda destination: self._send_one(make(destination)), window))[0]

    async def send_album(self, delivery: Delivery, make: Callable[[Destination], SendMediaGroup]) -> list[Sent]:
        """Send the album that `make` builds, as in `send`."""
        return await self._send_to_window(delivery, lambda destination: self._telegram.send_album(make(destination)))

    async def _send_one(self, method: TelegramMethod[Message]) -> list[Sent]:
        return [await self._telegram.send(method)]

    async def _send_to_window(
        self, delivery: Delivery, act: Callable[[Destination], Awaitable[list[Sent]]], window: Window | None = None
    ) -> list[Sent]:
        destination = await self.find(delivery, window)
        try:
            sent = await act(destination)
        except TopicGone:
            await self._renew(delivery)
            raise WindowMoved from None
        except TopicClosed:
            await self._reopen(delivery, destination)
            raise WindowMoved from None
        astray = [one for one in sent if destination.thread_id is not None and one.thread_id != destination.thread_id]
        for one in astray:
            await self._take_back(delivery, destination.chat_id, one)
        if astray:
            raise WindowMoved
        return sent

    async def find(self, delivery: Delivery, window: Window | None = None) -> Destination:
        """Return the window's destination. Its topic is made and stored before anything is shown in it.

        Args:
            window: the window as it was when the delivery's turn came. It is valid while it has a topic; otherwise it
                is read again.
        """
        if window is not None and window.thread_id is not None:
            return Destination(window.chat_id, window.thread_id)
        async with self._database.read(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
        if window.thread_id is not None:
            return Destination(window.chat_id, window.thread_id)
        if window.layout is Layout.FORUM:
            return await self._settle(delivery, await self._create_in_group(delivery, window))
        if not self._mode.is_on:
            is_settled = window.layout is Layout.REPLIES
            return Destination(window.chat_id, None) if is_settled else await self._settle(delivery, None)
        try:
            return await self._settle(delivery, await self._create(delivery, window))
        except (NoTopics, TopicGone):
            await self._mode.doubt()
            self._mode.is_on = False
            return await self._settle(delivery, None)

    async def _create_in_group(self, delivery: Delivery, window: Window) -> int:
        try:
            return await self._create(delivery, window)
        except (NoTopics, TopicGone) as error:
            raise ForumLost(Trouble.NO_TOPICS) from error

    async def _create(self, delivery: Delivery, window: Window) -> int:
        async with self._database.read(delivery.organization_id) as uow:
            viewer = await viewer_of(uow, window)
            with language(viewer.language):
                seen = await about(uow, window.dialog_id)
                name = cards.title(seen, viewer_id=viewer.id, marks_unread=viewer.marks_unread)
        return await self._telegram.create_topic(window.chat_id, name)

    async def _settle(self, delivery: Delivery, thread_id: int | None) -> Destination:
        async with self._database.begin(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
            returns = window.layout is Layout.REPLIES and thread_id is not None
            # A topic whose creation had an unknown outcome may have been found meanwhile
            # (handlers.operator.inbox.topics). It stays, and the topic that was made in its place is deleted as an
            # orphan.
            window.thread_id = window.thread_id or thread_id
            destination = Destination(window.chat_id, window.thread_id)
            window.layout = destination.layout
            if returns:
                # Topics are on again: the card and the messages that were shown as replies are sent to the new topic.
                window.card_id = None
                await desk.begin_anew(uow, window)
            return destination

    async def _renew(self, delivery: Delivery) -> None:
        """Forget the topic. The next try makes a new one, and its card and former messages follow."""
        log.info("the topic of window %s has gone", delivery.window_id)
        await self._doubt(delivery)
        async with self._database.begin(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
            uow.windows.forget_topic(window)
            await desk.begin_anew(uow, window)

    async def _doubt(self, delivery: Delivery) -> None:
        """Check whether topics are still on.

        Raises:
            ForumLost: a group's topic was missing after too many tries.
        """
        is_hopeless = attempts.count("topic gone") >= MAX_RENEWALS
        if is_group(chat_of(delivery)):
            if is_hopeless:
                raise ForumLost(Trouble.NO_TOPICS)
            return
        await self._mode.doubt()
        if is_hopeless:
            self._mode.is_on = False

    async def _reopen(self, delivery: Delivery, destination: Destination) -> None:
        """Open a topic that somebody has closed by hand. The bot has made the topic, so it may normally do that.

        Raises:
            ForumLost: the bot may not open it, after all.
        """
        if attempts.count("topic closed") >= MAX_RENEWALS:
            raise ForumLost(Trouble.NO_RIGHTS)
        try:
            await self._telegram(
                ReopenForumTopic(chat_id=destination.chat_id, message_thread_id=destination.thread_id or 0)
            )
        except NotModified:
            pass
        except TopicGone:
            await self._renew(delivery)

    async def _take_back(self, delivery: Delivery, chat_id: int, sent: Sent) -> None:
        """Delete a message that Telegram has put into another thread, and continue in replies.

        Raises:
            CannotSettle: the message is still there, so the next copy says that it may be a repeat.
            ForumLost: it was a group's topic; the group's dialogs continue in private chats.
        """
        log.error("a message for window %s came out in another thread; replies from now on", delivery.window_id)
        if not is_group(chat_id):
            await self._go_on_in_replies(delivery)
        try:
            await self._telegram(DeleteMessage(chat_id=chat_id, message_id=sent.message_id))
        except BridgeError as error:
            if not is_group(chat_id):
                raise CannotSettle from error
            log.warning("it could not be taken back: %s", type(error).__name__)
        if is_group(chat_id):
            raise ForumLost(await self._why_elsewhere(chat_id))

    async def _why_elsewhere(self, chat_id: int) -> Trouble:
        """Return NO_TOPICS when the group's topics are off: then every message goes to one place.

        Otherwise ELSEWHERE.
        """
        try:
            chat = await self._telegram(GetChat(chat_id=chat_id))
        except BridgeError:
            return Trouble.ELSEWHERE
        return Trouble.ELSEWHERE if chat.is_forum else Trouble.NO_TOPICS

    async def _go_on_in_replies(self, delivery: Delivery) -> None:
        self._mode.is_on = False
        async with self._database.begin(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
            uow.windows.forget_topic(window)
            window.layout = Layout.REPLIES
            await desk.paint_card(uow, window)


def is_group(chat_id: int) -> bool:
    """Whether the chat is a group: Telegram's ids of groups are negative, those of private chats are positive."""
    return chat_id < 0


def chat_of(delivery: Delivery) -> int:
    """Return the delivery's chat: its lane is "desk:" and the chat's id."""
    return int(delivery.lane.rpartition(":")[2])

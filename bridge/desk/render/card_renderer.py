"""Paints a window's pinned card and its topic's name."""

import asyncio
from weakref import WeakValueDictionary

from aiogram.methods import (
    CloseForumTopic,
    DeleteMessage,
    EditForumTopic,
    PinChatMessage,
    ReopenForumTopic,
)

from bridge.actions.delivery.desk import CardPayload, TitlePayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.delivery.payloads import payload_of
from bridge.desk.bot_api.destinations import Destination
from bridge.desk.bot_api.errors import MessageGone, NotModified, TopicGone
from bridge.desk.inbox.card_states import CardState, card_state
from bridge.desk.inbox.viewers import shown_to
from bridge.desk.render.renderer import Plain, RenderTools, renders, repaint
from bridge.desk.ui.screen import Screen
from bridge.errors import Undeliverable
from bridge.sending import attempts
from bridge.text.texts import language
from storage.delivery.deliveries import Delivery
from storage.inbox.windows import Layout, Window


@renders(CardPayload, TitlePayload)
class CardRenderer(Plain):
    """Every step can be repeated: the card's id is stored as soon as it is known."""

    def __init__(self, tools: RenderTools) -> None:
        super().__init__(tools)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def send(self, delivery: Delivery) -> Receipt:
        # Deliveries that update names are not in the lane of cards, so both could run at the same time.
        async with self._locks.setdefault(delivery.window_id or 0, asyncio.Lock()):
            match payload_of(delivery):
                case TitlePayload(card):
                    await self._name(delivery, with_card=card)
                case CardPayload(replaces):
                    await self._show(delivery, replaces)
        return EMPTY_RECEIPT

    async def _name(self, delivery: Delivery, *, with_card: bool) -> None:
        """Rename the topic and repaint the card. What does not exist yet gets its name later; an open screen stays."""
        window, state = await self._card_state(delivery)
        if window.thread_id is not None:
            await self._name_topic(delivery, window, state, Destination(window.chat_id, window.thread_id))
        wants_card = window.thread_id is None or with_card
        if wants_card and window.card_id and not self._telegram.open_screens.is_open(window.chat_id, window.card_id):
            await self._repaint(window, state.card)

    async def _show(self, delivery: Delivery, replaces: int | None) -> None:
        async with self._database.read(delivery.organization_id) as uow:
            if (await uow.windows.get(delivery.window_id or 0)).is_swept:
                return
        destination = await self._destinations.find(delivery)
        window, state = await self._card_state(delivery)
        if replaces is not None:
            await self._remove(window.chat_id, replaces)
        if not self._is_screen_open(delivery, window) and not await self._repaint(window, state.card):
            await self._place_anew(delivery, state.card)
        if destination.thread_id is not None:
            await self._name_topic(delivery, window, state, destination)

    def _is_screen_open(self, delivery: Delivery, window: Window) -> bool:
        """Whether a screen was opened over the card after this delivery was made. Leaving it draws the card."""
        chat_id, card_id = window.chat_id, window.card_id
        return card_id is not None and self._telegram.open_screens.is_open(
            chat_id, card_id, asked_at=delivery.created_at
        )

    async def _name_topic(self, delivery: Delivery, window: Window, state: CardState, destination: Destination) -> None:
        if state.title != window.title:
            await self._rename(delivery, destination, state.title)
        if destination.layout is Layout.FORUM and window.is_closed is not state.is_over:
            await self._close(delivery, destination, closed=state.is_over)

    async def _card_state(self, delivery: Delivery) -> tuple[Window, CardState]:
        async with self._database.read(delivery.organization_id) as uow:
            window, viewer = await shown_to(uow, delivery)
            with language(viewer.language):
                return window, await card_state(uow, window)

    async def _repaint(self, window: Window, card: Screen) -> bool:
        """Repaint the card; False when it does not exist (any more)."""
        chat_id, card_id = window.chat_id, window.card_id
        if card_id is None:
            return False
        self._telegram.open_screens.close(chat_id, card_id)
        gone = (MessageGone, TopicGone)
        return await repaint(self._telegram, card, chat_id=chat_id, message_id=card_id, gone=gone)

    async def _place_anew(self, delivery: Delivery, screen: Screen) -> None:
        sent = await self._destinations.send(
            delivery, lambda destination: screen.message(destination.chat_id, destination.thread_id)
        )
        async with self._database.begin(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
            window.card_id = sent.message_id
        attempts.stored()
        if sent.is_earlier:
            await repaint(self._telegram, screen, chat_id=window.chat_id, message_id=sent.message_id)
        await self._pin(window.chat_id, sent.message_id)

    async def _remove(self, chat_id: int, message_id: int) -> None:
        try:
            await self._telegram(DeleteMessage(chat_id=chat_id, message_id=message_id))
        except (Undeliverable, MessageGone):
            # The message is too old to be deleted. Its buttons know that they are stale.
            return

    async def _pin(self, chat_id: int, message_id: int) -> None:
        try:
            await self._telegram(PinChatMessage(chat_id=chat_id, message_id=message_id, disable_notification=True))
        except (Undeliverable, MessageGone, TopicGone):
            # The card works without a pin.
            return

    async def _close(self, delivery: Delivery, destination: Destination, *, closed: bool) -> None:
        """Close the topic of a dialog that is over, or reopen it. Topics in private chats cannot be closed."""
        method = CloseForumTopic if closed else ReopenForumTopic
        try:
            await self._telegram(method(chat_id=destination.chat_id, message_thread_id=destination.thread_id or 0))
        except NotModified:
            pass
        except TopicGone:
            return
        async with self._database.begin(delivery.organization_id) as uow:
            (await uow.windows.get(delivery.window_id or 0)).is_closed = closed

    async def _rename(self, delivery: Delivery, destination: Destination, title: str) -> None:
        try:
            await self._telegram(
                EditForumTopic(chat_id=destination.chat_id, message_thread_id=destination.thread_id or 0, name=title)
            )
        except NotModified:
            pass
        except TopicGone:
            # The next message into the topic finds out that it is gone, and a new topic is made.
            return
        async with self._database.begin(delivery.organization_id) as uow:
            (await uow.windows.get(delivery.window_id or 0)).title = title

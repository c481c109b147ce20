"""Paints a window's pinned card and its topic's name."""

from aiogram.methods import (
    CloseForumTopic,
    DeleteMessage,
    EditForumTopic,
    PinChatMessage,
    ReopenForumTopic,
    SendMessage,
)

from bridge.actions.desk import Show
from bridge.carrier import Receipt
from bridge.desk import cards
from bridge.desk.about import about
from bridge.desk.errors import MessageGone, NotModified, TopicGone
from bridge.desk.painter import NOTHING, Plain, repaint
from bridge.desk.places import Places, Spot
from bridge.desk.screen import Screen
from bridge.desk.telegram import Telegram
from bridge.desk.viewers import shown_to
from bridge.errors import OutcomeUnknown, Undeliverable
from bridge.texts import language
from storage.database import Database
from storage.deliveries import Delivery
from storage.windows import Layout, Window


class CardPainter(Plain):
    """Every step can be repeated: the card's id is stored as soon as it is known."""

    def __init__(self, database: Database, telegram: Telegram, places: Places) -> None:
        self._database = database
        self._telegram = telegram
        self._places = places

    async def send(self, delivery: Delivery) -> Receipt:
        spot = await self._places.spot(delivery)
        async with self._database.read(delivery.organization_id) as uow:
            window, viewer = await shown_to(uow, delivery)
            seen = await about(uow, window.dialog_id)
            sign_in = await uow.sign_ins.of_account_anywhere(window.chat_id)
        takes_text = spot.thread_id is None and sign_in is not None and sign_in.open_dialog_id == window.dialog_id
        with language(viewer.language):
            screen = cards.card(seen, viewer_id=viewer.id, takes_text=takes_text, zone=viewer.time_zone)
            title = cards.title(seen, viewer_id=viewer.id, is_live=window.is_live)
        if "replaces" in delivery.body:
            await self._remove(window.chat_id, delivery.body["replaces"])
        if delivery.kind == Show.CARD:
            await self._paint(delivery, window, screen)
        if spot.thread_id is not None and title != window.title:
            await self._rename(delivery, spot, title)
        is_over = not seen.dialog.is_open or not window.is_live
        if spot.layout is Layout.FORUM and window.is_closed is not is_over:
            await self._close(delivery, spot, closed=is_over)
        return NOTHING

    async def _paint(self, delivery: Delivery, window: Window, screen: Screen) -> None:
        chat_id, card_id = window.chat_id, window.card_id
        if card_id is not None and await repaint(
            self._telegram, delivery, screen, chat_id=chat_id, message_id=card_id, gone=(MessageGone, TopicGone)
        ):
            return
        await self._place_anew(delivery, screen)

    async def _place_anew(self, delivery: Delivery, screen: Screen) -> None:
        sent = await self._places.send(
            delivery,
            lambda spot: SendMessage(
                chat_id=spot.chat_id,
                message_thread_id=spot.thread_id,
                text=screen.text,
                parse_mode="HTML",
                reply_markup=screen.keyboard,
                disable_notification=True,
            ),
        )
        async with self._database.begin(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
            window.card_id = sent.message_id
        await self._pin(window.chat_id, sent.message_id)

    async def _remove(self, chat_id: int, message_id: int) -> None:
        try:
            await self._telegram(DeleteMessage(chat_id=chat_id, message_id=message_id))
        except (Undeliverable, MessageGone, OutcomeUnknown):
            # Too old to be deleted: its buttons know that they are stale.
            return

    async def _pin(self, chat_id: int, message_id: int) -> None:
        try:
            await self._telegram(PinChatMessage(chat_id=chat_id, message_id=message_id, disable_notification=True))
        except (Undeliverable, MessageGone, OutcomeUnknown, TopicGone):
            # The card works without a pin.
            return

    async def _close(self, delivery: Delivery, spot: Spot, *, closed: bool) -> None:
        """Close the topic of what is over, open that of what goes on; private chats' topics cannot be closed."""
        method = CloseForumTopic if closed else ReopenForumTopic
        try:
            await self._telegram(method(chat_id=spot.chat_id, message_thread_id=spot.thread_id or 0))
        except NotModified:
            pass
        except TopicGone:
            return
        async with self._database.begin(delivery.organization_id) as uow:
            (await uow.windows.get(delivery.window_id or 0)).is_closed = closed

    async def _rename(self, delivery: Delivery, spot: Spot, title: str) -> None:
        try:
            await self._telegram(
                EditForumTopic(chat_id=spot.chat_id, message_thread_id=spot.thread_id or 0, name=title)
            )
        except NotModified:
            pass
        except TopicGone:
            # The next message into it finds out, and makes a new one.
            return
        async with self._database.begin(delivery.organization_id) as uow:
            (await uow.windows.get(delivery.window_id or 0)).title = title

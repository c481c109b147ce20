"""Answers to the person who has just done something. They redraw a screen, so they are sent at once.

Messages that must not be lost go through the outbox instead (bridge.actions.delivery.desk).
"""

import logging

from aiogram.methods import AnswerCallbackQuery, DeleteMessage, EditMessageText, SendMessage
from aiogram.types import (
    CallbackQuery,
    EphemeralMessageParameters,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from aiogram.utils.text_decorations import html_decoration

from bridge.desk.bot_api.errors import MessageGone, NotModified, PressTooOld, TopicGone
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.ui.screen import Screen
from bridge.errors import BridgeError, OutcomeUnknown, TryLater, Undeliverable
from handlers.operator.kit.afterwards import Afterwards
from handlers.operator.kit.context import Place
from handlers.operator.kit.question_kinds import is_question

log = logging.getLogger(__name__)

# Length of a toast; Telegram refuses a longer one.
MAX_TOAST_LENGTH = 200

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


class Responder:
    """Answers in the chat where an update happened. A failure is logged, never raised.

    Args:
        afterwards: shows the answer later when Telegram does not answer; None for a person without an organization.
    """

    def __init__(
        self,
        telegram: Telegram,
        place: Place,
        *,
        for_account: int | None = None,
        afterwards: Afterwards | None = None,
    ) -> None:
        self._telegram = telegram
        self.place = place
        self._afterwards = afterwards
        # In a group, texts for one person are visible only to that person, where Telegram allows it.
        self._visible_to: EphemeralMessageParameters | None = None
        if place.is_group and for_account is not None:
            self._visible_to = EphemeralMessageParameters(receiver_user_id=for_account)

    def in_private(self, chat_id: int) -> "Responder":
        """A responder for a private chat."""
        return Responder(self._telegram, Place(chat_id), afterwards=self._afterwards)

    async def say(self, text: str, *, markup: Markup | None = None, reply_to: int | None = None) -> int | None:
        """Send plain text here; returns the message's id, None when it failed or only one person sees it."""
        return await self._send(
            SendMessage(
                chat_id=self.place.chat_id,
                message_thread_id=self.place.thread_id,
                text=text,
                reply_markup=markup,
                reply_parameters=_reply(reply_to),
            )
        )

    async def tell_all(self, text: str) -> int | None:
        """Send plain text that everybody here sees."""
        return await self._send_to_all(
            SendMessage(chat_id=self.place.chat_id, message_thread_id=self.place.thread_id, text=text)
        )

    async def show(self, screen: Screen, *, reply_to: int | None = None) -> int | None:
        """Send a screen as a new message; returns its id, None when it failed or only one person sees it."""
        return await self._send(
            SendMessage(
                chat_id=self.place.chat_id,
                message_thread_id=self.place.thread_id,
                text=screen.text,
                parse_mode="HTML",
                reply_markup=screen.keyboard,
                disable_notification=True,
                reply_parameters=_reply(reply_to),
            )
        )

    async def redraw(self, query: CallbackQuery, screen: Screen) -> None:
        """Replace the message with the pressed button by another screen; send a new message when it is gone."""
        if query.message is not None:
            await self.change(query.message.message_id, screen)

    async def change(self, message_id: int, screen: Screen) -> None:
        """Replace a message of the bot here by another screen; send a new message when it is gone."""
        self._telegram.open_screens.open(self.place.chat_id, message_id)
        method = EditMessageText(
            chat_id=self.place.chat_id,
            message_id=message_id,
            text=screen.text,
            parse_mode="HTML",
            reply_markup=screen.keyboard,
        )
        try:
            await self._telegram.straight(method)
        except NotModified:
            pass
        except MessageGone:
            await self.show(screen)
        except BridgeError as error:
            await self._put_off(method, error)

    async def restore_card(self, query: CallbackQuery, card: Screen) -> None:
        """Replace the open screen with the pressed button by the card that it was opened on."""
        await self.redraw(query, card)
        if query.message is not None:
            self._telegram.open_screens.close(query.message.chat.id, query.message.message_id)

    async def strip(self, query: CallbackQuery, text: str) -> None:
        """Replace an answered question by plain text without buttons."""
        await self.redraw(query, Screen(html_decoration.quote(text)))

    async def toast(self, query: CallbackQuery, text: str = "", *, alert: bool = False) -> None:
        """Answer a press. Every press needs an answer, or its button keeps spinning."""
        try:
            await self._telegram.straight(
                AnswerCallbackQuery(callback_query_id=query.id, text=text[:MAX_TOAST_LENGTH] or None, show_alert=alert)
            )
        except (PressTooOld, TryLater, OutcomeUnknown):
            # The press is older than Telegram allows, or Telegram does not answer: a message in the chat tells the
            # outcome.
            if text:
                await self.say(text)
        except BridgeError as error:
            log.warning("could not answer a button press: %s", type(error).__name__)

    async def erase(self, message_id: int) -> bool:
        """Delete a message here; False when Telegram did not delete it."""
        try:
            await self._telegram(DeleteMessage(chat_id=self.place.chat_id, message_id=message_id))
        except BridgeError as error:
            log.warning("could not delete a message: %s", type(error).__name__)
            return False
        return True

    async def _send(self, method: SendMessage) -> int | None:
        if self._visible_to is None or method.reply_markup is not None:
            return await self._send_to_all(method)
        try:
            await self._telegram.send(method.model_copy(update={"ephemeral_message_parameters": self._visible_to}))
        except TopicGone:
            await self._in_private(method, self._visible_to.receiver_user_id)
        except Undeliverable:
            # Telegram does not allow it here, or the person has left: the text is sent to everybody, so that it is not
            # lost.
            return await self._send_to_all(method)
        except BridgeError as error:
            # A text for one person in a group is sent to their private chat afterwards.
            there = {"chat_id": self._visible_to.receiver_user_id, "message_thread_id": None, "reply_parameters": None}
            await self._put_off(method.model_copy(update=there), error)
        return None

    async def _in_private(self, method: SendMessage, account: int) -> None:
        """Send it to the person in private: the topic is gone, and outside of topics everybody would read it."""
        there = {"chat_id": account, "message_thread_id": None, "reply_parameters": None}
        try:
            await self._telegram.send(method.model_copy(update=there))
        except BridgeError:
            # The text is sent to everybody, so that it is not lost.
            await self._send_to_all(method)

    async def _send_to_all(self, method: SendMessage) -> int | None:
        floor = self._telegram.settler.ids.highest(self.place.chat_id)
        try:
            message_id = (await self._telegram.send(method)).message_id
            if self._afterwards is not None and is_question(method.reply_markup):
                await self._afterwards.shown(self.place, message_id)
            return message_id
        except TopicGone:
            if method.message_thread_id is not None:
                return await self._send_to_all(method.model_copy(update={"message_thread_id": None}))
            log.warning("could not answer in chat: there is no place outside of topics")
            return None
        except BridgeError as error:
            await self._put_off(method, error, floor)
            return None

    async def _put_off(
        self, method: SendMessage | EditMessageText, error: BridgeError, floor: int | None = None
    ) -> None:
        """Show it when Telegram answers again; a refused message is only logged."""
        if self._afterwards is None or not isinstance(error, TryLater | OutcomeUnknown):
            log.warning("could not answer in chat: %s", type(error).__name__)
            return
        may_be_there = isinstance(error, OutcomeUnknown)
        await self._afterwards.show(method, self.place, floor=floor, may_be_there=may_be_there)


def _reply(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True)

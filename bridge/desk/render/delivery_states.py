"""Shows the delivery state on an operator's message: one reaction, and the reason in words when it failed."""

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage, SetMessageReaction
from aiogram.types import (
    InlineKeyboardMarkup,
    ReactionTypeEmoji,
    ReactionTypeUnion,
    ReplyParameters,
)

from bridge.actions.delivery.changes import MessageEditPayload
from bridge.actions.delivery.deliveries import STOPPED_REASON
from bridge.actions.delivery.desk import DeliveryStatePayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.destinations import Destination
from bridge.desk.bot_api.errors import MessageGone
from bridge.desk.inbox.viewers import viewer_of
from bridge.desk.render.renderer import Plain, renders
from bridge.desk.ui import callbacks
from bridge.desk.ui.screen import button
from bridge.errors import Undeliverable
from bridge.text.texts import _, fill, language
from storage.delivery.deliveries import UNSETTLED_STATUSES, Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import DeliveryState, Message
from storage.messages.reactions import BOT_REACTIONS, RESERVED_REACTIONS, Reaction

# Telegram lets bots use only certain reactions.
STATE_REACTIONS = {
    DeliveryState.ACCEPTED: "👌",
    DeliveryState.READ: "👀",
    DeliveryState.FAILED: "💔",
}
# The message was taken as a note: the customer does not see it.
NOTE_REACTION = "✍"
# The message waits longer than usual and leaves by itself.
DELAY_REACTION = "🕊"


@renders(DeliveryStatePayload)
class DeliveryStateRenderer(Plain):
    async def send(self, delivery: Delivery) -> Receipt:
        async with self._database.read(delivery.organization_id) as uow:
            message = await uow.messages.get(delivery.message_id or 0)
            original = await uow.windows.original_of(message.id)
            emoji = reaction_emoji(message, await uow.reactions.of(message.id, None))
            if message.state is DeliveryState.QUEUED and await _is_delayed(uow, message):
                emoji = DELAY_REACTION
            elif message.edited_at is not None and await _edit_is_under_way(uow, message):
                emoji = None
        if original is None:
            return EMPTY_RECEIPT
        await self._react(original.chat_id, original.telegram_message_id, emoji)
        if explanation(message)[0]:
            await self._explain(delivery, message, original.telegram_message_id)
        return EMPTY_RECEIPT

    async def _react(self, chat_id: int, message_id: int, emoji: str | None) -> None:
        reaction: list[ReactionTypeUnion] = [ReactionTypeEmoji(emoji=emoji)] if emoji else []
        try:
            await self._telegram(SetMessageReaction(chat_id=chat_id, message_id=message_id, reaction=reaction))
        except (MessageGone, Undeliverable):
            # A failure is explained in words, too, so the reaction may be missing.
            return

    async def _explain(self, delivery: Delivery, message: Message, reply_to: int) -> None:
        async with self._database.read(delivery.organization_id) as uow:
            viewer = await viewer_of(uow, await uow.windows.get(delivery.window_id or 0))
        with language(viewer.language):
            words, keyboard = explanation(message)

        def make(destination: Destination) -> SendMessage:
            return SendMessage(
                chat_id=destination.chat_id,
                message_thread_id=destination.thread_id,
                text=words,
                reply_markup=keyboard,
                reply_parameters=ReplyParameters(message_id=reply_to, allow_sending_without_reply=True),
            )

        await self._destinations.send(delivery, make)


def reaction_emoji(message: Message, reaction: Reaction | None) -> str | None:
    """The bot's only reaction on an operator's message: its delivery state, or the customer's reaction.

    A customer who reacts has read the message, so their reaction replaces the state; a failure comes first. Emojis that
    the bot uses for states are told in words.
    """
    emoji = NOTE_REACTION if message.is_note else STATE_REACTIONS.get(message.state) if message.state else None
    if message.state is DeliveryState.FAILED:
        return emoji
    newest = reaction.newest if reaction else None
    return newest if newest in BOT_REACTIONS - RESERVED_REACTIONS else emoji


async def _is_delayed(uow: UnitOfWork, message: Message) -> bool:
    carried = await uow.deliveries.of_message(message.id)
    return any(each.delayed_at is not None and each.status in UNSETTLED_STATUSES for each in carried)


async def _edit_is_under_way(uow: UnitOfWork, message: Message) -> bool:
    return any(
        delivery.kind == MessageEditPayload.kind and delivery.status in UNSETTLED_STATUSES
        for delivery in await uow.deliveries.of_message(message.id)
    )


def explanation(message: Message) -> tuple[str, InlineKeyboardMarkup | None]:
    """The text below the message and the button that can help; the text is empty when all went well."""
    if message.state is DeliveryState.FAILED:
        failure = message.failure or {}
        if failure.get("text") == STOPPED_REASON:
            # The message in which the author withdrew it already says so.
            return "", None
        reason = fill(failure.get("text", ""), failure.get("params", {}))
        return "❌ " + _("Not delivered") + f": {reason}", _button(_("Retry"), callbacks.Retry(message_id=message.id))
    if message.state is DeliveryState.QUEUED and message.failure is not None:
        words = fill(message.failure["text"], message.failure["params"])
        return f"⏳ {words}", _button(_("Do not send"), callbacks.Withdraw(message_id=message.id))
    if message.state is DeliveryState.ACCEPTED and message.maybe_repeated:
        words = _("Sent again after the connection broke: the customer may have it twice")
        return f"↻ {words}", None
    return "", None


def _button(text: str, pressed: CallbackData) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[button(text, pressed)]])

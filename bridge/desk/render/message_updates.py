"""Renders message updates: deletes the copies, sets a reaction, sends a notice as a reply."""

from typing import Any

from aiogram.methods import DeleteMessage, SendMessage, SetMessageReaction
from aiogram.types import ReactionTypeEmoji, ReactionTypeUnion, ReplyParameters

from bridge.actions.messages.message_updates import ErasePayload, ReactionPayload, ReplyNoticePayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.destinations import Destination
from bridge.desk.bot_api.errors import MessageGone
from bridge.desk.inbox.viewers import shown_to
from bridge.desk.render.delivery_states import reaction_emoji
from bridge.desk.render.renderer import Plain, renders
from bridge.text.texts import fill, language
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Layout, Mirror
from storage.messages.reactions import BOT_REACTIONS, Reaction


@renders(ErasePayload)
class EraseRenderer(Plain):
    """Deletes the copies. The operator's own message stays, because the bot must not delete it."""

    async def send(self, delivery: Delivery) -> Receipt:
        async with self._database.read(delivery.organization_id) as uow:
            mirrors = await uow.windows.mirrors_of(delivery.message_id or 0, delivery.window_id or 0)
        for mirror in mirrors:
            if not mirror.is_original:
                await self._delete(mirror)
        return EMPTY_RECEIPT

    async def _delete(self, mirror: Mirror) -> None:
        try:
            await self._telegram(DeleteMessage(chat_id=mirror.chat_id, message_id=mirror.telegram_message_id))
        except MessageGone:
            return


@renders(ReactionPayload)
class ReactionRenderer(Plain):
    """Sets the customer's reaction as the bot's only one; an operator's message shares it with the state."""

    async def send(self, delivery: Delivery) -> Receipt:
        async with self._database.read(delivery.organization_id) as uow:
            message = await uow.messages.get(delivery.message_id or 0)
            mirror = await uow.windows.mirror_of(message.id, delivery.window_id or 0)
            reaction = await _reaction(uow, mirror, message.id)
        if mirror is None:
            return EMPTY_RECEIPT
        await self._react(mirror, reaction_emoji(message, reaction) if mirror.is_original else _newest(reaction))
        return EMPTY_RECEIPT

    async def _react(self, mirror: Mirror, emoji: str | None) -> None:
        slot: list[ReactionTypeUnion] = [ReactionTypeEmoji(emoji=emoji)] if emoji else []
        method = SetMessageReaction(chat_id=mirror.chat_id, message_id=mirror.telegram_message_id, reaction=slot)
        try:
            await self._telegram(method)
        except MessageGone:
            return


@renders(ReplyNoticePayload)
class ReplyNoticeRenderer(Plain):
    async def send(self, delivery: Delivery) -> Receipt:
        payload = ReplyNoticePayload.of(delivery)
        async with self._database.read(delivery.organization_id) as uow:
            window, viewer = await shown_to(uow, delivery)
            mirror = await uow.windows.mirror_of(delivery.message_id or 0, window.id)
            dialog = await uow.dialogs.get(window.dialog_id)
            contact = (await uow.contacts.get(dialog.contact_id)).title
        with language(viewer.language):
            words = reply_notice_text(payload.text, payload.params, payload.reason)

        def make(destination: Destination) -> SendMessage:
            return SendMessage(
                chat_id=destination.chat_id,
                message_thread_id=destination.thread_id,
                text=f"{contact}: {words}" if destination.layout is Layout.REPLIES else words,
                reply_parameters=_below(mirror),
                disable_notification=True,
            )

        await self._destinations.send(delivery, make)
        return EMPTY_RECEIPT


def reply_notice_text(text: str, params: dict[str, str], reason: dict[str, Any] | None) -> str:
    """The sentence of a reply notice in the current language."""
    if reason is not None:
        params = {**params, "reason": fill(reason["text"], reason["params"])}
    return fill(text, params)


def _below(mirror: Mirror | None) -> ReplyParameters | None:
    if mirror is None:
        return None
    return ReplyParameters(message_id=mirror.telegram_message_id, allow_sending_without_reply=True)


async def _reaction(uow: UnitOfWork, mirror: Mirror | None, message_id: int) -> Reaction | None:
    """The customer's reaction; of a burst the newest one, because its messages share one Telegram message."""
    together = [message_id] if mirror is None or mirror.is_original else await uow.windows.shown_with(mirror)
    found = [await uow.reactions.of(each, None) for each in together]
    there = [reaction for reaction in found if reaction is not None and reaction.emojis]
    return max(there, key=lambda reaction: reaction.at, default=None)


def _newest(reaction: Reaction | None) -> str | None:
    newest = reaction.newest if reaction else None
    return newest if newest in BOT_REACTIONS else None

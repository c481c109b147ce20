"""Paints screens that somebody requested while Telegram did not answer."""

from datetime import datetime, timedelta

from aiogram.methods import EditMessageText, SendMessage

from bridge.actions.delivery.desk import ScreenPayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.destinations import chat_of
from bridge.desk.bot_api.errors import MessageGone, NotModified, TopicGone
from bridge.desk.bot_api.telegram import Sent
from bridge.desk.render.renderer import MessageReceipt, Plain, renders
from bridge.text.texts import _, language
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork

# Somebody who asked for a screen longer ago does something else by now, and its buttons would surprise them.
MAX_SCREEN_AGE = timedelta(minutes=15)


@renders(ScreenPayload)
class ScreenRenderer(Plain):
    async def send(self, delivery: Delivery) -> Receipt:
        payload = ScreenPayload.of(delivery)
        fields = {**payload.fields}
        if is_old := "reply_markup" in fields and self._database.clock() - delivery.created_at > MAX_SCREEN_AGE:
            with language(payload.language):
                fields |= {"text": _("Telegram did not answer, and this has become old: open it once more")}
            fields = {name: fields[name] for name in fields if name not in ("reply_markup", "parse_mode")}
        if "message_id" in fields:
            try:
                await self._telegram(EditMessageText(**fields))
                return EMPTY_RECEIPT
            except NotModified:
                return EMPTY_RECEIPT
            except MessageGone:
                if payload.is_end:
                    return EMPTY_RECEIPT
                del fields["message_id"]
        sent = await self._send(fields)
        return MessageReceipt(None if is_old else sent.message_id)

    async def _send(self, fields: dict[str, object]) -> Sent:
        try:
            return await self._telegram.send(SendMessage.model_validate(fields))
        except TopicGone:
            return await self._telegram.send(SendMessage.model_validate({**fields, "message_thread_id": None}))

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        """Mark the screen's question as shown: it can be answered from now on."""
        question = ScreenPayload.of(delivery).question
        if question is None or not isinstance(receipt, MessageReceipt):
            return
        thread_id, asked_of, asked_at = question
        which = {"of": asked_of, "asked_at": datetime.fromisoformat(asked_at)}
        await uow.questions.reveal(chat_of(delivery), thread_id, **which, in_=receipt.message_id)

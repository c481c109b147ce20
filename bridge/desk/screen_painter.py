"""Paints what somebody was to see at once and could not, because Telegram was away."""

from datetime import timedelta

from aiogram.methods import EditMessageText, SendMessage

from bridge.carrier import Receipt
from bridge.desk.errors import MessageGone, NotModified, TopicGone
from bridge.desk.painter import NOTHING, Plain
from bridge.desk.telegram import Telegram
from bridge.texts import _, language
from storage.database import Clock
from storage.deliveries import Delivery

# Whoever asked for a screen so long ago does something else by now: its buttons would only surprise them.
MAKES_SENSE = timedelta(minutes=15)


class ScreenPainter(Plain):
    def __init__(self, telegram: Telegram, clock: Clock) -> None:
        self._telegram = telegram
        self._clock = clock

    async def send(self, delivery: Delivery) -> Receipt:
        fields = {**delivery.body["fields"]}
        if "reply_markup" in fields and self._clock() - delivery.created_at > MAKES_SENSE:
            with language(delivery.body["language"]):
                fields |= {"text": _("Telegram did not answer, and this has become old: open it once more")}
            fields = {name: fields[name] for name in fields if name not in ("reply_markup", "parse_mode")}
        if "message_id" in fields:
            try:
                await self._telegram(EditMessageText(**fields))
                return NOTHING
            except NotModified:
                return NOTHING
            except MessageGone:
                del fields["message_id"]
        await self._send(fields)
        return NOTHING

    async def _send(self, fields: dict[str, object]) -> None:
        try:
            await self._telegram.send(SendMessage.model_validate(fields))
        except TopicGone:
            await self._telegram.send(SendMessage.model_validate({**fields, "message_thread_id": None}))

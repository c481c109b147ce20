"""A screen: what the operator bot shows in one message."""

from dataclasses import dataclass

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup, ReplyParameters


@dataclass(frozen=True)
class Screen:
    """Telegram HTML (everything that people wrote must be quoted) and the buttons below it."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None

    def message(
        self, chat_id: int, thread_id: int | None = None, *, below: int | None = None, silent: bool = True
    ) -> SendMessage:
        """It as a new message.

        Args:
            below: the message that it answers: a press on it leads there, as long as that one is there.
            silent: it only puts things in order, and nobody is to be called by it.
        """
        answered = ReplyParameters(message_id=below, allow_sending_without_reply=True) if below is not None else None
        return SendMessage(
            chat_id=chat_id,
            message_thread_id=thread_id,
            text=self.text,
            parse_mode="HTML",
            reply_markup=self.keyboard,
            disable_notification=silent or None,
            reply_parameters=answered,
        )

"""A screen: what the operator bot shows in one message."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters

from bridge.text.texts import _


def button(
    caption: str, pressed: CallbackData | str, *, style: ButtonStyle | str | None = None
) -> InlineKeyboardButton:
    """A button of a screen.

    Args:
        pressed: what the button carries; a string is already packed.
        style: red ends something, green takes, blue is the main action; the caption says it, too.
    """
    data = pressed if isinstance(pressed, str) else pressed.pack()
    return InlineKeyboardButton(text=caption, callback_data=data, style=style)


def back(pressed: CallbackData, caption: str = "") -> InlineKeyboardButton:
    """A button to the screen before, or to the screen that the caption names."""
    return button("‹ " + (caption or _("Back")), pressed)


def choice(caption: str, pressed: CallbackData, *, is_chosen: bool) -> InlineKeyboardButton:
    """A button for one of several choices; a tick marks the chosen one."""
    return button("✓ " + caption if is_chosen else caption, pressed)


@dataclass(frozen=True)
class Screen:
    """Text as Telegram HTML, in which everything that people wrote must be quoted, and the rows of buttons below it."""

    text: str
    rows: Sequence[Sequence[InlineKeyboardButton]] = ()

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in self.rows]) if self.rows else None

    def message(
        self, chat_id: int, thread_id: int | None = None, *, below: int | None = None, silent: bool = True
    ) -> SendMessage:
        """The request that sends the screen as a new message.

        Args:
            below: the message that it replies to, if that still exists; a press on the reply leads there.
            silent: the message makes no sound, because it needs nobody's attention.
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

"""What the author of an answer sees below it: the offer to take the answer back, and the end of that offer."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _

Button = InlineKeyboardButton


class TakeBack(CallbackData, prefix="ud"):
    message_id: Number


class SendNow(CallbackData, prefix="udn"):
    message_id: Number


def offered(message_id: int, seconds: int, *, to: str | None) -> Screen:
    """The offer to take an answer back; `to` is the customer's name where the place does not show the recipient."""
    words = _("Leaves in {seconds} s").format(seconds=seconds)
    if to is not None:
        words = _("→ {name}: leaves in {seconds} s").format(name=to, seconds=seconds)
    take_back = button("↩️ " + _("Take back"), TakeBack(message_id=message_id))
    send_now = button(_("Send now"), SendNow(message_id=message_id))
    return Screen("🕓 " + html.quote(words), [[take_back, send_now]])


def taken_back(*, to: str | None) -> Screen:
    words = "🗑 " + _("Not sent")
    return Screen(html.quote(f"{to}: {words}" if to is not None else words))


def gone(*, to: str) -> Screen:
    return Screen(html.quote(_("→ {name}").format(name=to)))

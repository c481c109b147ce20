"""Buttons that lead to scheduled messages, and the lines about them on a dialog's card."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.screen import button
from bridge.text.texts import _, ngettext
from bridge.when.saying import in_short
from storage.messages.scheduled_messages import ScheduledMessage, ScheduledState

Button = InlineKeyboardButton


class WriteLater(CallbackData, prefix="sm"):
    """Ask for the message that leaves later."""

    dialog_id: Number


class ListLater(CallbackData, prefix="sml"):
    """Show a dialog's scheduled messages; 0 shows the viewer's own."""

    dialog_id: Number = 0
    page: Number = 0


def later_rows(dialog_id: int, count: int) -> list[list[Button]]:
    """The buttons that schedule a message for a dialog and show its scheduled messages."""
    write = button("🕒 " + _("Send later"), WriteLater(dialog_id=dialog_id))
    if not count:
        return [[write]]
    words = "🕒 " + _("Scheduled: {count}").format(count=count)
    return [[write], [button(words, ListLater(dialog_id=dialog_id))]]


def leaving(scheduled: Sequence[ScheduledMessage], zone: str) -> list[str]:
    """The line about scheduled messages on a card; its times stay true when it is read on a later day."""
    waiting = [each for each in scheduled if each.state is ScheduledState.WAITING]
    if not waiting:
        return []
    words = ngettext(
        "{count} message leaves by itself: {when}", "{count} messages leave by themselves, first: {when}", len(waiting)
    )
    when = in_short(waiting[0].due_at, zone, waiting[0].created_at, lasting=True)
    return ["🕒 " + words.format(count=len(waiting), when=when)]

"""The screen of a board: a line and a button for each customer who waits, the longest wait first."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.inbox.boards import Line, Queue
from bridge.desk.ui.callbacks import Open
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _, ngettext

Button = InlineKeyboardButton

# Letters of a name on a button.
MAX_NAME_LENGTH = 24


class TakeDown(CallbackData, prefix="bo"):
    """Remove the board from this chat."""


def board(queue: Queue) -> Screen:
    """The whole board; each of its buttons opens a dialog."""
    keyboard = [[_button(line)] for line in queue.lines]
    keyboard.append([button("✖️ " + _("Take the board away"), TakeDown())])
    return Screen(_text(queue), keyboard)


def _text(queue: Queue) -> str:
    if not queue.count:
        return "✅ " + html.bold(html.quote(_("Nobody is waiting")))
    waiting = ngettext("{count} customer is waiting", "{count} customers are waiting", queue.count)
    lines = ["⏳ " + html.bold(html.quote(waiting.format(count=queue.count))), ""]
    lines += [html.quote(_told(line)) for line in queue.lines]
    if (more := queue.count - len(queue.lines)) > 0:
        lines.append(html.quote(_("and {count} more").format(count=more)))
    return "\n".join(lines)


def _told(line: Line) -> str:
    whose = _("you") if line.is_own else line.responsible or _("nobody yet")
    return f"{_length(line.minutes)} — {line.name} · {whose}"


def _button(line: Line) -> Button:
    name = line.name if len(line.name) <= MAX_NAME_LENGTH else line.name[:MAX_NAME_LENGTH].rstrip() + "…"
    return button(f"{name} · {_length(line.minutes)}", Open(dialog_id=line.dialog_id))


def _length(minutes: int) -> str:
    """A duration of working time in hours and minutes."""
    if minutes < 60:
        return _("{minutes} min").format(minutes=minutes)
    hours, rest = divmod(minutes, 60)
    if not rest:
        return _("{hours} h").format(hours=hours)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)

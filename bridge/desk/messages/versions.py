"""Earlier versions of an edited message: the button below a copy, and the screen that it opens."""

from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.messages.message_summaries import kind_name
from bridge.desk.ui import callbacks
from bridge.desk.ui.screen import Screen, button
from bridge.errors import NotFound
from bridge.text.texts import _, short_time
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import Message, MessageKind
from storage.messages.versions import Version

# The rest of Telegram's limit is room for the line above the text and for escaped characters.
MAX_TEXT_LENGTH = 3500


def versions_button(message: Message) -> InlineKeyboardMarkup:
    data = callbacks.ShowVersions(message_id=message.id)
    return InlineKeyboardMarkup(inline_keyboard=[[button("🕓 " + _("What it said before"), data)]])


async def versions(uow: UnitOfWork, message_id: int, *, back: int, zone: str, hidden: bool = False) -> Screen:
    """One earlier version, `back` versions before the last earlier one; a button leads to the version before it.

    Args:
        hidden: also show versions of what the customer wrote while they were blocked.
    """
    message = await uow.messages.get(message_id)
    if message.is_hidden and not hidden:
        raise NotFound
    found = await uow.versions.of_message(message.id)
    if not found:
        return Screen(html.quote(_("It was not changed")))
    at = max(len(found) - 1 - back, 0)
    until = _("Until {time} it said:").format(time=short_time(found[at].replaced_at, zone, uow.now))
    screen = f"🕓 {html.bold(html.quote(until))}\n{html.quote(_words(found[at]))}"
    if at == 0:
        return Screen(screen)
    earlier = callbacks.ShowVersions(message_id=message.id, back=back + 1)
    return Screen(screen, [[button("‹ " + _("Earlier"), earlier)]])


def _words(version: Version) -> str:
    text = version.text if len(version.text) <= MAX_TEXT_LENGTH else version.text[:MAX_TEXT_LENGTH] + "…"
    return text if version.kind is MessageKind.TEXT else f"[{kind_name(version.kind, {})}] {text}".rstrip()

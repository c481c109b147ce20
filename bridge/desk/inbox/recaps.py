"""The pages of «История»: what was said before in a dialog."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.inbox.snippets import message_snippet
from bridge.desk.messages.headers import names
from bridge.desk.messages.message_summaries import EXCERPT_LENGTH, author_name, line
from bridge.desk.ui import callbacks
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import Message

MESSAGES_PER_PAGE = 8
# A page shows this many messages after the one that was found.
MESSAGES_AFTER_FOUND = 3


@dataclass(frozen=True)
class Found:
    """A message that a search has found."""

    message_id: int
    terms: Sequence[str]


async def page_around(uow: UnitOfWork, dialog_id: int, found: Found, *, zone: str, hidden: bool = False) -> Screen:
    """The page of the history that contains the found message."""
    later = await uow.messages.after(dialog_id, found.message_id, limit=MESSAGES_AFTER_FOUND, hidden=hidden)
    before_id = later[-1].id + 1 if later else found.message_id + 1
    return await history(uow, dialog_id, before_id=before_id, zone=zone, found=found, is_turned=True, hidden=hidden)


async def history(
    uow: UnitOfWork,
    dialog_id: int,
    *,
    before_id: int | None = None,
    zone: str | None = None,
    found: Found | None = None,
    is_turned: bool = False,
    hidden: bool = False,
) -> Screen:
    """A page of the history, the oldest message first; buttons lead to the pages beside it.

    Args:
        zone: the reader's time zone; None for the organization's.
        found: the message that the reader's search has found.
        is_turned: the page may have later messages after it, because it is not the newest one.
        hidden: include what the customer wrote while they were blocked.
    """
    page = await uow.messages.newest(dialog_id, before_id=before_id, limit=MESSAGES_PER_PAGE + 1, hidden=hidden)
    more, page = len(page) > MESSAGES_PER_PAGE, page[-MESSAGES_PER_PAGE:]
    known = await names(uow, dialog_id)
    zone = zone or (await uow.organizations.get(uow.organization_id)).time_zone

    def told(message: Message) -> str:
        words = None
        if found is not None and message.id == found.message_id:
            words = "🔎 " + message_snippet(message, found.terms, length=EXCERPT_LENGTH)
        return line(message, author_name(message, known.contact, known.employees), zone, uow.now, words=words)

    head = "🕓 " + html.bold(html.quote(" · ".join([_("History"), known.contact])))
    text = "\n\n".join([head, *(map(told, page) if page else [html.quote(_("Nothing was said yet"))])])
    buttons = []
    if more:
        buttons.append(_turn("‹ " + _("Earlier"), dialog_id, page[0].id))
    later = (
        await uow.messages.after(dialog_id, page[-1].id, limit=MESSAGES_PER_PAGE, hidden=hidden)
        if page and is_turned
        else []
    )
    if later:
        buttons.append(_turn(_("Later") + " ›", dialog_id, later[-1].id + 1))
    return Screen(text, [buttons] if buttons else [])


def _turn(text: str, dialog_id: int, before_id: int) -> InlineKeyboardButton:
    to = callbacks.History(dialog_id=dialog_id, before_id=before_id)
    return button(text, to)

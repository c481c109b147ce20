"""Screens of «Управление»: what managers and administrators set up for everybody."""

from collections.abc import Callable, Iterator, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.menus import back_to_menu
from bridge.desk.ui.paging import packed, page_of
from bridge.desk.ui.screen import Screen, back, button
from bridge.text.texts import _
from storage.team.employees import Role

ITEMS_PER_PAGE = 8


class ShowManagement(CallbackData, prefix="mg"):
    """Show the list of what can be set up."""


class OpenRouting(CallbackData, prefix="ro"):
    """Show how dialogs are routed to employees."""


class ShowAutoMessages(CallbackData, prefix="nt"):
    """Show the auto-messages of a channel; 0 is all channels."""

    channel_id: Number = 0


class OpenUnanswered(CallbackData, prefix="uno"):
    """Show after which response time somebody is reminded of waiting customers."""


class OpenAutoCloseRules(CallbackData, prefix="ac"):
    """«Автозакрытие»: show the rules by which silent dialogs close."""


class InvitePage(CallbackData, prefix="invites"):
    """Show a page of the employees who can be invited by a link."""

    page: Number = 0


class ShowSchedules(CallbackData, prefix="shl"):
    """«Графики»: show everybody's schedules."""

    page: Number = 0


class RevokePage(CallbackData, prefix="revokes"):
    """Show a page of the sign-ins."""

    page: Number = 0


def management(role: Role) -> Screen:
    """The screen with the entries that the role may use."""
    buttons = [button(text, data) for text, data in _entries(role)]
    return Screen(html.bold(html.quote(_("Management"))), [*packed(buttons), [back_to_menu()]])


def managed_list(
    text: str, options: Sequence[InlineKeyboardButton], page: int, *, turn: Callable[[int], CallbackData]
) -> Screen:
    """A page of a long list, one button in a row, with a button back to «Управление»."""
    shown = page_of(options, page, size=ITEMS_PER_PAGE)
    rows = [*([option] for option in shown.items), *shown.turning(turn)]
    return Screen(text, [*rows, [back_to_management()]])


def back_to_management() -> InlineKeyboardButton:
    return back(ShowManagement(), _("Management"))


def _entries(role: Role) -> Iterator[tuple[str, CallbackData]]:
    yield "🗓 " + _("Schedules"), ShowSchedules()
    yield "🔀 " + _("Routing"), OpenRouting()
    yield "🤖 " + _("Bot's answers"), ShowAutoMessages()
    yield "⏰ " + _("Waiting too long"), OpenUnanswered()
    yield "🗄 " + _("Auto-close"), OpenAutoCloseRules()
    if role is Role.ADMIN:
        yield "🔗 " + _("Invite"), InvitePage()
        yield "🚪 " + _("Sign-ins"), RevokePage()

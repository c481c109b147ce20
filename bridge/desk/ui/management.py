"""«Управление»: what managers and administrators arrange for everybody."""

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
    """The list of what there is to arrange."""


class OpenRouting(CallbackData, prefix="ro"):
    """How dialogs come to somebody."""


class ShowAutoMessages(CallbackData, prefix="nt"):
    """What the bot says by itself in a channel, 0 for all of them."""

    channel_id: Number = 0


class OpenUnanswered(CallbackData, prefix="uno"):
    """After how long somebody is told of who waits."""


class OpenAutoCloseRules(CallbackData, prefix="ac"):
    """«Автозакрытие»: the rules by which silent dialogs close."""


class InvitePage(CallbackData, prefix="invites"):
    """Those whom a link can sign in."""

    page: Number = 0


class ShowSchedules(CallbackData, prefix="shl"):
    """«Графики»: everybody's."""

    page: Number = 0


class RevokePage(CallbackData, prefix="revokes"):
    """Who is signed in where."""

    page: Number = 0


def management(role: Role) -> Screen:
    """As somebody of that role sees it."""
    buttons = [button(text, data) for text, data in _entries(role)]
    return Screen(html.bold(html.quote(_("Management"))), [*packed(buttons), [back_to_menu()]])


def managed_list(
    text: str, options: Sequence[InlineKeyboardButton], page: int, *, turn: Callable[[int], CallbackData]
) -> Screen:
    """A page of a long list, a button a row, with the way back to «Управление»."""
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

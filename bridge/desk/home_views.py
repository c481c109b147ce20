"""«Вид по умолчанию»: what the list of dialogs opens with."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.dialog_filters import SCOPE_TITLES, STATE_TITLES
from bridge.desk.menus import back_to_settings
from bridge.desk.paging import in_rows
from bridge.desk.screen import Screen, button
from bridge.texts import _
from storage.dialog_filters import DialogFilter, HomeView, Scope, State

Button = InlineKeyboardButton


class ShowHome(CallbackData, prefix="sth"):
    """What can be chosen."""


class PickHome(CallbackData, prefix="stv"):
    """Whose dialogs, and how they stand; without both, as it was left the last time."""

    scope: Scope | None = None
    state: State | None = None


def home_button() -> Button:
    return button("💬 " + _("Default view"), ShowHome())


def home_picker(chosen: DialogFilter) -> Screen:
    home = chosen.home
    scopes = [_choosing(_(caption), _picked(home, scope=scope), home) for scope, caption in SCOPE_TITLES.items()]
    states = [_choosing(_(caption), _picked(home, state=state), home) for state, caption in STATE_TITLES.items()]
    rows = [
        [_choosing(_("As I left it"), None, home)],
        *in_rows(scopes),
        *in_rows(states),
        [back_to_settings()],
    ]
    text = [
        html.bold(html.quote(_("Default view"))),
        html.quote(_("What «Dialogs» opens with")),
        html.quote(_said(home)),
    ]
    return Screen("\n".join(text), rows)


def _said(home: HomeView | None) -> str:
    return _("As I left it") if home is None else " · ".join([_(SCOPE_TITLES[home.scope]), _(STATE_TITLES[home.state])])


def _picked(home: HomeView | None, *, scope: Scope | None = None, state: State | None = None) -> HomeView:
    """What a press makes of it: the other half stays."""
    known = home or HomeView()
    return HomeView(scope or known.scope, state or known.state)


def _choosing(caption: str, picked: HomeView | None, home: HomeView | None) -> Button:
    data = PickHome(scope=picked.scope, state=picked.state) if picked else PickHome()
    return button(("✓ " if picked == home else "") + caption, data)

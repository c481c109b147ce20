"""Screens of «Вид по умолчанию»: the view with which the list of dialogs opens."""

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.inbox.dialog_filters import SCOPE_TITLES, STATE_TITLES
from bridge.desk.ui.menus import back_to_settings
from bridge.desk.ui.paging import in_rows
from bridge.desk.ui.screen import Screen, button, choice
from bridge.text.texts import _
from storage.inbox.dialog_filters import DefaultView, DialogFilter, Scope, State

Button = InlineKeyboardButton


class ShowDefaultView(CallbackData, prefix="sth"):
    """Show the possible default views."""


class PickDefaultView(CallbackData, prefix="stv"):
    """Choose the scope and the state of the dialogs; when both are empty, the list opens with the last view."""

    scope: Scope | None = None
    state: State | None = None


def default_view_button() -> Button:
    return button("💬 " + _("Default view"), ShowDefaultView())


def default_view_picker(chosen: DialogFilter) -> Screen:
    default_view = chosen.default_view
    known = default_view or DefaultView()

    def option(caption: str, picked: DefaultView | None) -> Button:
        data = PickDefaultView(scope=picked.scope, state=picked.state) if picked else PickDefaultView()
        return choice(caption, data, is_chosen=picked == default_view)

    # A press changes one half of the view; the other half stays.
    scopes = [option(_(caption), replace(known, scope=scope)) for scope, caption in SCOPE_TITLES.items()]
    states = [option(_(caption), replace(known, state=state)) for state, caption in STATE_TITLES.items()]
    rows = [[option(_("As I left it"), None)], *in_rows(scopes), *in_rows(states), [back_to_settings()]]
    text = [
        html.bold(html.quote(_("Default view"))),
        html.quote(_("What «Dialogs» opens with")),
        html.quote(_view_text(default_view)),
    ]
    return Screen("\n".join(text), rows)


def _view_text(default_view: DefaultView | None) -> str:
    if default_view is None:
        return _("As I left it")
    return " · ".join([_(SCOPE_TITLES[default_view.scope]), _(STATE_TITLES[default_view.state])])

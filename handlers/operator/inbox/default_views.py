"""«Вид по умолчанию» in the settings: the view with which the list of dialogs opens."""

from aiogram import Router

from bridge.actions.inbox import dialog_filters
from bridge.desk.inbox.default_views import PickDefaultView, ShowDefaultView, default_view_picker
from bridge.desk.ui.screen import Screen
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Press
from storage.inbox.dialog_filters import DefaultView, DialogFilter

part = BotPart(__name__, in_private=True)


@part.reads(ShowDefaultView)
async def show(press: Press, button: ShowDefaultView) -> Screen:
    chosen = await press.uow.dialog_filters.of(press.by.id)
    return default_view_picker(chosen or DialogFilter(employee_id=press.by.id))


@part.writes(PickDefaultView)
async def pick(press: Press, button: PickDefaultView) -> Screen:
    view = DefaultView(button.scope, button.state) if button.scope and button.state else None
    return default_view_picker(await dialog_filters.set_default_view(press.uow, view, by=press.by.id))


def router() -> Router:
    return part.router()

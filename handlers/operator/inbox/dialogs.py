"""Buttons and commands of a dialog: take, transfer, close, reopen, history, mark as read."""

from aiogram import Router

from bridge.actions.inbox import dialogs
from bridge.desk.inbox import cards
from bridge.desk.inbox.recaps import history
from bridge.desk.inbox.receivers import receivers
from bridge.desk.ui import callbacks
from bridge.desk.ui.screen import Screen
from bridge.text.texts import _, ngettext
from handlers.operator.inbox.snoozes import SnoozeTime
from handlers.operator.inbox.transfers import TransferComment
from handlers.operator.kit.card_screens import current_card
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Order, Press
from handlers.operator.kit.responses import Response
from storage.inbox.dialogs import Dialog
from storage.inbox.windows import Layout

part = BotPart(__name__)


@part.writes(callbacks.Take)
async def take(press: Press, button: callbacks.Take) -> str:
    dialog = await dialogs.take(press.uow, button.dialog_id, by=press.by)
    contact = await press.uow.contacts.get(dialog.contact_id)
    return _("The dialog with {name} is yours").format(name=contact.title)


@part.writes(callbacks.Close)
async def close(press: Press, button: callbacks.Close) -> str:
    await dialogs.close(press.uow, button.dialog_id, by=press.by, version=button.version)
    return _("The dialog is in the archive")


@part.writes(callbacks.Reopen)
async def reopen(press: Press, button: callbacks.Reopen) -> str:
    await dialogs.reopen(press.uow, button.dialog_id, by=press.by, version=button.version)
    return _("The dialog is back from the archive")


@part.writes(callbacks.ShowCard)
async def show_card(press: Press, button: callbacks.ShowCard) -> Response:
    await press.stop_asking(TransferComment, SnoozeTime)
    return Response(await current_card(press.uow, button.dialog_id, press.operator, press.place), uncovers=True)


@part.reads(callbacks.History)
async def show_history(press: Press, button: callbacks.History) -> Response:
    screen = await history(
        press.uow,
        button.dialog_id,
        before_id=button.before_id or None,
        zone=press.zone,
        is_turned=bool(button.before_id),
        hidden=press.operator.sees_hidden(press.place),
    )
    return Response(screen, is_new=not button.before_id)


@part.writes(callbacks.Open)
async def open_dialog(press: Press, button: callbacks.Open) -> str:
    return await opened(press, await dialogs.open_dialog(press.uow, button.dialog_id, by=press.by))


async def opened(press: Press, dialog: Dialog) -> str:
    """Words that tell where the opened dialog is shown."""
    contact = await press.uow.contacts.get(dialog.contact_id)
    windows = await press.uow.windows.of_dialog(dialog.id, live=True)
    chat_id = press.operator.chat_id
    in_topic = any(window.chat_id == chat_id and window.layout is Layout.TOPIC for window in windows)
    text = _("{name}: open in a topic of its own") if in_topic else _("{name}: the dialog is open")
    return text.format(name=contact.title)


@part.writes(callbacks.MarkRead)
async def mark_read(press: Press, button: callbacks.MarkRead) -> str:
    count = await dialogs.mark_read(press.uow, button.dialog_id, by=press.by)
    if not count:
        return _("Everything has been read here already")
    return ngettext("Marked as read: {count} message", "Marked as read: {count} messages", count).format(count=count)


@part.command("take", writes=True)
async def take_here(order: Order) -> str:
    window = await order.target_window()
    dialog = await dialogs.take(order.uow, window.dialog_id, by=order.by)
    contact = await order.uow.contacts.get(dialog.contact_id)
    return _("The dialog with {name} is yours").format(name=contact.title)


@part.command("close", writes=True)
async def close_here(order: Order) -> Screen:
    window = await order.target_window()
    return cards.archived(await dialogs.close(order.uow, window.dialog_id, by=order.by))


@part.command("transfer")
async def transfer_here(order: Order) -> Screen:
    window = await order.target_window()
    return await receivers(order.uow, window.dialog_id, viewer_id=order.operator.employee_id)


def router() -> Router:
    return part.router()

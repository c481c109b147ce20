"""The buttons and commands of a dialog: take, transfer, close, bring back, history, mark as read."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bridge.actions import dialogs
from bridge.desk import callbacks, cards
from bridge.desk.recaps import history
from bridge.desk.receivers import receivers
from bridge.texts import _, ngettext
from handlers.operator.context import Begin, Operator, Place
from handlers.operator.covering import card_again
from handlers.operator.meant import meant
from handlers.operator.snoozes import stop_asking
from handlers.operator.talk import Talk
from handlers.operator.transfers import forget_comment
from storage.database import Database
from storage.windows import Layout


async def take(
    query: CallbackQuery, callback_data: callbacks.Take, operator: Operator, begin: Begin, talk: Talk
) -> None:
    async with begin() as uow:
        dialog = await dialogs.take(uow, callback_data.dialog_id, by=await operator.employee(uow))
        contact = await uow.contacts.get(dialog.contact_id)
    await talk.toast(query, _("The dialog with {name} is yours").format(name=contact.title))


async def close(
    query: CallbackQuery, callback_data: callbacks.Close, operator: Operator, begin: Begin, talk: Talk
) -> None:
    async with begin() as uow:
        by = await operator.employee(uow)
        await dialogs.close(uow, callback_data.dialog_id, by=by, version=callback_data.version)
    await talk.toast(query, _("The dialog is in the archive"))


async def reopen(
    query: CallbackQuery, callback_data: callbacks.Reopen, operator: Operator, begin: Begin, talk: Talk
) -> None:
    async with begin() as uow:
        by = await operator.employee(uow)
        await dialogs.reopen(uow, callback_data.dialog_id, by=by, version=callback_data.version)
    await talk.toast(query, _("The dialog is back from the archive"))


async def show_card(
    query: CallbackQuery,
    callback_data: callbacks.ShowCard,
    operator: Operator,
    place: Place,
    begin: Begin,
    talk: Talk,
) -> None:
    async with begin() as uow:
        await forget_comment(uow, place, operator)
        await stop_asking(uow, operator, place)
        screen = await card_again(uow, callback_data.dialog_id, operator, place)
    await talk.uncover(query, screen)
    await talk.toast(query)


async def show_history(
    query: CallbackQuery,
    callback_data: callbacks.History,
    operator: Operator,
    place: Place,
    database: Database,
    talk: Talk,
) -> None:
    async with database.read(operator.organization_id) as uow:
        screen = await history(
            uow,
            callback_data.dialog_id,
            before_id=callback_data.before_id or None,
            zone=operator.time_zone,
            is_turned=bool(callback_data.before_id),
            hidden=operator.sees_hidden(place),
        )
    if callback_data.before_id:
        await talk.redraw(query, screen)
    else:
        await talk.show(screen)
    await talk.toast(query)


async def look(
    query: CallbackQuery, callback_data: callbacks.Open, operator: Operator, begin: Begin, talk: Talk
) -> None:
    async with begin() as uow:
        dialog = await dialogs.look(uow, callback_data.dialog_id, by=await operator.employee(uow))
        contact = await uow.contacts.get(dialog.contact_id)
        windows = await uow.windows.of_dialog(dialog.id, live=True)
    in_topic = any(window.chat_id == operator.chat_id and window.layout is Layout.TOPIC for window in windows)
    text = _("{name}: open in a topic of its own") if in_topic else _("{name}: the dialog is open")
    await talk.toast(query, text.format(name=contact.title))


async def mark_read(
    query: CallbackQuery, callback_data: callbacks.MarkRead, operator: Operator, begin: Begin, talk: Talk
) -> None:
    async with begin() as uow:
        count = await dialogs.mark_read(uow, callback_data.dialog_id, by=await operator.employee(uow))
    if count:
        words = ngettext("Marked as read: {count} message", "Marked as read: {count} messages", count)
        await talk.toast(query, words.format(count=count))
    else:
        await talk.toast(query, _("Everything has been read here already"))


async def take_here(message: Message, operator: Operator, place: Place, begin: Begin, talk: Talk) -> None:
    async with begin() as uow:
        window = (await meant(uow, message, place, operator)).window
        dialog = await dialogs.take(uow, window.dialog_id, by=await operator.employee(uow))
        contact = await uow.contacts.get(dialog.contact_id)
    await talk.say(_("The dialog with {name} is yours").format(name=contact.title))


async def close_here(message: Message, operator: Operator, place: Place, begin: Begin, talk: Talk) -> None:
    async with begin() as uow:
        window = (await meant(uow, message, place, operator)).window
        dialog = await dialogs.close(uow, window.dialog_id, by=await operator.employee(uow))
    await talk.show(cards.archived(dialog))


async def transfer_here(message: Message, operator: Operator, place: Place, database: Database, talk: Talk) -> None:
    async with database.read(operator.organization_id) as uow:
        window = (await meant(uow, message, place, operator)).window
        screen = await receivers(uow, window.dialog_id, viewer_id=operator.employee_id)
    await talk.show(screen)


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(take, callbacks.Take.filter())
    router.callback_query.register(close, callbacks.Close.filter())
    router.callback_query.register(reopen, callbacks.Reopen.filter())
    router.callback_query.register(show_card, callbacks.ShowCard.filter())
    router.callback_query.register(show_history, callbacks.History.filter())
    router.callback_query.register(look, callbacks.Open.filter())
    router.callback_query.register(mark_read, callbacks.MarkRead.filter())
    router.message.register(take_here, Command("take"))
    router.message.register(close_here, Command("close"))
    router.message.register(transfer_here, Command("transfer"))
    return router

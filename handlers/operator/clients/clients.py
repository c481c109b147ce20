"""«Клиент»: the customer's card, another name or number for them, their block, their files."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions.clients import clients
from bridge.actions.delivery import desk
from bridge.actions.inbox import dialogs
from bridge.desk.clients.clients import (
    AskName,
    AskPhone,
    BlockContact,
    ConfirmBlock,
    ForgetPhone,
    OtherDialogs,
    UnblockContact,
    UseOwnName,
    client_card,
    confirm_block,
    no_phone_button,
    other_dialogs,
    own_name_button,
)
from bridge.desk.clients.dialog_files import ShowFile, ShowFiles, files_screen
from bridge.desk.ui.callbacks import ShowClient
from bridge.desk.ui.screen import Screen
from bridge.errors import NotFound
from bridge.text.texts import _
from handlers.operator.kit.card_screens import find_screen_window
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.questions import answers_to, ask, forget, question_screen
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind

ScreenButton = ShowClient | ConfirmBlock | OtherDialogs | ShowFiles
Changed = UseOwnName | ForgetPhone | BlockContact | UnblockContact


async def show_client(
    query: CallbackQuery,
    callback_data: ScreenButton,
    operator: Operator,
    place: Place,
    database: Database,
    responder: Responder,
) -> None:
    async with database.read(operator.organization_id) as uow:
        hidden = operator.sees_hidden(place)
        screen = await _screen(uow, callback_data, operator.time_zone, hidden=hidden)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def _screen(uow: UnitOfWork, button: ScreenButton, zone: str, *, hidden: bool) -> Screen:
    match button:
        case ShowClient(dialog_id=dialog_id):
            return await client_card(uow, dialog_id, zone=zone)
        case ConfirmBlock(dialog_id=dialog_id):
            return await confirm_block(uow, dialog_id)
        case OtherDialogs(dialog_id=dialog_id):
            return await other_dialogs(uow, dialog_id, zone=zone)
        case ShowFiles(dialog_id=dialog_id, page=page, here=here):
            return await files_screen(uow, dialog_id, zone=zone, page=page, here=here, hidden=hidden)


async def show_file(
    query: CallbackQuery, callback_data: ShowFile, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    """Have it shown once more, in its own dialog: an answer to it goes there.

    The outbox brings it, because it may have to be fetched first.
    """
    async with begin() as uow:
        dialog = await uow.dialogs.get(callback_data.dialog_id)
        message = await uow.messages.get(callback_data.message_id)
        whose = await uow.dialogs.get(message.dialog_id)
        is_secret = message.is_hidden and not operator.sees_hidden(place)
        if whose.contact_id != dialog.contact_id or message.deleted_at is not None or is_secret:
            raise NotFound
        is_here = whose.id == dialog.id
        if not is_here:
            await dialogs.open_dialog(uow, whose.id, by=await operator.employee(uow))
        window = await uow.windows.at(whose.id, place.chat_id if is_here else operator.chat_id)
        if window is None:
            raise NotFound
        await desk.show_without_album(uow, message, window, silent=True)
    there = _("The file is on its way") if is_here else _("The file is on its way, in the customer's other dialog")
    await responder.toast(query, there)


async def ask_name(
    query: CallbackQuery, callback_data: AskName, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        dialog = await uow.dialogs.get(callback_data.dialog_id)
        contact = await uow.contacts.get(dialog.contact_id)
        await ask(uow, place, operator, QuestionKind.CONTACT_NAME, dialog_id=dialog.id)
    await responder.toast(query)
    own = [own_name_button(contact, dialog.id)] if contact.own_name is not None else []
    await responder.show(question_screen(_("Write what to call this customer"), place, operator, *own))


async def ask_phone(
    query: CallbackQuery, callback_data: AskPhone, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        dialog = await uow.dialogs.get(callback_data.dialog_id)
        contact = await uow.contacts.get(dialog.contact_id)
        await ask(uow, place, operator, QuestionKind.CONTACT_PHONE, dialog_id=dialog.id)
    await responder.toast(query)
    known = [no_phone_button(dialog.id)] if contact.phone else []
    await responder.show(
        question_screen(_("Write the customer's phone number, in any spelling"), place, operator, *known)
    )


async def take_name(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        await clients.rename(uow, question.data["dialog_id"], words, by=await operator.employee(uow))
        await forget(uow, place, operator)
        screen = await client_card(uow, question.data["dialog_id"], zone=operator.time_zone)
    await responder.show(screen)


async def take_phone(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        await clients.set_phone(uow, question.data["dialog_id"], words, by=await operator.employee(uow))
        await forget(uow, place, operator)
        screen = await client_card(uow, question.data["dialog_id"], zone=operator.time_zone)
    await responder.show(screen)


async def change(
    query: CallbackQuery, callback_data: Changed, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    dialog_id = callback_data.dialog_id
    async with begin() as uow:
        screen_window_id = await find_screen_window(uow, query, place, dialog_id)
        by = await operator.employee(uow)
        match callback_data:
            case BlockContact(spam=spam):
                await clients.block(uow, dialog_id, spam=spam, by=by, screen_window_id=screen_window_id)
                toast = _("The customer is blocked")
            case UnblockContact():
                await clients.unblock(uow, dialog_id, by=by, screen_window_id=screen_window_id)
                toast = _("The customer is unblocked")
            case UseOwnName():
                await clients.use_own_name(uow, dialog_id, by=by, screen_window_id=screen_window_id)
                toast = _("The customer is called as they call themselves")
            case ForgetPhone():
                await clients.forget_phone(uow, dialog_id, by=by, screen_window_id=screen_window_id)
                toast = _("The phone number is gone")
        await forget(uow, place, operator)
        await uow.flush()
        screen = await client_card(uow, dialog_id, zone=operator.time_zone)
    await responder.redraw(query, screen)
    await responder.toast(query, toast)


def router() -> Router:
    router = Router(name=__name__)
    for button in (ShowClient, ConfirmBlock, OtherDialogs, ShowFiles):
        router.callback_query.register(show_client, button.filter())
    router.callback_query.register(ask_name, AskName.filter())
    router.callback_query.register(ask_phone, AskPhone.filter())
    for changed in (UseOwnName, ForgetPhone, BlockContact, UnblockContact):
        router.callback_query.register(change, changed.filter())
    router.callback_query.register(show_file, ShowFile.filter())
    router.message.register(take_name, answers_to(QuestionKind.CONTACT_NAME))
    router.message.register(take_phone, answers_to(QuestionKind.CONTACT_PHONE))
    return router

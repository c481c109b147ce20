"""«Клиент»: the client card, the customer's name and phone number, their block, their files."""

from collections.abc import Awaitable, Callable
from functools import partial

from aiogram import Router

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
from bridge.errors import NotFound, lazy
from bridge.text.texts import _
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Press, Typed
from handlers.operator.kit.responses import Response
from storage.inbox.questions import QuestionKind

part = BotPart(__name__)


class ClientName(QuestionData):
    kind = QuestionKind.CONTACT_NAME
    about = lazy("the customer's name")

    dialog_id: int


class ClientPhone(QuestionData):
    kind = QuestionKind.CONTACT_PHONE
    about = lazy("the customer's phone number")

    dialog_id: int


@part.reads(ShowClient)
async def show_client(press: Press, button: ShowClient) -> Screen:
    return await client_card(press.uow, button.dialog_id, zone=press.zone)


@part.reads(OtherDialogs)
async def show_other_dialogs(press: Press, button: OtherDialogs) -> Screen:
    return await other_dialogs(press.uow, button.dialog_id, zone=press.zone)


@part.reads(ShowFiles)
async def show_files(press: Press, button: ShowFiles) -> Screen:
    hidden = press.operator.sees_hidden(press.place)
    return await files_screen(
        press.uow, button.dialog_id, zone=press.zone, page=button.page, here=button.here, hidden=hidden
    )


@part.writes(ShowFile)
async def show_file(press: Press, button: ShowFile) -> str:
    """Show the file again in its own dialog, so that an answer to it goes there.

    The outbox sends it, because the file may have to be downloaded first.
    """
    uow, operator = press.uow, press.operator
    dialog = await uow.dialogs.get(button.dialog_id)
    message = await uow.messages.get(button.message_id)
    whose = await uow.dialogs.get(message.dialog_id)
    is_secret = message.is_hidden and not operator.sees_hidden(press.place)
    if whose.contact_id != dialog.contact_id or message.deleted_at is not None or is_secret:
        raise NotFound
    is_here = whose.id == dialog.id
    if not is_here:
        await dialogs.open_dialog(uow, whose.id, by=press.by)
    window = await uow.windows.at(whose.id, press.place.chat_id if is_here else operator.chat_id)
    if window is None:
        raise NotFound
    await desk.show_without_album(uow, message, window, silent=True)
    return _("The file is on its way") if is_here else _("The file is on its way, in the customer's other dialog")


@part.writes(AskName)
async def ask_name(press: Press, button: AskName) -> Response:
    dialog = await press.uow.dialogs.get(button.dialog_id)
    contact = await press.uow.contacts.get(dialog.contact_id)
    own = [own_name_button(contact, dialog.id)] if contact.own_name is not None else []
    return await press.ask(ClientName(dialog_id=dialog.id), _("Write what to call this customer"), *own)


@part.answers(ClientName)
async def rename(typed: Typed, asked: ClientName) -> Screen:
    await clients.rename(typed.uow, asked.dialog_id, typed.words, by=typed.by)
    return await client_card(typed.uow, asked.dialog_id, zone=typed.zone)


@part.writes(AskPhone)
async def ask_phone(press: Press, button: AskPhone) -> Response:
    dialog = await press.uow.dialogs.get(button.dialog_id)
    contact = await press.uow.contacts.get(dialog.contact_id)
    known = [no_phone_button(dialog.id)] if contact.phone else []
    words = _("Write the customer's phone number, in any spelling")
    return await press.ask(ClientPhone(dialog_id=dialog.id), words, *known)


@part.answers(ClientPhone)
async def set_phone(typed: Typed, asked: ClientPhone) -> Screen:
    await clients.set_phone(typed.uow, asked.dialog_id, typed.words, by=typed.by)
    return await client_card(typed.uow, asked.dialog_id, zone=typed.zone)


@part.writes(UseOwnName)
async def use_own_name(press: Press, button: UseOwnName) -> Response:
    toast = _("The customer is called as they call themselves")
    return await _change(press, button.dialog_id, clients.use_own_name, toast)


@part.writes(ForgetPhone)
async def forget_phone(press: Press, button: ForgetPhone) -> Response:
    return await _change(press, button.dialog_id, clients.forget_phone, _("The phone number is gone"))


@part.reads(ConfirmBlock)
async def ask_to_block(press: Press, button: ConfirmBlock) -> Screen:
    return await confirm_block(press.uow, button.dialog_id)


@part.writes(BlockContact)
async def block(press: Press, button: BlockContact) -> Response:
    act = partial(clients.block, spam=button.spam)
    return await _change(press, button.dialog_id, act, _("The customer is blocked"))


@part.writes(UnblockContact)
async def unblock(press: Press, button: UnblockContact) -> Response:
    return await _change(press, button.dialog_id, clients.unblock, _("The customer is unblocked"))


async def _change(press: Press, dialog_id: int, act: Callable[..., Awaitable[object]], toast: str) -> Response:
    await act(press.uow, dialog_id, by=press.by, screen_window_id=await press.screen_window_id(dialog_id))
    await press.stop_asking(ClientName, ClientPhone)
    await press.uow.flush()
    return Response(await client_card(press.uow, dialog_id, zone=press.zone), toast)


def router() -> Router:
    return part.router()

"""Whatever an operator writes in a dialog goes to the customer; the buttons below what did not."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bridge.actions.delivery import deliveries
from bridge.actions.messages import albums, message_updates, messages, notes
from bridge.desk.ui import callbacks
from bridge.errors import Refusal, lazy
from bridge.text.texts import _
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.outcomes import outcome
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.target_dialogs import find_target
from handlers.operator.messages import wordy
from handlers.operator.messages.reading import draft
from storage.messages.undos import is_revocable

ONLY_WORDS_TEXT = lazy("ℹ️ Of this message only the words go to the customer")


class UnknownCommand(Refusal):
    text = lazy("There is no such command, so nothing was sent. /help tells what there is")


async def refuse_command(message: Message) -> None:
    """A mistyped command must not reach a customer."""
    raise UnknownCommand


async def reply(message: Message, operator: Operator, place: Place, begin: Begin) -> None:
    async with begin() as uow:
        target = await find_target(uow, message, place, operator)
        written = draft(message, reply_to_id=target.reply_to_id, addressed=target.addressed, is_gone=target.is_gone)
        by = await operator.employee(uow)
        if await albums.is_noted(uow, target.window.dialog_id, written.album):
            await notes.write(uow, target.window, written, by=by)
            return
        sent = await messages.reply(uow, target.window, written, by=by, sign_in=await operator.sign_in(uow))
        if wordy.is_as_text(message):
            await message_updates.send_reply_notice(uow, sent, target.window, ONLY_WORDS_TEXT)


async def release(
    query: CallbackQuery, callback_data: callbacks.Release, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        released = await messages.release(uow, callback_data.message_id, by=await operator.employee(uow))
    await responder.toast(query, outcome(released))
    # What can be taken back may yet not be sent.
    await responder.strip(query, "✅ " + (_("Send") if is_revocable(released) else _("Sent")))


async def discard(
    query: CallbackQuery, callback_data: callbacks.Discard, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await messages.discard(uow, callback_data.message_id, by=await operator.employee(uow))
    await responder.toast(query, _("Not sent"))
    await responder.strip(query, "🗑 " + _("Not sent"))


async def retry(
    query: CallbackQuery, callback_data: callbacks.Retry, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await messages.retry(uow, callback_data.message_id, by=await operator.employee(uow))
    await responder.toast(query, _("Sending again"))
    await responder.strip(query, "🔁 " + _("Sent again: the mark on your message tells when it has arrived"))


async def withdraw(
    query: CallbackQuery, callback_data: callbacks.Withdraw, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await deliveries.withdraw(uow, callback_data.message_id, by=await operator.employee(uow))
    await responder.toast(query, _("Stopped"))
    await responder.strip(query, "🗑 " + _(deliveries.STOPPED_REASON))


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(release, callbacks.Release.filter())
    router.callback_query.register(discard, callbacks.Discard.filter())
    router.callback_query.register(retry, callbacks.Retry.filter())
    router.callback_query.register(withdraw, callbacks.Withdraw.filter())
    router.message.register(refuse_command, F.text.startswith("/"))
    router.message.register(reply, ~F.from_user.is_bot)
    return router

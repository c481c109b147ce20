"""Messages that an operator writes in a dialog go to the customer; buttons below those that were not sent."""

from aiogram import F, Router
from aiogram.types import Message

from bridge.actions.delivery import deliveries
from bridge.actions.messages import albums, message_updates, messages, notes
from bridge.desk.ui import callbacks
from bridge.errors import Refusal, lazy
from bridge.text.texts import _
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.outcomes import outcome
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Press
from handlers.operator.kit.responses import Response
from handlers.operator.kit.target_dialogs import find_target
from handlers.operator.messages import wordy
from handlers.operator.messages.reading import draft
from storage.messages.undos import is_revocable

part = BotPart(__name__)

ONLY_WORDS_TEXT = lazy("ℹ️ Of this message only the words go to the customer")


class UnknownCommand(Refusal):
    text = lazy("There is no such command, so nothing was sent. /help tells what there is")


async def refuse_command(message: Message) -> None:
    """Refuse a mistyped command, so that it does not reach a customer."""
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


@part.writes(callbacks.Release)
async def release(press: Press, button: callbacks.Release) -> Response:
    released = await messages.release(press.uow, button.message_id, by=press.by)
    # An answer that can be taken back may still not be sent.
    ends = "✅ " + (_("Send") if is_revocable(released) else _("Sent"))
    return Response(toast=outcome(released), ends_question=ends)


@part.writes(callbacks.Discard)
async def discard(press: Press, button: callbacks.Discard) -> Response:
    await messages.discard(press.uow, button.message_id, by=press.by)
    return Response(toast=_("Not sent"), ends_question="🗑 " + _("Not sent"))


@part.writes(callbacks.Retry)
async def retry(press: Press, button: callbacks.Retry) -> Response:
    await messages.retry(press.uow, button.message_id, by=press.by)
    ends = "🔁 " + _("Sent again: the mark on your message tells when it has arrived")
    return Response(toast=_("Sending again"), ends_question=ends)


@part.writes(callbacks.Withdraw)
async def withdraw(press: Press, button: callbacks.Withdraw) -> Response:
    await deliveries.withdraw(press.uow, button.message_id, by=press.by)
    return Response(toast=_("Stopped"), ends_question="🗑 " + _(deliveries.STOPPED_REASON))


def router() -> Router:
    router = part.router()
    router.message.register(refuse_command, F.text.startswith("/"))
    router.message.register(reply, ~F.from_user.is_bot)
    return router

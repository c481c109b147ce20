"""Single sentences in a window: notices, and the question whether to send an unconfirmed message."""

from aiogram.enums import ButtonStyle
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup, ReplyParameters

from bridge.actions.delivery.desk import ConfirmationPayload, TopicNoticePayload
from bridge.actions.messages.messages import ConfirmationReason
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.destinations import Destination
from bridge.desk.inbox.about import DialogDetails, about
from bridge.desk.inbox.viewers import shown_to
from bridge.desk.messages.message_summaries import excerpt
from bridge.desk.render.renderer import Plain, renders
from bridge.desk.ui import callbacks
from bridge.desk.ui.screen import button
from bridge.text.texts import _, fill, language
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Layout
from storage.messages.messages import DeliveryState, Message


@renders(TopicNoticePayload)
class TopicNoticeRenderer(Plain):
    async def send(self, delivery: Delivery) -> Receipt:
        payload = TopicNoticePayload.of(delivery)
        async with self._database.read(delivery.organization_id) as uow:
            window, viewer = await shown_to(uow, delivery)
            seen = await about(uow, window.dialog_id)
        with language(viewer.language):
            words = fill(payload.text, payload.params)

        def make(destination: Destination) -> SendMessage:
            text = words
            if destination.layout is Layout.REPLIES and seen.contact.title not in words:
                text = f"{seen.contact.title}: {words}"
            return SendMessage(chat_id=destination.chat_id, message_thread_id=destination.thread_id, text=text)

        await self._destinations.send(delivery, make)
        return EMPTY_RECEIPT


@renders(ConfirmationPayload)
class ConfirmationRenderer(Plain):
    async def send(self, delivery: Delivery) -> Receipt:
        async with self._database.read(delivery.organization_id) as uow:
            message = await uow.messages.get(delivery.message_id or 0)
            original = await uow.windows.original_of(message.id)
            window, viewer = await shown_to(uow, delivery)
            seen = await about(uow, window.dialog_id)
            answered = await overlooked(uow, message)
        if message.state is not DeliveryState.NEEDS_CONFIRMATION or original is None:
            return EMPTY_RECEIPT
        with language(viewer.language):
            words, keyboard = confirmation_question(message, seen, answered)
        await self._destinations.send(
            delivery,
            lambda destination: SendMessage(
                chat_id=destination.chat_id,
                message_thread_id=destination.thread_id,
                text=words,
                reply_markup=keyboard,
                reply_parameters=ReplyParameters(
                    message_id=original.telegram_message_id, allow_sending_without_reply=True
                ),
            ),
        )
        return EMPTY_RECEIPT


async def overlooked(uow: UnitOfWork, message: Message) -> tuple[str, str]:
    """The name of a colleague who has answered meanwhile, and their words; both are empty when nobody has answered."""
    if "answer_id" not in message.data:
        return "", ""
    answer = await uow.messages.get(message.data["answer_id"])
    author = await uow.employees.get(answer.employee_id or 0)
    return author.name, excerpt(answer)


def confirmation_question(
    message: Message, seen: DialogDetails, answered: tuple[str, str]
) -> tuple[str, InlineKeyboardMarkup]:
    """The question: why the message was not sent at once, and the three choices."""
    colleague, answer = answered
    match ConfirmationReason(message.data["held"]):
        case ConfirmationReason.CLOSED:
            words = _("Not sent: the dialog with {contact} is in the archive. Bring it back and send?")
        case ConfirmationReason.ANSWERED:
            words = _("Not sent: {colleague} has answered {contact} already: “{answer}”. Send all the same?")
        case ConfirmationReason.ANOTHERS:
            words = _("Not sent: {assignee} answers {contact} now. Send all the same?")
        case ConfirmationReason.UNSEEN:
            words = _("Not sent: you have not seen yet what {contact} has written. Send all the same?")
        case ConfirmationReason.IDLE:
            words = _("Not sent yet: is this for {contact}?")
        case ConfirmationReason.WROTE:
            words = _("Scheduled, but not sent: {contact} has written since. Send all the same?")
        case ConfirmationReason.QUEUED:
            words = _("Scheduled, but not sent: nobody answers {contact} any more. Send all the same?")
        case ConfirmationReason.BLOCKED:
            words = _("Scheduled, but not sent: {contact} is blocked now. To send it unblock them first")
        case ConfirmationReason.LATE:
            words = _("Not sent: it should have left for {contact} more than an hour ago, and I was down. Send it now?")
    assignee = seen.assignee.name if seen.assignee else "—"
    told = words.format(contact=seen.contact.title, assignee=assignee, colleague=colleague, answer=answer)
    return told, _ways_on(message)


def _ways_on(message: Message) -> InlineKeyboardMarkup:
    send = callbacks.Release(message_id=message.id).pack()
    keep = callbacks.KeepAsNote(message_id=message.id).pack()
    drop = callbacks.Discard(message_id=message.id).pack()
    is_despite = ConfirmationReason(message.data["held"]) in (
        ConfirmationReason.WROTE,
        ConfirmationReason.QUEUED,
        ConfirmationReason.ANOTHERS,
        ConfirmationReason.ANSWERED,
        ConfirmationReason.UNSEEN,
    )
    words = _("Send all the same") if is_despite else _("Send")
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                button(words, send, style=ButtonStyle.PRIMARY),
                button(_("Do not send"), drop),
            ],
            [button("🔒 " + _("Make it a note"), keep)],
        ]
    )

"""Undelivered notices: the group of an answer is gone, so its author reads in private why it was not delivered."""

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from bridge.actions.delivery.desk import UndeliveredNoticePayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.inbox.about import about
from bridge.desk.messages.message_summaries import excerpt
from bridge.desk.render.delivery_states import explanation
from bridge.desk.render.message_updates import reply_notice_text
from bridge.desk.render.renderer import Plain, renders
from bridge.desk.render.sentences import confirmation_question, overlooked
from bridge.text.texts import language
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import DeliveryState, Message

NoticeText = tuple[str, InlineKeyboardMarkup | None]


@renders(UndeliveredNoticePayload)
class UndeliveredNoticeRenderer(Plain):
    async def send(self, delivery: Delivery) -> Receipt:
        chat_id = int(delivery.lane.rpartition(":")[2])
        async with self._database.read(delivery.organization_id) as uow:
            message = await uow.messages.get(delivery.message_id or 0)
            author = await uow.employees.get(message.employee_id or 0)
            with language(author.language):
                words, keyboard = await _words(uow, delivery, message)
            contact = await uow.contacts.get((await uow.dialogs.get(message.dialog_id)).contact_id)
        if words:
            told = f"{contact.title}: {words}\n\n«{excerpt(message)}»"
            await self._telegram.send(SendMessage(chat_id=chat_id, text=told, reply_markup=keyboard))
        return EMPTY_RECEIPT


async def _words(uow: UnitOfWork, delivery: Delivery, message: Message) -> NoticeText:
    payload = UndeliveredNoticePayload.of(delivery)
    if payload.text is not None:
        return reply_notice_text(payload.text, payload.params or {}, payload.reason), None
    if message.state is DeliveryState.NEEDS_CONFIRMATION:
        return confirmation_question(message, await about(uow, message.dialog_id), await overlooked(uow, message))
    return explanation(message)

"""Private notices: sentences to one employee outside of any dialog, such as what administrators must know."""

from aiogram.methods import SendMessage

from bridge.actions.delivery.desk import PrivateNoticePayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.destinations import chat_of
from bridge.desk.render.renderer import Plain, renders
from bridge.text.texts import fill, language
from storage.delivery.deliveries import Delivery


@renders(PrivateNoticePayload)
class PrivateNoticeRenderer(Plain):
    async def send(self, delivery: Delivery) -> Receipt:
        chat_id, payload = chat_of(delivery), PrivateNoticePayload.of(delivery)
        async with self._database.read(delivery.organization_id) as uow:
            sign_in = await uow.sign_ins.of_account_anywhere(chat_id)
            reader = await uow.employees.get(sign_in.employee_id if sign_in else 0)
        with language(reader.language):
            words = fill(payload.text, payload.params)
        await self._telegram.send(SendMessage(chat_id=chat_id, text=words))
        return EMPTY_RECEIPT

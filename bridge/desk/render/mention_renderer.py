"""Tells an employee that a note mentions them."""

from aiogram.methods import SendMessage
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.messages.mentions import MentionPayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.destinations import chat_of
from bridge.desk.messages.message_summaries import NOTE_SIGN, excerpt
from bridge.desk.render.renderer import Plain, renders
from bridge.desk.ui.callbacks import Open
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _, language
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import Message


@renders(MentionPayload)
class MentionRenderer(Plain):
    async def send(self, delivery: Delivery) -> Receipt:
        chat_id = chat_of(delivery)
        async with self._database.read(delivery.organization_id) as uow:
            sign_in = await uow.sign_ins.of_account_anywhere(chat_id)
            reader = await uow.employees.get(sign_in.employee_id if sign_in else 0)
            note = await uow.messages.get(delivery.message_id or 0)
            with language(reader.language):
                screen = await mention(uow, note)
        await self._telegram.send(
            SendMessage(chat_id=chat_id, text=screen.text, parse_mode="HTML", reply_markup=screen.keyboard)
        )
        return EMPTY_RECEIPT


async def mention(uow: UnitOfWork, note: Message) -> Screen:
    dialog = await uow.dialogs.get(note.dialog_id)
    contact, author = await uow.contacts.get(dialog.contact_id), await uow.employees.get(note.employee_id or 0)
    heading = _("{name} names you in a note about {contact}").format(name=author.name, contact=contact.title)
    opening = button(_("Open the dialog"), Open(dialog_id=dialog.id))
    quoted = f"<blockquote>{html.quote(excerpt(note))}</blockquote>"
    return Screen(f"{NOTE_SIGN} {html.bold(html.quote(heading))}\n{quoted}", [[opening]])

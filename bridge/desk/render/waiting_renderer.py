"""Tells an employee in private that a customer has been waiting for too long; a button opens the dialog."""

from aiogram.methods import SendMessage
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.shifts import unanswered
from bridge.actions.shifts.unanswered import WaitingPayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.destinations import chat_of
from bridge.desk.messages.message_summaries import excerpt
from bridge.desk.render.renderer import Plain, renders
from bridge.desk.ui.callbacks import Open
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _, language
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.messages.messages import Message


@renders(WaitingPayload)
class WaitingRenderer(Plain):
    """Sends the notice; sends nothing when the customer was answered meanwhile."""

    async def send(self, delivery: Delivery) -> Receipt:
        chat_id, payload = chat_of(delivery), WaitingPayload.of(delivery)
        async with self._database.read(delivery.organization_id) as uow:
            dialog = await uow.dialogs.get(delivery.dialog_id or 0)
            if not dialog.is_open or dialog.waiting_since != payload.since:
                return EMPTY_RECEIPT
            sign_in = await uow.sign_ins.of_account_anywhere(chat_id)
            reader = await uow.employees.get(sign_in.employee_id if sign_in else 0)
            with language(reader.language):
                screen = await _waiting(uow, dialog, to_manager=payload.to_manager)
        await self._telegram.send(
            SendMessage(chat_id=chat_id, text=screen.text, parse_mode="HTML", reply_markup=screen.keyboard)
        )
        return EMPTY_RECEIPT


async def _waiting(uow: UnitOfWork, dialog: Dialog, *, to_manager: bool) -> Screen:
    contact = await uow.contacts.get(dialog.contact_id)
    words = _("{contact} has been waiting for an answer: {minutes} min of working time")
    lines = [
        ("🔥 " if to_manager else "⏰ ")
        + html.bold(
            html.quote(words.format(contact=contact.title, minutes=await unanswered.waited_minutes(uow, dialog)))
        ),
        html.quote(await _whose(uow, dialog)),
    ]
    if (last := _last_heard(await uow.messages.newest(dialog.id))) is not None:
        lines.append(f"<blockquote>{html.quote(excerpt(last))}</blockquote>")
    option = button(_("Open the dialog"), Open(dialog_id=dialog.id))
    return Screen("\n".join(lines), [[option]])


async def _whose(uow: UnitOfWork, dialog: Dialog) -> str:
    department = await uow.departments.get(dialog.department_id) if dialog.department_id else None
    where = [department.name] if department else []
    if dialog.assignee_id is None:
        return " · ".join([*where, _("nobody has taken the dialog yet")])
    responsible = await uow.employees.get(dialog.assignee_id)
    return " · ".join([*where, _("responsible: {name}").format(name=responsible.name)])


def _last_heard(history: list[Message]) -> Message | None:
    return next((message for message in reversed(history) if message.is_incoming), None)

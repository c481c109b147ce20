"""Paints the offer of a dialog that nobody is responsible for: the card with «Взять»."""

from aiogram.methods import SendMessage
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.delivery.desk import OfferPayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.inbox.about import DialogDetails, about
from bridge.desk.inbox.cards import take_button
from bridge.desk.messages.message_summaries import excerpt, state_labels
from bridge.desk.render.renderer import Plain, renders, repaint
from bridge.desk.ui.screen import Screen
from bridge.sending import attempts
from bridge.text.texts import _, language
from storage.delivery.deliveries import Delivery
from storage.inbox.windows import Offer
from storage.messages.messages import DeliveryState, Message

# The offer shows this many of the dialog's last messages.
MAX_MESSAGES_SHOWN = 3


@renders(OfferPayload)
class OfferRenderer(Plain):
    async def send(self, delivery: Delivery) -> Receipt:
        async with self._database.read(delivery.organization_id) as uow:
            offer = await uow.windows.offer(OfferPayload.of(delivery).offer_id)
            viewer = await uow.employees.get(offer.employee_id)
            seen = await about(uow, offer.dialog_id)
            newest = await uow.messages.newest(offer.dialog_id, limit=MAX_MESSAGES_SHOWN)
        # Of our messages the offer shows those that the customer does not have, or has in an older version.
        last = [one for one in newest if one.is_incoming or one.state is DeliveryState.FAILED or one.is_outdated]
        with language(viewer.language):
            first = waiting(seen, last)
            screen = first if offer.is_live else over(seen, viewer_id=viewer.id)
        await self._paint(delivery, offer, first, screen)
        return EMPTY_RECEIPT

    async def _paint(self, delivery: Delivery, offer: Offer, first: Screen, screen: Screen) -> None:
        """Make the offer show `screen`; a new message is sent with `first`, so that a repeated request is the same."""
        chat_id, message_id = offer.chat_id, offer.telegram_message_id
        if message_id is not None and await repaint(self._telegram, screen, chat_id=chat_id, message_id=message_id):
            return
        method = SendMessage(chat_id=chat_id, text=first.text, parse_mode="HTML", reply_markup=first.keyboard)
        # An offer that is over is not sent. An earlier attempt may have sent it, so the message is looked for.
        sent = await (self._telegram.send(method) if offer.is_live else self._telegram.find(method))
        if sent is None:
            return
        async with self._database.begin(delivery.organization_id) as uow:
            (await uow.windows.offer(offer.id)).telegram_message_id = sent.message_id
        attempts.stored()
        if sent.is_earlier:
            await repaint(self._telegram, screen, chat_id=chat_id, message_id=sent.message_id)


def waiting(seen: DialogDetails, last: list[Message]) -> Screen:
    lines = [f"🆕 <b>{html.quote(seen.contact.title)}</b>", html.quote(_where(seen))]
    lines += [f"<blockquote>{html.quote(_quoted(message)) or '…'}</blockquote>" for message in last]
    if seen.dialog.note:
        lines.append(f"💬 {html.quote(seen.dialog.note)}")
    return Screen("\n".join(lines), [[take_button(seen.dialog.id)]])


def _quoted(message: Message) -> str:
    return excerpt(message) if message.is_incoming else " · ".join([*state_labels(message), excerpt(message)])


def over(seen: DialogDetails, *, viewer_id: int) -> Screen:
    """The outcome of the offer, so that its readers know who has the dialog."""
    if not seen.dialog.is_open:
        outcome = _("in the archive")
    elif seen.assignee is None:
        outcome = _("waits in {department}").format(department=seen.department.name if seen.department else "—")
    elif seen.assignee.id == viewer_id:
        outcome = _("taken by you")
    else:
        outcome = _("taken by {name}").format(name=seen.assignee.name)
    return Screen(f"<b>{html.quote(seen.contact.title)}</b> · {html.quote(_where(seen))}\n✅ {html.quote(outcome)}")


def _where(seen: DialogDetails) -> str:
    return " · ".join(filter(None, [seen.channel.name, seen.department.name if seen.department else None]))

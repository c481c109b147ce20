"""The warning that auto-close will close a dialog soon, with a button that keeps it open."""

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from bridge.actions.automation.auto_close import AutoCloseWarningPayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.destinations import Destination
from bridge.desk.inbox.about import about
from bridge.desk.inbox.viewers import shown_to
from bridge.desk.render.renderer import Plain, renders
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.screen import button
from bridge.text.texts import _, language
from bridge.when.saying import in_words
from storage.delivery.deliveries import Delivery
from storage.inbox.windows import Layout


class KeepOpen(CallbackData, prefix="ack"):
    """«Не закрывать»."""

    dialog_id: Number


@renders(AutoCloseWarningPayload)
class AutoCloseWarningRenderer(Plain):
    """Sends the warning; sends nothing when somebody has written since."""

    async def send(self, delivery: Delivery) -> Receipt:
        close_at = AutoCloseWarningPayload.of(delivery).close_at
        async with self._database.read(delivery.organization_id) as uow:
            window, viewer = await shown_to(uow, delivery)
            timer = await uow.auto_close_timers.of_dialog(window.dialog_id)
            seen, now = await about(uow, window.dialog_id), uow.now
        if timer is None or timer.close_at != close_at or not seen.dialog.is_open:
            return EMPTY_RECEIPT
        with language(viewer.language):
            at = in_words(close_at, viewer.time_zone, now, lasting=True)
            words = "🗄 " + _("The customer is silent: the dialog will be closed on {when}").format(when=at)
            keep = button(_("Keep open"), KeepOpen(dialog_id=window.dialog_id))

        def make(destination: Destination) -> SendMessage:
            # In a chat with several dialogs the warning names the customer.
            text = f"{seen.contact.title}: {words}" if destination.layout is Layout.REPLIES else words
            return SendMessage(
                chat_id=destination.chat_id,
                message_thread_id=destination.thread_id,
                text=text,
                reply_markup=InlineKeyboardMarkup(inline_keyboard=[[keep]]),
            )

        await self._destinations.send(delivery, make)
        return EMPTY_RECEIPT

"""Paints tasks: the card in a window of the dialog, and the notice to the assignee."""

from aiogram.methods import SendMessage

from bridge.actions.delivery.desk import TaskCardPayload
from bridge.actions.tasks.task_notices import TaskNoticePayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.destinations import chat_of
from bridge.desk.bot_api.errors import MessageGone, TopicGone
from bridge.desk.inbox.viewers import shown_to
from bridge.desk.render.renderer import Plain, renders, repaint
from bridge.desk.tasks.tasks import about_task, task_screen
from bridge.desk.ui.screen import Screen
from bridge.sending import attempts
from bridge.text.texts import fill, language
from storage.delivery.deliveries import Delivery
from storage.inbox.windows import Layout
from storage.tasks.task_cards import TaskCard


@renders(TaskCardPayload)
class TaskRenderer(Plain):
    """Paints the task's card: one message per window, which is sent when it does not exist and repainted otherwise."""

    async def send(self, delivery: Delivery) -> Receipt:
        async with self._database.read(delivery.organization_id) as uow:
            window, viewer = await shown_to(uow, delivery)
            task = await uow.tasks.get(TaskCardPayload.of(delivery).task_id)
            card = await uow.task_cards.at(task.id, window.id)
            with language(viewer.language):
                # A topic belongs to one customer; where dialogs share a chat, the card names the customer.
                inside = window.layout is not Layout.REPLIES
                seen = await about_task(uow, task, viewer_id=viewer.id)
                screen = task_screen(seen, viewer.time_zone, inside=inside, lasting=True)
        if card is not None and await repaint(
            self._telegram,
            screen,
            chat_id=window.chat_id,
            message_id=card.telegram_message_id,
            gone=(MessageGone, TopicGone),
        ):
            return EMPTY_RECEIPT
        if window.is_live and (task.is_open or card is not None):
            await self._place(delivery, task.id, screen)
        return EMPTY_RECEIPT

    async def _place(self, delivery: Delivery, task_id: int, screen: Screen) -> None:
        sent = await self._destinations.send(
            delivery, lambda destination: screen.message(destination.chat_id, destination.thread_id)
        )
        async with self._database.begin(delivery.organization_id) as uow:
            window_id = delivery.window_id or 0
            card = await uow.task_cards.at(task_id, window_id)
            if card is None:
                uow.add(TaskCard(task_id=task_id, window_id=window_id, telegram_message_id=sent.message_id))
            else:
                card.telegram_message_id = sent.message_id
        attempts.stored()
        if sent.is_earlier:
            await repaint(self._telegram, screen, chat_id=chat_of(delivery), message_id=sent.message_id)


@renders(TaskNoticePayload)
class TaskNoticeRenderer(Plain):
    """Shows the task at the moment when the notice leaves; later changes are shown when a button is pressed."""

    async def send(self, delivery: Delivery) -> Receipt:
        chat_id, payload = chat_of(delivery), TaskNoticePayload.of(delivery)
        async with self._database.read(delivery.organization_id) as uow:
            sign_in = await uow.sign_ins.of_account_anywhere(chat_id)
            reader = await uow.employees.get(sign_in.employee_id if sign_in else 0)
            task = await uow.tasks.get(payload.task_id)
            zone = reader.time_zone or (await uow.organizations.get(uow.organization_id)).time_zone
            with language(reader.language):
                words = "🔔 " + fill(payload.text, payload.params)
                seen = await about_task(uow, task, viewer_id=reader.id)
                screen = task_screen(seen, zone, above=words, lasting=True)
        await self._telegram.send(
            SendMessage(chat_id=chat_id, text=screen.text, parse_mode="HTML", reply_markup=screen.keyboard)
        )
        return EMPTY_RECEIPT

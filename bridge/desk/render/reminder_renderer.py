"""Renders reminders of tasks, below the task's card if it has one, and what the task became afterwards."""

from dataclasses import dataclass
from datetime import timedelta

from aiogram.methods import SendMessage

from bridge.actions.delivery import desk
from bridge.actions.delivery.desk import TaskNotificationPayload
from bridge.actions.tasks.task_reminders import ReminderPayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.destinations import Destination, chat_of
from bridge.desk.bot_api.errors import MessageGone, TopicGone
from bridge.desk.inbox.viewers import Viewer, reader_of, shown_to
from bridge.desk.render.renderer import Plain, renders, repaint
from bridge.desk.tasks.task_reminders import reminder_screen
from bridge.desk.tasks.tasks import about_task, task_screen
from bridge.desk.ui.screen import Screen
from bridge.text.texts import language
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Layout, Window
from storage.tasks.task_cards import TaskCard
from storage.tasks.task_notifications import TaskNotification
from storage.tasks.tasks import Task

# A reminder that leaves later than this says that it is late.
LATE_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class ReminderReceipt(Receipt):
    """The message that was sent, and the task's version that it shows."""

    message_id: int
    version: int


@renders(ReminderPayload)
class ReminderRenderer(Plain):
    """Sends a reminder; sends nothing when the task is done by then."""

    async def send(self, delivery: Delivery) -> Receipt:
        async with self._database.read(delivery.organization_id) as uow:
            task = await uow.tasks.get(ReminderPayload.of(delivery).task_id)
            if not task.is_open:
                return EMPTY_RECEIPT
            window, viewer, card = await _around(uow, delivery, task)
            with language(viewer.language):
                screen = await _reminder(uow, task, delivery, viewer, window)

        def make(destination: Destination) -> SendMessage:
            below = card.telegram_message_id if card is not None else None
            return screen.message(destination.chat_id, destination.thread_id, below=below, silent=False)

        if window is not None:
            sent = await self._destinations.send(delivery, make)
        else:
            sent = await self._telegram.send(make(Destination(chat_of(delivery), None)))
        return ReminderReceipt(sent.message_id, task.version)

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        if not isinstance(receipt, ReminderReceipt):
            return
        told = TaskNotification(
            task_id=ReminderPayload.of(delivery).task_id,
            window_id=delivery.window_id,
            chat_id=chat_of(delivery),
            telegram_message_id=receipt.message_id,
        )
        uow.add(told)
        await uow.flush()
        if (await uow.tasks.get(told.task_id)).version != receipt.version:
            # The task was changed while the reminder was being sent.
            await desk.task_notification(uow, told)


@renders(TaskNotificationPayload)
class TaskNotificationRenderer(Plain):
    """Repaints a task notification once, to show what the task became; later changes are on its card alone."""

    async def send(self, delivery: Delivery) -> Receipt:
        async with self._database.read(delivery.organization_id) as uow:
            told = await uow.task_notifications.get(TaskNotificationPayload.of(delivery).told_id)
            task = await uow.tasks.get(told.task_id)
            window, viewer, card = await _around(uow, delivery, task)
            inside = window is not None and window.layout is not Layout.REPLIES
            with language(viewer.language):
                seen = await about_task(uow, task, viewer_id=viewer.id)
                screen = task_screen(seen, viewer.time_zone, inside=inside, lasting=True)
        if inside and card is not None:
            # The task's card has the buttons.
            screen = Screen(screen.text)
        there = {"chat_id": told.chat_id, "message_id": told.telegram_message_id}
        await repaint(self._telegram, screen, **there, gone=(MessageGone, TopicGone))
        return EMPTY_RECEIPT

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        await uow.task_notifications.forget(TaskNotificationPayload.of(delivery).told_id)


async def _around(uow: UnitOfWork, delivery: Delivery, task: Task) -> tuple[Window | None, Viewer, TaskCard | None]:
    """The window that the delivery goes to, None outside of dialogs; its viewer; the task's card there."""
    if delivery.window_id is None:
        return None, await reader_of(uow, chat_of(delivery)), None
    window, viewer = await shown_to(uow, delivery)
    return window, viewer, await uow.task_cards.at(task.id, window.id)


async def _reminder(uow: UnitOfWork, task: Task, delivery: Delivery, viewer: Viewer, window: Window | None) -> Screen:
    payload = ReminderPayload.of(delivery)
    return reminder_screen(
        await about_task(uow, task, viewer_id=viewer.id),
        viewer.time_zone,
        payload.occasion,
        late=uow.now - payload.due_at > LATE_AFTER,
        again=delivery.is_repeat,
        inside=window is not None and window.layout is not Layout.REPLIES,
    )

"""Deliveries to the operators. The renderers in bridge.desk decide how they look."""

from collections.abc import Sequence
from typing import Any

from bridge.actions.delivery import outbox
from bridge.actions.messages import albums
from bridge.delivery.limits import MAX_BURST, Rank
from bridge.delivery.payloads import DESK, Payload
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Offer, Window
from storage.messages.messages import FILE_KINDS, DeliveryState, Message
from storage.tasks.task_notifications import TaskNotification
from storage.tasks.tasks import Task

# The author of a message in one of these states has to decide about it.
AUTHOR_DECIDES_STATES = (DeliveryState.NEEDS_CONFIRMATION, DeliveryState.FAILED)


class CopyPayload(Payload, kind="copy", rank=Rank.TEXT):
    """Shows a message in a window.

    file: the message has a file. original: the copy replaces what its author would have typed. with_: ids of later
    messages that are shown in the same copy.
    """

    silent: bool = False
    file: bool = False
    original: bool = False
    with_: Sequence[int] = ()


class AlbumCopyPayload(CopyPayload, kind="album", rank=Rank.TEXT):
    """Shows an album in a window; the delivery names the first message that was put into it."""


class CardPayload(Payload, kind="card", rank=Rank.CARD, key="card:{window_id}", merges=True, calls=3, is_repaint=True):
    """Paints the window's pinned card and the topic's name; `replaces` is the message id of an older card to delete."""

    replaces: int | None = None


# A title is painted only when nothing else has been sent to the chat lately.
class TitlePayload(
    Payload, kind="title", rank=Rank.TITLE, key="title:{window_id}", merges=True, calls=MAX_BURST, is_repaint=True
):
    """Paints the topic's name, and the card too if `card` is set.

    Where there is no topic, the card is painted, because it stands for the topic's name there.
    """

    card: bool = False


class RecapPayload(Payload, kind="recap", rank=Rank.CARD):
    """Shows the messages before `before_id` (None: before now), or those around the found message `found_id`.

    terms: the search terms that were found in it.
    """

    before_id: int | None = None
    found_id: int | None = None
    terms: Sequence[str] = ()


class OfferPayload(Payload, kind="offer", rank=Rank.TEXT, key="offer:{offer_id}"):
    """Shows a dialog that waits to be taken."""

    offer_id: int


class DeliveryStatePayload(Payload, kind="mark", rank=Rank.NOTICE, key="mark:{message_id}", is_free=True):
    """Shows the delivery state of an operator's message."""


class ConfirmationPayload(Payload, kind="question", rank=Rank.TEXT):
    """Asks the author of a message whether to send it."""


class TopicNoticePayload(Payload, kind="notice", rank=Rank.NOTICE):
    """Shows one sentence in a window: a message id, translated for its reader."""

    text: str
    params: dict[str, str]


class PrivateNoticePayload(Payload, kind="word", rank=Rank.NOTICE):
    """Shows one sentence to an employee in private, outside of any dialog."""

    text: str
    params: dict[str, str]


class TaskCardPayload(Payload, kind="task", rank=Rank.NOTICE, key="task:{task_id}:{window_id}"):
    """Shows a task's card in a window."""

    task_id: int


class TaskNotificationPayload(Payload, kind="told", rank=Rank.NOTICE, key="told:{told_id}"):
    """Repaints a task notification with the current state of its task."""

    told_id: int


class ScreenPayload(Payload, kind="screen", rank=Rank.TEXT):
    """Shows an answer to an employee's press or message that could not be shown at once.

    fields: fields of the Bot API's method. question: thread id, employee id and moment of the question that it shows.
    is_end: it says that a question is over.
    """

    fields: dict[str, Any]
    language: str
    question: Sequence[Any] | None = None
    is_end: bool = False


class UndeliveredNoticePayload(Payload, kind="plight", rank=Rank.NOTICE):
    """Tells the author in private why an answer could not be delivered; with `text`, what a reply notice would say."""

    text: str | None = None
    params: dict[str, str] | None = None
    reason: dict[str, Any] | None = None


# Kinds of deliveries that carry messages into a window.
COPY_KINDS = (CopyPayload.kind, AlbumCopyPayload.kind)


def is_silent_copy(delivery: Delivery) -> bool:
    return delivery.kind in COPY_KINDS and CopyPayload.of(delivery).silent


def is_original_copy(delivery: Delivery) -> bool:
    """Whether the copy replaces what its author would have typed."""
    return delivery.kind in COPY_KINDS and CopyPayload.of(delivery).original


def lane(chat_id: int) -> str:
    return f"{DESK}:{chat_id}"


async def put(uow: UnitOfWork, payload: Payload, *, to: int, **more: Any) -> Delivery:
    """Put a delivery to a chat into the outbox; `more` are further arguments of `outbox.put`."""
    return await outbox.put(uow, payload, **{"carrier": DESK, "lane": lane(to)} | more)


async def put_into(uow: UnitOfWork, payload: Payload, window: Window, **more: Any) -> Delivery:
    """Put a delivery to a window into the outbox."""
    place = {"dialog_id": window.dialog_id, "window_id": window.id}
    return await put(uow, payload, to=window.chat_id, **place | more)


async def put_privately(uow: UnitOfWork, payload: Payload, employee_id: int, **more: Any) -> None:
    """Put a delivery into the outbox for every private chat where the bot can reach the employee."""
    for sign_in in await uow.sign_ins.of_employee(employee_id):
        if sign_in.blocked_at is None:
            await put(uow, payload, to=sign_in.chat_id, **more)


async def show_copy(
    uow: UnitOfWork, message: Message, window: Window, *, silent: bool = False, is_original: bool = False
) -> Delivery:
    """Show a message in a window.

    Args:
        is_original: the bot writes the message for its author, so this copy shows the delivery state.
    """
    if message.album_id is not None:
        payload = AlbumCopyPayload(silent=silent, file=True, original=is_original)
        return await albums.put_message(
            uow, message, payload, carrier=DESK, lane=lane(window.chat_id), window_id=window.id
        )
    return await show_without_album(uow, message, window, silent=silent, is_original=is_original)


async def show_without_album(
    uow: UnitOfWork, message: Message, window: Window, *, silent: bool = False, is_original: bool = False
) -> Delivery:
    """Show a message by itself, even when it belongs to an album."""
    payload = CopyPayload(silent=silent, file=message.kind in FILE_KINDS, original=is_original)
    return await put_into(uow, payload, window, message_id=message.id)


async def paint_card(uow: UnitOfWork, window: Window, *, replaces: int | None = None) -> None:
    """Paint the window's card; `replaces` is the message id of an older card to delete."""
    await put_into(uow, CardPayload(replaces), window)


async def paint_title(uow: UnitOfWork, window: Window, *, card: bool = False) -> None:
    """Paint the topic's name, and the card if `card` is set.

    It uses a lane of its own, so that no message waits for it.
    """
    await put_into(uow, TitlePayload(card), window, lane=f"{DESK}-titles:{window.chat_id}")


async def repaint_window(uow: UnitOfWork, window: Window) -> None:
    """Repaint the topic's name and an existing card. No message waits for it."""
    await paint_title(uow, window, card=True)


async def show_recap(uow: UnitOfWork, window: Window, *, before_id: int | None) -> None:
    """Show a recap of the messages before `before_id`; None means before now."""
    await put_into(uow, RecapPayload(before_id), window)


async def show_found(uow: UnitOfWork, window: Window, message: Message, terms: Sequence[str]) -> None:
    """Show the messages around the message in which the `terms` were found."""
    await put_into(uow, RecapPayload(found_id=message.id, terms=list(terms)), window)


async def begin_anew(uow: UnitOfWork, window: Window) -> None:
    """Paint the card and a recap in the window's new place; copies that still wait are shown after them."""
    shown_id = await uow.windows.newest_mirrored(window.id)
    waiting = sorted(copy.message_id or 0 for copy in await uow.deliveries.unsettled_in(window.id, COPY_KINDS))
    await paint_card(uow, window)
    await show_recap(uow, window, before_id=next((each for each in waiting if each > shown_id), None))


async def show_offer(uow: UnitOfWork, card: Offer) -> None:
    await put(uow, OfferPayload(card.id), to=card.chat_id, dialog_id=card.dialog_id)


async def show_delivery_state(uow: UnitOfWork, message: Message) -> None:
    """Show the delivery state where the operator wrote the message, or in private when that group is not usable."""
    original = await uow.windows.original_of(message.id)
    if original is None:
        return
    if original.chat_id < 0 and not await is_usable(uow, original.chat_id):
        await send_undelivered_notice(uow, message)
        return
    about = {"dialog_id": message.dialog_id, "message_id": message.id, "window_id": original.window_id}
    await put(uow, DeliveryStatePayload(), to=original.chat_id, **about)


async def is_usable(uow: UnitOfWork, group_id: int) -> bool:
    """Whether dialogs can be shown in the group."""
    forum = await uow.forums.at(group_id)
    return forum is not None and forum.is_usable


async def send_undelivered_notice(
    uow: UnitOfWork, message: Message, notice: UndeliveredNoticePayload | None = None
) -> None:
    """Tell the author in private what their group can no longer show: a failure, a question, or the given `notice`.

    Does nothing when the message needs no decision and no notice is given.
    """
    if notice is None and message.state not in AUTHOR_DECIDES_STATES:
        return
    payload = notice or UndeliveredNoticePayload()
    about = {"dialog_id": message.dialog_id, "message_id": message.id}
    await put_privately(uow, payload, message.employee_id or 0, **about)


async def paint_task(uow: UnitOfWork, row: Task, window: Window) -> None:
    """Paint a task's card in a window."""
    await put_into(uow, TaskCardPayload(row.id), window)


async def task_notification(uow: UnitOfWork, notification: TaskNotification) -> None:
    """Repaint a task notification with the current state of its task."""
    payload = TaskNotificationPayload(notification.id)
    await put(uow, payload, to=notification.chat_id, window_id=notification.window_id)


async def ask_confirmation(uow: UnitOfWork, message: Message, window: Window) -> None:
    await put_into(uow, ConfirmationPayload(), window, message_id=message.id)


async def send_topic_notice(uow: UnitOfWork, window: Window, text: str, **params: str) -> None:
    """Send one sentence into a window; `text` is a message id, translated for its reader."""
    await put_into(uow, TopicNoticePayload(text, params), window)


async def send_private_notice(uow: UnitOfWork, chat_id: int, text: str, **params: str) -> None:
    """Send one sentence to an employee's private chat; `text` is a message id, translated for its reader."""
    await put(uow, PrivateNoticePayload(text, params), to=chat_id)

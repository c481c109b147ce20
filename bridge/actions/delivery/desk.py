"""What the operators are to be shown: deliveries to the desk. How it looks is the desk's business (bridge.desk)."""

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

# The author of such a message has to decide about it.
AUTHOR_DECIDES_STATES = (DeliveryState.NEEDS_CONFIRMATION, DeliveryState.FAILED)


class CopyPayload(Payload, kind="copy", rank=Rank.TEXT):
    """A message, into a window.

    file: it carries one. original: it stands for what its author typed. with_: the ids of later messages shown with it.
    """

    silent: bool = False
    file: bool = False
    original: bool = False
    with_: Sequence[int] = ()


class AlbumCopyPayload(CopyPayload, kind="album", rank=Rank.TEXT):
    """An album, into a window; the delivery names the first message that was put into it."""


class CardPayload(Payload, kind="card", rank=Rank.CARD, key="card:{window_id}", merges=True, calls=3, is_repaint=True):
    """The window's pinned card and the topic's name; `replaces` is the message of an older card that goes."""

    replaces: int | None = None


# A title goes only where nothing else has gone lately.
class TitlePayload(
    Payload, kind="title", rank=Rank.TITLE, key="title:{window_id}", merges=True, calls=MAX_BURST, is_repaint=True
):
    """The topic's name, and the card if `card`; where there is no topic, the card as far as it stands for one."""

    card: bool = False


class RecapPayload(Payload, kind="recap", rank=Rank.CARD):
    """What was said before a message (now when it is None), or around the message in which `terms` were found."""

    before_id: int | None = None
    found_id: int | None = None
    terms: Sequence[str] = ()


class OfferPayload(Payload, kind="offer", rank=Rank.TEXT, key="offer:{offer_id}"):
    """A dialog that waits to be taken."""

    offer_id: int


class DeliveryStatePayload(Payload, kind="mark", rank=Rank.NOTICE, key="mark:{message_id}", is_free=True):
    """The delivery state of an operator's message."""


class ConfirmationPayload(Payload, kind="question", rank=Rank.TEXT):
    """Asks the author of a message whether to send it."""


class TopicNoticePayload(Payload, kind="notice", rank=Rank.NOTICE):
    """One sentence into a window: a message id, translated for its reader."""

    text: str
    params: dict[str, str]


class PrivateNoticePayload(Payload, kind="word", rank=Rank.NOTICE):
    """One sentence to an employee in private, outside of any dialog."""

    text: str
    params: dict[str, str]


class TaskCardPayload(Payload, kind="task", rank=Rank.NOTICE, key="task:{task_id}:{window_id}"):
    """A task's card, into a window."""

    task_id: int


class TaskNotificationPayload(Payload, kind="told", rank=Rank.NOTICE, key="told:{told_id}"):
    """A reminder again: what has become of its task."""

    told_id: int


class ScreenPayload(Payload, kind="screen", rank=Rank.TEXT):
    """An answer to an employee's press or message, which could not be shown at once.

    fields: of the Bot API's method. question: thread id, employee id and moment of the question that it shows.
    is_end: it says that a question is over.
    """

    fields: dict[str, Any]
    language: str
    question: Sequence[Any] | None = None
    is_end: bool = False


class UndeliveredNoticePayload(Payload, kind="plight", rank=Rank.NOTICE):
    """Why an answer could not be delivered, to its author in private; with `text` what a reply notice would say."""

    text: str | None = None
    params: dict[str, str] | None = None
    reason: dict[str, Any] | None = None


# Messages on their way into a window.
COPY_KINDS = (CopyPayload.kind, AlbumCopyPayload.kind)


def is_silent_copy(delivery: Delivery) -> bool:
    return delivery.kind in COPY_KINDS and CopyPayload.of(delivery).silent


def is_original_copy(delivery: Delivery) -> bool:
    """Whether it stands for what its author typed."""
    return delivery.kind in COPY_KINDS and CopyPayload.of(delivery).original


def lane(chat_id: int) -> str:
    return f"{DESK}:{chat_id}"


async def put(uow: UnitOfWork, payload: Payload, *, to: int, **more: Any) -> Delivery:
    """Have something shown in a chat; `more` as of `outbox.put`."""
    return await outbox.put(uow, payload, **{"carrier": DESK, "lane": lane(to)} | more)


async def put_into(uow: UnitOfWork, payload: Payload, window: Window, **more: Any) -> Delivery:
    """Have something shown in a window."""
    place = {"dialog_id": window.dialog_id, "window_id": window.id}
    return await put(uow, payload, to=window.chat_id, **place | more)


async def put_privately(uow: UnitOfWork, payload: Payload, employee_id: int, **more: Any) -> None:
    """Have something shown to an employee in private, in every chat that the bot can reach."""
    for sign_in in await uow.sign_ins.of_employee(employee_id):
        if sign_in.blocked_at is None:
            await put(uow, payload, to=sign_in.chat_id, **more)


async def show_copy(
    uow: UnitOfWork, message: Message, window: Window, *, silent: bool = False, is_original: bool = False
) -> Delivery:
    """Show a message; what becomes of an answer is shown on its original, which for once the bot writes itself."""
    if message.album_id is not None:
        payload = AlbumCopyPayload(silent=silent, file=True, original=is_original)
        return await albums.put_message(
            uow, message, payload, carrier=DESK, lane=lane(window.chat_id), window_id=window.id
        )
    return await show_without_album(uow, message, window, silent=silent, is_original=is_original)


async def show_without_album(
    uow: UnitOfWork, message: Message, window: Window, *, silent: bool = False, is_original: bool = False
) -> Delivery:
    """Show a message by itself, whatever album it is of."""
    payload = CopyPayload(silent=silent, file=message.kind in FILE_KINDS, original=is_original)
    return await put_into(uow, payload, window, message_id=message.id)


async def paint_card(uow: UnitOfWork, window: Window, *, replaces: int | None = None) -> None:
    """Paint the window's card; `replaces` is the message of an older one that is to go."""
    await put_into(uow, CardPayload(replaces), window)


async def paint_title(uow: UnitOfWork, window: Window, *, card: bool = False) -> None:
    """Bring the topic's name up to date, and leave the card alone. No message waits for it."""
    await put_into(uow, TitlePayload(card), window, lane=f"{DESK}-titles:{window.chat_id}")


async def repaint_window(uow: UnitOfWork, window: Window) -> None:
    """Draw the card again too, where there is one. No message waits for it either."""
    await paint_title(uow, window, card=True)


async def show_recap(uow: UnitOfWork, window: Window, *, before_id: int | None) -> None:
    """Tell what was said before the message `before_id`; before now when it is None."""
    await put_into(uow, RecapPayload(before_id), window)


async def show_found(uow: UnitOfWork, window: Window, message: Message, terms: Sequence[str]) -> None:
    """Show what stands around a message in which the `terms` were found."""
    await put_into(uow, RecapPayload(found_id=message.id, terms=list(terms)), window)


async def begin_anew(uow: UnitOfWork, window: Window) -> None:
    """Paint the card and tell what was said in a new place of the window; what still waits to be shown follows."""
    shown_id = await uow.windows.newest_mirrored(window.id)
    waiting = sorted(copy.message_id or 0 for copy in await uow.deliveries.unsettled_in(window.id, COPY_KINDS))
    await paint_card(uow, window)
    await show_recap(uow, window, before_id=next((each for each in waiting if each > shown_id), None))


async def show_offer(uow: UnitOfWork, card: Offer) -> None:
    await put(uow, OfferPayload(card.id), to=card.chat_id, dialog_id=card.dialog_id)


async def show_delivery_state(uow: UnitOfWork, message: Message) -> None:
    """Show the delivery state where the operator wrote the message."""
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

    Does nothing when the message has no problem.
    """
    if notice is None and message.state not in AUTHOR_DECIDES_STATES:
        return
    payload = notice or UndeliveredNoticePayload()
    about = {"dialog_id": message.dialog_id, "message_id": message.id}
    await put_privately(uow, payload, message.employee_id or 0, **about)


async def paint_task(uow: UnitOfWork, row: Task, window: Window) -> None:
    """Paint a task's card."""
    await put_into(uow, TaskCardPayload(row.id), window)


async def task_notification(uow: UnitOfWork, notification: TaskNotification) -> None:
    """Paint what has become of a task where it was told that it is due."""
    payload = TaskNotificationPayload(notification.id)
    await put(uow, payload, to=notification.chat_id, window_id=notification.window_id)


async def ask_confirmation(uow: UnitOfWork, message: Message, window: Window) -> None:
    await put_into(uow, ConfirmationPayload(), window, message_id=message.id)


async def send_topic_notice(uow: UnitOfWork, window: Window, text: str, **params: str) -> None:
    """Send one sentence into a window; `text` is a message id, translated for whoever reads it."""
    await put_into(uow, TopicNoticePayload(text, params), window)


async def send_private_notice(uow: UnitOfWork, chat_id: int, text: str, **params: str) -> None:
    """Send one sentence to an employee's private chat; `text` is a message id, translated for whoever reads it."""
    await put(uow, PrivateNoticePayload(text, params), to=chat_id)

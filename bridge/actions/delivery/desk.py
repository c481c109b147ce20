"""What the operators are to be shown: deliveries to the desk. How it looks is the desk's business (bridge.desk)."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from bridge.actions.delivery import outbox
from bridge.actions.messages import albums
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.boards import Board
from storage.inbox.dialogs import Dialog
from storage.inbox.windows import Offer, Window
from storage.messages.messages import FILE_KINDS, DeliveryState, Message
from storage.tasks.task_notifications import TaskNotification
from storage.tasks.tasks import Task

DESK = "desk"

# The author of such a message has to decide about it.
AUTHOR_DECIDES_STATES = (DeliveryState.NEEDS_CONFIRMATION, DeliveryState.FAILED)


class DeliveryKind(StrEnum):
    """The kinds of deliveries that the desk carries."""

    COPY = "copy"  # a message, into a window
    CARD = "card"  # the window's pinned card and the topic's name
    TITLE = "title"  # the topic's name alone; where there is no topic, the card as far as it stands for one
    RECAP = "recap"  # what was said before
    OFFER = "offer"  # a dialog that waits to be taken
    DELIVERY_STATE = "mark"  # the delivery state of an operator's message
    CONFIRMATION = "question"  # asks the author of a message whether to send it
    TOPIC_NOTICE = "notice"  # one sentence
    PRIVATE_NOTICE = "word"  # one sentence to an employee in private, outside of any dialog
    EDIT = "edit"  # what a copy says since it was edited
    MOVE = "move"  # where a location is now
    ERASE = "erase"  # the copies of a message that was deleted go
    REACTION = "reaction"  # what somebody has put on a message
    REPLY_NOTICE = "remark"  # one sentence about a message, below it
    TASK = "task"  # a task's card, into a window
    TASK_NOTICE = "task_notice"  # a task, to whoever is to do it, in private
    REMINDER = "reminder"  # a task that is due, to whoever is to do it
    TASK_NOTIFICATION = "told"  # such a reminder again: what has become of the task
    OVERDUE = "overdue"  # the tasks that are overdue, to whoever is to do them and to managers
    DIGEST = "digest"  # what waits for whoever comes to work, in private
    WEEK = "week"  # the figures of a week, to a manager in private
    SWEEP = "sweep"  # the topic of a dialog that has been in the archive for long goes
    CLOSING = "closing"  # that a silent dialog will be closed
    MENTION = "mention"  # a note that names an employee, to them in private
    UNDO = "undo"  # an answer that waits for some seconds: its author may take it back
    UNDO_OVER = "undo_over"  # it has gone, or never will
    WAITING = "waiting"  # a customer who has waited too long, to an employee in private
    BOARD = "board"  # the board of who waits
    OUTAGE = "outage"  # that a bot's provider was away, to whoever has something waiting there
    SCREEN = "screen"  # an answer to whoever has done something, which could not be shown at once
    UNDELIVERED_NOTICE = "plight"  # why an answer could not be delivered, to its author in private


# Messages on their way into a window.
COPY_KINDS = (DeliveryKind.COPY, albums.DELIVERY_KIND)


def lane(chat_id: int) -> str:
    return f"{DESK}:{chat_id}"


async def _put(uow: UnitOfWork, window: Window, kind: DeliveryKind, **what: Any) -> Delivery:
    """Have something shown in a window."""
    place: dict[str, Any] = {
        "carrier": DESK,
        "lane": lane(window.chat_id),
        "dialog_id": window.dialog_id,
        "window_id": window.id,
    }
    return await outbox.put(uow, kind=kind, **(place | what))


async def show_copy(
    uow: UnitOfWork, message: Message, window: Window, *, silent: bool = False, is_original: bool = False
) -> Delivery:
    """Show a message; what becomes of an answer is shown on its original, which for once the bot writes itself."""
    if message.album_id is not None:
        body = {"silent": silent, "file": True} | ({"original": True} if is_original else {})
        return await albums.put_message(
            uow, message, carrier=DESK, lane=lane(window.chat_id), window_id=window.id, **body
        )
    return await show_without_album(uow, message, window, silent=silent, is_original=is_original)


async def show_without_album(
    uow: UnitOfWork, message: Message, window: Window, *, silent: bool = False, is_original: bool = False
) -> Delivery:
    """Show a message by itself, whatever album it is of."""
    body = {"silent": silent} | ({"file": True} if message.kind in FILE_KINDS else {})
    body |= {"original": True} if is_original else {}
    return await _put(uow, window, DeliveryKind.COPY, body=body, message_id=message.id)


async def paint_card(uow: UnitOfWork, window: Window, *, replaces: int | None = None) -> None:
    """Paint the window's card; `replaces` is the message of an older one that is to go."""
    delivery = await _put(uow, window, DeliveryKind.CARD, key=f"card:{window.id}")
    if replaces is not None:
        delivery.body = {**delivery.body, "replaces": replaces}


async def paint_title(uow: UnitOfWork, window: Window) -> None:
    """Bring the topic's name up to date, and leave the card alone. No message waits for it."""
    await _title(uow, window)


async def repaint_window(uow: UnitOfWork, window: Window) -> None:
    """Draw the card again too, where there is one. No message waits for it either."""
    delivery = await _title(uow, window)
    delivery.body = {**delivery.body, "card": True}


async def _title(uow: UnitOfWork, window: Window) -> Delivery:
    return await _put(uow, window, DeliveryKind.TITLE, key=f"title:{window.id}", lane=f"{DESK}-titles:{window.chat_id}")


async def show_recap(uow: UnitOfWork, window: Window, *, before_id: int | None) -> None:
    """Tell what was said before the message `before_id`; before now when it is None."""
    await _put(uow, window, DeliveryKind.RECAP, body={"before_id": before_id})


async def show_found(uow: UnitOfWork, window: Window, message: Message, terms: Sequence[str]) -> None:
    """Show what stands around a message in which the `terms` were found."""
    await _put(uow, window, DeliveryKind.RECAP, body={"found_id": message.id, "terms": list(terms)})


async def begin_anew(uow: UnitOfWork, window: Window) -> None:
    """Paint the card and tell what was said in a new place of the window; what still waits to be shown follows."""
    shown_id = await uow.windows.newest_mirrored(window.id)
    waiting = sorted(copy.message_id or 0 for copy in await uow.deliveries.unsettled_in(window.id, COPY_KINDS))
    await paint_card(uow, window)
    await show_recap(uow, window, before_id=next((each for each in waiting if each > shown_id), None))


async def show_offer(uow: UnitOfWork, card: Offer) -> None:
    await outbox.put(
        uow,
        carrier=DESK,
        lane=lane(card.chat_id),
        kind=DeliveryKind.OFFER,
        key=f"offer:{card.id}",
        body={"offer_id": card.id},
        dialog_id=card.dialog_id,
    )


async def show_delivery_state(uow: UnitOfWork, message: Message) -> None:
    """Show the delivery state where the operator wrote the message."""
    original = await uow.windows.original_of(message.id)
    if original is None:
        return
    if original.chat_id < 0 and not await is_usable(uow, original.chat_id):
        await send_undelivered_notice(uow, message)
        return
    await outbox.put(
        uow,
        carrier=DESK,
        lane=lane(original.chat_id),
        kind=DeliveryKind.DELIVERY_STATE,
        key=f"mark:{message.id}",
        dialog_id=message.dialog_id,
        message_id=message.id,
        window_id=original.window_id,
    )


async def is_usable(uow: UnitOfWork, group_id: int) -> bool:
    """Whether dialogs can be shown in the group."""
    forum = await uow.forums.at(group_id)
    return forum is not None and forum.is_usable


async def send_undelivered_notice(uow: UnitOfWork, message: Message, notice: dict[str, Any] | None = None) -> None:
    """Tell the author in private what their group can no longer show: a failure, a question, or the given `notice`.

    Does nothing when the message has no problem.
    """
    if notice is None and message.state not in AUTHOR_DECIDES_STATES:
        return
    for sign_in in await uow.sign_ins.of_employee(message.employee_id or 0):
        if sign_in.blocked_at is None:
            await outbox.put(
                uow,
                carrier=DESK,
                lane=lane(sign_in.chat_id),
                kind=DeliveryKind.UNDELIVERED_NOTICE,
                body=notice or {},
                dialog_id=message.dialog_id,
                message_id=message.id,
            )


async def paint_task(uow: UnitOfWork, row: Task, window: Window) -> None:
    """Paint a task's card."""
    await _put(uow, window, DeliveryKind.TASK, key=f"task:{row.id}:{window.id}", body={"task_id": row.id})


async def closing(uow: UnitOfWork, window: Window, close_at: datetime) -> None:
    """Warn in a window that its dialog is silent, and will be closed then."""
    await _put(uow, window, DeliveryKind.CLOSING, body={"close_at": close_at.isoformat()})


async def task_notification(uow: UnitOfWork, notification: TaskNotification) -> None:
    """Paint what has become of a task where it was told that it is due."""
    await outbox.put(
        uow,
        carrier=DESK,
        lane=lane(notification.chat_id),
        kind=DeliveryKind.TASK_NOTIFICATION,
        key=f"told:{notification.id}",
        body={"told_id": notification.id},
        window_id=notification.window_id,
    )


async def ask_confirmation(uow: UnitOfWork, message: Message, window: Window) -> None:
    await _put(uow, window, DeliveryKind.CONFIRMATION, message_id=message.id)


async def offer_undo(uow: UnitOfWork, window: Window, message_id: int) -> None:
    """Offer the author of an answer to take it back."""
    await _put(uow, window, DeliveryKind.UNDO, message_id=message_id)


async def withdraw_undo(uow: UnitOfWork, window: Window, message_id: int) -> None:
    """Take that offer away, and say what has become of the answer where that is not seen."""
    await _put(uow, window, DeliveryKind.UNDO_OVER, key=f"undo_over:{message_id}", message_id=message_id)


async def send_topic_notice(uow: UnitOfWork, window: Window, text: str, **params: str) -> None:
    """Send one sentence into a window; `text` is a message id, translated for whoever reads it."""
    await _put(uow, window, DeliveryKind.TOPIC_NOTICE, body={"text": text, "params": params})


async def send_private_notice(uow: UnitOfWork, chat_id: int, text: str, **params: str) -> None:
    """Send one sentence to an employee's private chat; `text` is a message id, translated for whoever reads it."""
    body = {"text": text, "params": params}
    await outbox.put(uow, carrier=DESK, lane=lane(chat_id), kind=DeliveryKind.PRIVATE_NOTICE, body=body)


async def waiting(uow: UnitOfWork, dialog: Dialog, employee_id: int, *, since: datetime, to_manager: bool) -> None:
    """Tell an employee wherever they are signed in that a customer has been waiting since then."""
    for sign_in in await uow.sign_ins.of_employee(employee_id):
        if sign_in.blocked_at is None:
            body = {"since": since.isoformat(), "to_manager": to_manager}
            place: dict[str, Any] = {"carrier": DESK, "lane": lane(sign_in.chat_id), "kind": DeliveryKind.WAITING}
            await outbox.put(uow, **place, body=body, dialog_id=dialog.id)


async def paint_board(uow: UnitOfWork, row: Board) -> None:
    """Paint a board of who waits."""
    place: dict[str, Any] = {"carrier": DESK, "lane": lane(row.chat_id), "kind": DeliveryKind.BOARD}
    await outbox.put(uow, **place, key=f"board:{row.id}", body={"board_id": row.id})


async def show_digest(uow: UnitOfWork, employee_id: int) -> None:
    """Tell whoever comes to work what waits for them, wherever they are signed in."""
    for sign_in in await uow.sign_ins.of_employee(employee_id):
        if sign_in.blocked_at is None:
            body = {"employee_id": employee_id}
            await outbox.put(uow, carrier=DESK, lane=lane(sign_in.chat_id), kind=DeliveryKind.DIGEST, body=body)

"""The target dialog of a message or command: found by topic, by the message it replies to, or by the open dialog."""

from dataclasses import dataclass

from aiogram.types import Message

from bridge.actions.delivery import outbox
from bridge.actions.delivery.desk import lane
from bridge.errors import Refusal, lazy
from handlers.operator.kit.context import Operator, Place
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Layout, Window


class NoDialogHere(Refusal):
    text = lazy("No dialog is meant here, so nothing was sent. Choose one with /dialogs")


class UnknownTopic(Refusal):
    text = lazy("This topic belongs to no dialog, so nothing was sent. Choose one with /dialogs")


class UseTheTopic(Refusal):
    text = lazy("Nothing was sent: please write in the dialog's own topic")


@dataclass(frozen=True)
class TargetDialog:
    """A dialog's window in this chat.

    Args:
        reply_to_id: our id of the message that is replied to; None when no message of ours is.
        addressed: the operator chose the dialog by a topic or a reply; False when it is just the open dialog.
        is_gone: the topic once belonged to the window, and was deleted.
    """

    window: Window
    reply_to_id: int | None = None
    addressed: bool = True
    is_gone: bool = False


async def find_target(uow: UnitOfWork, message: Message, place: Place, operator: Operator) -> TargetDialog:
    """The dialog that a message or a command is about.

    Raises:
        NoDialogHere, UnknownTopic, UseTheTopic: there is no target dialog; the message must not be sent anywhere.
        TryLater: the message that is replied to is still being sent, so its dialog is not known yet.
    """
    mirror = None
    if message.reply_to_message is not None:
        mirror = await uow.windows.mirror_at(place.chat_id, message.reply_to_message.message_id)
    reply_to_id = mirror.message_id if mirror else None
    if place.thread_id is not None:
        window = await uow.windows.in_thread(place.chat_id, place.thread_id)
        if window is None:
            raise UnknownTopic
        return TargetDialog(window, reply_to_id, is_gone=window.thread_id != place.thread_id)
    if mirror is not None:
        return TargetDialog(await uow.windows.get(mirror.window_id), reply_to_id)
    if message.reply_to_message is not None:
        card = await uow.windows.with_card(place.chat_id, message.reply_to_message.message_id)
        if card is not None:
            return TargetDialog(card)
        # The message may be a copy from another dialog than the open one.
        await outbox.await_ids(uow, lane(place.chat_id))
    if place.is_group:
        raise NoDialogHere
    return TargetDialog(await _open(uow, place, operator), addressed=False)


async def is_former_topic(uow: UnitOfWork, place: Place) -> bool:
    """Whether the topic once belonged to a window, and was deleted."""
    window = await uow.windows.in_thread(place.chat_id, place.thread_id) if place.thread_id is not None else None
    return window is not None and window.thread_id != place.thread_id


async def _open(uow: UnitOfWork, place: Place, operator: Operator) -> Window:
    sign_in = await operator.sign_in(uow)
    if sign_in.open_dialog_id is None:
        raise NoDialogHere
    window = await uow.windows.at(sign_in.open_dialog_id, place.chat_id)
    if window is None:
        raise NoDialogHere
    if window.layout is Layout.TOPIC:
        raise UseTheTopic
    return window

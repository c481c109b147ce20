"""Undo: during its undo delay the author of an answer takes it back or sends it at once."""

from datetime import datetime

from bridge.actions.delivery import changes, desk, outbox
from bridge.actions.messages import albums, message_updates
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import Payload
from bridge.errors import Refusal, lazy
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.messages.messages import DeliveryState, Message
from storage.messages.undos import Undo, begin, end, is_revocable
from storage.reports.events import EventKind
from storage.team.employees import Employee


class UndoPayload(Payload, kind="undo", rank=Rank.TEXT):
    """Shows that an answer waits for some seconds and that its author may take it back."""


class UndoOverPayload(Payload, kind="undo_over", rank=Rank.NOTICE, key="undo_over:{message_id}", is_free=True):
    """Shows that the undo delay is over: the answer has left or was withdrawn."""


class UndoTooLate(Refusal):
    text = lazy("Too late: the message has gone to the customer. To delete it there, reply to it with /delete")


class AlreadyTakenBack(Refusal):
    text = lazy("You have cancelled this message already: the customer does not get it")


class AuthorsOnly(Refusal):
    text = lazy("Only {name}, who has written this message, can do that")


async def offer(
    uow: UnitOfWork,
    message: Message,
    delivery: Delivery,
    *,
    window_id: int,
    waited_since: datetime | None,
    by: Employee,
) -> None:
    """Hold an answer in the outbox for the undo delay of `by`, and offer to take it back.

    An album has one such question; each further message of it restarts the delay.
    """
    window = await uow.windows.get(window_id)
    if window.chat_id < 0 and not await desk.is_usable(uow, window.chat_id):
        return
    begin(message)
    until, asked_id = uow.now + by.undo_delay, delivery.message_id or message.id
    outbox.move(uow, delivery, until)
    if (undo := await uow.undos.of(asked_id)) is not None:
        undo.until = until
        return
    uow.add(Undo(message_id=asked_id, window_id=window_id, until=until, waited_since=waited_since))
    await desk.put_into(uow, UndoPayload(), window, message_id=asked_id)


async def take_back(uow: UnitOfWork, message_id: int, *, by: Employee) -> None:
    """Withdraw an answer before it leaves («Отменить»).

    Raises:
        UndoTooLate, AlreadyTakenBack, AuthorsOnly: nothing was changed.
    """
    message = await _asked(uow, message_id, by=by)
    waiting = await _waiting(uow, message)
    if not waiting:
        raise UndoTooLate
    for mate in await _pending(uow, message):
        mate.state = DeliveryState.DISCARDED
        await _drop(uow, mate)
        await message_updates.erase(uow, mate)
    await _give_up(uow, waiting)


async def send_now(uow: UnitOfWork, message_id: int, *, by: Employee) -> None:
    """Send an answer now («Отправить сейчас»), together with its author's earlier waiting answers to this customer.

    Raises:
        UndoTooLate, AlreadyTakenBack, AuthorsOnly: nothing was changed.
    """
    waiting = await _waiting(uow, await _asked(uow, message_id, by=by))
    if not waiting:
        raise UndoTooLate
    for delivery in await uow.deliveries.waiting_in(waiting[0].lane):
        if delivery.id <= waiting[-1].id and await _is_revocable_by(uow, delivery, by):
            outbox.move(uow, delivery, None)


async def drop_message(uow: UnitOfWork, message: Message) -> None:
    """Remove a message from the undo delay, because it was deleted or became a note."""
    await _drop(uow, message)
    if not await _pending(uow, message):
        await _give_up(uow, await _waiting(uow, message))
        await _all_over(uow, message)


async def end_undo(uow: UnitOfWork, message: Message) -> None:
    """End the undo delay, because the customer's channel has accepted or refused the message."""
    end(message)
    await _all_over(uow, message)


async def _asked(uow: UnitOfWork, message_id: int, *, by: Employee) -> Message:
    # The dialog is locked first, in the order in which other actions lock: another picture of the album may be coming.
    await uow.dialogs.lock((await uow.messages.get(message_id)).dialog_id)
    message = await uow.messages.lock(message_id)
    if message.employee_id != by.id:
        author = await uow.employees.get(message.employee_id) if message.employee_id else None
        raise AuthorsOnly(name=author.name if author else "—")
    if message.external_id is not None or not await _pending(uow, message):
        raise AlreadyTakenBack if message.state is DeliveryState.DISCARDED else UndoTooLate
    return message


async def _pending(uow: UnitOfWork, message: Message) -> list[Message]:
    """The messages of the album that can still be taken back, including `message`."""
    return [
        mate for mate in await albums.messages_of_album_in(uow, message, DeliveryState.QUEUED) if is_revocable(mate)
    ]


async def _waiting(uow: UnitOfWork, message: Message) -> list[Delivery]:
    """The deliveries that carry the message to the customer and have certainly not started."""
    if message.album_id is not None and (waiting := await albums.waiting_deliveries(uow, message)):
        return [delivery for delivery in waiting if not delivery.is_repeat]
    alone = [
        each for each in await uow.deliveries.waiting_of_message(message.id) if each.kind == changes.MessagePayload.kind
    ]
    return [delivery for delivery in alone if not delivery.is_repeat]


async def _is_revocable_by(uow: UnitOfWork, delivery: Delivery, by: Employee) -> bool:
    """Whether `by` may still take the delivery back.

    A delivery with attempts waits because the channel has asked for it.
    """
    if delivery.message_id is None or delivery.attempts:
        return False
    message = await uow.messages.get(delivery.message_id)
    return message.employee_id == by.id and is_revocable(message)


async def _drop(uow: UnitOfWork, message: Message) -> None:
    """Withdraw the message and the recorded answer event."""
    end(message)
    await uow.flush()
    if (answer := await uow.events.answer(message.dialog_id, message.id)) is not None:
        answer.kind = EventKind.ANSWER_WITHDRAWN


async def _give_up(uow: UnitOfWork, waiting: list[Delivery]) -> None:
    for delivery in waiting:
        outbox.withdraw(uow, delivery)
        await uow.flush()
        await _wait_again(uow, delivery.message_id or 0)
        await _over(uow, delivery.message_id or 0)


async def _wait_again(uow: UnitOfWork, message_id: int) -> None:
    """Restore the customer's waiting time, unless a later answer exists."""
    undo, message = await uow.undos.of(message_id), await uow.messages.get(message_id)
    if undo is None or undo.waited_since is None:
        return
    dialog = await uow.dialogs.lock(message.dialog_id)
    later = await uow.messages.next_answer(dialog.id, message.id)
    if later is None:
        dialog.unanswered(undo.waited_since)
    else:
        await _stand_in(uow, later, dialog, undo.waited_since)


async def _stand_in(uow: UnitOfWork, later: Message, dialog: Dialog, waited_since: datetime) -> None:
    """Count the later answer as the one that the customer waited for."""
    if (undo := await uow.undos.of(later.id)) is not None:
        undo.waited_since = waited_since
    if (answer := await uow.events.answer(dialog.id, later.id)) is not None:
        answer.waited = int((answer.at - waited_since).total_seconds())
        answer.is_first = waited_since == dialog.opened_at


async def _all_over(uow: UnitOfWork, message: Message) -> None:
    """End the question of every album message that can no longer be taken back; any of them may carry the question."""
    for mate in await albums.messages_of_album(uow, message):
        if not is_revocable(mate):
            await _over(uow, mate.id)


async def _over(uow: UnitOfWork, message_id: int) -> None:
    undo = await uow.undos.of(message_id)
    if undo is not None:
        window = await uow.windows.get(undo.window_id)
        await desk.put_into(uow, UndoOverPayload(), window, message_id=message_id)

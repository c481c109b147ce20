"""Delayed answers: answers that wait for longer than usual are marked, so that their authors see it."""

from datetime import timedelta

from bridge.actions.delivery import desk
from bridge.actions.delivery.changes import ANSWER_KINDS
from bridge.errors import lazy
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import DeliveryState

# An answer that has waited for this long is marked as waiting.
DELAY_SHOWN_AFTER = timedelta(seconds=5)
# An answer with this many attempts in this much time is stuck, while other answers get through.
MIN_STUCK_ATTEMPTS = 8
STUCK_AFTER = timedelta(minutes=2)

STUCK_TEXT = lazy(
    "This message has not left yet: it was tried {tries} times and got no answer. It is tried again by itself, and "
    "what you write to this customer waits behind it"
)


async def delayed_answers(uow: UnitOfWork, *, limit: int = 500) -> list[Delivery]:
    """Answers of all organizations that are to be marked as waiting."""
    return await uow.deliveries.delayed_anywhere(ANSWER_KINDS, before=uow.now - DELAY_SHOWN_AFTER, limit=limit)


async def show_delay(uow: UnitOfWork, delivery_id: int) -> None:
    delivery = await uow.deliveries.get(delivery_id)
    delivery.delayed_at = uow.now
    if delivery.message_id is not None:
        await uow.flush()
        await desk.show_delivery_state(uow, await uow.messages.get(delivery.message_id))


async def stuck_answers(uow: UnitOfWork) -> list[Delivery]:
    """Answers of all organizations whose authors are to decide whether they wait on."""
    return await uow.deliveries.stuck_anywhere(ANSWER_KINDS, attempts=MIN_STUCK_ATTEMPTS, before=uow.now - STUCK_AFTER)


async def ask_author(uow: UnitOfWork, delivery_id: int) -> None:
    """Tell the author that the answer has not got through; the author can then stop it."""
    delivery = await uow.deliveries.get(delivery_id)
    message = await uow.messages.lock(delivery.message_id or 0)
    if message.state is not DeliveryState.QUEUED:
        return
    message.failure = {"text": STUCK_TEXT, "params": {"tries": delivery.attempts}}
    await uow.flush()
    await desk.show_delivery_state(uow, message)

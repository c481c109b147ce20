"""Moves: a live location changes its position and finally stops.

A moved position is no edit of a text, so it makes no version and no event.
"""

from typing import Any

from bridge.actions.delivery import changes
from bridge.actions.delivery.changes import MessageEditPayload
from bridge.actions.messages import message_updates
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import DeliveryState, Message

LOCATION_FIELDS = frozenset({"latitude", "longitude", "live_period", "heading", "horizontal_accuracy"})


async def receive_location(uow: UnitOfWork, message: Message, place: dict[str, Any]) -> Message | None:
    """Store the position of a customer's location, or that it has stopped. Returns None when nothing has changed."""
    if not _put(message, place):
        return None
    if not await message_updates.is_kept_quiet(uow, message):
        await message_updates.move(uow, message)
    return message


async def move_location(uow: UnitOfWork, message: Message, place: dict[str, Any], *, except_in: int | None) -> Message:
    """Store the position of an operator's location, and show it to the customer and in the other windows."""
    if message.deleted_at is not None or message.state is DeliveryState.DISCARDED or not _put(message, place):
        return message
    if message.state is DeliveryState.NEEDS_CONFIRMATION:
        return message
    await message_updates.move(uow, message, except_in=except_in)
    if not message.is_note and message.external_id is not None:
        await changes.put_to_customer(uow, MessageEditPayload(), message)
    return message


def _put(message: Message, place: dict[str, Any]) -> bool:
    """Store the position; returns whether it has changed."""
    now = {name: value for name, value in message.data.items() if name not in LOCATION_FIELDS} | place
    was, message.data = message.data, now
    return was != now

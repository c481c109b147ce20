"""Bursts: texts that a customer writes faster than they can be shown.

Texts that wait for one window leave in one message.
"""

from dataclasses import replace
from itertools import pairwise

from bridge.actions.delivery.desk import CardPayload, CopyPayload, DeliveryStatePayload, TitlePayload
from bridge.text.entities import MAX_TEXT_UNITS, units
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Window
from storage.messages.messages import Message, MessageKind

MAX_PARTS_PER_BURST = 20
# Telegram drops the entities of a message beyond this number.
MAX_ENTITIES_PER_MESSAGE = 100
# UTF-16 units reserved for the header above the texts: who wrote them and which of them were edited.
HEADER_UNITS = 512

# Deliveries that only repaint something may wait behind a growing burst.
REPAINT_KINDS = (CardPayload.kind, TitlePayload.kind, DeliveryStatePayload.kind)


async def lock_newest(uow: UnitOfWork, message: Message, windows: list[Window]) -> None:
    """Lock the newest deliveries of several windows before a message joins them."""
    if len(windows) > 1 and _is_plain(message):
        await uow.deliveries.lock_newest([window.id for window in windows], apart_from=REPAINT_KINDS)


async def join_burst(uow: UnitOfWork, message: Message, window: Window) -> bool:
    """Add the message to the copy that waits for the window; False when it has to be shown by itself.

    A message that comes alone finds no waiting copy, because the copy before it has left or is leaving.
    """
    if not _is_plain(message):
        return False
    waiting = await uow.deliveries.newest_in(window.id, apart_from=REPAINT_KINDS)
    if waiting is None or not _takes_more(waiting):
        return False
    if not _fit([*await uow.messages.several(parts_of(waiting)), message]):
        return False
    copy = CopyPayload.of(waiting)
    waiting.body = replace(copy, with_=[*copy.with_, message.id]).pack()
    return True


def parts_of(delivery: Delivery) -> list[int]:
    """Ids of the messages that a copy shows, in order."""
    return [*([] if delivery.message_id is None else [delivery.message_id]), *CopyPayload.of(delivery).with_]


def _takes_more(delivery: Delivery) -> bool:
    """Whether messages may join a copy.

    A copy that is leaving, or may have arrived, takes none: a message that joined it would be marked as a repeat too.
    """
    is_waiting = delivery.status is DeliveryStatus.WAITING and not delivery.is_repeat
    return is_waiting and delivery.kind == CopyPayload.kind and not CopyPayload.of(delivery).silent


def _is_plain(message: Message) -> bool:
    is_text = message.kind is MessageKind.TEXT and message.album_id is None and bool(message.text.strip())
    return message.is_incoming and is_text and message.reply_to_id is None


def _fit(together: list[Message]) -> bool:
    in_order = all(one.id < other.id for one, other in pairwise(together))
    length = sum(units(message.text) + 1 for message in together)
    formats = sum(len(message.entities) + 1 for message in together)
    return (
        in_order
        and all(map(_is_plain, together))
        and len(together) <= MAX_PARTS_PER_BURST
        and length <= MAX_TEXT_UNITS - HEADER_UNITS
        and formats < MAX_ENTITIES_PER_MESSAGE
    )

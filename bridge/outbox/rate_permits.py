"""Rate permits of deliveries: how many calls of a bot's budget a delivery takes, and how urgent it is."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bridge.delivery.limits import Budget, Rank, RatePermit
from bridge.delivery.payloads import Payload, find_kind
from bridge.outbox.queued_deliveries import QueuedDelivery

# A delivery that has waited for this long is part of a backlog.
BACKLOG_AGE = timedelta(seconds=10)


def gives_way(waiting: QueuedDelivery, others: Iterable[QueuedDelivery], now: datetime) -> bool:
    """Whether a delivery that only repaints a card or a title goes behind the messages of a backlog."""
    kind = _kind_of(waiting)
    if waiting.was_sending or kind is None or not kind.is_repaint or now - waiting.created_at < BACKLOG_AGE:
        return False
    return any(other is not None and other.rank <= Rank.TEXT for other in map(_kind_of, others))


def _kind_of(waiting: QueuedDelivery) -> type[Payload] | None:
    return find_kind(waiting.carrier, waiting.kind)


def request_permit(waiting: QueuedDelivery, budget: Budget) -> RatePermit | None:
    """The delivery's permit, which waits in line; None when it needs none.

    An unknown kind needs none, because it is refused before sending.
    """
    kind = _kind_of(waiting)
    if kind is None or kind.is_free:
        return None
    return budget.ask(waiting.lane.rpartition(":")[2], kind.rank, calls=kind.calls)

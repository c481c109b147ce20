"""Rate permits of deliveries: how many calls of a bot's budget one costs, and how urgent it is."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bridge.delivery.limits import MAX_BURST, Budget, Rank, RatePermit
from bridge.outbox.queued_deliveries import QueuedDelivery

# Telegram does not count reactions and deletions among messages.
UNCOUNTED_KINDS = frozenset({"mark", "reaction", "erase", "undo_over"})

# The desk's kinds (bridge.actions.delivery.desk.DeliveryKind); what a channel carries is an answer to a customer.
RANK_BY_KIND = {
    "copy": Rank.TEXT,
    "album": Rank.TEXT,
    "question": Rank.TEXT,
    "undo": Rank.TEXT,
    "offer": Rank.TEXT,
    "screen": Rank.TEXT,
    "notice": Rank.NOTICE,
    "word": Rank.NOTICE,
    "remark": Rank.NOTICE,
    "edit": Rank.NOTICE,
    "outage": Rank.NOTICE,
    "recap": Rank.CARD,
    "card": Rank.CARD,
    "title": Rank.TITLE,
    "sweep": Rank.TITLE,
    "board": Rank.TITLE,
}


# Kinds that often take more than one call: a topic is made, its card sent and pinned. Begun without
# room for them it would be refused half-way, and begin anew. A title goes only where nothing else has gone lately.
CALLS_BY_KIND = {"card": 3, "title": MAX_BURST}


# They bring up to date what is there already, as it is when their turn comes.
REPAINT_KINDS = frozenset({"card", "title", "board"})
# What has waited for so long waits in a backlog.
BACKLOG_AGE = timedelta(seconds=10)


def gives_way(waiting: QueuedDelivery, others: Iterable[QueuedDelivery], now: datetime) -> bool:
    """Whether what merely brings a card or a title up to date goes behind the messages of a backlog."""
    if waiting.was_sending or waiting.kind not in REPAINT_KINDS or now - waiting.created_at < BACKLOG_AGE:
        return False
    return any(_rank_of(other) <= Rank.TEXT for other in others)


def _rank_of(waiting: QueuedDelivery) -> Rank:
    is_answer = waiting.carrier.startswith("channel:")
    return Rank.ANSWER if is_answer else RANK_BY_KIND.get(waiting.kind, Rank.NOTICE)


def request_permit(waiting: QueuedDelivery, budget: Budget) -> RatePermit | None:
    """The delivery's permit, which waits in line; None when it needs none."""
    if waiting.kind in UNCOUNTED_KINDS:
        return None
    return budget.ask(waiting.lane.rpartition(":")[2], _rank_of(waiting), calls=CALLS_BY_KIND.get(waiting.kind, 1))

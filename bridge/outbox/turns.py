"""What a delivery costs of a bot's budget, and how urgent it is."""

from bridge.limits import BURST, Budget, Rank, Turn
from bridge.outbox.waiting import Waiting

# Telegram does not count reactions and deletions among messages.
FREE = frozenset({"mark", "reaction", "erase", "undo_over"})

# The desk's kinds (bridge.actions.desk.Show); what a channel carries is an answer to a customer.
RANKS = {
    "copy": Rank.TEXT,
    "album": Rank.TEXT,
    "question": Rank.TEXT,
    "undo": Rank.TEXT,
    "offer": Rank.TEXT,
    "notice": Rank.NOTICE,
    "word": Rank.NOTICE,
    "remark": Rank.NOTICE,
    "edit": Rank.NOTICE,
    "recap": Rank.CARD,
    "card": Rank.CARD,
    "title": Rank.TITLE,
    "sweep": Rank.TITLE,
    "board": Rank.TITLE,
}


# Kinds that often take more than one call: a topic is made, its card sent and pinned. Begun without
# room for them it would be refused half-way, and begin anew. A title goes only where nothing else has gone lately.
CALLS = {"card": 3, "title": BURST}


def turn_of(waiting: Waiting, budget: Budget) -> Turn | None:
    """The delivery's place in line; None when it may leave at once."""
    if waiting.kind in FREE:
        return None
    is_answer = waiting.carrier.startswith("channel:")
    rank = Rank.ANSWER if is_answer else RANKS.get(waiting.kind, Rank.NOTICE)
    return budget.ask(waiting.lane.rpartition(":")[2], rank, calls=CALLS.get(waiting.kind, 1))

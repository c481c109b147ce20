"""All methods together."""

from bridge.sandbox.calls import Methods
from bridge.sandbox.methods import account, callbacks, editing, files, media, texts, topics, updates


def all_methods() -> Methods:
    nouns = (account, callbacks, editing, files, media, texts, topics, updates)
    return Methods(*(noun.METHODS for noun in nouns))

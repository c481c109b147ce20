"""All methods together."""

from bridge.sandbox.calls import Methods
from bridge.sandbox.methods import (
    account,
    callbacks,
    chats,
    commands,
    copying,
    deleting,
    editing,
    files,
    media,
    objects,
    pins,
    reactions,
    texts,
    topics,
    updates,
)


def all_methods() -> Methods:
    writing = (texts, media, objects, copying, editing, deleting, reactions, pins, callbacks)
    other = (account, chats, commands, files, topics, updates)
    return Methods(*(noun.METHODS for noun in (*writing, *other)))

"""All methods together."""

from __future__ import annotations

import logging

from bridge.sandbox.calls import Table
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.methods import (
    account,
    callbacks,
    chats,
    commands,
    copying,
    deleting,
    editing,
    files,
    inline,
    live,
    media,
    objects,
    pins,
    profile,
    reactions,
    rich,
    texts,
    topics,
    updates,
)
from bridge.sandbox.methods.names import REAL_NAMES
from bridge.sandbox.validation import Method

log = logging.getLogger(__name__)


class Methods:
    """The methods the stand-in has, by name in any case."""

    def __init__(self, *tables: Table) -> None:
        self._methods = {
            model.__api_method__.lower(): Method(model, handler) for table in tables for model, handler in table.items()
        }

    def find(self, name: str) -> Method:
        """The method of this name, in lower case.

        Raises:
            Refused: Telegram has no such method; or it has, and the stand-in does not.
        """
        if method := self._methods.get(name):
            return method
        if real := REAL_NAMES.get(name):
            log.error("the sandbox does not have the method %s yet", real)
            raise Refused(Reason.SANDBOX_LACKS_METHOD, name=real)
        raise Refused(Reason.METHOD_NOT_FOUND)


def all_methods() -> Methods:
    writing = (texts, rich, media, objects, copying, editing, deleting, live, reactions, pins, callbacks, inline)
    other = (account, chats, commands, files, profile, topics, updates)
    return Methods(*(noun.METHODS for noun in (*writing, *other)))

"""One feed of everything that happens, for the page and for tests that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bridge.sandbox.wire import Json

if TYPE_CHECKING:
    from bridge.sandbox.chats import Chat
    from bridge.sandbox.messages import Message


@dataclass(frozen=True)
class Event:
    """`kind` is a name from docs/sandbox-api.md; `details` are its further fields, ready for the wire."""

    kind: str
    chat: Chat | None = None
    message: Message | None = None
    details: Json = field(default_factory=dict)


Subscription = asyncio.Queue[Event]
Wants = Callable[[Event], bool]


class Feed:
    """Hands every event to every subscriber that wants it, in the order things happen."""

    def __init__(self) -> None:
        self._subscriptions: dict[Subscription, Wants] = {}

    def publish(self, event: Event) -> None:
        for subscription, wants in self._subscriptions.items():
            if wants(event):
                subscription.put_nowait(event)

    @contextmanager
    def subscribe(self, wants: Wants = lambda event: True) -> Iterator[Subscription]:
        """What is published inside the block arrives in the queue."""
        subscription: Subscription = asyncio.Queue()
        self._subscriptions[subscription] = wants
        try:
            yield subscription
        finally:
            del self._subscriptions[subscription]

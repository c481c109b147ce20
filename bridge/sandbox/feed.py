"""One feed of everything that happens, for the page and for tests that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
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


class Feed:
    """Hands every event to every subscriber, in the order things happen."""

    def __init__(self) -> None:
        self._subscriptions: list[Subscription] = []

    def publish(self, event: Event) -> None:
        for subscription in self._subscriptions:
            subscription.put_nowait(event)

    @contextmanager
    def subscribe(self) -> Iterator[Subscription]:
        """Everything published inside the block arrives in the queue."""
        subscription: Subscription = asyncio.Queue()
        self._subscriptions.append(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions.remove(subscription)

"""What goes wrong on demand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bridge.sandbox.accounts import Bot


class FaultKind(StrEnum):
    RESET_BEFORE = "reset_before"  # the connection breaks, nothing has happened
    RESET_AFTER = "reset_after"  # it has happened, the connection breaks instead of an answer
    STALL = "stall"  # it has happened, the answer does not come
    HTTP_502 = "http_502"  # a gateway's HTML page, nothing has happened
    HTTP_413 = "http_413"  # the same of a gateway that finds the body too large
    JSON_500 = "json_500"
    RETRY_AFTER = "retry_after"
    REFUSE = "refuse"  # any refusal by its text, such as "Bad Request: TOPIC_DELETED"
    WRONG_THREAD = "wrong_thread"  # a send falls into the chat outside of its topic
    UNDECODABLE = "undecodable"  # it has happened, the answer holds a union member aiogram does not know
    FUTURE_FIELD = "future_field"  # it has happened, the answer holds fields nobody knows yet


@dataclass
class Fault:
    """Waits for `times` matching calls, after `skip` that go well.

    `after`: the seconds of retry_after, or how long an answer stalls. `description`: what a refusal says.
    """

    kind: FaultKind
    bot_id: int | None
    method: str | None
    times: int
    after: float | None
    description: str
    skip: int = 0

    def matches(self, bot: Bot, method: str) -> bool:
        return self.bot_id in (None, bot.id) and self.method in (None, method)


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(
        self,
        kind: FaultKind | str,
        *,
        bot: Bot | int | None = None,
        method: str | None = None,
        times: int = 1,
        after: float | None = None,
        description: str = "",
        skip: int = 0,
    ) -> Fault:
        """The next `times` calls of `method` (any, when None) by `bot` go wrong; `skip` calls before them do not.

        Raises:
            ValueError: there is no such kind, or a refusal has no text.
        """
        if kind == FaultKind.REFUSE and not description:
            raise ValueError("a refusal needs its description")
        bot_id = bot.id if isinstance(bot, Bot) else bot
        fault = Fault(FaultKind(kind), bot_id, method.lower() if method else None, times, after, description, skip)
        self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, bot: Bot, method: str) -> Fault | None:
        """The fault for this call (`method` in lower case), counted down."""
        for fault in self._waiting:
            if fault.matches(bot, method):
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None

"""What is written in the stand-in while a benchmark runs, and what of it has arrived on the other side."""

import asyncio
import re
import statistics
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from bridge.sandbox import Bot, Person, World, acting
from bridge.sandbox.contents import text_content
from bridge.sandbox.feed import Event

# "in 7/123": the message 123, from the customer of dialog 7; "out" is an operator's answer.
STAMP = re.compile(r"^(in|out) (\d+)/(\d+)$", re.MULTILINE)


@dataclass
class Dialog:
    """A customer and the operator who answers; the topic is known once something was shown in it."""

    customer: Person
    operator: Person
    topic: int | None = None


@dataclass
class Ledger:
    """Of one phase. Times are seconds of one clock, by the number of the message; an outage was over at `released`."""

    written: dict[int, float] = field(default_factory=dict)
    arrived: dict[int, float] = field(default_factory=dict)
    lanes: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    duplicated: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    released: float | None = None

    def report(self) -> dict[str, Any]:
        delays = sorted(1000 * (at - self.written[number]) for number, at in self.arrived.items())
        took = max(self.arrived.values(), default=0.0) - min(self.written.values(), default=0.0)
        return {
            "written": len(self.written),
            "lost": len(self.written) - len(self.arrived),
            "duplicated": self.duplicated,
            "reordered": sum(_overtaken(numbers) for numbers in self.lanes.values()),
            "per_second": len(self.arrived) / took if delays else 0.0,
            "p50": statistics.median(delays) if delays else None,
            "p99": delays[min(len(delays) - 1, int(len(delays) * 0.99))] if delays else None,
            "calls": dict(self.calls),
            "after": {way: self._after(way) for way in ("in", "out")},
        }

    def _after(self, way: str) -> dict[str, float] | None:
        """What arrived of that way after an outage: the seconds until the last was there, and how many a second."""
        numbers = [number for lane, theirs in self.lanes.items() if lane.startswith(way) for number in theirs]
        times = sorted(self.arrived[number] for number in numbers if self.arrived[number] > (self.released or 0))
        if self.released is None or not times:
            return None
        took = max(times[-1] - times[0], 0.001)
        return {"seconds": times[-1] - self.released, "per_second": len(times) / took, "count": len(times)}


def _overtaken(numbers: list[int]) -> int:
    return sum(number < max(numbers[:at]) for at, number in enumerate(numbers) if at)


class Traffic:
    """Writes as people do, and looks over everybody's shoulder."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.desk: Bot = world.bot("Desk", has_topics=True, side="operator")
        self.shop: Bot = world.bot("Shop")
        self.dialogs: list[Dialog] = []
        self.polled: set[int] = set()
        self.ledger = Ledger()
        self._number = 0
        self._seen: set[tuple[str, int]] = set()
        self._listening = world.feed.subscribe(self._look)
        self._listening.__enter__()

    def open(self, dialogs: int, operators: int) -> None:
        staff = [self.world.person(f"Operator {n}", side="operator") for n in range(operators)]
        for person in staff:
            acting.start(self.world, person.user, person.chat(self.desk))
        for n in range(dialogs):
            self.dialogs.append(Dialog(self.world.person(f"Customer {n}"), staff[n % operators]))

    def begin(self) -> None:
        """A new phase: nothing was written and nothing has arrived."""
        self.ledger = Ledger()

    async def write(self, count: int, rate: float | None, *, ways: str, dialogs: int) -> None:
        """Write `count` messages, `rate` a second (None: as fast as it goes), in turn in so many dialogs.

        Args:
            ways: "in" from customers, "out" from operators, "both" in turn.
        """
        begun = time.perf_counter()
        for n in range(count):
            if rate:
                await asyncio.sleep(max(0.0, begun + n / rate - time.perf_counter()))
            elif n % 50 == 0:
                await asyncio.sleep(0)
            number = n % dialogs
            self._write(number, is_answer=ways == "out" or (ways == "both" and (n + n // dialogs) % 2 == 1))

    def _write(self, number: int, *, is_answer: bool) -> None:
        dialog = self.dialogs[number]
        self._number += 1
        self.ledger.written[self._number] = time.perf_counter()
        if is_answer and dialog.topic is not None:
            chat, text = dialog.operator.chat(self.desk), f"out {number}/{self._number}"
            acting.write(self.world, dialog.operator.user, chat, text_content(text), topic_id=dialog.topic)
        else:
            chat, text = dialog.customer.chat(self.shop), f"in {number}/{self._number}"
            acting.write(self.world, dialog.customer.user, chat, text_content(text))

    def _look(self, event: Event) -> bool:
        """Notes an arrival at the moment at which it is there; nothing has to be queued for that."""
        message = event.message
        if event.kind != "message" or message is None or not message.sender.is_bot:
            return False
        if (seen := (message.chat.key, message.id)) in self._seen:
            return False
        self._seen.add(seen)
        for way, dialog, number in STAMP.findall(message.text):
            if way == "in":
                self.dialogs[int(dialog)].topic = message.topic_id
            self._note(f"{way} {dialog}", int(number))
        return False

    def _note(self, lane: str, number: int) -> None:
        ledger = self.ledger
        if number in ledger.arrived:
            ledger.duplicated += 1
        elif number in ledger.written:
            ledger.arrived[number] = time.perf_counter()
            ledger.lanes[lane].append(number)

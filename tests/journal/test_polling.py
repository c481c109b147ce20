"""A listener in bad weather: what it says of updates, and how it begins anew. How it polls: tests/channels/telegram."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bridge.errors import BridgeError, ReadElsewhere, UnauthorizedToken, Unreachable
from bridge.journal import polling
from bridge.journal.polling import MAX_UPDATES_PER_POLL, Listener
from bridge.journal.record import Update
from bridge.sending.availability import Availability
from bridge.sending.message_ids import MessageIds
from tests.kit.clock import Clock

Batch = list[dict[str, Any]]


class Recorder:
    def __init__(self) -> None:
        self.recorded: list[str] = []

    async def cursor(self) -> int:
        return 0

    async def record(self, updates: Sequence[Update], cursor: int | None = None) -> None:
        self.recorded += [update.external_id for update in updates]


class Telegram:
    """Answers a poll when the test says how; a poll that is given up on is counted."""

    def __init__(self) -> None:
        self.polls: list[int] = []
        self.given_up = 0
        self._answers: asyncio.Queue[Batch | BridgeError] = asyncio.Queue()
        self._polled = asyncio.Condition()

    async def poll(self, offset: int) -> Batch:
        async with self._polled:
            self.polls.append(offset)
            self._polled.notify_all()
        try:
            answer = await self._answers.get()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        if isinstance(answer, BridgeError):
            raise answer
        return answer

    def answer(self, answer: Batch | BridgeError) -> None:
        self._answers.put_nowait(answer)

    async def is_polled(self, times: int) -> None:
        async with asyncio.timeout(5), self._polled:
            await self._polled.wait_for(lambda: len(self.polls) >= times)


class Door:
    """A listener at work, and whether Telegram answers its bot."""

    def __init__(self, clock: Clock) -> None:
        self.telegram, self.recorder, self.ids = Telegram(), Recorder(), MessageIds()
        self.slept: list[float] = []
        self.is_back = asyncio.Event()
        self.trouble: list[BridgeError] = []
        self.availability = Availability("shop", self._answers, clock=clock, sleep=self._sleep)
        self.listener = Listener(
            "shop",
            self.telegram.poll,
            self.recorder,
            lambda update: "7",
            ids=self.ids,
            availability=self.availability,
            sleep=self._sleep,
        )

    async def _answers(self) -> None:
        if self.trouble:
            raise self.trouble.pop()
        await self.is_back.wait()

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        running = asyncio.create_task(self.listener.run())
        try:
            await self.telegram.is_polled(1)
            yield
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await self.availability.close()

    def now(self) -> float:
        return asyncio.get_running_loop().time()


@pytest.fixture
def door(clock: Clock) -> Door:
    return Door(clock)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A poll that is under way has found nothing so far."""
    monkeypatch.setattr(polling, "EMPTY_POLL_TIME", timedelta(0))


def said(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": 100 + number, "chat": {"id": 7}}}


async def happens(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while True:
            if condition():
                return
            await asyncio.sleep(0)


async def test_a_poll_that_has_ended_has_brought_all_from_before(door: Door):
    async with door.open():
        since = door.now()
        assert await door.listener.are_updates_in(since) is False

        door.telegram.answer([said(1)])
        await door.telegram.is_polled(2)

        assert await door.listener.are_updates_in(since) is True
        assert await door.listener.are_updates_in(door.now()) is False


async def test_a_full_batch_leaves_it_open_whether_that_was_all(door: Door):
    async with door.open():
        since = door.now()
        door.telegram.answer([said(number) for number in range(MAX_UPDATES_PER_POLL)])
        await door.telegram.is_polled(2)
        assert await door.listener.are_updates_in(since) is False

        door.telegram.answer([said(MAX_UPDATES_PER_POLL)])
        await door.telegram.is_polled(3)
        assert await door.listener.are_updates_in(since) is True


@pytest.mark.usefixtures("at_once")
async def test_a_poll_that_goes_on_waiting_has_found_nothing(door: Door):
    async with door.open():
        since = door.now()
        await asyncio.sleep(0.001)

        assert await door.listener.are_updates_in(since) is True
        assert await door.listener.are_updates_in(door.now() + 60) is False


@pytest.mark.usefixtures("at_once")
async def test_updates_that_somebody_else_takes_are_waited_for(door: Door, monkeypatch: pytest.MonkeyPatch):
    asleep = asyncio.Event()

    async def sleep(_seconds: float) -> None:
        asleep.set()
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(door.listener, "_sleep", sleep)
    async with door.open():
        door.telegram.answer(ReadElsewhere())
        await asleep.wait()

        assert not await door.listener.are_updates_in(0.0)


@pytest.mark.usefixtures("at_once")
async def test_while_telegram_is_away_nothing_is_polled_and_nobody_knows_of_updates(door: Door):
    async with door.open():
        since = door.now()
        door.telegram.answer(Unreachable())
        await happens(lambda: not door.availability.is_open)

        assert await door.listener.are_updates_in(since) is False
        assert len(door.telegram.polls) == 1
        door.is_back.set()
        await door.telegram.is_polled(2)


@pytest.mark.parametrize("error", [Unreachable(), UnauthorizedToken()], ids=repr)
async def test_however_long_telegram_is_away_it_is_polled_once_when_it_is_back(door: Door, error: BridgeError):
    door.trouble = [error] * 20
    async with door.open():
        door.telegram.answer(error)
        await happens(lambda: not door.trouble)
        assert len(door.telegram.polls) == 1
        door.is_back.set()
        await door.telegram.is_polled(2)
        door.telegram.answer([said(1)])
        await door.telegram.is_polled(3)

    assert door.recorder.recorded == ["1"]
    assert door.telegram.polls == [0, 0, 2]


async def test_a_poll_from_before_an_outage_is_given_up_on_when_telegram_is_back(door: Door):
    door.trouble = [Unreachable()]
    async with door.open():
        door.availability.doubt(Unreachable())
        await happens(lambda: door.availability.away_since is not None)
        assert (len(door.telegram.polls), door.telegram.given_up) == (1, 0)

        door.is_back.set()
        await door.telegram.is_polled(2)
        assert door.telegram.given_up == 1
        assert door.listener.problem is None


async def test_what_fails_once_where_telegram_answers_leaves_the_poll_alone(door: Door):
    async with door.open():
        door.is_back.set()
        door.availability.doubt(Unreachable())
        await door.availability.wait()
        door.telegram.answer([said(1)])
        await door.telegram.is_polled(2)

    assert door.telegram.polls == [0, 2]
    assert door.recorder.recorded == ["1"]


@pytest.mark.usefixtures("at_once")
async def test_a_poll_that_waits_after_trouble_shows_that_all_is_well_again(door: Door):
    door.is_back.set()
    with capture_logs() as logs:
        async with door.open():
            door.telegram.answer(Unreachable())
            await door.telegram.is_polled(2)
            await happens(lambda: door.listener.problem is None)

    assert [line["event"] for line in logs] == ["listening failed", "listening again"]


async def test_updates_tell_of_ids(door: Door):
    async with door.open():
        door.telegram.answer([said(1), said(2)])
        await door.telegram.is_polled(2)

    assert door.ids.highest(7) == 102

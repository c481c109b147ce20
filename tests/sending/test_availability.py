"""Whether a provider answers: asked with back-off, told once."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from structlog.testing import capture_logs

from bridge.errors import BridgeError, OutcomeUnknown, TryLater, UnauthorizedToken, Unreachable
from bridge.network.faults import ProxyUnusable
from bridge.sending.availability import MAX_PAUSE, MAX_PAUSE_IN_LONG_OUTAGE, Availability
from tests.kit.clock import Clock


class Telegram:
    """Answers when it has failed in all the given ways; time passes at once."""

    def __init__(self, clock: Clock, *failures: Exception) -> None:
        self.clock = clock
        self.failures = [*failures]
        self.asked = 0
        self.slept: list[float] = []
        self.heard: list[type[BridgeError] | None] = []
        self.availability = Availability("desk", self.answers, clock=clock, sleep=self.sleep)
        self.availability.listen(lambda: self.heard.append(self._reason()))

    async def answers(self) -> None:
        self.asked += 1
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.forward(timedelta(seconds=seconds))
        await asyncio.sleep(0)

    def _reason(self) -> type[BridgeError] | None:
        return None if self.availability.reason is None else type(self.availability.reason)

    async def fails(self, error: BridgeError) -> None:
        """A call has failed; returns when Telegram answers again."""
        self.availability.doubt(error)
        await self.availability.wait()


@pytest.fixture
def logs() -> Iterator[list[dict[str, object]]]:
    with capture_logs() as logs:
        yield logs  # type: ignore[misc]


async def test_what_has_never_failed_is_open_and_is_asked_nothing(clock: Clock):
    telegram = Telegram(clock)

    await telegram.availability.wait()

    assert telegram.availability.is_open
    assert telegram.asked == 0


async def test_nothing_is_sent_before_the_cheap_question_is_answered(clock: Clock):
    telegram = Telegram(clock)

    telegram.availability.doubt(OutcomeUnknown())

    assert not telegram.availability.is_open
    await telegram.availability.wait()
    assert telegram.availability.is_open
    assert telegram.asked == 1


async def test_one_call_that_fails_where_telegram_answers_is_no_outage(clock: Clock, logs):
    telegram = Telegram(clock)

    await telegram.fails(OutcomeUnknown())

    assert (telegram.availability.away_since, telegram.availability.reason) == (None, None)
    assert telegram.heard == logs == []


async def test_the_pause_between_questions_grows_to_ten_seconds_and_later_to_half_a_minute(
    clock: Clock,
):
    telegram = Telegram(clock, *(Unreachable() for _ in range(70)))

    await telegram.fails(Unreachable())

    assert telegram.slept[:5] == [1, 2, 4, 8, 10]
    assert telegram.slept[-2:] == [30, 30]
    assert all(earlier <= later for earlier, later in pairwise(telegram.slept))
    assert telegram.asked == 71
    assert MAX_PAUSE < MAX_PAUSE_IN_LONG_OUTAGE == timedelta(seconds=30)


async def test_whoever_is_in_a_hurry_has_it_asked_now(clock: Clock):
    telegram = Telegram(clock, Unreachable())
    rests, never = asyncio.Event(), asyncio.Event()

    async def rest(_seconds: float) -> None:
        rests.set()
        await never.wait()

    telegram.availability = Availability("desk", telegram.answers, clock=clock, sleep=rest)
    telegram.availability.doubt(Unreachable())
    await rests.wait()
    telegram.availability.hurry()
    await telegram.availability.wait()

    assert telegram.asked == 2


async def test_however_many_calls_fail_one_asks(clock: Clock):
    telegram = Telegram(clock, Unreachable(), Unreachable())

    await asyncio.gather(*(telegram.fails(OutcomeUnknown()) for _ in range(50)))

    assert telegram.asked == 3


async def test_an_outage_is_told_once_when_it_begins_and_once_when_it_is_over(clock: Clock, logs):
    telegram = Telegram(clock, *(OutcomeUnknown() for _ in range(7)))
    began = clock.now

    await telegram.fails(Unreachable())

    assert [(line["event"], line["log_level"]) for line in logs] == [
        ("provider.away", "warning"),
        ("provider.back", "info"),
    ]
    assert (logs[0]["bot"], logs[0]["since"]) == ("desk", began.isoformat())
    assert logs[1]["away_for"] == 1 + 2 + 4 + 8 + 10 + 10 + 10
    assert telegram.heard == [OutcomeUnknown, None]
    assert telegram.availability.back_at == clock.now


async def test_while_it_is_away_it_is_known_since_when_and_why(clock: Clock):
    telegram = Telegram(clock, Unreachable(), Unreachable())
    began, seen = clock.now, []

    async def sleep(seconds: float) -> None:
        seen.append((telegram.availability.away_since, type(telegram.availability.reason)))
        clock.forward(timedelta(seconds=seconds))

    telegram.availability = Availability("desk", telegram.answers, clock=clock, sleep=sleep)
    await telegram.fails(OutcomeUnknown())

    assert seen == [(began, Unreachable)] * 2
    assert telegram.availability.away_since is None


async def test_another_reason_is_news_and_since_when_stays(clock: Clock, logs):
    telegram = Telegram(clock, Unreachable(), UnauthorizedToken(), UnauthorizedToken())
    began = clock.now

    await telegram.fails(Unreachable())

    assert telegram.heard == [Unreachable, UnauthorizedToken, None]
    told = [line for line in logs if line["event"] in ("provider.away", "bot.token_refused")]
    assert [line["since"] for line in told] == [began.isoformat()] * 2


async def test_a_refused_token_is_one_error_that_says_how_to_renew_it(clock: Clock, logs):
    telegram = Telegram(clock, *(UnauthorizedToken() for _ in range(3)))
    telegram.availability = Availability(
        "desk", telegram.answers, clock=clock, sleep=telegram.sleep, renewal="put it into OPERATOR_BOT_TOKEN"
    )

    await telegram.fails(UnauthorizedToken())

    assert [(line["event"], line["log_level"]) for line in logs] == [
        ("bot.token_refused", "error"),
        ("provider.back", "info"),
    ]
    assert (logs[0]["bot"], logs[0]["mend"]) == ("desk", "put it into OPERATOR_BOT_TOKEN")


async def test_a_refused_token_is_tried_at_most_each_minute(clock: Clock):
    telegram = Telegram(clock, *(UnauthorizedToken() for _ in range(8)))

    await telegram.fails(UnauthorizedToken())

    assert telegram.slept == [1, 2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize("answer", [TryLater(timedelta(seconds=7)), BridgeError(), KeyError("a secret text")], ids=repr)
async def test_whoever_gives_an_odd_answer_answers(clock: Clock, logs, answer: Exception):
    telegram = Telegram(clock, answer)

    await telegram.fails(OutcomeUnknown())

    assert telegram.asked == 1
    assert telegram.heard == []
    assert "secret" not in str(logs)


async def test_the_next_outage_is_another_one(clock: Clock, logs):
    telegram = Telegram(clock, Unreachable())
    await telegram.fails(Unreachable())
    telegram.failures.append(Unreachable())
    clock.forward(timedelta(hours=1))
    began = clock.now

    await telegram.fails(Unreachable())

    assert telegram.heard == [Unreachable, None] * 2
    assert logs[2]["since"] == began.isoformat()
    assert telegram.slept == [1, 1]


async def test_whoever_closes_it_in_the_middle_has_it_ask_no_more(clock: Clock):
    telegram = Telegram(clock)
    asleep = asyncio.Event()

    async def sleep(seconds: float) -> None:
        asleep.set()
        await asyncio.get_running_loop().create_future()

    telegram.failures.append(Unreachable())
    telegram.availability = Availability("desk", telegram.answers, clock=clock, sleep=sleep)
    telegram.availability.doubt(Unreachable())
    await asleep.wait()

    await telegram.availability.close()

    assert telegram.asked == 1
    assert not telegram.availability.is_open


async def test_the_log_tells_why_and_tells_it_anew_when_it_is_something_else(clock: Clock, logs: list[dict]):
    refused, gone = (ProxyUnusable(reason=reason) for reason in ("it refuses the password", "it refuses connections"))
    telegram = Telegram(clock, refused, refused, gone, gone, Unreachable())

    await telegram.fails(refused)

    told = [line.get("reason") for line in logs if line["event"] == "provider.away"]
    assert told == ["it refuses the password", "it refuses connections", None]

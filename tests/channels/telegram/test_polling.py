import asyncio
import json
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs
from telegram import Bot

from bridge.channels.telegram.channel import TelegramChannel
from bridge.channels.telegram.polling import ALLOWED_UPDATES, poll
from bridge.channels.telegram.reading import lane_of
from bridge.errors import ReadElsewhere
from bridge.journal.polling import CONFLICT_DELAY, REVOKED_TOKEN_DELAY, Listener
from bridge.journal.record import Recorder, Update
from tests.kit.books import unread
from tests.kit.doubles.channel import Sleeper
from tests.kit.doubles.telegram import TOKEN, Answer, Wire, bot_on, ok, refused

HELLO = {"update_id": 1000, "message": {"message_id": 7, "chat": {"id": 501, "type": "private"}, "text": "Привет"}}
NEXT = {"update_id": 1001, "telepathy": {"chat": {"id": 502}}}
CONFLICT = refused(409, "Conflict: terminated by other getUpdates request")


class Telegram(Wire):
    """Answers a long poll as told, then never again; `quiet` is set when nothing more is to come."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__(*answers)
        self.quiet = asyncio.Event()

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if not self.answers:
            self.answers.append(ok([]))
            await super().__call__(request)
            self.quiet.set()
            await asyncio.Event().wait()
        return await super().__call__(request)

    @property
    def offsets(self) -> list[str]:
        return [fields["offset"] for _, fields in self.calls]


@dataclass
class Journal:
    """Keeps batches; fails when told to. `offsets_before`: what Telegram had been asked when a batch came."""

    telegram: Telegram
    position: int = 0
    errors: list[Exception] = field(default_factory=list)
    batches: list[list[Update]] = field(default_factory=list)
    offsets_before: list[list[str]] = field(default_factory=list)

    async def cursor(self) -> int:
        return self.position

    async def record(self, updates: Any, cursor: int | None = None) -> None:
        self.offsets_before.append(self.telegram.offsets)
        if self.errors:
            raise self.errors.pop(0)
        self.batches.append(list(updates))
        self.position = cursor or 0


def listener_of(bot: Bot, recorder: Any, sleep: Any) -> Listener:
    return Listener("channel:1", partial(poll, bot), recorder, lane_of, sleep=sleep)


async def listen(journal: Journal, sleep: Sleeper | None = None) -> Listener:
    """Until nothing more comes."""
    async with bot_on(journal.telegram) as bot:
        listener = listener_of(bot, journal, sleep or Sleeper())
        running = asyncio.create_task(listener.run())
        quiet = asyncio.create_task(journal.telegram.quiet.wait())
        await asyncio.wait({running, quiet}, return_when=asyncio.FIRST_COMPLETED)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    return listener


async def test_batch_is_in_the_journal_before_telegram_may_forget_it():
    journal = Journal(Telegram(ok([HELLO, NEXT]), ok([])), position=1000)

    await listen(journal)

    (batch,) = journal.batches
    assert [(entry.external_id, entry.lane) for entry in batch] == [("1000", "501"), ("1001", "502")]
    assert [json.loads(entry.payload) for entry in batch] == [HELLO, NEXT]
    assert journal.offsets_before == [["1000"]]
    assert journal.telegram.offsets == ["1000", "1002", "1002"]


async def test_batch_that_could_not_be_written_comes_again():
    journal = Journal(Telegram(ok([HELLO]), ok([HELLO])), errors=[RuntimeError("disk full")])
    sleep = Sleeper()

    await listen(journal, sleep)

    assert journal.telegram.offsets == ["0", "0", "1001"]
    assert [len(batch) for batch in journal.batches] == [1]
    assert sleep.slept == [1]


async def test_lower_ids_after_a_quiet_week_are_followed():
    journal = Journal(Telegram(ok([{"update_id": 5}])), position=90000)

    await listen(journal)

    assert journal.telegram.offsets == ["90000", "6"]


async def test_every_poll_names_the_updates_it_wants():
    journal = Journal(Telegram())

    await listen(journal)

    asked = {"offset": "0", "timeout": "25", "allowed_updates": list(ALLOWED_UPDATES)}
    assert journal.telegram.calls == [("getUpdates", asked)]


WAITS = [
    ([httpx.ConnectError("")] * 3, [1, 2, 4]),
    ([httpx.ReadTimeout("")], [1]),
    ([httpx.Response(502, text="<html>"), httpx.Response(200, text="<html>")], [1, 2]),
    ([refused(429, "Too Many Requests: retry after 37", retry_after=37)], [37]),
    ([CONFLICT, CONFLICT], [CONFLICT_DELAY.seconds] * 2),
    ([refused(401, "Unauthorized")], [REVOKED_TOKEN_DELAY.seconds]),
]


@pytest.mark.parametrize(("answers", "waits"), WAITS)
async def test_listening_goes_on_after_any_trouble(answers, waits):
    sleep = Sleeper()
    journal = Journal(Telegram(*answers, ok([HELLO])))

    listener = await listen(journal, sleep)

    assert sleep.slept == waits
    assert len(journal.batches) == 1
    assert listener.problem is None


async def test_same_trouble_is_logged_once_and_its_end_too():
    with capture_logs() as logs:
        await listen(Journal(Telegram(CONFLICT, CONFLICT, CONFLICT, ok([HELLO]))))

    assert [line["event"] for line in logs] == ["listening failed", "listening again"]
    assert logs[0]["why"] == ReadElsewhere.text


async def test_broken_answer_full_of_messages_stays_out_of_the_log():
    with capture_logs() as logs:
        await listen(Journal(Telegram(httpx.Response(502, text="Привет"), ok([HELLO]))))

    assert "Привет" not in str(logs)
    assert TOKEN not in str(logs)


async def test_listener_says_why_it_hears_nothing():
    journal = Journal(Telegram(CONFLICT))
    seen: list[Exception | None] = []

    async with bot_on(journal.telegram) as bot:

        async def sleep(_seconds: float) -> None:
            seen.append(listener.problem)

        listener = listener_of(bot, journal, sleep)
        running = asyncio.create_task(listener.run())
        await journal.telegram.quiet.wait()
        running.cancel()

    assert [type(problem) for problem in seen] == [ReadElsewhere]


async def test_what_customers_write_in_the_sandbox_reaches_the_journal(database, channel: TelegramChannel, anna, shop):
    written = asyncio.Event()
    database.listen("journal", lambda _entries: written.set())
    listener = listener_of(channel.bot, Recorder(database, "channel:1"), asyncio.sleep)
    await anna.writes("Где заказ?", to=shop)
    await anna.sends_something_new(to=shop, poison=True)

    running = asyncio.create_task(listener.run())
    await written.wait()
    running.cancel()

    async with database.read() as uow:
        entries = await unread(uow)
        cursor = await uow.journal.cursor("channel:1")
    assert [entry.lane for entry in entries] == [str(anna.user.id)] * 2
    assert cursor.position == int(entries[-1].external_id) + 1

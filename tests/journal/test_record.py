"""Raw updates are safe before anybody is told that we have them."""

import asyncio

from bridge.journal.record import Recorder, Update
from storage.delivery.journal import EntryState
from storage.engine.database import Database
from tests.kit.books import unread


def update(external_id: str, payload: str = "{}") -> Update:
    return Update(external_id=external_id, lane="7", payload=payload)


async def payloads(database: Database) -> list[str]:
    async with database.read() as uow:
        return [entry.payload for entry in await unread(uow)]


async def test_updates_are_kept_in_order_exactly_as_they_came(database: Database):
    recorder = Recorder(database, "desk")

    await recorder.record([update("2", '{"text": "Привет \\u0000 👋"}'), update("1", "second")], cursor=3)

    assert await payloads(database) == ['{"text": "Привет \\u0000 👋"}', "second"]
    async with database.read() as uow:
        assert {entry.state for entry in await unread(uow)} == {EntryState.NEW}


async def test_a_known_update_is_skipped_and_the_others_of_its_batch_are_kept(database: Database):
    recorder = Recorder(database, "desk")
    await recorder.record([update("1", "first")])

    await recorder.record([update("1", "again"), update("2", "second"), update("2", "twice in one batch")])

    assert await payloads(database) == ["first", "second"]


async def test_one_update_recorded_by_two_at_once_is_kept_once(database: Database):
    recorder = Recorder(database, "desk")

    await asyncio.gather(*(recorder.record([update("1", "first"), update("2", "second")]) for _ in range(8)))

    assert await payloads(database) == ["first", "second"]


async def test_two_sources_may_use_the_same_ids(database: Database):
    for source in ("desk", "channel:1"):
        await Recorder(database, source).record([update("1", source)])

    assert await payloads(database) == ["desk", "channel:1"]


async def test_the_cursor_is_the_last_batchs_even_when_ids_restart_lower(database: Database):
    recorder = Recorder(database, "desk")
    assert await recorder.cursor() == 0

    await recorder.record([update("900")], cursor=901)
    await recorder.record([update("5")], cursor=6)

    assert await recorder.cursor() == 6
    assert await Recorder(database, "channel:1").cursor() == 0


async def test_a_batch_without_a_cursor_leaves_the_cursor_alone(database: Database):
    recorder = Recorder(database, "desk")
    await recorder.record([], cursor=4)

    await recorder.record([update("9")])

    assert await recorder.cursor() == 4


async def test_what_is_new_is_handed_on_after_the_commit(database: Database):
    heard: list[list[str]] = []
    recorder = Recorder(database, "desk")
    await recorder.record([update("1", "first")])
    database.listen("journal", lambda entries: heard.append([entry.payload for entry in entries]))

    await recorder.record([update("3", "third"), update("1", "again"), update("2", "second")])

    assert heard == [["third", "second"]]

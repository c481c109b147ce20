"""Everything that must leave leaves, in order within its lane, and what came of it is written down."""

import asyncio
import sqlite3
from datetime import timedelta

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from bridge.errors import Blocked, BridgeError, OutcomeUnknown, TryLater, Unreachable
from bridge.outbox.outbox import Outbox
from storage.database import Database
from storage.deliveries import Delivery, DeliveryStatus
from storage.organizations import Organization
from tests.conftest import Clock
from tests.outbox.carrying import GRACE, Arrival, Office, Post

WAITING, SENDING = DeliveryStatus.WAITING, DeliveryStatus.SENDING
SENT, FAILED, UNKNOWN, REPLACED = (
    DeliveryStatus.SENT,
    DeliveryStatus.FAILED,
    DeliveryStatus.UNKNOWN,
    DeliveryStatus.REPLACED,
)
LOCKED = OperationalError("UPDATE", {}, sqlite3.OperationalError("database is locked"))


@pytest.fixture
def office(database: Database, organization: Organization, clock: Clock) -> Office:
    return Office(database, organization, clock)


@pytest.fixture
def post(office: Office) -> Post:
    return office.post


async def test_a_backlog_leaves_in_order_within_each_lane(office: Office, post: Post):
    for number in range(10):
        await office.put(f"a{number}", lane="desk:a")
        await office.put(f"b{number}", lane="desk:b")

    await office.works_until_settled()

    for lane in "ab":
        assert [text for text in post.texts if text[0] == lane] == [f"{lane}{number}" for number in range(10)]
    assert set((await office.statuses()).values()) == {SENT}
    assert sorted(post.noted) == sorted(post.texts)


async def test_a_delivery_is_marked_as_being_sent_before_it_leaves(office: Office, post: Post):
    post.gates["hello"] = asyncio.Event()
    await office.put("hello", "after it")

    async with office.at_work():
        await post.has_begun("hello")
        assert await office.statuses() == {"hello": SENDING, "after it": WAITING}
        post.gates["hello"].set()
        await office.settled()


async def test_a_lane_that_is_asked_to_wait_holds_up_no_other(office: Office, post: Post):
    post.faults["slow"].append(TryLater(timedelta(seconds=40)))
    await office.put("slow", "behind it", lane="desk:a")
    await office.put("free", lane="desk:b")

    await office.works_until_settled()

    assert post.texts == ["free", "slow", "behind it"]
    assert sum(office.slept) == 40
    assert max(office.slept) == 1
    assert [row.attempts for row in await office.rows()] == [2, 1, 1]
    assert not any(arrival.is_repeat for arrival in post.arrived)


async def test_a_wait_of_the_whole_bot_holds_up_every_lane_of_its_carrier(office: Office, post: Post):
    other = Post()
    office.carriers["channel:1"] = other
    post.faults["flood"].append(TryLater(timedelta(seconds=40), whole_bot=True))
    start = office.clock.now
    await office.put("flood", lane="desk:a")
    box = office.open()
    running = asyncio.create_task(box.run())
    await office.rests.wait()

    await office.put("another chat", lane="desk:b")
    await office.put("another bot", lane="channel:1:a", carrier="channel:1")
    await office.settled()

    assert set(post.texts) == {"flood", "another chat"}
    assert other.texts == ["another bot"]
    assert office.clock.now - start == timedelta(seconds=40)
    await box.stop(GRACE)
    await running


async def test_who_will_never_get_it_is_given_up_on_and_the_next_goes_on(office: Office, post: Post):
    post.faults["hello"].append(Blocked())
    await office.put("hello", "next")

    await office.works_until_settled()

    assert post.given_up == [("hello", FAILED, Blocked)]
    assert await office.statuses() == {"hello": FAILED, "next": SENT}


async def test_an_unknown_outcome_is_tried_once_more_as_a_repeat(office: Office, post: Post):
    post.late_faults["hello"].append(OutcomeUnknown())
    await office.put("hello", "next")

    await office.works_until_settled()

    assert post.arrived == [Arrival("hello", False), Arrival("hello", True), Arrival("next", False)]


async def test_a_second_unknown_outcome_is_left_unknown(office: Office, post: Post):
    post.late_faults["hello"].extend([OutcomeUnknown(), OutcomeUnknown()])
    await office.put("hello", "next")

    await office.works_until_settled()

    assert post.given_up == [("hello", UNKNOWN, OutcomeUnknown)]
    assert post.texts == ["hello", "hello", "next"]


async def test_what_never_left_is_tried_for_as_long_as_it_takes_and_is_no_repeat(office: Office, post: Post):
    post.faults["hello"].extend(Unreachable() for _ in range(60))
    await office.put("hello")

    await office.works_until_settled()

    assert post.arrived == [Arrival("hello", False)]


async def test_an_error_nobody_foresaw_ends_after_a_few_tries_and_leaves_no_words_in_the_log(
    office: Office, post: Post
):
    post.faults["hello"].extend(KeyError("a secret text") for _ in range(9))
    await office.put("hello", "next")

    with structlog.testing.capture_logs() as logs:
        await office.works_until_settled()

    assert post.given_up == [("hello", UNKNOWN, BridgeError)]
    assert post.texts == ["next"]
    assert "secret" not in str(logs)
    assert "hello" not in str(logs)


async def test_a_delivery_that_was_being_sent_when_the_process_died_is_sent_once_more_as_a_repeat(
    office: Office, post: Post
):
    [delivery, _] = await office.put("hello", "next")
    async with office.database.begin(office.organization.id) as uow:
        (await uow.deliveries.get(delivery.id)).claim()

    await office.works_until_settled()

    assert post.arrived == [Arrival("hello", True), Arrival("next", False)]


async def test_a_repeat_that_was_being_sent_when_the_process_died_is_left_unknown(office: Office, post: Post):
    [delivery, _] = await office.put("hello", "next")
    async with office.database.begin(office.organization.id) as uow:
        row = await uow.deliveries.get(delivery.id)
        row.claim()
        row.is_repeat = True

    await office.works_until_settled()

    assert post.texts == ["next"]
    assert post.given_up == [("hello", UNKNOWN, OutcomeUnknown)]


async def give_key(office: Office, *deliveries: Delivery) -> None:
    async with office.database.begin(office.organization.id) as uow:
        for delivery in deliveries:
            (await uow.deliveries.get(delivery.id)).key = "card:1"


async def test_of_several_with_one_key_only_the_newest_leaves(office: Office, post: Post):
    older, _, newer = await office.put("older", "between", "newer")
    await give_key(office, older, newer)

    await office.works_until_settled()

    assert post.texts == ["between", "newer"]
    assert (await office.statuses())["older"] is REPLACED


async def test_what_is_outdone_while_it_waits_does_not_leave(office: Office, post: Post):
    post.gates["first"] = asyncio.Event()
    _, older = await office.put("first", "older")

    async with office.at_work():
        await post.has_begun("first")
        [newer] = await office.put("newer")
        await give_key(office, older, newer)
        post.gates["first"].set()
        await office.settled()

    assert post.texts == ["first", "newer"]


async def test_a_revived_delivery_is_found_by_the_poll(office: Office, post: Post):
    post.faults["hello"].append(Blocked())
    [delivery, _] = await office.put("hello", "next")

    async with office.at_work():
        await office.settled()
        async with office.database.begin(office.organization.id) as uow:
            (await uow.deliveries.get(delivery.id)).revive()
        await office.settled()

    assert post.texts == ["next", "hello"]


async def test_deliveries_of_an_unknown_carrier_wait_for_it_and_are_told_once(office: Office, post: Post):
    await office.put("hello", carrier="channel:9", lane="channel:9:1")
    await office.put("first")

    with structlog.testing.capture_logs() as logs:
        async with office.at_work():
            await post.has_begun("first")
            office.carriers["channel:9"] = post
            await post.has_begun("hello")

    assert [line["event"] for line in logs] == ["outbox.no_carrier"]


async def test_what_waited_for_a_carrier_is_not_overtaken_by_what_came_with_it(office: Office, post: Post):
    await office.put("old", carrier="channel:9", lane="channel:9:1")
    await office.put("first")
    # Without the poll, which would look through everything again.
    box = Outbox(office.database, office.carriers, poll=timedelta(hours=1), sleep=office.sleep)
    running = asyncio.create_task(box.run())
    await post.has_begun("first")

    await office.put("new", carrier="channel:9", lane="channel:9:1")
    office.carriers["channel:9"] = post
    box.wake()
    await post.has_begun("new")
    await box.stop(GRACE)
    await running

    assert post.texts == ["first", "old", "new"]


async def test_a_carrier_that_was_taken_out_leaves_its_deliveries_waiting(office: Office, post: Post):
    post.gates["first"] = asyncio.Event()
    await office.put("first", "second")

    async with office.at_work():
        await post.has_begun("first")
        del office.carriers["desk"]
        post.gates["first"].set()

    assert await office.statuses() == {"first": SENT, "second": WAITING}


async def test_a_locked_database_after_a_sending_is_waited_for_and_nothing_is_sent_twice(office: Office, post: Post):
    post.note_faults["hello"].extend([LOCKED] * 7)
    await office.put("hello", "next")

    with structlog.testing.capture_logs() as logs:
        await office.works_until_settled()

    assert post.texts == post.noted == ["hello", "next"]
    assert [line["event"] for line in logs] == ["outbox.database_away"]


async def test_facts_that_cannot_be_kept_do_not_send_it_again(office: Office, post: Post):
    post.note_faults["hello"].append(KeyError("a secret text"))
    await office.put("hello", "next")

    with structlog.testing.capture_logs() as logs:
        await office.works_until_settled()

    assert post.texts == ["hello", "next"]
    assert post.noted == ["next"]
    assert set((await office.statuses()).values()) == {SENT}
    assert [line["event"] for line in logs] == ["outbox.facts_lost"]
    assert "secret" not in str(logs)


async def test_facts_that_cannot_be_kept_do_not_undo_those_of_another_lane(office: Office, post: Post):
    texts = [f"lane {number}" for number in range(8)]
    for text in texts:
        post.gates[text] = asyncio.Event()
        await office.put(text, lane=f"desk:{text}")
    # Once with the others, once alone.
    post.note_faults["lane 3"].extend([KeyError(), KeyError()])

    async with office.at_work():
        await post.has_begun(*texts)
        for gate in post.gates.values():
            gate.set()
        await office.settled()

    assert sorted(post.noted) == [text for text in texts if text != "lane 3"]


async def test_a_database_that_fails_in_the_middle_of_a_group_loses_and_doubles_none_of_it(office: Office, post: Post):
    texts = [f"lane {number}" for number in range(8)]
    for text in texts:
        post.gates[text] = asyncio.Event()
        await office.put(text, lane=f"desk:{text}")
    post.note_faults["lane 5"].extend([LOCKED, LOCKED])

    async with office.at_work():
        await post.has_begun(*texts)
        for gate in post.gates.values():
            gate.set()
        await office.settled()

    assert sorted(post.noted) == sorted(post.texts) == texts


async def test_stopping_finishes_what_is_being_sent_and_begins_nothing_new(office: Office, post: Post):
    post.gates["hello"] = asyncio.Event()
    await office.put("hello", "next")

    async with office.at_work() as box:
        await post.has_begun("hello")
        stopping = asyncio.create_task(box.stop(GRACE))
        await asyncio.sleep(0)
        post.gates["hello"].set()
        await stopping

    assert post.noted == ["hello"]
    assert await office.statuses() == {"hello": SENT, "next": WAITING}


async def test_what_does_not_finish_in_time_is_left_for_the_next_start(office: Office, post: Post):
    post.gates["hello"] = asyncio.Event()
    await office.put("hello")
    box = office.open()
    running = asyncio.create_task(box.run())
    await post.has_begun("hello")

    await box.stop(timedelta(0))
    await running
    post.gates["hello"].set()
    await office.works_until_settled()

    assert post.arrived == [Arrival("hello", True)]


async def test_a_postponed_delivery_is_still_postponed_after_a_restart(office: Office, post: Post):
    [delivery, _] = await office.put("hello", "next")
    async with office.database.begin(office.organization.id) as uow:
        (await uow.deliveries.get(delivery.id)).postpone(office.clock.now + timedelta(minutes=5))

    await office.works_until_settled()

    assert post.texts == ["hello", "next"]
    assert sum(office.slept) == 300


async def test_a_clock_that_was_moved_forward_is_obeyed_at_the_next_glance(office: Office, post: Post):
    [delivery] = await office.put("hello")
    async with office.database.begin(office.organization.id) as uow:
        (await uow.deliveries.get(delivery.id)).postpone(office.clock.now + timedelta(hours=5))
    waits = office.sleep

    async def sleep(seconds: float) -> None:
        office.clock.forward(timedelta(hours=5))
        await waits(seconds)

    office.sleep = sleep  # type: ignore[method-assign]
    await office.works_until_settled()

    assert office.slept == [1]

"""Everything that must leave leaves, in order within its lane; stopping it loses nothing."""

import asyncio
from datetime import timedelta

from storage.delivery.deliveries import DeliveryStatus
from tests.kit.doubles.carrying import GRACE, Arrival, Office, Post


async def test_a_backlog_leaves_in_order_within_each_lane(office: Office, post: Post):
    for number in range(10):
        await office.put(f"a{number}", lane="desk:a")
        await office.put(f"b{number}", lane="desk:b")

    await office.works_until_settled()

    for lane in "ab":
        assert [text for text in post.texts if text[0] == lane] == [f"{lane}{number}" for number in range(10)]
    assert set((await office.statuses()).values()) == {DeliveryStatus.SENT}
    assert sorted(post.noted) == sorted(post.texts)


async def test_a_delivery_is_marked_as_being_sent_before_it_leaves(office: Office, post: Post):
    post.gates["hello"] = asyncio.Event()
    await office.put("hello", "after it")

    async with office.at_work():
        await post.has_begun("hello")
        assert await office.statuses() == {"hello": DeliveryStatus.SENDING, "after it": DeliveryStatus.WAITING}
        post.gates["hello"].set()
        await office.settled()


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
    assert await office.statuses() == {"hello": DeliveryStatus.SENT, "next": DeliveryStatus.WAITING}


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

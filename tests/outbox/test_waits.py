"""Deliveries that are to wait: each holds up its lane, none more than that."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bridge.actions.delivery import outbox
from bridge.errors import TryLater
from storage.delivery.deliveries import Deliveries, Delivery, DeliveryStatus
from tests.kit.doubles.carrying import GRACE, Office, Post


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
    await office.asleep.wait()

    await office.put("another chat", lane="desk:b")
    await office.put("another bot", lane="channel:1:a", carrier="channel:1")
    await office.settled()

    assert set(post.texts) == {"flood", "another chat"}
    assert other.texts == ["another bot"]
    assert office.clock.now - start == timedelta(seconds=40)
    await box.stop(GRACE)
    await running


async def test_a_postponed_delivery_is_still_postponed_after_a_restart(office: Office, post: Post):
    [delivery, _] = await office.put("hello", "next")
    async with office.database.begin(office.organization.id) as uow:
        (await uow.deliveries.get(delivery.id)).not_before = office.clock.now + timedelta(minutes=5)

    await office.works_until_settled()

    assert post.texts == ["hello", "next"]
    assert sum(office.slept) == 300


async def test_a_clock_that_was_moved_forward_is_obeyed_at_the_next_glance(office: Office, post: Post):
    [delivery] = await office.put("hello")
    async with office.database.begin(office.organization.id) as uow:
        (await uow.deliveries.get(delivery.id)).not_before = office.clock.now + timedelta(hours=5)
    waits = office.sleep

    async def sleep(seconds: float) -> None:
        office.clock.forward(timedelta(hours=5))
        await waits(seconds)

    office.sleep = sleep  # type: ignore[method-assign]
    await office.works_until_settled()

    assert office.slept == [1]


async def test_a_moment_that_cannot_be_read_is_asked_for_again_and_its_lane_keeps_its_order(
    office: Office, post: Post, monkeypatch: pytest.MonkeyPatch
):
    [delivery, _] = await office.put("first", "second")
    async with office.database.begin(office.organization.id) as uow:
        (await uow.deliveries.get(delivery.id)).not_before = office.clock.now + timedelta(minutes=5)
    troubles, read = [ConnectionError()], Deliveries.get_anywhere

    async def get_anywhere(self: Deliveries, delivery_id: int) -> Delivery | None:
        if troubles:
            raise troubles.pop()
        return await read(self, delivery_id)

    monkeypatch.setattr(Deliveries, "get_anywhere", get_anywhere)
    await office.works_until_settled()

    assert troubles == []
    assert post.texts == ["first", "second"]


@asynccontextmanager
async def resting(office: Office, text: str) -> AsyncIterator[Delivery]:
    """A delivery whose moment never comes by itself; the outbox is at work."""
    [delivery] = await office.put(text)
    async with office.database.begin(office.organization.id) as uow:
        (await uow.deliveries.get(delivery.id)).not_before = office.clock.now + timedelta(hours=5)
    slept = asyncio.Event()

    async def sleep(seconds: float) -> None:
        slept.set()
        await asyncio.get_running_loop().create_future()

    office.sleep = sleep  # type: ignore[method-assign]
    async with office.at_work():
        await slept.wait()
        yield delivery


async def test_what_waits_can_be_told_to_leave_at_once(office: Office, post: Post):
    async with resting(office, "hello") as delivery:
        await office.put("next")
        async with office.database.begin(office.organization.id) as uow:
            outbox.move(uow, await uow.deliveries.get(delivery.id), None)
        await office.settled()

    assert post.texts == ["hello", "next"]


async def test_what_is_moved_twice_at_once_leaves_once(office: Office, post: Post):
    async with resting(office, "hello") as delivery:
        for _ in range(2):
            async with office.database.begin(office.organization.id) as uow:
                outbox.move(uow, await uow.deliveries.get(delivery.id), None)
        await office.settled()

    assert post.texts == ["hello"]


async def test_what_waits_behind_another_can_be_told_to_leave_at_once_behind_it(office: Office, post: Post):
    async with resting(office, "hello") as delivery:
        [behind] = await office.put("behind it")
        async with office.database.begin(office.organization.id) as uow:
            (await uow.deliveries.get(behind.id)).not_before = office.clock.now + timedelta(hours=6)
        async with office.database.begin(office.organization.id) as uow:
            for each in (delivery, behind):
                outbox.move(uow, await uow.deliveries.get(each.id), None)
        await office.settled()

    assert post.texts == ["hello", "behind it"]


async def test_what_is_withdrawn_while_it_waits_never_leaves_and_holds_up_nothing(office: Office, post: Post):
    async with resting(office, "hello") as delivery:
        await office.put("next")
        async with office.database.begin(office.organization.id) as uow:
            outbox.withdraw(uow, await uow.deliveries.get(delivery.id))
        await office.settled()

    assert post.texts == ["next"]
    assert await office.statuses() == {"hello": DeliveryStatus.CANCELLED, "next": DeliveryStatus.SENT}


async def test_what_is_told_to_wait_longer_does_and_its_lane_waits_with_it(office: Office, post: Post):
    async with resting(office, "hello") as delivery:
        await office.put("next")
        async with office.database.begin(office.organization.id) as uow:
            outbox.move(uow, await uow.deliveries.get(delivery.id), office.clock.now + timedelta(hours=9))
        office.clock.forward(timedelta(hours=6))
        await office.put("elsewhere", lane="desk:b")
        await post.has_begun("elsewhere")
        assert post.texts == ["elsewhere"]


async def test_stopping_does_not_wait_for_what_rests(office: Office, post: Post):
    async with resting(office, "hello"):
        pass

    assert post.texts == []
    assert await office.statuses() == {"hello": DeliveryStatus.WAITING}


async def test_a_clock_that_is_set_back_holds_up_no_try(office: Office, post: Post):
    post.faults["hello"].append(TryLater(timedelta(seconds=40)))
    post.faults["other"].append(TryLater(timedelta(seconds=40), whole_bot=True))
    await office.put("hello")
    await office.put("other", lane="desk:b")
    async with office.at_work():
        await office.asleep.wait()
        office.clock.forward(-timedelta(hours=1))
        await office.settled()

    assert set(post.texts) == {"hello", "other"}
    assert office.passed < timedelta(minutes=2)


async def test_what_was_put_off_before_the_clock_was_set_back_waits_no_longer_for_that(office: Office, post: Post):
    [delivery] = await office.put("hello")
    async with office.database.begin(office.organization.id) as uow:
        (await uow.deliveries.get(delivery.id)).not_before = office.clock.now + timedelta(seconds=10)
    office.clock.forward(-timedelta(hours=1))

    await office.works_until_settled()

    assert office.passed == timedelta(seconds=10)

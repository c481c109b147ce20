"""Carriers that are not there yet, or not there any more."""

import asyncio
from datetime import timedelta

import structlog

from bridge.outbox.outbox import Outbox
from storage.delivery.deliveries import DeliveryStatus
from tests.kit.doubles.carrying import GRACE, Office, Post


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

    assert await office.statuses() == {"first": DeliveryStatus.SENT, "second": DeliveryStatus.WAITING}

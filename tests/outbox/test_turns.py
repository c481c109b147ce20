"""Deliveries leave no faster than their bot may send."""

import asyncio
from datetime import timedelta

import pytest

from bridge.limits import BURST, PER_BOT, Budget
from bridge.outbox.outbox import Outbox
from storage.deliveries import DeliveryStatus
from tests.outbox.carrying import SOON, Office


class Limited(Office):
    """An office whose one bot has a budget."""

    def open(self, carriers=None) -> Outbox:
        budgets = {"desk": Budget(self.clock)}
        return Outbox(self.database, carriers or self.carriers, budgets=budgets, poll=SOON, sleep=self.sleep, at_once=8)


@pytest.fixture
def office(database, organization, clock) -> Limited:
    return Limited(database, organization, clock)


async def test_a_chat_gets_a_burst_and_the_rest_by_and_by(office, clock):
    began = clock()
    await office.put(*map(str, range(BURST + 3)))

    await office.works_until_settled()

    assert office.post.texts == [str(number) for number in range(BURST + 3)]
    assert clock() - began >= timedelta(seconds=3)


async def test_lanes_share_what_the_bot_may_send(office, clock):
    began = clock()
    for number in range(PER_BOT + 5):
        await office.put(str(number), lane=f"desk:{number}")

    await office.works_until_settled()

    assert len(office.post.texts) == PER_BOT + 5
    assert clock() - began >= timedelta(seconds=1)


async def test_marks_cost_nothing(office):
    marks = await office.put(*map(str, range(BURST + 3)))
    async with office.database.begin(office.organization.id) as uow:
        for delivery in marks:
            row = await uow.deliveries.get(delivery.id)
            row.kind = "mark"

    await office.works_until_settled()

    assert office.slept == []


async def test_what_waits_for_its_turn_is_not_being_sent_when_the_process_stops(office, monkeypatch):
    async def sleep(seconds: float) -> None:
        office.rests.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(office, "sleep", sleep)
    await office.put(*map(str, range(BURST + 1)))

    async with office.at_work():
        await office.rests.wait()

    assert (await office.statuses())[str(BURST)] is DeliveryStatus.WAITING

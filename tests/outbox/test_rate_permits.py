"""Deliveries leave no faster than their bot may send."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bridge.actions.delivery import outbox
from bridge.delivery.limits import BOT_MESSAGES_PER_SECOND, MAX_BURST, NO_WAIT, Budget, RatePermit
from bridge.outbox.outbox import Outbox
from bridge.outbox.queued_deliveries import QueuedDelivery
from bridge.outbox.rate_permits import BACKLOG_AGE, gives_way, request_permit
from storage.delivery.deliveries import DeliveryStatus
from tests.kit.doubles.carrying import SOON, Office, TextPayload

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Limited(Office):
    """An office whose one bot has a budget."""

    def open(self, carriers=None) -> Outbox:
        budgets = {"desk": Budget(lambda: self.clock() - NOON)}
        return Outbox(self.database, carriers or self.carriers, budgets=budgets, poll=SOON, sleep=self.sleep, at_once=8)


@pytest.fixture
def office(database, organization, clock) -> Limited:
    return Limited(database, organization, clock)


async def test_a_chat_gets_a_burst_and_the_rest_by_and_by(office, clock):
    began = clock()
    await office.put(*map(str, range(MAX_BURST + 3)))

    await office.works_until_settled()

    assert office.post.texts == [str(number) for number in range(MAX_BURST + 3)]
    assert clock() - began >= timedelta(seconds=3)


def test_a_name_waits_until_its_chat_has_been_silent_and_holds_up_no_message(clock):
    budget = Budget(lambda: clock() - NOON)
    for _ in range(MAX_BURST):
        assert permit(budget, "copy").take() == NO_WAIT
    name, message = permit(budget, "title"), permit(budget, "copy")

    clock.forward(timedelta(seconds=1))

    assert name.take() > NO_WAIT
    assert message.take() == NO_WAIT
    clock.forward(timedelta(seconds=MAX_BURST))
    assert name.take() == NO_WAIT


def test_a_kind_that_is_no_longer_known_takes_no_permit_and_no_turn(clock):
    budget = Budget(lambda: clock() - NOON)

    assert request_permit(waiting("gone"), budget) is None
    assert not gives_way(waiting("gone", age=BACKLOG_AGE), [waiting("copy")], NOON)
    assert not gives_way(waiting("card", age=BACKLOG_AGE), [waiting("gone")], NOON)


def permit(budget: Budget, kind: str) -> RatePermit:
    asked = request_permit(waiting(kind), budget)
    assert asked is not None
    return asked


def waiting(kind: str, *, age: timedelta = timedelta(0), was_sending: bool = False) -> QueuedDelivery:
    return QueuedDelivery(1, "desk", "desk-titles:7", kind, None, NOON - age, was_sending)


@pytest.mark.parametrize(
    ("first", "others", "gives"),
    [
        (waiting("card", age=BACKLOG_AGE), ["mark", "copy"], True),
        (waiting("card"), ["copy"], False),
        (waiting("card", age=BACKLOG_AGE), ["mark", "card"], False),
        (waiting("card", age=BACKLOG_AGE, was_sending=True), ["copy"], False),
        (waiting("recap", age=BACKLOG_AGE), ["copy"], False),
        (waiting("copy", age=BACKLOG_AGE), ["copy"], False),
    ],
)
def test_in_a_backlog_messages_go_before_what_is_brought_up_to_date(first, others, gives):
    assert gives_way(first, [waiting(kind) for kind in others], NOON) is gives


async def test_after_an_outage_the_messages_of_a_chat_come_before_its_cards(office, clock):
    async with office.database.begin(office.organization.id) as uow:
        for kind, text in [("card", "card"), ("copy", "one"), ("card", "card of another"), ("copy", "two")]:
            delivery = await outbox.put(uow, TextPayload(text), carrier="desk", lane="desk:7")
            delivery.kind = kind
    clock.forward(BACKLOG_AGE)

    await office.works_until_settled()

    assert office.post.texts == ["one", "two", "card", "card of another"]


async def test_lanes_share_what_the_bot_may_send(office, clock):
    began = clock()
    for number in range(BOT_MESSAGES_PER_SECOND + 5):
        await office.put(str(number), lane=f"desk:{number}")

    await office.works_until_settled()

    assert len(office.post.texts) == BOT_MESSAGES_PER_SECOND + 5
    assert clock() - began >= timedelta(seconds=1)


async def test_marks_cost_nothing(office):
    marks = await office.put(*map(str, range(MAX_BURST + 3)))
    async with office.database.begin(office.organization.id) as uow:
        for delivery in marks:
            row = await uow.deliveries.get(delivery.id)
            row.kind = "mark"

    await office.works_until_settled()

    assert office.slept == []


async def test_what_waits_for_its_turn_is_not_being_sent_when_the_process_stops(office, monkeypatch):
    async def sleep(seconds: float) -> None:
        office.asleep.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(office, "sleep", sleep)
    await office.put(*map(str, range(MAX_BURST + 1)))

    async with office.at_work():
        await office.asleep.wait()

    assert (await office.statuses())[str(MAX_BURST)] is DeliveryStatus.WAITING

"""Deferred copies never hide the customer from an employee who works longer."""

from datetime import timedelta

import pytest

from bridge.actions.delivery.desk import CopyPayload
from bridge.actions.messages.messages import ConfirmationReason
from bridge.actions.shifts import schedules
from bridge.actions.team import sign_out
from scheduler.jobs import shift_jobs
from storage.messages.messages import DeliveryState, MessageKind
from storage.shifts.schedules import Whose
from storage.shifts.shift_rules import OffDuty
from storage.shifts.weeks import Interval, weekdays
from tests.actions.test_shifts import takes
from tests.office import INVOICE, Office

# It is Monday, 12:00 in Moscow.
HOUR = timedelta(hours=1)


@pytest.fixture
async def evening(office: Office, clock) -> Office:
    """Maria's shift is over since 18:00, and she has answered her customer."""
    async with office.begin() as uow:
        anna = await uow.employees.get(office.anna.id)
        await schedules.set_week(uow, Whose(), weekdays((Interval(540, 1080),)), by=anna)
        await schedules.set_rules(uow, off_duty=OffDuty.DEFERRED, by=anna)
    await office.hears()
    await takes(office, office.maria)
    await office.writes(office.maria, await office.window(office.maria), "Уже едет")
    clock.forward(6 * HOUR)
    await shift_jobs(office.database)[0].run()
    await office.settle_all()
    return office


async def deferred(office: Office) -> list[bool]:
    """Of the copies that have to be shown yet, whether they wait for the shift."""
    return [copy.not_before is not None for copy in await office.deliveries(CopyPayload.kind)]


async def test_whoever_answers_after_their_shift_sees_what_the_customer_says(evening, clock):
    clock.forward(HOUR / 3)
    await evening.writes(evening.maria, await evening.window(evening.maria), "Завтра позвоню", number=901)
    clock.forward(HOUR / 60)
    await evening.hears("Во сколько?", number=2)

    assert await deferred(evening) == [False]


async def test_an_answer_to_what_was_held_is_asked_about_and_the_customer_still_waits(evening, clock):
    await evening.hears("Отмените заказ!", number=2)
    assert await deferred(evening) == [True]
    clock.forward(HOUR / 2)
    answer = await evening.writes(evening.maria, await evening.window(evening.maria), "Уже везут", number=901)

    assert (answer.state, answer.data["held"]) == (DeliveryState.NEEDS_CONFIRMATION, ConfirmationReason.UNSEEN)
    assert await deferred(evening) == [False]
    assert (await evening.dialog()).waiting_since is not None
    assert await evening.deliveries("message") == []


async def test_an_album_is_asked_about_as_a_whole_whatever_was_shown_meanwhile(evening):
    await evening.hears("Отмените заказ!", number=2)
    window = await evening.window(evening.maria)
    photo = {"kind": MessageKind.PHOTO, "album": "1", "file": INVOICE}
    first = await evening.writes(evening.maria, window, "", number=901, **photo)
    await evening.settle_all()
    second = await evening.writes(evening.maria, window, "", number=902, **photo)

    assert (first.state, second.state) == (DeliveryState.NEEDS_CONFIRMATION, DeliveryState.NEEDS_CONFIRMATION)
    assert second.data["held"] == ConfirmationReason.UNSEEN


async def test_on_duty_nothing_is_asked_and_no_lane_is_read(office, monkeypatch):
    async def never(*_given):
        raise AssertionError("what is deferred was read")

    await office.hears()
    await takes(office, office.maria)
    monkeypatch.setattr("storage.delivery.deliveries.Deliveries.waiting_in", never)
    answer = await office.writes(office.maria, await office.window(office.maria), "Уже едет")

    assert answer.state is DeliveryState.QUEUED


async def test_what_was_held_is_not_shown_to_whoever_signs_in_next_from_the_account(evening):
    await evening.hears("Во сколько?", number=2)
    async with evening.begin() as uow:
        maria = await uow.employees.get(evening.maria.id)
        await sign_out.leave(uow, evening.sign_ins[maria.id].id, by=maria)

    assert await deferred(evening) == []

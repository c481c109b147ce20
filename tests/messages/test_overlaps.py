"""Two operators answer at once: the second one is asked first."""

from datetime import timedelta

import pytest

from bridge.actions.inbox import dialogs
from bridge.actions.messages import messages, notes
from bridge.actions.messages.messages import ConfirmationReason
from bridge.actions.messages.overlaps import READING_TIME
from storage.messages.messages import DeliveryState
from tests.kit.clock import Clock
from tests.kit.office import Office

SOON, LATER = READING_TIME / 2, READING_TIME + timedelta(seconds=1)


@pytest.fixture
async def two(office: Office):
    """A dialog that nobody has taken, and that Anna and Oleg look at; returns their windows."""
    said = await office.hears()
    async with office.begin() as uow:
        for employee in (office.anna, office.oleg):
            await dialogs.open_dialog(uow, said.dialog_id, by=employee)
    await office.settle_all()
    return await office.window(office.anna), await office.window(office.oleg)


async def test_a_second_answer_waits_while_the_first_is_on_its_way_to_the_other_window(office: Office, two, clock):
    annas, olegs = two
    first = await office.writes(office.anna, annas, "Уже едет", number=900)
    clock.forward(timedelta(minutes=5))

    second = await office.writes(office.oleg, olegs, "Сейчас узнаю", number=901)

    assert second.state is DeliveryState.NEEDS_CONFIRMATION
    assert second.data == {"held": ConfirmationReason.ANSWERED, "answer_id": first.id}
    assert [delivery.message_id for delivery in await office.deliveries("message")] == [first.id]


@pytest.mark.parametrize(("after", "why"), [(SOON, ConfirmationReason.ANSWERED), (LATER, ConfirmationReason.ANOTHERS)])
async def test_an_answer_that_has_just_appeared_cannot_have_been_read(office: Office, two, clock: Clock, after, why):
    annas, olegs = two
    await office.writes(office.anna, annas, "Уже едет", number=900)
    await office.settle_all()
    clock.forward(after)

    second = await office.writes(office.oleg, olegs, "Сейчас узнаю", number=901)

    assert second.data["held"] == why


async def test_what_was_written_before_an_outage_is_held_however_late_it_is_read(office: Office, two, clock: Clock):
    annas, olegs = two
    at = clock.now
    await office.writes(office.anna, annas, "Уже едет", number=900)
    await office.settle_all()
    clock.forward(timedelta(hours=1))

    second = await office.writes(office.oleg, olegs, "Сейчас узнаю", number=901, written_at=at)

    assert second.data["held"] == ConfirmationReason.ANSWERED


async def test_the_responsible_is_asked_too_when_a_colleague_has_answered(office: Office, two, clock: Clock):
    annas, olegs = two
    await office.writes(office.anna, annas, "Здравствуйте!", number=900)
    await office.settle_all()
    clock.forward(LATER)
    pending = await office.writes(office.oleg, olegs, "Я тоже здесь", number=901)
    async with office.begin() as uow:
        await messages.release(uow, pending.id, by=office.oleg)

    third = await office.writes(office.anna, annas, "Уже едет", number=902)

    assert third.data == {"held": ConfirmationReason.ANSWERED, "answer_id": pending.id}


async def test_whoever_has_answered_last_goes_on_without_a_question(office: Office, two, clock: Clock):
    annas, _ = two
    await office.writes(office.anna, annas, "Здравствуйте!", number=900)

    second = await office.writes(office.anna, annas, "Уже едет", number=901)

    assert second.state is DeliveryState.QUEUED


async def test_notes_and_held_messages_of_colleagues_hold_nothing_up(office: Office, two, clock: Clock):
    annas, olegs = two
    await office.writes(office.anna, annas, "Здравствуйте!", number=900)
    await office.settle_all()
    clock.forward(LATER)
    kept = await office.writes(office.oleg, olegs, "Он уже писал вчера", number=901)
    async with office.begin() as uow:
        await notes.keep(uow, kept.id, by=office.oleg)
    await office.writes(office.oleg, olegs, "Ответить мне?", number=902)

    answer = await office.writes(office.anna, annas, "Уже едет", number=903)

    assert answer.state is DeliveryState.QUEUED

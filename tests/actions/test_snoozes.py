"""Dialogs that are put off: who brings them back, and how often."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.actions.inbox import dialogs, snoozes
from bridge.actions.inbox.dialogs import ToEmployee
from bridge.actions.inbox.snoozes import NotSnoozed, TimeIsOver
from scheduler.jobs import snooze_job
from storage.inbox.dialogs import DialogClosed
from storage.reports.events import EventKind
from tests.office import HELLO, Office

HOUR = timedelta(hours=1)


async def put_off(office: Office, *, hours: int | None = 1) -> int:
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.anna)
        until = uow.now + hours * HOUR if hours is not None else None
        await snoozes.snooze(uow, said.dialog_id, until=until, by=office.anna)
    await office.settle_all()
    return said.dialog_id


async def test_of_two_workers_only_one_brings_it_back(office: Office, clock):
    dialog_id = await put_off(office)
    clock.forward(HOUR)

    woken = []
    for _worker in range(2):
        async with office.begin() as uow:
            woken.append(await snoozes.wake_due(uow, dialog_id))

    assert woken == [True, False]
    assert [delivery.kind for delivery in await office.deliveries("notice")] == ["notice"]
    assert not (await office.dialog()).is_snoozed


async def test_it_stays_until_its_time_and_what_was_missed_comes_once(office: Office, clock):
    await put_off(office, hours=2)
    job = snooze_job(office.database)

    clock.forward(HOUR)
    await job.run()
    assert (await office.dialog()).is_snoozed
    clock.forward(timedelta(days=3))
    await job.run()
    await job.run()

    assert not (await office.dialog()).is_snoozed
    async with office.begin() as uow:
        assert len(await uow.events.of_kind(EventKind.DIALOG_WOKEN)) == 1


async def test_one_that_cannot_be_brought_back_does_not_hold_up_the_others(office: Office, clock, monkeypatch):
    first = await put_off(office)
    other = replace(HELLO.sender, external_id="502", name="Пётр")
    second = (await office.hears("Алло", 2, sender=other)).dialog_id
    async with office.begin() as uow:
        await snoozes.snooze(uow, second, until=uow.now + 2 * HOUR, by=office.anna)
    clock.forward(3 * HOUR)
    rouse = snoozes.wake_due

    async def breaks(uow, dialog_id):
        if dialog_id == first:
            raise RuntimeError("broken")
        return await rouse(uow, dialog_id)

    monkeypatch.setattr(snoozes, "wake_due", breaks)
    await snooze_job(office.database).run()

    async with office.begin() as uow:
        assert [dialog.id for dialog in await uow.dialogs.snoozed()] == [first]


async def test_until_the_customer_writes_has_no_time(office: Office, clock):
    await put_off(office, hours=None)
    clock.forward(timedelta(days=30))
    await snooze_job(office.database).run()
    assert (await office.dialog()).is_snoozed

    await office.hears("Ну что?", 2)

    assert not (await office.dialog()).is_snoozed


async def test_a_transfer_and_the_archive_end_it(office: Office, clock):
    dialog_id = await put_off(office)
    async with office.begin() as uow:
        await dialogs.transfer(uow, dialog_id, to=ToEmployee(office.maria.id), by=office.anna)
    assert not (await office.dialog()).is_snoozed

    async with office.begin() as uow:
        await snoozes.snooze(uow, dialog_id, until=None, by=office.maria)
        await dialogs.close(uow, dialog_id, by=office.maria)
        assert not (await uow.dialogs.get(dialog_id)).is_snoozed
    with pytest.raises(DialogClosed):
        async with office.begin() as uow:
            await snoozes.snooze(uow, dialog_id, until=None, by=office.maria)


async def test_a_time_that_is_over_and_a_dialog_that_is_awake_are_refused(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        with pytest.raises(TimeIsOver):
            await snoozes.snooze(uow, said.dialog_id, until=uow.now, by=office.anna)
        with pytest.raises(NotSnoozed):
            await snoozes.wake(uow, said.dialog_id, by=office.anna)


async def test_what_nobody_has_is_offered_again(office: Office, clock):
    said = await office.hears()
    async with office.begin() as uow:
        await snoozes.snooze(uow, said.dialog_id, until=uow.now + HOUR, by=office.anna)
    await office.settle_all()
    clock.forward(HOUR)

    await snooze_job(office.database).run()

    assert len(await office.deliveries("offer")) == 2

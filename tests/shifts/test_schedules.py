"""What can happen to a work schedule, and to whoever makes a pause."""

from datetime import date, timedelta

import pytest

from bridge.actions.shifts import pauses, schedules
from bridge.errors import NotFound, Refusal
from storage.reports.events import EventKind
from storage.shifts.schedules import Whose
from storage.shifts.shift_rules import OffDuty
from storage.shifts.weeks import Interval, NoWorkingTime, weekdays
from storage.team.employees import Role

HOUR = timedelta(hours=1)
MORNINGS = weekdays((Interval(8 * 60, 12 * 60),))


async def test_what_is_said_of_one_day_leaves_the_others_as_they_were(office):
    async with office.begin() as uow:
        maria, mine = await uow.employees.get(office.maria.id), Whose(office.maria.id)
        await schedules.set_week(uow, Whose(), MORNINGS, by=await uow.employees.get(office.anna.id))
        await schedules.set_day(uow, mine, 0, (), by=maria)

        assert (await schedules.week_of(uow, mine)) == ((), *MORNINGS[1:])
        assert (await schedules.week_of(uow, Whose(office.oleg.id))) == MORNINGS
        assert len(await uow.events.of_kind(EventKind.SCHEDULE_CHANGED)) == 2


async def test_the_last_working_day_cannot_be_taken_away(office):
    async with office.begin() as uow:
        maria, mine = await uow.employees.get(office.maria.id), Whose(office.maria.id)
        for day in range(1, 5):
            await schedules.set_day(uow, mine, day, (), by=maria)

        with pytest.raises(NoWorkingTime):
            await schedules.set_day(uow, mine, 0, (), by=maria)


async def test_an_employee_changes_their_own_schedule_only_where_that_is_allowed(office):
    async with office.begin() as uow:
        anna, maria = await uow.employees.get(office.anna.id), await uow.employees.get(office.maria.id)
        for others in (Whose(office.anna.id), Whose(department_id=office.support.id), Whose()):
            with pytest.raises(Refusal):
                await schedules.set_week(uow, others, MORNINGS, by=maria)
        await schedules.set_week(uow, Whose(maria.id), MORNINGS, by=maria)
        await schedules.set_rules(uow, own_schedules=False, off_duty=OffDuty.DEFERRED, by=anna)

        with pytest.raises(schedules.NotYourSchedule):
            await schedules.remove(uow, Whose(maria.id), by=maria)
        await schedules.remove(uow, Whose(maria.id), by=anna)
        with pytest.raises(schedules.NoOwnSchedule):
            await schedules.remove(uow, Whose(maria.id), by=anna)
        with pytest.raises(Refusal):
            await schedules.set_rules(uow, own_schedules=True, by=maria)


async def test_days_off_are_put_in_and_taken_out(office, clock):
    async with office.begin() as uow:
        maria, day = await uow.employees.get(office.maria.id), uow.now.date()
        days = await schedules.add_exempt_days(uow, Whose(maria.id), day, day + timedelta(days=14), by=maria)
        await uow.flush()
        assert maria.id not in await uow.schedules.on_duty(uow.now)
        await schedules.forget_exempt(uow, days.id, by=maria)

        assert maria.id in await uow.schedules.on_duty(uow.now)
        for first, last in (
            (day, day - timedelta(days=1)),
            (date(2020, 1, 1), date(2020, 1, 2)),
            (day, date(2090, 1, 1)),
        ):
            with pytest.raises(Refusal):
                await schedules.add_exempt_days(uow, Whose(maria.id), first, last, by=maria)


async def test_nobody_is_their_own_deputy_and_strangers_are_nobodys(office):
    async with office.begin() as uow:
        anna = await uow.employees.get(office.anna.id)
        await schedules.set_deputy(uow, office.maria.id, anna.id, by=anna)
        assert (await uow.deputies.of(office.maria.id)).deputy_id == anna.id
        await schedules.set_deputy(uow, office.maria.id, None, by=anna)

        assert await uow.deputies.of(office.maria.id) is None
        with pytest.raises(Refusal):
            await schedules.set_deputy(uow, anna.id, anna.id, by=anna)
        with pytest.raises(NotFound):
            await schedules.set_deputy(uow, anna.id, 999, by=anna)


async def test_a_pause_lasts_until_its_end_or_until_the_end_of_the_shift_or_until_somebody_is_back(office, clock):
    async with office.begin() as uow:
        anna, maria = await uow.employees.get(office.anna.id), await uow.employees.get(office.maria.id)
        await schedules.set_week(uow, Whose(), weekdays((Interval(9 * 60, 18 * 60),)), by=anna)
        assert (await pauses.begin(uow, None, by=maria)).until == uow.now + 6 * HOUR
        assert (await pauses.begin(uow, uow.now + HOUR, by=maria)).until == uow.now + HOUR
        assert await uow.schedules.on_duty(uow.now) == {office.anna.id, office.oleg.id}
        for until in (uow.now, uow.now + 25 * HOUR):
            with pytest.raises(Refusal):
                await pauses.begin(uow, until, by=maria)
    clock.forward(HOUR / 2)

    async with office.begin() as uow:
        maria = await uow.employees.get(office.maria.id)
        await pauses.end(uow, by=maria)
        assert maria.id in await uow.schedules.on_duty(uow.now)
        with pytest.raises(pauses.NoPause):
            await pauses.end(uow, by=maria)
    clock.forward(10 * HOUR)
    async with office.begin() as uow:
        with pytest.raises(pauses.NotOnShift):
            await pauses.begin(uow, None, by=await uow.employees.get(office.maria.id))


async def test_unknown_countries_and_zones_change_nothing(office):
    async with office.begin() as uow:
        anna = await uow.employees.get(office.anna.id)
        with pytest.raises(Refusal):
            await schedules.follow_holidays(uow, Whose(), "ZZ", by=anna)
        with pytest.raises(Refusal):
            await schedules.set_time_zone(uow, anna.id, "Mars/Olympus", by=anna)

        assert await uow.schedules.of(Whose()) is None
        assert anna.role is Role.ADMIN

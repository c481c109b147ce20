"""The figures of a day that can be counted by hand: `tests.kit.history`."""

from datetime import timedelta

import pytest

from bridge.actions.clients import clients
from bridge.reports.dataset import Dataset, read_dataset
from bridge.reports.heard import heard
from bridge.reports.making import make
from bridge.reports.metrics import WaitTimes
from bridge.reports.periods import period
from bridge.reports.report import ReportKind, ReportRequest
from storage.automation.ratings import Rating
from storage.clients.contacts import ContactAddress
from storage.engine.database import Database
from storage.team.channels import Channel, Provider
from storage.team.organizations import Organization
from tests.kit.clock import Clock
from tests.kit.history import Day, live_through
from tests.kit.office import Office, open_office

ZONE = "Europe/Moscow"
MINUTE, HOUR = 60, 3600


@pytest.fixture
async def day(database: Database, organization: Organization, clock: Clock) -> Day:
    return await live_through(await open_office(database, organization), clock)


@pytest.fixture
def office(day: Day) -> Office:
    return day.office


async def counted(office: Office, span: str = "t", *, whose: int | None = None) -> Dataset:
    async with office.database.read(office.organization.id) as uow:
        return await read_dataset(uow, period(span, ZONE, uow.now), whose=whose)


async def report(office: Office, kind: ReportKind, span: str = "t", *, whose: int | None = None):
    async with office.database.read(office.organization.id) as uow:
        return await make(uow, ReportRequest(kind, period(span, ZONE, uow.now), whose))


async def said_and_begun(office: Office) -> tuple[int, int]:
    async with office.database.read(office.organization.id) as uow:
        said = await heard(uow, period("t", ZONE, uow.now))
    return said.messages, (await counted(office)).whole.begun


async def test_the_whole_day(office: Office):
    whole = (await counted(office)).whole

    assert (whole.begun, whole.answers, whole.dialogs, whole.closed) == (4, 6, 3, 1)
    # 2, 5, 10 and 120 minutes.
    assert whole.first == WaitTimes(4, half=5 * MINUTE, most=2 * HOUR)
    # 0, 5, 10 and 60 minutes.
    assert whole.first_worked == WaitTimes(4, half=5 * MINUTE, most=HOUR)
    # 1, 2, 5, 10 and 120 minutes.
    assert whole.every == WaitTimes(5, half=5 * MINUTE, most=2 * HOUR)


async def test_each_employee(office: Office):
    tallies = (await counted(office)).by("employee")

    anna, maria = tallies[office.anna.id], tallies[office.maria.id]
    assert (anna.answers, anna.dialogs, anna.taken, anna.closed) == (4, 2, 2, 0)
    assert (maria.answers, maria.dialogs, maria.closed) == (2, 1, 1)
    assert anna.every == WaitTimes(3, half=5 * MINUTE, most=10 * MINUTE)
    assert maria.first == WaitTimes(2, half=2 * MINUTE, most=2 * HOUR)
    assert maria.first_worked == WaitTimes(2, half=0, most=HOUR)
    assert tallies[office.oleg.id].answers == 0


async def test_answers_in_working_time_and_out_of_it(office: Office):
    seen = await counted(office)

    maria = seen.by("employee")[office.maria.id]
    assert (maria.in_hours, maria.out_of_hours) == (1, 1)
    assert seen.on_duty(office.maria.id) == 4 * HOUR
    assert seen.scheduled == {office.maria.id}


async def test_a_department_has_what_was_done_while_the_dialog_was_its(office: Office):
    tallies = (await counted(office)).by("department")

    support, sales = tallies[office.support.id], tallies[office.sales.id]
    assert (support.begun, support.answers, support.closed) == (3, 5, 0)
    assert (sales.begun, sales.answers, sales.closed) == (1, 1, 1)


async def test_a_channel_has_it_all(office: Office):
    seen = await counted(office)

    assert seen.by("channel")[office.channel.id] == seen.whole


async def test_the_dialogs_of_the_day_and_its_hours(office: Office):
    async with office.database.read(office.organization.id) as uow:
        said = await heard(uow, period("7", ZONE, uow.now))

    assert (said.messages, said.dialogs) == (5, 3)
    assert said.by_day == [0, 0, 0, 0, 0, 0, 3]
    monday = said.by_hour[0]
    # Ivan wrote twice in the same hour.
    assert {hour: count for hour, count in enumerate(monday) if count} == {12: 1, 13: 1, 14: 1, 19: 1}


async def test_a_blocked_customer_is_not_counted_before_they_are_heard_again(office: Office, day: Day):
    async with office.begin() as uow:
        by = await uow.employees.get(office.anna.id)
        await clients.block(uow, day.ids["Иван"], by=by)
        theirs = (await uow.dialogs.get(day.ids["Иван"])).contact_id
        second = Channel(provider=Provider.TELEGRAM, name="Бот склада", token="encrypted")
        uow.add(second)
        await uow.flush()
        uow.add(ContactAddress(contact_id=theirs, channel_id=second.id, external_id="Иван"))
    await day.hears("Иван")
    office.channel = second
    await day.hears("Иван")
    day.clock.forward(timedelta(minutes=1))

    hidden = await said_and_begun(office)
    async with office.begin() as uow:
        await clients.unblock(uow, day.ids["Иван"], by=await uow.employees.get(office.anna.id))
    day.clock.forward(timedelta(minutes=1))

    assert hidden == (5, 4)
    # Both of their dialogs are open again.
    assert await said_and_begun(office) == (7, 6)


async def test_what_customers_thought_of_it(office: Office, day: Day):
    async with office.begin() as uow:
        for score, by in ((5, office.anna), (2, office.anna), (4, office.maria)):
            where = {"dialog_id": day.ids["Иван"], "channel_id": office.channel.id, "employee_id": by.id}
            uow.add(Rating(closed_at=uow.now, asked_at=uow.now, score=score, scored_at=uow.now, **where))

    day.clock.forward(timedelta(minutes=1))
    seen = await counted(office)
    assert (seen.whole.rated, round(seen.whole.rating, 2)) == (3, 3.67)
    assert seen.by("employee")[office.anna.id].rating == 3.5


async def test_one_employees_figures_are_of_that_one_alone(office: Office):
    seen = await counted(office, whose=office.maria.id)

    assert (seen.whole.answers, seen.whole.begun) == (2, 0)


async def test_another_day_has_none_of_it(office: Office):
    assert (await counted(office, "y")).whole.answers == 0


async def test_another_organization_has_none_of_it(office: Office, database: Database):
    async with database.begin() as uow:
        other = Organization(name="Лютик")
        uow.add(other)
    async with database.read(other.id) as uow:
        seen = await read_dataset(uow, period("t", ZONE, uow.now))
        told = await heard(uow, period("t", ZONE, uow.now))

    assert (len(seen.events), len(seen.dialogs), told.messages, seen.hours) == (0, 0, 0, {})


async def test_what_is_compared_is_the_period_before_up_to_the_same_time(office: Office, clock: Clock):
    clock.forward(timedelta(hours=14))  # Tuesday, 13:00

    told = (await report(office, ReportKind.OVERVIEW)).table.rows

    # On Monday Ivan and Petr had written by 13:00, Petr at that very moment, which is not before it.
    assert list(told[0]) == ["Диалогов, где писали клиенты", 0, 1]
    assert list(told[3]) == ["Ответов", 0, 3]


async def test_every_report_is_told_in_words_and_as_a_table_with_a_cell_for_each_head(office: Office):
    for kind in ReportKind:
        told = await report(office, kind)

        assert told.blocks
        assert all(len(row) == len(told.table.head) for row in told.table.rows)


async def test_every_report_of_an_operator_names_nobody_else(office: Office):
    for kind in (ReportKind.OVERVIEW, ReportKind.EMPLOYEES, ReportKind.WORKING_TIME, ReportKind.TAGS):
        told = await report(office, kind, whose=office.oleg.id)

        said = "\n".join([*told.blocks, *(str(cell) for row in told.table.rows for cell in row)])
        assert "Анна" not in said
        assert "Мария" not in said


async def test_what_reports_read_they_find_by_an_index(office: Office, faults):
    async with office.database.read(office.organization.id) as uow:
        day = period("t", ZONE, uow.now)
        for read in (uow.report_rows.events, uow.report_rows.heard, uow.report_rows.tagged, uow.report_rows.ratings):
            await read(day.since, day.end)

    assert faults() == []

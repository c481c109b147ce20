"""Who waits too long is told of once for each wait: to whoever should answer, then to managers."""

import asyncio
from datetime import timedelta

import pytest

from bridge.actions.clients import clients
from bridge.actions.inbox import dialogs, snoozes
from bridge.actions.inbox.dialogs import ToDepartment
from bridge.actions.messages import undos
from bridge.actions.shifts import unanswered
from scheduler.jobs import response_limit_jobs
from storage.reports.events import EventKind
from storage.shifts.pauses import Pause
from storage.shifts.unanswered import Step
from storage.team.employees import ManagersOnly, Role
from tests.office import Office

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def ruled(office: Office) -> Office:
    """Whoever should answer is reminded after ten minutes, managers are told after thirty."""
    async with office.begin() as uow:
        by = await uow.employees.get(office.anna.id)
        await unanswered.set_limit(uow, None, Step.REMIND, 10, by=by)
        await unanswered.set_limit(uow, None, Step.ESCALATE, 30, by=by)
    return office


async def passes(office: Office, clock, minutes: int = 0) -> None:
    """So much time passes, and the scheduler ticks."""
    clock.forward(minutes * MINUTE)
    watch, look = response_limit_jobs(office.database)
    await watch.run()
    await look.run()
    await look.run()


async def takes(office: Office, employee) -> None:
    async with office.begin() as uow:
        await dialogs.take(uow, (await office.dialog()).id, by=await uow.employees.get(employee.id))
    await office.settle_all()


async def told(office: Office) -> list[tuple[int, bool]]:
    """Who was told in private since, and whether as a manager."""
    return [(int(each.lane.rpartition(":")[2]), each.body["to_manager"]) for each in await office.deliveries("waiting")]


async def times_told(office: Office) -> int:
    async with office.begin() as uow:
        return len(await uow.events.of_kind(EventKind.UNANSWERED_TOLD))


async def test_without_a_rule_nobody_is_told(office: Office, clock):
    await office.hears()

    await passes(office, clock, 600)

    assert await told(office) == []


async def test_the_responsible_reads_it_in_the_topic_and_the_managers_later(ruled: Office, clock):
    await ruled.hears()
    await takes(ruled, ruled.maria)

    await passes(ruled, clock, 9)
    early = await ruled.deliveries("notice")
    await passes(ruled, clock, 1)
    (reminder,) = await ruled.deliveries("notice")
    await passes(ruled, clock, 20)
    await passes(ruled, clock, 200)

    assert early == []
    assert reminder.body["params"] == {"name": "Мария Лис", "minutes": "10"}
    assert await told(ruled) == [(101, True)]
    assert len(await ruled.deliveries("notice")) == 1


async def test_of_a_dialog_in_the_queue_its_department_hears(ruled: Office, clock):
    await ruled.hears()

    await passes(ruled, clock, 10)

    assert sorted(await told(ruled)) == [(101, False), (103, False)]


async def test_an_answer_ends_the_wait_and_the_next_one_is_another(ruled: Office, clock):
    await ruled.hears()
    await takes(ruled, ruled.maria)
    await passes(ruled, clock, 10)
    await ruled.writes(ruled.maria, await ruled.window(ruled.maria), "Минутку")
    await passes(ruled, clock, 60)
    answered = len(await ruled.deliveries("notice"))
    await ruled.hears("Ну что?", 2)

    await passes(ruled, clock)
    await passes(ruled, clock, 10)

    assert (answered, len(await ruled.deliveries("notice"))) == (1, 2)


async def test_what_came_due_while_we_were_away_is_told_once(ruled: Office, clock):
    await ruled.hears()
    await takes(ruled, ruled.maria)

    await passes(ruled, clock, 6000)
    await passes(ruled, clock, 1)

    assert len(await ruled.deliveries("notice")) == 1
    assert await told(ruled) == [(101, True)]


async def test_only_working_time_counts(ruled: Office, clock):
    async with ruled.begin() as uow:
        for employee in await uow.employees.all():
            uow.add(Pause(employee_id=employee.id, since=uow.now, until=uow.now + 60 * MINUTE))
    await ruled.hears()

    await passes(ruled, clock, 65)
    during = await told(ruled)
    await passes(ruled, clock, 5)

    assert during == []
    assert len(await told(ruled)) == 2


async def test_a_responsible_who_is_off_duty_is_left_alone(ruled: Office, clock):
    await ruled.hears()
    await takes(ruled, ruled.maria)
    async with ruled.begin() as uow:
        uow.add(Pause(employee_id=ruled.maria.id, since=uow.now, until=uow.now + 600 * MINUTE))

    await passes(ruled, clock, 10)

    assert await ruled.deliveries("notice") == []
    assert await told(ruled) == [(101, False)]


async def test_the_departments_manager_comes_before_the_administrators(ruled: Office, clock):
    async with ruled.begin() as uow:
        (await uow.employees.get(ruled.maria.id)).role = Role.MANAGER
    await ruled.hears()
    await takes(ruled, ruled.anna)

    await passes(ruled, clock, 10)
    await passes(ruled, clock, 20)

    assert await told(ruled) == [(103, True)]


@pytest.mark.parametrize("fate", ["closed", "snoozed", "blocked"])
async def test_a_dialog_that_is_put_away_is_not_told_of(ruled: Office, clock, fate: str):
    await ruled.hears()
    await passes(ruled, clock)
    async with ruled.begin() as uow:
        dialog_id, by = (await ruled.dialog()).id, await uow.employees.get(ruled.anna.id)
        match fate:
            case "closed":
                await dialogs.close(uow, dialog_id, by=by)
            case "snoozed":
                await snoozes.snooze(uow, dialog_id, until=None, by=by)
            case "blocked":
                await clients.block(uow, dialog_id, by=by)

    await passes(ruled, clock, 60)

    assert await told(ruled) == []


@pytest.mark.parametrize("former", [None, 60])
async def test_a_dialog_that_is_handed_to_a_department_goes_by_its_rule(office: Office, clock, former: int | None):
    async with office.begin() as uow:
        by = await uow.employees.get(office.anna.id)
        await unanswered.set_limit(uow, office.support.id, Step.REMIND, former, by=by)
        await unanswered.set_limit(uow, office.sales.id, Step.REMIND, 10, by=by)
    await office.hears()
    await passes(office, clock)
    async with office.begin() as uow:
        by = await uow.employees.get(office.anna.id)
        await dialogs.transfer(uow, (await office.dialog()).id, to=ToDepartment(office.sales.id), by=by)

    await passes(office, clock, 10)

    assert await told(office) == [(102, False)]


@pytest.mark.parametrize("fate", ["closed", "blocked"])
async def test_a_dialog_that_comes_back_is_told_of_as_before(ruled: Office, clock, fate: str):
    await ruled.hears()
    await passes(ruled, clock, 9)
    async with ruled.begin() as uow:
        dialog_id, by = (await ruled.dialog()).id, await uow.employees.get(ruled.anna.id)
        await (dialogs.close if fate == "closed" else clients.block)(uow, dialog_id, by=by)
    await passes(ruled, clock, 2)
    put_away = await times_told(ruled)
    async with ruled.begin() as uow:
        by = await uow.employees.get(ruled.anna.id)
        await (dialogs.reopen if fate == "closed" else clients.unblock)(uow, dialog_id, by=by)

    await passes(ruled, clock)

    assert (put_away, await times_told(ruled)) == (0, 1)


async def test_an_answer_that_was_taken_back_ends_no_wait(ruled: Office, clock):
    await ruled.hears()
    await takes(ruled, ruled.maria)
    await passes(ruled, clock, 9)
    async with ruled.begin() as uow:
        (await uow.employees.get(ruled.maria.id)).undo_seconds = 60
    answer = await ruled.writes(ruled.maria, await ruled.window(ruled.maria), "Минутку")
    await passes(ruled, clock, 1)
    meanwhile = await times_told(ruled)
    async with ruled.begin() as uow:
        await undos.take_back(uow, answer.id, by=await uow.employees.get(ruled.maria.id))

    await passes(ruled, clock)

    assert (meanwhile, await times_told(ruled)) == (0, 1)


async def test_what_was_told_is_not_told_anew_by_another_department(ruled: Office, clock):
    await ruled.hears()
    await passes(ruled, clock, 10)
    await ruled.settle_all()
    async with ruled.begin() as uow:
        by = await uow.employees.get(ruled.anna.id)
        await dialogs.transfer(uow, (await ruled.dialog()).id, to=ToDepartment(ruled.sales.id), by=by)

    await passes(ruled, clock, 10)
    in_between = await told(ruled)
    await passes(ruled, clock, 10)

    assert in_between == []
    assert await told(ruled) == [(101, True)]


async def test_a_department_may_be_quicker_than_the_others(ruled: Office, clock):
    await ruled.hears()
    await passes(ruled, clock)
    async with ruled.begin() as uow:
        by = await uow.employees.get(ruled.anna.id)
        await unanswered.set_limit(uow, ruled.support.id, Step.REMIND, 3, by=by)

    await passes(ruled, clock, 3)

    assert len(await told(ruled)) == 2


async def test_a_department_that_has_a_rule_no_more_goes_by_the_common_one(ruled: Office, clock):
    async with ruled.begin() as uow:
        by = await uow.employees.get(ruled.anna.id)
        await unanswered.set_limit(uow, ruled.support.id, Step.REMIND, None, by=by)
    await ruled.hears()
    await passes(ruled, clock, 15)
    by_its_own = await told(ruled)
    async with ruled.begin() as uow:
        await unanswered.drop_rule(uow, ruled.support.id, by=await uow.employees.get(ruled.anna.id))

    await passes(ruled, clock)

    assert by_its_own == []
    assert len(await told(ruled)) == 2


async def test_a_wait_that_is_over_is_not_looked_at_again_when_a_rule_changes(ruled: Office, clock):
    await ruled.hears()
    await takes(ruled, ruled.maria)
    await passes(ruled, clock)
    await ruled.writes(ruled.maria, await ruled.window(ruled.maria), "Минутку")
    await passes(ruled, clock, 10)

    async with ruled.begin() as uow:
        await unanswered.set_limit(uow, None, Step.REMIND, 3, by=await uow.employees.get(ruled.anna.id))

    async with ruled.begin() as uow:
        assert await uow.unanswered.due_anywhere(uow.now) == []


async def test_of_two_workers_one_tells(ruled: Office, clock):
    await ruled.hears()
    await passes(ruled, clock)
    clock.forward(10 * MINUTE)

    await asyncio.gather(*[response_limit_jobs(ruled.database)[1].run() for _ in range(2)])

    assert len(await told(ruled)) == 2
    assert await times_told(ruled) == 1


async def test_rules_are_for_managers_and_within_reason(office: Office):
    async with office.begin() as uow:
        oleg, anna = await uow.employees.get(office.oleg.id), await uow.employees.get(office.anna.id)
        with pytest.raises(ManagersOnly):
            await unanswered.set_limit(uow, None, Step.REMIND, 5, by=oleg)
        for minutes in (0, -5, 10**6):
            with pytest.raises(unanswered.WrongLimit):
                await unanswered.set_limit(uow, None, Step.REMIND, minutes, by=anna)

        assert await uow.unanswered.rules() == []

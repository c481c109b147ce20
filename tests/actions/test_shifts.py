"""Shifts begin and end: what waits is handed over and told of, each time once."""

import asyncio
from datetime import timedelta

import pytest

from bridge.actions.delivery.desk import CopyPayload, TopicNoticePayload
from bridge.actions.inbox import dialogs
from bridge.actions.shifts import pauses, schedules
from bridge.actions.shifts.shifts import DigestPayload
from bridge.actions.tasks.task_notices import TaskNoticePayload
from scheduler.jobs import shift_jobs
from storage.reports.events import EventKind
from storage.shifts.exempt_days import ExemptDays
from storage.shifts.schedules import Whose
from storage.shifts.shift_rules import OffDuty
from storage.shifts.weeks import Interval, weekdays
from storage.tasks.tasks import Task
from storage.team.employees import Employee
from tests.office import Office

# It is Monday, 12:00 in Moscow.
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def works(office: Office, whom: Employee | None, start: int, end: int) -> None:
    async with office.begin() as uow:
        owner = Whose(whom.id) if whom is not None else Whose()
        week = weekdays((Interval(start * 60, end * 60),))
        await schedules.set_week(uow, owner, week, by=await uow.employees.get(office.anna.id))


async def takes(office: Office, whom: Employee) -> None:
    async with office.begin() as uow:
        (dialog,) = await uow.dialogs.active()
        await dialogs.take(uow, dialog.id, by=await uow.employees.get(whom.id))


async def offered(office: Office) -> set[int]:
    """Whom the dialog is offered to now."""
    dialog = await office.dialog()
    async with office.begin() as uow:
        return {offer.employee_id for offer in await uow.windows.offers(dialog.id) if offer.is_live}


async def digests(office: Office) -> list[int]:
    return sorted(delivery.body["employee_id"] for delivery in await office.deliveries(DigestPayload.kind))


async def ticks(office: Office, times: int = 3) -> None:
    for _ in range(times):
        await shift_jobs(office.database)[0].run()


async def events(office: Office, kind: EventKind) -> list[dict]:
    async with office.begin() as uow:
        return [event.data for event in await uow.events.of_kind(kind)]


async def test_a_new_dialog_is_offered_to_colleagues_on_duty(office):
    await works(office, office.anna, 13, 18)
    await office.hears()

    assert await offered(office) == {office.maria.id}


async def test_while_a_department_is_away_others_on_duty_are_offered_its_dialogs(office):
    await works(office, office.anna, 13, 18)
    await works(office, office.maria, 13, 18)
    await office.hears()

    assert await offered(office) == {office.oleg.id}


async def test_while_nobody_is_on_duty_a_dialog_waits_and_is_offered_when_the_first_one_comes(office, clock):
    await works(office, None, 9, 18)
    clock.forward(8 * HOUR)
    await ticks(office)
    await office.hears()
    assert await offered(office) == set()
    clock.forward(13 * HOUR)
    await ticks(office)

    assert await offered(office) == {office.anna.id, office.maria.id}
    assert await digests(office) == sorted([office.anna.id, office.maria.id, office.oleg.id])


async def test_what_was_offered_to_somebody_who_goes_is_offered_to_others_on_duty(office, clock):
    await works(office, office.anna, 9, 18)
    await works(office, office.maria, 9, 19)
    await office.hears()
    clock.forward(6 * HOUR)
    await ticks(office)
    assert await offered(office) == {office.maria.id}
    clock.forward(HOUR)
    await ticks(office)

    assert await offered(office) == {office.oleg.id}


async def test_after_lunch_what_came_meanwhile_is_offered_and_no_shift_begins(office, clock):
    async with office.begin() as uow:
        anna = await uow.employees.get(office.anna.id)
        await schedules.set_week(uow, Whose(), weekdays((Interval(540, 780), Interval(840, 1080))), by=anna)
    clock.forward(1.5 * HOUR)
    await ticks(office)
    await office.hears()
    assert await offered(office) == set()
    clock.forward(HOUR)
    await ticks(office)

    assert await offered(office) == {office.anna.id, office.maria.id}
    assert await digests(office) == []
    assert await events(office, EventKind.SHIFT_ENDED) == []


async def test_at_the_end_of_a_shift_who_waits_goes_to_colleagues_who_are_there(office, clock):
    await works(office, office.maria, 9, 18)
    await office.hears()
    await takes(office, office.maria)
    clock.forward(6 * HOUR)
    await ticks(office)

    dialog = await office.dialog()
    assert (dialog.assignee_id, dialog.department_id) == (None, office.support.id)
    assert await offered(office) == {office.anna.id}
    (ended,) = await events(office, EventKind.SHIFT_ENDED)
    assert (ended["returned"], ended["kept"]) == ([dialog.id], [])


async def test_without_anybody_there_a_dialog_stays_with_a_word(office, clock):
    await works(office, None, 9, 18)
    await office.hears()
    await takes(office, office.maria)
    clock.forward(6 * HOUR)
    await ticks(office)

    assert (await office.dialog()).assignee_id == office.maria.id
    (notice,) = await office.deliveries(TopicNoticePayload.kind)
    assert "the customer waits" in notice.body["text"]


async def test_who_waits_for_somebody_off_duty_goes_to_colleagues_when_they_come(office, clock):
    await works(office, None, 9, 18)
    async with office.begin() as uow:
        first = uow.now.date()
        anna = await uow.employees.get(office.anna.id)
        await schedules.add_exempt_days(uow, Whose(office.maria.id), first + DAY, first + 14 * DAY, by=anna)
    await office.hears()
    await takes(office, office.maria)
    clock.forward(6 * HOUR)
    await ticks(office)
    clock.forward(15 * HOUR)
    await ticks(office)

    assert (await office.dialog()).assignee_id is None
    assert await offered(office) == {office.anna.id}


async def test_who_waits_for_somebody_who_comes_too_stays_with_them(office, clock):
    await works(office, None, 9, 18)
    await office.hears()
    await takes(office, office.maria)
    clock.forward(6 * HOUR)
    await ticks(office)
    clock.forward(15 * HOUR)
    await ticks(office)

    assert (await office.dialog()).assignee_id == office.maria.id


async def test_a_customer_who_has_been_answered_stays_with_whoever_answered(office, clock):
    await works(office, office.maria, 9, 18)
    await office.hears()
    await takes(office, office.maria)
    await office.writes(office.maria, await office.window(office.maria), "Уже едет")
    clock.forward(6 * HOUR)
    await ticks(office)

    assert (await office.dialog()).assignee_id == office.maria.id


async def test_who_writes_after_the_shift_goes_to_a_colleague_but_not_in_a_break(office, clock):
    async with office.begin() as uow:
        anna = await uow.employees.get(office.anna.id)
        week = weekdays((Interval(540, 780), Interval(840, 1080)))
        await schedules.set_week(uow, Whose(office.maria.id), week, by=anna)
    await office.hears()
    await takes(office, office.maria)
    await office.writes(office.maria, await office.window(office.maria), "Уже едет")
    clock.forward(1.5 * HOUR)
    await ticks(office)
    await office.hears("Спасибо", number=2)
    assert (await office.dialog()).assignee_id == office.maria.id
    await office.writes(office.maria, await office.window(office.maria), "Пожалуйста", number=901)
    clock.forward(6 * HOUR)
    await ticks(office)
    await office.hears("А когда?", number=3)

    assert (await office.dialog()).assignee_id is None
    assert await offered(office) == {office.anna.id}


async def test_whoever_works_longer_keeps_the_customers_they_answer(office, clock):
    await works(office, office.maria, 9, 18)
    await office.hears()
    clock.forward(7 * HOUR)
    await ticks(office)
    await takes(office, office.maria)
    await office.hears("Вы здесь?", number=2)
    await office.writes(office.maria, await office.window(office.maria), "Да")
    await office.hears("Спасибо", number=3)

    assert (await office.dialog()).assignee_id == office.maria.id


async def test_whoever_works_longer_keeps_them_though_a_schedule_changes(office, clock):
    await works(office, office.maria, 9, 18)
    await office.hears()
    clock.forward(7 * HOUR)
    await ticks(office)
    await takes(office, office.maria)
    await office.writes(office.maria, await office.window(office.maria), "Да")
    clock.forward(timedelta(minutes=5))
    await works(office, None, 9, 18)
    await works(office, office.anna, 9, 22)
    await ticks(office)
    await office.hears("Спасибо", number=2)

    assert (await office.dialog()).assignee_id == office.maria.id


async def test_whoever_reopens_a_dialog_after_their_shift_keeps_it(office, clock):
    await works(office, office.maria, 9, 18)
    await office.hears()
    await takes(office, office.maria)
    clock.forward(7 * HOUR)
    async with office.begin() as uow:
        maria, dialog_id = await uow.employees.get(office.maria.id), (await uow.dialogs.active())[0].id
        await dialogs.close(uow, dialog_id, by=maria)
    await ticks(office)
    async with office.begin() as uow:
        await dialogs.reopen(uow, dialog_id, by=await uow.employees.get(office.maria.id))
    await office.hears("Спасибо", number=2)

    assert (await office.dialog()).assignee_id == office.maria.id


async def test_what_a_colleague_does_with_a_dialog_is_no_work_of_whoever_is_off_duty(office, clock):
    await works(office, office.maria, 9, 18)
    await office.hears()
    clock.forward(7 * HOUR)
    await ticks(office)
    async with office.begin() as uow:
        anna, dialog_id = await uow.employees.get(office.anna.id), (await uow.dialogs.active())[0].id
        await dialogs.transfer(uow, dialog_id, to=dialogs.ToEmployee(office.maria.id), by=anna)
    await office.hears("Вы здесь?", number=2)

    assert (await office.dialog()).assignee_id is None


async def test_two_workers_at_once_begin_a_shift_once(office, clock):
    await works(office, None, 13, 18)
    clock.forward(HOUR)

    await asyncio.gather(*(shift_jobs(office.database)[0].run() for _ in range(4)))

    assert await digests(office) == sorted([office.anna.id, office.maria.id, office.oleg.id])


async def test_after_downtime_a_shift_begins_once_and_of_one_that_is_over_nothing_is_told(office, clock):
    await works(office, None, 9, 18)
    clock.forward(7 * DAY - 8 * HOUR)
    await ticks(office)
    assert await digests(office) == []
    clock.forward(2 * DAY)
    await ticks(office)
    clock.forward(9 * HOUR)
    await ticks(office)

    assert await digests(office) == sorted([office.anna.id, office.maria.id, office.oleg.id])


async def test_a_clock_that_is_put_back_begins_no_shift_twice(office, clock):
    await works(office, None, 13, 18)
    clock.forward(HOUR)
    await ticks(office)
    clock.forward(-2 * HOUR)
    await ticks(office)
    await works(office, None, 13, 18)
    await ticks(office)
    clock.forward(2 * HOUR)
    await ticks(office)

    assert len(await digests(office)) == 3
    assert await events(office, EventKind.SHIFT_ENDED) == []


async def test_nobody_for_weeks_is_told_of_nothing_again_and_again(office, clock):
    await works(office, None, 9, 18)
    async with office.begin() as uow:
        first = uow.now.date()
        anna = await uow.employees.get(office.anna.id)
        await schedules.add_exempt_days(uow, Whose(), first + DAY, first + 30 * DAY, by=anna)
    await office.hears()
    await takes(office, office.maria)
    for _ in range(31 * 4):
        clock.forward(6 * HOUR)
        await ticks(office, 1)

    assert len(await events(office, EventKind.SHIFT_ENDED)) == 3
    assert len(await office.deliveries(TopicNoticePayload.kind)) == 1
    assert len(await digests(office)) == 3


async def test_with_nobody_ever_to_come_a_dialog_is_offered_at_once(office):
    await works(office, None, 9, 18)
    async with office.begin() as uow:
        first = uow.now.date()
        uow.add(ExemptDays(first=first, last=first + 800 * DAY, made_at=uow.now))
    await office.hears()

    assert await offered(office) == {office.anna.id, office.maria.id}


async def test_whoever_comes_only_in_more_than_a_year_is_looked_at_again(office, clock):
    await works(office, office.maria, 9, 18)
    async with office.begin() as uow:
        first = uow.now.date()
        uow.add(ExemptDays(employee_id=office.maria.id, first=first, last=first + 400 * DAY, made_at=uow.now))
    await works(office, office.maria, 9, 18)
    await ticks(office)
    for _ in range(14):
        clock.forward(30 * DAY)
        await ticks(office, 1)

    assert await digests(office) == [office.maria.id]


async def test_a_shift_that_begins_with_a_pause_begins_after_it(office, clock):
    await works(office, office.maria, 9, 18)
    async with office.begin() as uow:
        await pauses.begin(uow, uow.now + 23 * HOUR, by=await uow.employees.get(office.maria.id))
    clock.forward(22 * HOUR)
    await ticks(office)
    assert await digests(office) == []
    clock.forward(HOUR)
    await ticks(office)

    assert await digests(office) == [office.maria.id]


async def test_whoever_is_back_from_a_pause_is_offered_what_waits(office, clock):
    async with office.begin() as uow:
        for person in (office.anna, office.maria, office.oleg):
            await pauses.begin(uow, uow.now + HOUR, by=await uow.employees.get(person.id))
    await office.hears()
    assert await offered(office) == set()
    async with office.begin() as uow:
        await pauses.end(uow, by=await uow.employees.get(office.maria.id))
    await ticks(office)

    assert await offered(office) == {office.maria.id}
    assert await digests(office) == []


@pytest.mark.parametrize("until", [timedelta(minutes=30), None])
async def test_a_pause_that_reaches_the_end_of_the_shift_ends_it(office, clock, until):
    await works(office, office.maria, 9, 18)
    await office.hears()
    await takes(office, office.maria)
    clock.forward(timedelta(hours=5, minutes=45))
    await ticks(office)
    async with office.begin() as uow:
        await pauses.begin(uow, until and uow.now + until, by=await uow.employees.get(office.maria.id))
    await ticks(office)

    assert (await office.dialog()).assignee_id is None
    assert len(await events(office, EventKind.SHIFT_ENDED)) == 1


@pytest.mark.parametrize("how", OffDuty)
async def test_copies_wait_for_the_shift_only_where_that_is_wanted(office, clock, how):
    await works(office, None, 9, 18)
    async with office.begin() as uow:
        await schedules.set_rules(uow, off_duty=how, by=await uow.employees.get(office.anna.id))
    await office.hears()
    await takes(office, office.maria)
    await office.writes(office.maria, await office.window(office.maria), "Уже едет")
    clock.forward(7 * HOUR)
    await ticks(office)
    await office.settle_all()
    await office.hears("Когда?", number=2)
    await office.hears("Жду", number=3)

    waiting = [copy.not_before for copy in await office.deliveries(CopyPayload.kind)]

    assert waiting == ([clock.now + 14 * HOUR] if how is OffDuty.DEFERRED else [None])
    clock.forward(14 * HOUR)
    await ticks(office)
    assert [copy.not_before for copy in await office.deliveries(CopyPayload.kind)] == [None]


async def test_what_is_held_is_shown_to_whoever_looks_by_themselves(office, clock):
    await works(office, None, 9, 18)
    async with office.begin() as uow:
        await schedules.set_rules(uow, off_duty=OffDuty.DEFERRED, by=await uow.employees.get(office.anna.id))
    await office.hears()
    await takes(office, office.maria)
    await office.writes(office.maria, await office.window(office.maria), "Уже едет")
    clock.forward(7 * HOUR)
    await ticks(office)
    await office.settle_all()
    await office.hears("Когда?", number=2)
    async with office.begin() as uow:
        await dialogs.open_dialog(uow, (await office.dialog()).id, by=await uow.employees.get(office.maria.id))

    assert [copy.not_before for copy in await office.deliveries(CopyPayload.kind)] == [None]


async def test_tasks_that_cannot_wait_are_offered_to_the_deputy(office, clock):
    await works(office, office.maria, 9, 18)
    async with office.begin() as uow:
        anna = await uow.employees.get(office.anna.id)
        await schedules.set_deputy(uow, office.maria.id, anna.id, by=anna)
        for text, due in (("Сегодня", 10 * HOUR), ("Завтра", 30 * HOUR)):
            task = Task(text=text, author_id=anna.id, assignee_id=office.maria.id, created_at=uow.now)
            task.schedule(uow.now + due, zone="Europe/Moscow")
            task.open()
            uow.add(task)
    clock.forward(6 * HOUR)
    await ticks(office)

    (notice,) = await office.deliveries(TaskNoticePayload.kind)
    assert notice.lane.endswith(f":{office.sign_ins[office.anna.id].chat_id}")


async def test_whoever_has_left_begins_no_shift(office, clock):
    await works(office, office.maria, 13, 18)
    async with office.begin() as uow:
        (await uow.employees.get(office.maria.id)).is_active = False
    clock.forward(HOUR)
    await ticks(office)

    assert await digests(office) == []
    async with office.database.read() as uow:
        assert await uow.shifts.due_anywhere(uow.now) == []


async def test_whoever_begins_to_work_here_is_found(office, clock):
    await works(office, None, 13, 18)
    async with office.begin() as uow:
        newcomer = Employee(phone="79990000009", name="Новый", created_at=uow.now)
        uow.add(newcomer)
    _settle, find = shift_jobs(office.database)
    await find.run()
    await find.run()
    clock.forward(HOUR)
    await ticks(office)

    async with office.begin() as uow:
        assert newcomer.id in await uow.shifts.all()
        assert await uow.shifts.off_duty() == set()

"""Routing: dialogs come to whoever is next and has room, on duty and within reach; nobody gets more than fits."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.actions.inbox import dialogs
from bridge.actions.inbox.dialogs import ToDepartment, ToEmployee
from bridge.actions.shifts import pauses, routing, routing_rules
from bridge.actions.shifts.routing_rules import NoCapacity
from bridge.actions.team import sign_out
from scheduler.jobs import queue_job
from storage.inbox.dialogs import Dialog
from storage.reports.events import Event, EventKind
from storage.shifts.routings import Mode, Reopening
from storage.team.employees import Employee, ManagersOnly, Membership
from tests.office import HELLO, Office


@pytest.fixture
async def team(office: Office) -> Office:
    """Oleg works in the support department, too."""
    async with office.begin() as uow:
        uow.add(Membership(employee_id=office.oleg.id, department_id=office.support.id))
    return office


async def routed(office: Office, mode: Mode = Mode.ROUND_ROBIN, **more) -> None:
    async with office.begin() as uow:
        await routing_rules.change_routing(uow, office.support.id, by=office.anna, mode=mode, **more)
        office.channel = await uow.channels.get(office.channel.id)


async def writes(office: Office, number: int, text: str = "Здравствуйте") -> Dialog:
    """Another customer for each number."""
    sender = replace(HELLO.sender, external_id=str(500 + number), name=f"Клиент {number}", username=None)
    said = await office.hears(text, 1, sender=sender)
    return await dialog_of(office, said.dialog_id)


async def dialog_of(office: Office, dialog_id: int) -> Dialog:
    async with office.begin() as uow:
        return await uow.dialogs.get(dialog_id)


async def events(office: Office, kind: EventKind = EventKind.DIALOG_ROUTED) -> list[Event]:
    async with office.begin() as uow:
        return await uow.events.of_kind(kind)


async def closes(office: Office, dialog: Dialog) -> None:
    async with office.begin() as uow:
        await dialogs.close(uow, dialog.id, by=office.anna)


async def test_by_hand_nobody_gets_anything_and_no_rules_are_read(team: Office, monkeypatch):
    async def never(*_given):
        raise AssertionError("rules were read")

    monkeypatch.setattr(routing, "assign", never)
    monkeypatch.setattr("storage.shifts.routings.every", never)
    monkeypatch.setattr("storage.shifts.routings.one", never)
    dialog = await writes(team, 1)

    assert dialog.assignee_id is None
    assert len(await team.deliveries("offer")) == 3


async def test_in_turn_everybody_gets_the_same_number(team: Office):
    await routed(team, capacity=100)
    got = [(await writes(team, number)).assignee_id for number in range(9)]

    assert Counter(got) == {team.anna.id: 3, team.oleg.id: 3, team.maria.id: 3}
    assert got[:3] == got[3:6] == got[6:]


async def test_it_opens_where_they_work_and_says_why(team: Office):
    await routed(team)
    dialog = await writes(team, 1)

    async with team.begin() as uow:
        (window,) = await uow.windows.of_dialog(dialog.id, live=True)
    assert window.employee_id == dialog.assignee_id
    assert await team.deliveries("offer") == []
    (event,) = await events(team)
    assert event.data | {"to_employee": 0} == {
        "to_employee": 0,
        "department_id": team.support.id,
        "mode": "round_robin",
        "load": 0,
        "capacity": 5,
        "among": 3,
    }


async def test_the_least_busy_gets_the_next(team: Office):
    await routed(team, Mode.LEAST_BUSY, capacity=100)
    first, second, third = [await writes(team, number) for number in range(3)]
    assert len({first.assignee_id, second.assignee_id, third.assignee_id}) == 3
    await closes(team, second)

    assert (await writes(team, 4)).assignee_id == second.assignee_id


async def test_nobody_gets_more_than_fits_and_what_waits_comes_when_there_is_room(team: Office):
    await routed(team, capacity=1)
    given = [await writes(team, number) for number in range(5)]
    assert [each.assignee_id is None for each in given] == [False, False, False, True, True]
    assert await team.deliveries("offer")
    await queue_job(team.database).run()
    assert (await dialog_of(team, given[3].id)).assignee_id is None

    await closes(team, given[1])
    await queue_job(team.database).run()
    await queue_job(team.database).run()

    assert (await dialog_of(team, given[3].id)).assignee_id == given[1].assignee_id
    assert (await dialog_of(team, given[4].id)).assignee_id is None


async def test_two_at_once_do_not_exceed_what_fits(team: Office):
    await routed(team, capacity=1)
    given = [await writes(team, number) for number in range(5)]
    for each in given[:2]:
        await closes(team, each)
    waiting = [given[3].id, given[4].id]

    async def place(dialog_id: int) -> None:
        async with team.begin() as uow:
            await routing.place_dialog(uow, dialog_id)

    await asyncio.gather(*(place(dialog_id) for dialog_id in [*waiting, *waiting]))

    async with team.begin() as uow:
        loads = await uow.routings.loads([team.anna.id, team.oleg.id, team.maria.id])
    assert loads == {team.anna.id: 1, team.oleg.id: 1, team.maria.id: 1}


async def is_paused(office: Office, employee: Employee) -> None:
    async with office.begin() as uow:
        await pauses.begin(uow, uow.now + timedelta(hours=1), by=employee)


async def is_signed_out(office: Office, employee: Employee) -> None:
    async with office.begin() as uow:
        await sign_out.leave(uow, office.sign_ins[employee.id].id, by=employee)


async def has_blocked_the_bot(office: Office, employee: Employee) -> None:
    async with office.begin() as uow:
        (await uow.sign_ins.get(office.sign_ins[employee.id].id)).blocked_at = uow.now


async def is_deaf(office: Office, employee: Employee) -> None:
    async with office.begin() as uow:
        (await uow.employees.get(employee.id)).hears_of_new = False


@pytest.mark.parametrize("happens", [is_paused, is_signed_out, has_blocked_the_bot, is_deaf])
async def test_whoever_cannot_get_it_gets_nothing(team: Office, happens):
    await routed(team, capacity=100)
    await happens(team, team.maria)

    got = {(await writes(team, number)).assignee_id for number in range(4)}

    assert got == {team.anna.id, team.oleg.id}


async def test_who_comes_to_work_gets_what_waits(team: Office, clock):
    await routed(team)
    for employee in (team.anna, team.oleg, team.maria):
        await is_paused(team, employee)
    dialog = await writes(team, 1)
    assert dialog.assignee_id is None

    clock.forward(timedelta(hours=2))
    await queue_job(team.database).run()

    assert (await dialog_of(team, dialog.id)).assignee_id is not None


async def test_who_has_given_it_up_does_not_get_it_back(office: Office):
    await routed(office)
    dialog = await writes(office, 1)
    async with office.begin() as uow:
        giver = await uow.employees.get(dialog.assignee_id)
        await dialogs.transfer(uow, dialog.id, to=ToDepartment(office.support.id), by=giver, comment="Ждёт чек")
    await queue_job(office.database).run()

    again = await dialog_of(office, dialog.id)
    assert {again.assignee_id, giver.id} == {office.anna.id, office.maria.id}
    assert again.note == "Ждёт чек"


async def test_a_word_decides_on_the_department(team: Office):
    async with team.begin() as uow:
        await routing_rules.change_routing(uow, team.sales.id, by=team.anna, words=["купить", "цена"])
        team.channel = await uow.channels.get(team.channel.id)

    assert (await writes(team, 1, "Хочу купить слона")).department_id == team.sales.id
    assert (await writes(team, 2, "Сломался слон")).department_id == team.support.id
    (event,) = await events(team, EventKind.DIALOG_SORTED)
    assert event.data == {"to_department": team.sales.id, "word": "купить"}


async def asked(office: Office) -> Dialog:
    """A new customer who is to choose: support, or sales."""
    async with office.begin() as uow:
        for department in (office.support, office.sales):
            await routing_rules.change_routing(uow, department.id, by=office.anna, in_menu=True)
        office.channel = await uow.channels.get(office.channel.id)
    said = await office.hears()
    async with office.begin() as uow:
        question = await uow.routings.question_in(said.dialog_id)
        assert question.department_ids == [office.support.id, office.sales.id]
    return await dialog_of(office, said.dialog_id)


async def test_a_number_is_an_answer_as_long_as_nobody_has_had_the_dialog(office: Office, clock):
    dialog = await asked(office)
    clock.forward(timedelta(hours=2))
    await office.hears("2", 2)

    assert (await dialog_of(office, dialog.id)).department_id == office.sales.id


async def test_once_somebody_has_had_the_dialog_a_number_is_no_answer_any_more(office: Office, clock):
    dialog = await asked(office)
    async with office.begin() as uow:
        await dialogs.take(uow, dialog.id, by=office.anna)
    clock.forward(timedelta(hours=2))
    async with office.begin() as uow:
        await dialogs.unassign(uow, await uow.dialogs.lock(dialog.id))
    await office.hears("2", 2)

    assert (await dialog_of(office, dialog.id)).department_id == office.support.id


async def reopened(office: Office, dialog: Dialog) -> Dialog:
    await closes(office, dialog)
    await office.hears("Ещё вопрос", 2)
    return await dialog_of(office, dialog.id)


async def taken(office: Office) -> Dialog:
    said = await office.hears()
    async with office.begin() as uow:
        return await dialogs.transfer(uow, said.dialog_id, to=ToEmployee(office.maria.id), by=office.anna)


async def test_what_comes_back_is_the_former_ones_if_they_are_on_duty(team: Office, monkeypatch):
    dialog = await reopened(team, await taken(team))
    assert dialog.assignee_id == team.maria.id

    async def off_duty(_self):
        return {team.maria.id}

    monkeypatch.setattr("storage.shifts.shifts.Shifts.off_duty", off_duty)
    await closes(team, dialog)
    await team.hears("И ещё", 3)
    assert (await dialog_of(team, dialog.id)).assignee_id is None


async def test_what_comes_back_goes_to_the_queue_where_that_is_the_rule(team: Office):
    dialog = await taken(team)
    async with team.begin() as uow:
        await routing_rules.set_reopening(uow, Reopening.QUEUE, by=team.anna)
        team.channel = await uow.channels.get(team.channel.id)

    assert (await reopened(team, dialog)).assignee_id is None


async def test_only_who_leads_changes_the_rules(team: Office):
    async with team.begin() as uow:
        with pytest.raises(ManagersOnly):
            await routing_rules.change_routing(uow, team.support.id, by=team.oleg, mode=Mode.ROUND_ROBIN)
        with pytest.raises(ManagersOnly):
            await routing_rules.set_reopening(uow, Reopening.QUEUE, by=team.oleg)
        for capacity in (0, 101):
            with pytest.raises(NoCapacity):
                await routing_rules.change_routing(uow, team.support.id, by=team.anna, capacity=capacity)
        assert await uow.routings.all() == []

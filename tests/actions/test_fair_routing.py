"""Whatever happens, in whatever order: nobody gets more than fits, nor anything off duty."""

from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridge.actions.inbox import dialogs
from bridge.actions.shifts import pauses
from bridge.errors import Refusal
from scheduler.jobs import queue_job
from storage.shifts.routings import Mode
from storage.team.employees import Employee
from tests.actions.test_routing import events, is_paused, routed, team, writes
from tests.office import Office

__all__ = ["team"]

NUMBERS = count(1000)
STEPS = ["writes", "writes", "closes", "pauses", "comes back", "later"]


@pytest.fixture
def dialect() -> str:
    """What is locked is tried where two are at once; here one thing happens after the other."""
    return "sqlite"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mode=st.sampled_from([Mode.ROUND_ROBIN, Mode.LEAST_BUSY]),
    capacity=st.integers(1, 3),
    steps=st.lists(
        st.tuples(st.sampled_from(["writes", "closes", "pauses", "comes back", "later"]), st.integers(0, 2))
    ),
)
async def test_whatever_happens_nobody_gets_more_than_fits_and_nobody_off_duty_anything(
    team: Office, clock, mode, capacity, steps
):
    async with team.begin() as uow:
        for dialog in await uow.dialogs.active(limit=100):
            await dialogs.close(uow, dialog.id, by=team.anna)
    await routed(team, mode, capacity=capacity)
    people = [team.anna, team.oleg, team.maria]
    for what, number in steps:
        seen = len(await events(team))
        await _step(team, clock, what, people[number])
        async with team.begin() as uow:
            loads = await uow.routings.loads([person.id for person in people])
            on_duty = await uow.schedules.on_duty(uow.now)
        given = [event.data["to_employee"] for event in (await events(team))[seen:]]
        assert max(loads.values(), default=0) <= capacity
        assert set(given) <= on_duty


async def _step(office: Office, clock, what: str, person: Employee) -> None:
    match what:
        case "writes":
            await writes(office, next(NUMBERS))
        case "closes":
            async with office.begin() as uow:
                for dialog in (await uow.dialogs.of_assignee(person.id))[:1]:
                    await dialogs.close(uow, dialog.id, by=office.anna)
        case "pauses":
            with suppress(Refusal):
                await is_paused(office, person)
        case "comes back":
            async with office.begin() as uow:
                with suppress(Refusal):
                    await pauses.end(uow, by=await uow.employees.get(person.id))
        case "later":
            clock.forward(timedelta(minutes=40))
    await queue_job(office.database).run()

"""The part of a team's description about work schedules. Schedules that it omits stay as they are."""

from collections.abc import Mapping

from bridge.actions.shifts import shifts
from bridge.errors import NotFound
from bridge.team.changes import TeamChanges, amend
from bridge.team.plan import PlannedSchedule, Team
from bridge.when.weekly import read_week
from storage.engine.unit_of_work import UnitOfWork
from storage.shifts.schedules import Whose, WorkSchedule
from storage.shifts.weeks import NEVER, written


async def apply(uow: UnitOfWork, team: Team, departments: Mapping[str, int], changes: TeamChanges) -> None:
    """Apply the schedules. Any change of the team can change who is on duty, so the shifts are computed anew."""
    for planned in team.schedules:
        await _schedule(uow, planned, departments, changes)
    await _rules(uow, team, changes)
    if changes.any:
        await shifts.follow(uow)


async def _schedule(
    uow: UnitOfWork, planned: PlannedSchedule, departments: Mapping[str, int], changes: TeamChanges
) -> None:
    owner = await _owner(uow, planned, departments)
    found = await uow.schedules.of(owner)
    schedule = found or WorkSchedule(employee_id=owner.employee_id, department_id=owner.department_id, days=[])
    days = [written(day) for day in read_week(planned.hours, NEVER)]
    differences = amend(schedule, days=days, country=planned.holidays)
    uow.add(schedule)
    await uow.flush()
    whose = planned.employee or planned.department or "of everybody"
    changes.note(f"schedule {whose}", differences, new=found is None)


async def _owner(uow: UnitOfWork, planned: PlannedSchedule, departments: Mapping[str, int]) -> Whose:
    if planned.employee is None:
        return Whose(department_id=departments[planned.department] if planned.department else None)
    employee = await uow.employees.by_phone_anywhere(planned.employee)
    if employee is None:
        raise NotFound
    return Whose(employee.id)


async def _rules(uow: UnitOfWork, team: Team, changes: TeamChanges) -> None:
    wanted = team.shifts.model_dump(exclude_none=True)
    if not wanted:
        return
    rules = await uow.shift_rules.current()
    differences = amend(rules, **wanted)
    if differences:
        uow.add(rules)
    changes.note("shifts", differences, new=False)

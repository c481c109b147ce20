"""The part of a team's description about routing. A second run changes nothing."""

from collections.abc import Mapping

from bridge.actions.automation.auto_message_rules import words_in
from bridge.actions.shifts import routing_rules
from bridge.team.changes import TeamChanges, amend
from bridge.team.plan import PlannedRouting, Team
from storage.engine.unit_of_work import UnitOfWork
from storage.shifts.routings import Routing


async def apply(uow: UnitOfWork, team: Team, departments: Mapping[str, int], changes: TeamChanges) -> None:
    """Apply the routing rules; what the description omits stays as it is.

    Raises:
        NoWords, NameTooLong: words cannot be used.
    """
    for planned in team.routing:
        await _routing(uow, planned, departments[planned.department], changes)
    if team.reopening is not None:
        rules = await uow.routings.rules()
        differences = amend(rules, reopening=team.reopening)
        uow.add(rules)
        changes.note("dialogs from the archive", differences, new=False)
    if team.routing or team.reopening is not None:
        await routing_rules.refresh(uow)


async def _routing(uow: UnitOfWork, planned: PlannedRouting, department_id: int, changes: TeamChanges) -> None:
    found = await uow.routings.of(department_id)
    routing = found or Routing(department_id=department_id)
    wanted = planned.model_dump(include={"mode", "capacity", "words", "in_menu"}, exclude_none=True)
    if planned.words:
        wanted["words"] = words_in(", ".join(planned.words))
    differences = amend(routing, **wanted)
    uow.add(routing)
    await uow.flush()
    changes.note(f"routing of {planned.department}", differences, new=found is None)

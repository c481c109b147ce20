"""Rules of routing: managers set how a department's dialogs are assigned, and which dialogs belong to it."""

from collections.abc import Sequence
from typing import Any

from bridge.actions.reports import audit
from bridge.errors import Refusal, lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.shifts.routings import MAX_CAPACITY, Reopening, Routing
from storage.team.employees import Employee


class NoCapacity(Refusal):
    text = lazy("Choose from 1 to {most} dialogs. Nothing was changed")


async def change_routing(uow: UnitOfWork, department_id: int, *, by: Employee | None, **wanted: Any) -> Routing:
    """Change the routing of a department.

    Args:
        by: None for the team's description.
        wanted: mode, capacity, words, in_menu; omitted ones stay.

    Raises:
        ManagersOnly: `by` is no manager.
        NoCapacity: the capacity cannot be chosen.
    """
    _ensure_may(by)
    if not 1 <= wanted.get("capacity", 1) <= MAX_CAPACITY:
        raise NoCapacity(most=MAX_CAPACITY)
    department = await uow.departments.get(department_id)
    await uow.organizations.lock(uow.organization_id)
    routing = await uow.routings.of(department.id)
    if routing is None:
        routing = Routing(department_id=department.id)
        uow.add(routing)
    for name, value in wanted.items():
        setattr(routing, name, value)
    by_id = by.id if by else None
    audit.record_event(uow, EventKind.ROUTING_CHANGED, by=by_id, department_id=department.id, **wanted)
    await refresh(uow)
    return routing


async def set_reopening(uow: UnitOfWork, reopening: Reopening, *, by: Employee | None) -> None:
    """Set who answers dialogs that are reopened from the archive.

    Raises:
        ManagersOnly: `by` is no manager.
    """
    _ensure_may(by)
    await uow.organizations.lock(uow.organization_id)
    rules = await uow.routings.rules()
    rules.reopening = reopening
    uow.add(rules)
    audit.record_event(uow, EventKind.ROUTING_CHANGED, by=by.id if by else None, reopening=reopening)
    await refresh(uow)


async def refresh(uow: UnitOfWork) -> None:
    """Store in every channel whether it has routing rules, so that other channels read none."""
    await uow.flush()
    rules, routings = await uow.routings.rules(), await uow.routings.all()
    is_routed = rules.reopening is not Reopening.FORMER or not _change_nothing(routings)
    for channel in await uow.channels.all():
        channel.is_routed = is_routed


def _change_nothing(routings: Sequence[Routing]) -> bool:
    return all(routing.changes_nothing for routing in routings)


def _ensure_may(by: Employee | None) -> None:
    if by is not None:
        by.ensure_manager()

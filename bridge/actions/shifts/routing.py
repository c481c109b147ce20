"""Routing: an unassigned dialog gets a responsible by the rules of its department.

The organization's rules are locked during an assignment, so that no employee gets more dialogs than their capacity.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from bridge.actions.inbox import dialogs, windows
from bridge.actions.reports import audit
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.reports.events import EventKind
from storage.shifts.routings import Mode, Reopening, Routing
from storage.team.channels import Channel
from storage.team.employees import Employee


@dataclass(frozen=True)
class Candidate:
    employee: Employee
    # In how many of their dialogs customers wait.
    load: int


async def bring_back(uow: UnitOfWork, channel: Channel, dialog: Dialog) -> None:
    """Choose the responsible of a reopened dialog: the former one, or nobody yet, as the rules say."""
    former = dialog.assignee_id
    if former is None:
        return
    is_kept = not channel.is_routed or (await uow.routings.rules()).reopening is Reopening.FORMER
    if is_kept and former not in await uow.shifts.off_duty():
        return
    await dialogs.unassign(uow, dialog)
    await windows.retire(uow, dialog, former)


async def sort_by_words(uow: UnitOfWork, dialog: Dialog, text: str) -> bool:
    """Move the dialog to the department that the customer's first words match; returns whether one matched."""
    for routing in await uow.routings.all():
        if (word := routing.hears(text)) is not None:
            await move_to_department(uow, dialog, routing.department_id, word=word)
            return True
    return False


async def move_to_department(uow: UnitOfWork, dialog: Dialog, department_id: int, **why: Any) -> None:
    """Move the dialog to a department."""
    dialog.department_id = department_id
    await uow.unanswered.wake(dialog.id, uow.now)
    dialog.version += 1
    audit.record_event(uow, EventKind.DIALOG_SORTED, dialog_id=dialog.id, to_department=department_id, **why)
    await windows.leave_forums(uow, dialog)


async def assign(uow: UnitOfWork, dialog: Dialog) -> bool:
    """Make the next employee in turn responsible; False when the dialog waits to be taken or for free capacity.

    The dialog is not shown to the employee yet.
    """
    routing = next((row for row in await uow.routings.lock_all() if row.department_id == dialog.department_id), None)
    if routing is None or routing.is_by_hand:
        return False
    people = await _with_room(uow, routing, await uow.schedules.on_duty(uow.now))
    if (found := await _next(uow, routing, dialog, people)) is None:
        return False
    chosen, among = found
    routing.last_id = chosen.employee.id
    note = dialog.note
    dialog.assign(chosen.employee.id)
    # The new responsible has not read the comment of the employee who transferred the dialog yet.
    dialog.note = note
    audit.record_event(
        uow,
        EventKind.DIALOG_ROUTED,
        dialog_id=dialog.id,
        to_employee=chosen.employee.id,
        department_id=routing.department_id,
        mode=routing.mode,
        load=chosen.load,
        capacity=routing.capacity,
        among=among,
    )
    return True


async def place_dialog(uow: UnitOfWork, dialog_id: int) -> bool:
    """Assign a queued dialog to an employee with free capacity; returns whether it was assigned."""
    dialog = await uow.dialogs.lock(dialog_id)
    if not dialog.is_open or dialog.assignee_id is not None or dialog.is_snoozed:
        return False
    if not await assign(uow, dialog):
        return False
    await dialogs.show_to_new_assignee(uow, dialog, dialog.assignee_id or 0)
    return True


async def waiting_dialogs(uow: UnitOfWork) -> list[int]:
    """Ids of queued dialogs that can be assigned now: by department, longest waiting first.

    A queue without free capacity is skipped.
    """
    found: list[int] = []
    on_duty: set[int] | None = None
    for routing in await uow.routings.all():
        if routing.is_by_hand or not (queue := await uow.routings.queue(routing.department_id)):
            continue
        on_duty = await uow.schedules.on_duty(uow.now) if on_duty is None else on_duty
        if people := await _with_room(uow, routing, on_duty):
            found += [dialog.id for dialog in queue if await _next(uow, routing, dialog, people) is not None]
    return found


async def _next(
    uow: UnitOfWork, routing: Routing, dialog: Dialog, people: Sequence[Candidate]
) -> tuple[Candidate, int] | None:
    """The next candidate and the number of candidates.

    Returns None when nobody can get the dialog, or while the customer is asked for a department.
    """
    question = await uow.routings.question_in(dialog.id)
    if question is not None and question.is_waited_for(uow.now):
        return None
    gave_up = await _who_gave_up(uow, dialog)
    candidates = [each for each in people if each.employee.id != gave_up]
    for candidate in _in_turn(routing, candidates):
        if await windows.reaches(uow, dialog, candidate.employee.id):
            return candidate, len(candidates)
    return None


def _in_turn(routing: Routing, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates in order: after the one who got the last dialog, or with the fewest waiting customers first."""
    last = routing.last_id or 0
    turn = sorted(candidates, key=lambda each: (each.employee.id <= last, each.employee.id))
    return sorted(turn, key=lambda each: each.load) if routing.mode is Mode.LEAST_BUSY else turn


async def _with_room(uow: UnitOfWork, routing: Routing, on_duty: Collection[int]) -> list[Candidate]:
    """Employees of the department who are on duty, want new dialogs, and have free capacity."""
    members = await uow.employees.of_department(routing.department_id)
    people = [employee for employee in members if employee.hears_of_new and employee.id in on_duty]
    loads = await uow.routings.loads([employee.id for employee in people])
    candidates = [Candidate(employee, loads.get(employee.id, 0)) for employee in people]
    return [each for each in candidates if each.load < routing.capacity]


async def _who_gave_up(uow: UnitOfWork, dialog: Dialog) -> int | None:
    """The employee who has put the dialog into the queue and does not want it back; None when nobody has."""
    handed = await uow.events.about([dialog.id], [EventKind.DIALOG_TRANSFERRED, EventKind.DIALOG_REOPENED])
    newest = handed[0] if handed else None
    return newest.employee_id if newest is not None and newest.kind is EventKind.DIALOG_TRANSFERRED else None

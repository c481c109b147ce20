"""Shifts: what follows when an employee comes on duty or goes off duty, and when a shift begins or ends."""

from collections.abc import Iterable
from datetime import timedelta

from bridge.actions.delivery import desk
from bridge.actions.inbox import dialogs, offers
from bridge.actions.reports import audit
from bridge.actions.shifts import deferred_copies, overtime
from bridge.actions.tasks import task_notices
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import Payload
from bridge.errors import lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.reports.events import EventKind
from storage.shifts.hours import ALWAYS, WithBreaks
from storage.shifts.shifts import MAX_BREAK, Shift
from storage.team.employees import Employee

# An employee whose hours do not change within a year is checked again after this interval.
SHIFT_CHECK_INTERVAL = timedelta(days=30)


class DigestPayload(Payload, kind="digest", rank=Rank.NOTICE):
    """Shows what waits for an employee who comes to work, in private."""

    employee_id: int


async def follow(uow: UnitOfWork, employee_ids: Iterable[int] | None = None) -> None:
    """Check shifts again after schedules have changed: known employees at once, new ones from their next change on.

    Args:
        employee_ids: employees whose hours may have changed; None means all.
    """
    await uow.flush()
    known = await uow.shifts.all()
    for employee_id in known.keys() if employee_ids is None else known.keys() & set(employee_ids):
        known[employee_id].due_at = uow.now
    await follow_new(uow)


async def follow_new(uow: UnitOfWork) -> None:
    """Start to follow employees who have hours and are not followed yet. Their present state is taken as known."""
    book, known = await uow.schedules.book(), await uow.shifts.all()
    for employee in await uow.employees.all():
        hours = book.hours_of(employee)
        if employee.id not in known and hours is not ALWAYS:
            whole = WithBreaks(hours, MAX_BREAK)
            uow.add(
                Shift(
                    employee_id=employee.id,
                    is_on=hours.is_on(uow.now),
                    is_within=whole.is_on(uow.now),
                    due_at=hours.next_change(uow.now) or uow.now + SHIFT_CHECK_INTERVAL,
                    settled_at=uow.now,
                )
            )


async def settle_shift(uow: UnitOfWork, employee_id: int) -> bool:
    """Do once what follows from the employee's present hours; False when another worker has done so.

    After a time in which the program did not run, only what still applies is done: a shift that is over is not
    announced.
    """
    if not await uow.shifts.claim_due(employee_id, uow.now):
        return False
    shift, employee = await uow.shifts.get(employee_id), await uow.employees.get(employee_id)
    if not employee.is_active:
        return True
    book = await uow.schedules.book()
    hours = book.hours_of(employee)
    whole = WithBreaks(hours, MAX_BREAK)
    # When the clock was set back, no shift begins or ends twice.
    now, before = max(uow.now, shift.settled_at), shift.settled_at
    was_on, was_within, shift.is_on = shift.is_on, shift.is_within, hours.is_on(now)
    is_same = was_within and whole.ends(before) == whole.ends(now)
    # A shift that starts with a pause begins after the pause.
    shift.is_within = whole.is_on(now) and (is_same or shift.is_on)
    shift.due_at = hours.next_change(now) or now + SHIFT_CHECK_INTERVAL
    if was_within or shift.is_within or was_on != shift.is_on:
        # While an employee stays off duty, the moment stays too: overtime counts from it.
        shift.settled_at = now
    if was_within and not shift.is_within:
        await _end(uow, employee, shift)
    if was_on and not shift.is_on:
        await offers.reassign_offers(uow, employee.id)
    if shift.is_on:
        await _come(uow, employee, begins=shift.is_within and not is_same)
    return True


async def _come(uow: UnitOfWork, employee: Employee, *, begins: bool) -> None:
    """Do what follows when an employee is on duty again: after a break, after a pause, or when a shift begins."""
    for sign_in in await uow.sign_ins.of_employee(employee.id):
        await deferred_copies.release(uow, sign_in.chat_id)
    if begins:
        audit.record_event(uow, EventKind.SHIFT_BEGUN, employee=employee.id)
        await desk.put_privately(uow, DigestPayload(employee.id), employee.id)
    await _relieve(uow, employee)
    await offers.make_due(uow, employee.id)


async def _relieve(uow: UnitOfWork, employee: Employee) -> None:
    """Pass on dialogs whose customers wait for an employee off duty, because a colleague of the department has come."""
    mine = {membership.department_id for membership in await uow.employees.memberships(employee.id)}
    # Employees who come at the same moment are on duty but not settled yet, so they are left out here.
    for absent_id in sorted(await uow.shifts.over() - await uow.schedules.on_duty(uow.now)):
        for own in await uow.dialogs.of_assignee(absent_id):
            if own.waiting_since is not None and own.department_id in {None, *mine}:
                await _hand_on(uow, await uow.dialogs.lock(own.id), await uow.shifts.get(absent_id))


async def _hand_on(uow: UnitOfWork, dialog: Dialog, shift: Shift) -> None:
    if _waits_for(dialog, shift.employee_id) and not await overtime.is_at_it(uow, dialog.id, shift):
        await pass_on_dialog(uow, dialog, await uow.employees.get(shift.employee_id))


def _waits_for(dialog: Dialog, employee_id: int) -> bool:
    """Whether the dialog's customer waits for this employee's answer."""
    is_theirs = dialog.assignee_id == employee_id and dialog.is_open
    return is_theirs and dialog.waiting_since is not None and not dialog.is_snoozed


async def _end(uow: UnitOfWork, employee: Employee, shift: Shift) -> None:
    """End a shift: dialogs whose customers wait go to colleagues on duty, and tasks are offered to the deputy."""
    returned: list[int] = []
    kept: list[int] = []
    for own in await uow.dialogs.of_assignee(employee.id):
        dialog = await uow.dialogs.lock(own.id)
        if not _waits_for(dialog, employee.id):
            continue
        if await pass_on_dialog(uow, dialog, employee):
            returned.append(dialog.id)
            continue
        kept.append(dialog.id)
        await _say(uow, dialog, lazy("The shift of {name} is over; the customer waits until they are back"), employee)
    audit.record_event(uow, EventKind.SHIFT_ENDED, employee=employee.id, returned=returned, kept=kept)
    await _offer_tasks(uow, employee, shift)


async def hand_on_dialog(uow: UnitOfWork, dialog: Dialog) -> None:
    """Pass on a dialog whose customer writes to an employee off duty, so that the customer need not wait."""
    if dialog.assignee_id is None or dialog.assignee_id not in await uow.shifts.off_duty():
        return
    shift = await uow.shifts.get(dialog.assignee_id)
    if not shift.is_within and not await overtime.is_at_it(uow, dialog.id, shift):
        await pass_on_dialog(uow, dialog, await uow.employees.get(dialog.assignee_id))


async def pass_on_dialog(uow: UnitOfWork, dialog: Dialog, employee: Employee) -> bool:
    """Put a dialog of an employee off duty back into its queue; returns False when no colleague can take it."""
    if not await _is_covered(uow, dialog, employee):
        return False
    text = lazy("The shift of {name} is over; the dialog is in the queue again")
    await _say(uow, dialog, text, employee)
    await dialogs.requeue(uow, dialog, employee.id)
    return True


async def _is_covered(uow: UnitOfWork, dialog: Dialog, employee: Employee) -> bool:
    """Whether another employee of the dialog's department is on duty and signed in."""
    on_duty = await uow.schedules.on_duty(uow.now) - {employee.id}
    people = await uow.sign_ins.of_department(dialog.department_id)
    return any(sign_in.employee_id in on_duty for sign_in in people)


async def _say(uow: UnitOfWork, dialog: Dialog, text: str, employee: Employee) -> None:
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        await desk.send_topic_notice(uow, window, text, name=employee.name)


async def _offer_tasks(uow: UnitOfWork, employee: Employee, shift: Shift) -> None:
    """Show the deputy the tasks that are due before the employee's next shift; without a deputy the tasks wait."""
    deputy = await uow.deputies.of(employee.id)
    if deputy is None or shift.due_at is None:
        return
    text = lazy("The shift of {name} is over, and this is due before the next one. Can you do it?")
    stand_in = await uow.employees.get(deputy.deputy_id)
    for task in await uow.tasks.due_of(employee.id, [], until=shift.due_at):
        await task_notices.tell_employee(uow, task, stand_in, text, {"name": employee.name})

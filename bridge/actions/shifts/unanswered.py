"""Response limits: employees who should answer are reminded after a limit, and later managers are told.

The limits are in working time.
"""

from datetime import datetime, timedelta

from bridge.actions.delivery import desk
from bridge.actions.reports import audit
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import Payload
from bridge.errors import Refusal, lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.inbox.windows import Layout, Window
from storage.reports.events import EventKind
from storage.shifts.unanswered import ResponseLimit, ResponseWait, Step
from storage.team.employees import Employee, Role

# Hours, departments and rules change, so a wait is checked again at least this often.
RECHECK_INTERVAL = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)
# A longer limit would be of no use.
MAX_RESPONSE_LIMIT = timedelta(days=7)


class WaitingPayload(Payload, kind="waiting", rank=Rank.NOTICE):
    """Tells an employee in private that a customer has waited too long."""

    since: datetime
    to_manager: bool


class WrongLimit(Refusal):
    text = lazy("It has to be from 1 minute to 7 days of working time. Nothing was changed")


async def watch_dialog(uow: UnitOfWork, dialog_id: int) -> None:
    """Start to watch how long the customer of a dialog waits."""
    dialog = await uow.dialogs.lock(dialog_id)
    if dialog.waiting_since is None:
        return
    wait = await uow.unanswered.of_dialog(dialog_id)
    if wait is None:
        uow.add(ResponseWait(dialog_id=dialog_id, waiting_since=dialog.waiting_since, due_at=uow.now))
    elif wait.waiting_since != dialog.waiting_since:
        wait.begin(dialog.waiting_since, uow.now)
    elif wait.due_at is None:
        wait.due_at = uow.now


async def check_due(uow: UnitOfWork, dialog_id: int) -> Step | None:
    """Do the due step of a wait, if it still applies; returns the step, or None when nothing was done.

    Only one of two concurrent workers does it.
    """
    dialog = await uow.dialogs.lock(dialog_id)
    wait = await uow.unanswered.claim(dialog_id, uow.now)
    if wait is None:
        return None
    rule = await uow.unanswered.rule_for(dialog.department_id)
    step = rule.next_step(wait.done) if rule is not None else None
    if rule is None or step is None or not dialog.is_open or dialog.waiting_since != wait.waiting_since:
        return None
    due = await _due(uow, dialog, wait, rule, step)
    if due > uow.now:
        wait.due_at = due
        return None
    wait.did(step, uow.now)
    wait.due_at = uow.now if rule.next_step(wait.done) is not None else None
    await _tell(uow, dialog, wait, step)
    return step


async def _due(uow: UnitOfWork, dialog: Dialog, wait: ResponseWait, rule: ResponseLimit, step: Step) -> datetime:
    """When to check the wait again; now or earlier when the step is due."""
    if dialog.is_snoozed:
        return min(dialog.snoozed_until or uow.now + RECHECK_INTERVAL, uow.now + RECHECK_INTERVAL)
    hours = await uow.schedules.hours_of_department(dialog.department_id, since=wait.waiting_since)
    due = hours.after(wait.waiting_since, rule.limit(step) or timedelta())
    return min(due or uow.now + RECHECK_INTERVAL, uow.now + RECHECK_INTERVAL)


async def waited_minutes(uow: UnitOfWork, dialog: Dialog) -> int:
    """For how many minutes of working time the customer of a dialog has waited."""
    if dialog.waiting_since is None:
        return 0
    hours = await uow.schedules.hours_of_department(dialog.department_id, since=dialog.waiting_since)
    return hours.working_time(dialog.waiting_since, uow.now) // MINUTE


async def _tell(uow: UnitOfWork, dialog: Dialog, wait: ResponseWait, step: Step) -> None:
    people = await (_answerers(uow, dialog) if step is Step.REMIND else _managers(uow, dialog))
    minutes = await waited_minutes(uow, dialog)
    for employee in people:
        window = await _topic(uow, dialog, employee) if step is Step.REMIND else None
        if window is not None:
            text = lazy("⏰ {name}, the customer has been waiting for an answer: {minutes} min of working time")
            await desk.send_topic_notice(uow, window, text, name=employee.name, minutes=str(minutes))
        else:
            payload = WaitingPayload(wait.waiting_since, to_manager=step is Step.ESCALATE)
            await desk.put_privately(uow, payload, employee.id, dialog_id=dialog.id)
    told = [employee.id for employee in people]
    audit.record_event(uow, EventKind.UNANSWERED_TOLD, dialog_id=dialog.id, step=step, minutes=minutes, to=told)


async def _answerers(uow: UnitOfWork, dialog: Dialog) -> list[Employee]:
    """The responsible; or the department's employees, when there is none or they are off duty or unreachable."""
    if dialog.assignee_id is not None:
        responsible = await uow.employees.get(dialog.assignee_id)
        if await _at_work(uow, [responsible]):
            return [responsible]
    everybody = await uow.employees.all()
    own = everybody
    if dialog.department_id is not None:
        own = await uow.employees.of_department(dialog.department_id)
    return await _at_work(uow, own) or await _at_work(uow, everybody)


async def _managers(uow: UnitOfWork, dialog: Dialog) -> list[Employee]:
    """The department's managers, or else the administrators; employees on duty come first."""
    everybody = await uow.employees.all()
    own = await uow.employees.of_department(dialog.department_id) if dialog.department_id is not None else everybody
    managers = [employee for employee in own if employee.role is Role.MANAGER]
    admins = [employee for employee in everybody if employee.role is Role.ADMIN]
    at_work = await _at_work(uow, managers) or await _at_work(uow, admins)
    return at_work or await _reachable(uow, managers) or await _reachable(uow, admins)


async def _at_work(uow: UnitOfWork, people: list[Employee]) -> list[Employee]:
    on_duty = await uow.schedules.on_duty(uow.now)
    return await _reachable(uow, [employee for employee in people if employee.id in on_duty])


async def _reachable(uow: UnitOfWork, people: list[Employee]) -> list[Employee]:
    """Employees who are signed in and have not blocked the bot."""
    there = {sign_in.employee_id for sign_in in await uow.sign_ins.of_department(None)}
    return [employee for employee in people if employee.id in there]


async def _topic(uow: UnitOfWork, dialog: Dialog, employee: Employee) -> Window | None:
    """The topic where the responsible answers the dialog, their own or the group's; None without one."""
    if dialog.assignee_id != employee.id:
        return None
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        if window.layout is Layout.TOPIC and window.employee_id == employee.id:
            return window
    shown = await uow.windows.of_dialog(dialog.id, live=True)
    return next((window for window in shown if window.layout is Layout.FORUM), None)


async def set_limit(
    uow: UnitOfWork, department_id: int | None, step: Step, minutes: int | None, *, by: Employee
) -> ResponseLimit:
    """Set after how many minutes of working time the step is done; None means never.

    Args:
        department_id: None means all departments.

    Raises:
        WrongLimit: nothing was changed.
        ManagersOnly: `by` is no manager.
    """
    by.ensure_manager()
    if minutes is not None and not 0 < minutes <= MAX_RESPONSE_LIMIT // MINUTE:
        raise WrongLimit
    await uow.organizations.lock(uow.organization_id)
    rule = await own_rule(uow, department_id)
    if step is Step.REMIND:
        rule.remind_after = minutes
    else:
        rule.escalate_after = minutes
    await _changed(uow, rule, by=by)
    return rule


async def own_rule(uow: UnitOfWork, department_id: int | None) -> ResponseLimit:
    """The department's own rule; a new one starts as a copy of the rule that has applied."""
    if (known := await uow.unanswered.rule(department_id)) is not None:
        return known
    if department_id is not None:
        await uow.departments.get(department_id)
    rule = ResponseLimit(department_id=department_id)
    if (former := await uow.unanswered.rule_for(department_id)) is not None:
        rule.remind_after, rule.escalate_after = former.remind_after, former.escalate_after
    uow.add(rule)
    return rule


async def drop_rule(uow: UnitOfWork, department_id: int, *, by: Employee) -> None:
    """Delete a department's own rule; the rule of all departments applies to it again."""
    by.ensure_manager()
    rule = await uow.unanswered.rule(department_id)
    if rule is None:
        return
    await uow.session.delete(rule)
    audit.record_event(uow, EventKind.UNANSWERED_RULE_CHANGED, by=by.id, department=department_id, as_everywhere=True)
    await uow.unanswered.look_again(uow.now)


async def _changed(uow: UnitOfWork, rule: ResponseLimit, *, by: Employee) -> None:
    limits = {"remind_after": rule.remind_after, "escalate_after": rule.escalate_after}
    audit.record_event(uow, EventKind.UNANSWERED_RULE_CHANGED, by=by.id, department=rule.department_id, **limits)
    await uow.flush()
    await uow.unanswered.look_again(uow.now)

"""Actions on a task: draft, create, finish, reopen, change, hand over, delete, restore."""

from dataclasses import dataclass

from bridge.actions.inbox.dialogs import Receiver, ToDepartment, ToEmployee
from bridge.actions.reports import audit
from bridge.actions.tasks import task_notices
from bridge.errors import NotFound, Refusal, lazy
from bridge.when import When
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.tasks.lead_times import LeadTime
from storage.tasks.repeats import Repeat
from storage.tasks.tasks import StaleTask, Task, TaskScope, TaskStatus
from storage.team.employees import Employee, Role


class OthersDraft(Refusal):
    text = lazy("{name} is still writing this task")


class TaskDeleted(Refusal):
    text = lazy("This task was deleted")


class DuePassed(Refusal):
    text = lazy("It should have been done by now: choose another due time")


class HasLeft(Refusal):
    text = lazy("{name} does not work here any more")


@dataclass(frozen=True)
class TaskReference:
    """A task as a button names it.

    Args:
        version: the task version that the button was painted for; None when no button was pressed.
    """

    task_id: int
    version: int | None = None


async def draft(
    uow: UnitOfWork, text: str, *, by: Employee, zone: str, when: When | None = None, dialog_id: int | None = None
) -> Task:
    """Begin a task that only its author sees until it is created. The author is its receiver until it is given away.

    Raises:
        EmptyTask, LongTask
    """
    task = Task(text="", author_id=by.id, assignee_id=by.id, zone=zone, created_at=uow.now)
    task.say(text)
    _schedule(task, when, zone)
    if dialog_id is not None:
        dialog = await uow.dialogs.get(dialog_id)
        task.dialog_id, task.contact_id = dialog.id, dialog.contact_id
    uow.add(task)
    await uow.flush()
    return task


async def create(uow: UnitOfWork, pressed: TaskReference, *, by: Employee) -> Task:
    """Turn a draft into a task and tell its receivers.

    Raises:
        StaleTask: it is no draft any more.
        DuePassed: its due time has passed while it was written.
        HasLeft: its receiver does not work here any more.
    """
    task = await lock(uow, pressed, by=by)
    if not task.is_draft:
        raise StaleTask
    await _ensure_there(uow, task)
    if task.due_at is not None and task.due_at <= uow.now:
        raise DuePassed
    task.open()
    await _note(uow, EventKind.TASK_CREATED, task, by)
    await task_notices.tell_receivers(uow, task, by=by)
    return task


async def discard(uow: UnitOfWork, pressed: TaskReference, *, by: Employee) -> Task:
    """Delete a draft.

    Raises:
        StaleTask: it is no draft any more.
    """
    task = await lock(uow, pressed, by=by)
    if not task.is_draft:
        raise StaleTask
    await uow.session.delete(task)
    return task


async def finish(uow: UnitOfWork, pressed: TaskReference, *, by: Employee) -> Task:
    """Mark a task as done; a repeating task creates the next one.

    Raises:
        StaleTask: the task is not open.
    """
    task = await lock(uow, pressed, by=by)
    if not task.is_open:
        raise StaleTask
    task.finish(uow.now, by.id)
    following = task.following(uow.now)
    if following is not None:
        uow.add(following)
        await uow.flush()
        task.next_id = following.id
        await _show(uow, following)
    await _note(uow, EventKind.TASK_DONE, task, by)
    return task


async def reopen(uow: UnitOfWork, pressed: TaskReference, *, by: Employee) -> Task:
    """Mark a task as not done. The next repeating task, if nobody has touched it yet, is deleted.

    A next task that somebody has touched stays and repeats instead of this one.

    Raises:
        StaleTask: the task is not done.
    """
    task = await lock(uow, pressed, by=by)
    if task.status is not TaskStatus.DONE:
        raise StaleTask
    if task.next_id is not None:
        following = await uow.tasks.lock(task.next_id)
        if following.is_open and following.is_untouched:
            following.delete(uow.now)
            await _show(uow, following)
        else:
            task.repeat = None
        task.next_id = None
    task.open()
    await _note(uow, EventKind.TASK_REOPENED, task, by)
    return task


async def change_text(uow: UnitOfWork, pressed: TaskReference, text: str, *, by: Employee) -> Task:
    """Change the text of a task."""
    task = await lock(uow, pressed, by=by)
    task.say(text)
    await _changed(uow, task, by, "text")
    return task


async def schedule(uow: UnitOfWork, pressed: TaskReference, when: When | None, *, zone: str, by: Employee) -> Task:
    """Set when a task is due; None means that it has no due time."""
    task = await lock(uow, pressed, by=by)
    _schedule(task, when, zone)
    await uow.task_reminders.forget_put_off(task.id)
    await _changed(uow, task, by, "due_at")
    return task


async def set_repeat(uow: UnitOfWork, pressed: TaskReference, repeat: Repeat | None, *, by: Employee) -> Task:
    """Set how often the task repeats; None means never.

    Raises:
        NoDue: it has no due date.
    """
    task = await lock(uow, pressed, by=by)
    task.recur(repeat)
    await _changed(uow, task, by, "repeat")
    return task


async def set_lead_time(uow: UnitOfWork, pressed: TaskReference, ahead: LeadTime | None, *, by: Employee) -> Task:
    """Set the lead time of the reminder; None means the receiver's own default."""
    task = await lock(uow, pressed, by=by)
    task.warn(ahead)
    await _changed(uow, task, by, "ahead")
    return task


async def give_to(uow: UnitOfWork, pressed: TaskReference, to: Receiver, *, by: Employee) -> Task:
    """Hand the task over to an employee (oneself included) or to a department.

    Raises:
        HasLeft: the employee does not work here any more.
    """
    task = await lock(uow, pressed, by=by)
    match to:
        case ToEmployee(id=employee_id):
            task.give(employee_id=(await uow.employees.get(employee_id)).id)
        case ToDepartment(id=department_id):
            task.give(department_id=(await uow.departments.get(department_id)).id)
    await _ensure_there(uow, task)
    await _changed(uow, task, by, "assignee")
    if not task.is_draft:
        await task_notices.tell_receivers(uow, task, by=by)
    return task


async def delete(uow: UnitOfWork, pressed: TaskReference, *, by: Employee) -> Task:
    """Delete a task; `restore` brings it back."""
    task = await lock(uow, pressed, by=by)
    task.delete(uow.now)
    await _note(uow, EventKind.TASK_DELETED, task, by)
    return task


async def restore(uow: UnitOfWork, pressed: TaskReference, *, by: Employee) -> Task:
    """Bring a deleted task back.

    Raises:
        StaleTask: it is not deleted any more.
    """
    task = await _locked(uow, pressed, by=by)
    if task.deleted_at is None:
        raise StaleTask
    task.restore()
    await _note(uow, EventKind.TASK_RESTORED, task, by)
    return task


async def lock(uow: UnitOfWork, pressed: TaskReference, *, by: Employee) -> Task:
    """Lock a task for a change by the employee until the unit of work ends.

    Raises:
        NotFound: there is no such task, or the employee does not see it.
        OthersDraft, TaskDeleted
        StaleTask: it has changed since the button was painted.
    """
    task = await _locked(uow, pressed, by=by)
    if task.deleted_at is not None:
        raise TaskDeleted
    return task


async def get_visible_task(uow: UnitOfWork, task_id: int, *, by: Employee) -> Task:
    """Get a task that the employee sees; a deleted task too.

    Raises:
        NotFound, OthersDraft
    """
    return await _seen(uow, await uow.tasks.get(task_id), by)


async def task_scope(uow: UnitOfWork, of: Employee) -> TaskScope | None:
    """Whose tasks the employee's list shows; None means everybody's (MISSION, decided question 6)."""
    organization = await uow.organizations.get(uow.organization_id)
    if not organization.narrow_tasks or of.role is not Role.OPERATOR:
        return None
    departments = [membership.department_id for membership in await uow.employees.memberships(of.id)]
    people = [person.id for department in departments for person in await uow.employees.of_department(department)]
    return TaskScope(of.id, frozenset(departments), frozenset([of.id, *people]))


async def _locked(uow: UnitOfWork, pressed: TaskReference, *, by: Employee) -> Task:
    task = await _seen(uow, await uow.tasks.lock(pressed.task_id), by)
    task.ensure_fresh(pressed.version)
    return task


async def _seen(uow: UnitOfWork, task: Task, by: Employee) -> Task:
    if task.is_draft and task.author_id != by.id:
        raise OthersDraft(name=(await uow.employees.get(task.author_id)).name)
    # A task about a dialog is shown in the dialog's windows to everybody who opens it.
    if task.dialog_id is None and not task.is_seen_by(await task_scope(uow, by)):
        raise NotFound
    return task


def _schedule(task: Task, when: When | None, zone: str) -> None:
    if when is None:
        task.schedule(None, zone=zone)
        return
    task.schedule(when.at, zone=zone, is_all_day=when.is_all_day)
    task.recur(when.repeat or task.repeat)


async def _ensure_there(uow: UnitOfWork, task: Task) -> None:
    if task.assignee_id is not None:
        assignee = await uow.employees.get(task.assignee_id)
        if not assignee.is_active:
            raise HasLeft(name=assignee.name)


async def _changed(uow: UnitOfWork, task: Task, by: Employee, what: str) -> None:
    if not task.is_draft:
        await _note(uow, EventKind.TASK_CHANGED, task, by, what=what)


async def _note(uow: UnitOfWork, kind: EventKind, task: Task, by: Employee, **data: str) -> None:
    audit.record_event(uow, kind, by=by.id, dialog_id=task.dialog_id, task_id=task.id, **data)
    await _show(uow, task)


async def _show(uow: UnitOfWork, task: Task) -> None:
    await uow.task_reminders.follow(task, uow.now)
    await task_notices.show_task(uow, task)

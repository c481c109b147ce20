"""Task reminders: the receivers of a task are told when it is due, and may be reminded again later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bridge.actions.delivery import desk
from bridge.actions.inbox import windows
from bridge.actions.reports import audit
from bridge.actions.shifts import duty
from bridge.actions.tasks import task_notices, tasks
from bridge.actions.tasks.tasks import TaskReference
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import Payload
from bridge.errors import lazy
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Layout
from storage.reports.events import EventKind
from storage.tasks.lead_times import LeadTime
from storage.tasks.task_reminders import ReminderReason, TaskReminder
from storage.tasks.tasks import StaleTask, Task
from storage.team.employees import Employee

UNREACHABLE_TEXT = lazy("{name} cannot be reminded of this task: they are not signed in, or have blocked the bot")
NOBODY_TEXT = lazy("There is nobody who could be reminded of this task")


class ReminderPayload(Payload, kind="reminder", rank=Rank.NOTICE):
    """Reminds the receivers of a task that it is due."""

    task_id: int
    employee_ids: Sequence[int]
    occasion: ReminderReason
    due_at: datetime


@dataclass(frozen=True)
class ReminderTarget:
    """Where an employee is told: a window of the task's dialog, or a private chat without a window."""

    chat_id: int
    window_id: int | None = None


async def remind(uow: UnitOfWork, task_id: int) -> bool:
    """Remind the receivers that a task is due or soon will be; False when there is no reminder to send now.

    Reminders that became due together are sent as one. When no receiver is at work, a deputy is told; without a deputy
    the reminder waits for the receivers.
    """
    task = await uow.tasks.lock(task_id)
    people = [person for person in await task_notices.receivers(uow, task) if person.is_active]
    there = await duty.at_work(uow, people) or await duty.deputies_at_work(uow, people)
    if people and not there:
        until = await duty.next_check_at(uow, people)
        if until is not None:
            await uow.task_reminders.postpone(task.id, uow.now, until)
            return False
    due = await uow.task_reminders.claim(task.id, uow.now)
    if not due or not task.is_open:
        return False
    told = there or people
    last = due[-1]
    audit.record_event(
        uow,
        EventKind.TASK_REMINDED,
        dialog_id=task.dialog_id,
        task_id=task.id,
        occasion=last.reason,
        due_at=last.meant_for.isoformat(),
        told=[person.id for person in told],
    )
    await _tell(uow, task, told, ReminderPayload(task.id, [], last.reason, last.due_at))
    return True


async def put_off(uow: UnitOfWork, pressed: TaskReference, until: datetime, *, by: Employee) -> Task:
    """Remind again at that moment.

    The task keeps its due time, because it is late all the same: managers have to see that, and its repeats are
    computed from it (decision 18).

    Raises:
        StaleTask: the task is not open any more.
    """
    task = await tasks.lock(uow, pressed, by=by)
    if not task.is_open:
        raise StaleTask
    await uow.task_reminders.forget_put_off(task.id)
    uow.add(TaskReminder(task_id=task.id, reason=ReminderReason.AGAIN, due_at=until))
    task.touch()
    audit.record_event(
        uow, EventKind.TASK_PUT_OFF, by=by.id, dialog_id=task.dialog_id, task_id=task.id, until=until.isoformat()
    )
    await uow.flush()
    await task_notices.show_task(uow, task)
    return task


async def set_default_lead_time(uow: UnitOfWork, ahead: LeadTime, *, by: Employee) -> None:
    """Set the lead time of an employee's tasks that have no lead time of their own."""
    by.lead_time = ahead
    audit.record_event(uow, EventKind.PREFERENCE_CHANGED, by=by.id, name="ahead", value=ahead)
    await uow.flush()
    for task in await uow.task_reminders.as_preferred_by(by.id):
        await uow.task_reminders.follow(task, uow.now)


async def tell_privately(uow: UnitOfWork, delivery: Delivery) -> None:
    """Send the reminder to its receivers in private, because it cannot be shown in its group."""
    await _tell_again(uow, delivery, ReminderPayload.of(delivery).employee_ids)


async def tell_others(uow: UnitOfWork, delivery: Delivery) -> None:
    """Tell managers of a reminder that its receivers cannot get, except receivers who were told in another chat."""
    people = ReminderPayload.of(delivery).employee_ids
    await _tell_again(uow, delivery, [it for it in people if not await _chats(uow, it)])


async def _tell_again(uow: UnitOfWork, delivery: Delivery, employee_ids: Sequence[int]) -> None:
    payload = ReminderPayload.of(delivery)
    task = await uow.tasks.get(payload.task_id)
    if not task.is_open:
        return
    for employee_id in employee_ids:
        person = await uow.employees.get(employee_id)
        spots = [ReminderTarget(chat_id) for chat_id in await _chats(uow, person.id)]
        await _put(uow, task, {spot: [person.id] for spot in spots}, payload)
        if not spots:
            await task_notices.tell_managers(uow, task, UNREACHABLE_TEXT, except_id=person.id, name=person.name)


async def _tell(uow: UnitOfWork, task: Task, people: Sequence[Employee], payload: ReminderPayload) -> None:
    """Send each receiver the reminder once in each place; in a group one message is for all of them."""
    readers: dict[ReminderTarget, list[int]] = {}
    for person in people:
        spots = await _spots(uow, task, person)
        for spot in spots:
            readers.setdefault(spot, []).append(person.id)
        if not spots:
            await task_notices.tell_managers(uow, task, UNREACHABLE_TEXT, except_id=person.id, name=person.name)
    if not people:
        await task_notices.tell_managers(uow, task, NOBODY_TEXT)
    await _put(uow, task, readers, payload)


async def _put(
    uow: UnitOfWork, task: Task, readers: Mapping[ReminderTarget, list[int]], payload: ReminderPayload
) -> None:
    for spot, employee_ids in readers.items():
        about = {"dialog_id": task.dialog_id, "window_id": spot.window_id}
        await desk.put(uow, replace(payload, employee_ids=employee_ids), to=spot.chat_id, **about)


async def _spots(uow: UnitOfWork, task: Task, person: Employee) -> list[ReminderTarget]:
    """Where an employee reads of a task: in windows of its dialog that they see, or else in private."""
    shown = await uow.windows.of_dialog(task.dialog_id, live=True) if task.dialog_id is not None else []
    if shown and await uow.sign_ins.of_employee(person.id):
        dialog = await uow.dialogs.get(shown[0].dialog_id)
        groups = [ReminderTarget(window.chat_id, window.id) for window in shown if window.layout is Layout.FORUM]
        if groups and await windows.is_at_home(uow, dialog, person.id):
            return groups
    own = {window.chat_id: window.id for window in shown}
    return [ReminderTarget(chat_id, own.get(chat_id)) for chat_id in await _chats(uow, person.id)]


async def _chats(uow: UnitOfWork, employee_id: int) -> list[int]:
    """The private chats where the bot can reach the employee."""
    return [each.chat_id for each in await uow.sign_ins.of_employee(employee_id) if each.blocked_at is None]

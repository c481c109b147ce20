"""Task notices: a task's card stands in the windows of its dialog, and its receivers are told of it in private."""

from bridge.actions.delivery import desk
from bridge.actions.inbox import windows
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import Payload
from bridge.errors import lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Layout
from storage.tasks.tasks import Task
from storage.team.employees import Employee, Role


class TaskNoticePayload(Payload, kind="task_notice", rank=Rank.NOTICE):
    """Shows a task and one sentence about it to an employee in private."""

    task_id: int
    text: str
    params: dict[str, str]


async def show_task(uow: UnitOfWork, task: Task) -> None:
    """Repaint a task's cards and notifications, and the mark for open tasks on its dialog's cards."""
    for notification in await uow.task_notifications.of_task(task.id):
        await desk.task_notification(uow, notification)
    if task.dialog_id is None:
        return
    carded = {card.window_id for card in await uow.task_cards.of_task(task.id)}
    for window in await uow.windows.of_dialog(task.dialog_id):
        # A window of a forum that the dialog has left cannot be reached.
        if window.is_live or (window.id in carded and window.layout is not Layout.FORUM):
            await desk.paint_task(uow, task, window)
    await windows.repaint(uow, await uow.dialogs.get(task.dialog_id))


async def tell_receivers(uow: UnitOfWork, task: Task, *, by: Employee) -> None:
    """Tell the receivers of the task in private, except `by`, who knows it already."""
    for employee in await receivers(uow, task):
        if employee.id != by.id:
            await _give(uow, task, employee, by=by)


async def tell_managers(uow: UnitOfWork, task: Task, text: str, *, except_id: int | None = None, **params: str) -> None:
    """Tell managers and administrators something about the task in private, except the employee `except_id`."""
    for employee in await uow.employees.all():
        if employee.role is not Role.OPERATOR and employee.id != except_id:
            await tell_employee(uow, task, employee, text, params)


async def receivers(uow: UnitOfWork, task: Task) -> list[Employee]:
    """The employees who have to do the task: one employee, or all of a department."""
    if task.department_id is not None:
        return await uow.employees.of_department(task.department_id)
    return [await uow.employees.get(task.assignee_id)] if task.assignee_id is not None else []


async def _give(uow: UnitOfWork, task: Task, employee: Employee, *, by: Employee) -> None:
    text = lazy("{name} has given you a task")
    params = {"name": by.name}
    if task.department_id is not None:
        text = lazy("{name} has given a task to {department}")
        params["department"] = (await uow.departments.get(task.department_id)).name
    await tell_employee(uow, task, employee, text, params)


async def tell_employee(uow: UnitOfWork, task: Task, employee: Employee, text: str, params: dict[str, str]) -> None:
    """Tell an employee something about the task in every private chat that the bot can reach."""
    await desk.put_privately(uow, TaskNoticePayload(task.id, text, params), employee.id)

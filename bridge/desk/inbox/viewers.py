"""The viewer of a window: an employee in their own chat, or everybody in a department's group."""

from dataclasses import dataclass

from bridge.actions.inbox import unread
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Window


@dataclass(frozen=True)
class Viewer:
    """`id` is the employee's id; None for a group, where nobody is «you»."""

    id: int | None
    language: str
    time_zone: str
    marks_unread: bool
    # The viewer may read what customers wrote while they were blocked.
    sees_hidden: bool


async def shown_to(uow: UnitOfWork, delivery: Delivery) -> tuple[Window, Viewer]:
    """The window that a delivery goes to, and its viewer."""
    window = await uow.windows.get(delivery.window_id or 0)
    return window, await viewer_of(uow, window)


async def viewer_of(uow: UnitOfWork, window: Window) -> Viewer:
    organization = await uow.organizations.get(window.organization_id)
    marks_unread = await unread.is_wanted(uow, window)
    if window.employee_id is None:
        return Viewer(None, organization.language, organization.time_zone, marks_unread, sees_hidden=False)
    employee = await uow.employees.get(window.employee_id)
    zone = employee.time_zone or organization.time_zone
    return Viewer(employee.id, employee.language, zone, marks_unread, sees_hidden=employee.role.is_manager)


async def reader_of(uow: UnitOfWork, chat_id: int) -> Viewer:
    """The viewer of a private chat: the employee who is signed in there."""
    sign_in = await uow.sign_ins.of_account_anywhere(chat_id)
    reader = await uow.employees.get(sign_in.employee_id if sign_in else 0)
    organization = await uow.organizations.get(uow.organization_id)
    zone = reader.time_zone or organization.time_zone
    return Viewer(reader.id, reader.language, zone, reader.marks_unread, sees_hidden=reader.role.is_manager)

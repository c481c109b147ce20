"""Who looks at a window: an employee in their own chat, or everybody in a department's group."""

from dataclasses import dataclass

from storage.unit_of_work import UnitOfWork
from storage.windows import Window


@dataclass(frozen=True)
class Viewer:
    """`id` is the employee's; None for a group, where nobody is «you»."""

    id: int | None
    language: str


async def viewer_of(uow: UnitOfWork, window: Window) -> Viewer:
    if window.employee_id is None:
        return Viewer(None, (await uow.organizations.get(window.organization_id)).language)
    return Viewer(window.employee_id, (await uow.employees.get(window.employee_id)).language)

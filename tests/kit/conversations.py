"""Verbs of conversations: a dialog is taken, an answer arrives."""

from bridge.actions.inbox import dialogs
from storage.messages.messages import DeliveryState
from storage.team.employees import Employee
from tests.kit.office import Office


async def taken(office: Office, employee=None):
    """A dialog with one message that an employee has taken; returns their window."""
    employee = employee or office.anna
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=employee)
    await office.settle_all()
    return await office.window(employee)


async def arrives(office: Office, message) -> None:
    """The customer has it, as far as the rows know."""
    await office.settle_all()
    async with office.begin() as uow:
        row = await uow.messages.get(message.id)
        row.state, row.external_id = DeliveryState.ACCEPTED, "70"


async def takes(office: Office, whom: Employee) -> None:
    async with office.begin() as uow:
        (dialog,) = await uow.dialogs.active()
        await dialogs.take(uow, dialog.id, by=await uow.employees.get(whom.id))

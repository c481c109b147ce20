"""Another organization in the same database, whose rows nobody of ours may see."""

from dataclasses import dataclass

from storage.clients.contacts import Contact, ContactAddress
from storage.inbox.dialogs import Dialog
from storage.messages.messages import Author, DeliveryState
from storage.messages.messages import Message as Row
from storage.team.channels import Channel, Provider
from storage.team.departments import Department
from storage.team.employees import Employee, Role
from storage.team.organizations import Organization
from tests.kit.stories.stage import Stage


@dataclass(frozen=True)
class Abroad:
    """Ids of another organization."""

    dialog: int
    message: int
    employee: int
    department: int


async def open_abroad(stage: Stage) -> Abroad:
    """Another organization with a dialog that somebody works in."""
    async with stage.office.database.begin() as uow:
        organization = Organization(name="Василёк")
        uow.add(organization)
        await uow.flush()
        uow.bind(organization.id)
        department, contact = Department(name="Их отдел"), Contact(name="Их клиент", created_at=uow.now)
        employee = Employee(phone="79995550000", name="Их оператор", role=Role.OPERATOR, created_at=uow.now)
        channel = Channel(provider=Provider.TELEGRAM, name="Их бот", token="encrypted", is_active=False)
        uow.add(department, contact, employee, channel)
        await uow.flush()
        address = ContactAddress(contact_id=contact.id, channel_id=channel.id, external_id="999")
        uow.add(address)
        await uow.flush()
        dialog = Dialog(
            contact_id=contact.id,
            channel_id=channel.id,
            address_id=address.id,
            opened_at=uow.now,
            last_message_at=uow.now,
        )
        uow.add(dialog)
        await uow.flush()
        message = Row(
            dialog_id=dialog.id,
            author=Author.EMPLOYEE,
            employee_id=employee.id,
            text="Их тайна",
            created_at=uow.now,
            state=DeliveryState.FAILED,
        )
        uow.add(message)
        await uow.flush()
        return Abroad(dialog.id, message.id, employee.id, department.id)

"""Everything that a card shows about a dialog, read at once."""

from dataclasses import dataclass

from storage.clients.contacts import Contact, ContactAddress
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.messages.scheduled_messages import ScheduledMessage
from storage.tags.tags import Tag, TagScope
from storage.tasks.tasks import Task
from storage.team.channels import Channel
from storage.team.departments import Department
from storage.team.employees import Employee


@dataclass(frozen=True)
class DialogDetails:
    """A dialog with everybody who is involved in it."""

    dialog: Dialog
    contact: Contact
    address: ContactAddress
    channel: Channel
    department: Department | None
    assignee: Employee | None
    # The open tasks about the dialog.
    tasks: list[Task]
    tags: list[Tag]
    contact_tags: list[Tag]
    # The messages that leave for the customer later.
    scheduled: list[ScheduledMessage]


async def about(uow: UnitOfWork, dialog_id: int) -> DialogDetails:
    dialog = await uow.dialogs.get(dialog_id)
    return DialogDetails(
        dialog=dialog,
        contact=await uow.contacts.get(dialog.contact_id),
        address=await uow.contacts.address(dialog.address_id),
        channel=await uow.channels.get(dialog.channel_id),
        department=await uow.departments.get(dialog.department_id) if dialog.department_id else None,
        assignee=await uow.employees.get(dialog.assignee_id) if dialog.assignee_id else None,
        tasks=await uow.tasks.open_of(dialog_id),
        tags=await uow.tags.of(TagScope.DIALOG, dialog.id),
        contact_tags=await uow.tags.of(TagScope.CONTACT, dialog.contact_id),
        scheduled=await uow.scheduled_messages.of_dialog(dialog_id),
    )

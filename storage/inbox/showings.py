"""A showing: a message, a window, and all data that the message's copy in this window needs; read by one query."""

from dataclasses import dataclass

from sqlalchemy import Executable, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from bridge.errors import NotFound
from storage.clients.contacts import Contact
from storage.engine.prepared import prepared, rows
from storage.inbox.dialogs import Dialog
from storage.inbox.windows import Window
from storage.messages.messages import Message
from storage.team.channels import Channel
from storage.team.employees import Employee
from storage.team.organizations import Organization


@dataclass(frozen=True)
class Showing:
    message: Message
    window: Window
    contact: Contact
    channel_name: str
    # Name of the employee who wrote the message; None when no employee wrote it.
    author_name: str | None
    # The window's employee's language; in a group the organization's language.
    language: str


class Showings:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, message_id: int, window_id: int) -> Showing:
        found = await rows(self._session, _showing(message_id, window_id))
        if not found:
            raise NotFound
        return Showing(*found[0])


@prepared
def _showing(message_id: int, window_id: int) -> Executable:
    author, viewer = aliased(Employee), aliased(Employee)
    told = func.coalesce(col(viewer.language), col(Organization.language))
    return (
        select(Message, Window, Contact, col(Channel.name), col(author.name), told)
        .join(Window, (col(Window.dialog_id) == Message.dialog_id) & (col(Window.id) == window_id))
        .join(Dialog, col(Dialog.id) == Message.dialog_id)
        .join(Contact, col(Contact.id) == Dialog.contact_id)
        .join(Channel, col(Channel.id) == Dialog.channel_id)
        .join(Organization, col(Organization.id) == Message.organization_id)
        .outerjoin(author, col(author.id) == Message.employee_id)
        .outerjoin(viewer, col(viewer.id) == Window.employee_id)
        .where(col(Message.id) == message_id)
    )

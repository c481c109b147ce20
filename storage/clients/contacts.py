"""A contact: a customer. Each of the contact's addresses is the account that the customer uses on one channel."""

from datetime import datetime

from sqlalchemy import Executable, UniqueConstraint, false
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bridge.errors import NotFound
from storage.engine.owned import Owned
from storage.engine.prepared import every, get, one, prepared, rows
from storage.inbox.dialogs import Dialog


class Contact(Owned, table=True):
    id: int = Field(default=None, primary_key=True)
    name: str
    phone: str | None = Field(default=None, index=True)
    language: str | None = None
    created_at: datetime
    # The name that the customer uses, when an employee has given the contact another one; None when `name` is it.
    own_name: str | None = None
    # Since when the contact is blocked: their messages are stored, but not shown.
    blocked_at: datetime | None = None
    is_spam: bool = Field(default=False, sa_column_kwargs={"server_default": false()})

    @property
    def title(self) -> str:
        """The contact's name for screens, or their number when the name is empty; never an empty text."""
        return self.name or f"№ {self.id}"


class ContactAddress(Owned, table=True):
    __table_args__ = (UniqueConstraint("channel_id", "external_id"),)

    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    channel_id: int = Field(foreign_key="channel.id")
    # The channel's own id of the chat: a Telegram chat id, a WhatsApp number.
    external_id: str
    username: str | None = None
    # Since when the customer has the bot blocked; their next message sets it to None.
    blocked_at: datetime | None = None


class Contacts:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, contact_id: int) -> Contact:
        return await get(self._session, Contact, contact_id)

    async def lock(self, contact_id: int) -> Contact:
        """The contact, read anew and locked until the unit of work ends.

        Raises:
            NotFound: there is no contact with this id.
        """
        found = select(Contact).where(Contact.id == contact_id).with_for_update(of=Contact)
        contact = await self._session.scalar(found.execution_options(populate_existing=True))
        if contact is None:
            raise NotFound
        return contact

    async def address(self, address_id: int) -> ContactAddress:
        return await get(self._session, ContactAddress, address_id)

    async def in_dialog_at(self, channel_id: int, external_id: str) -> tuple[Contact, ContactAddress, Dialog] | None:
        """The contact at an address, with the address and the contact's dialog on this channel.

        The dialog is locked until the unit of work ends. None when there is no such address, or no dialog yet.
        """
        found = await rows(self._session, _in_dialog_at(channel_id, external_id))
        return found[0] if found else None

    async def address_in(self, dialog_id: int) -> ContactAddress:
        """The address that a dialog's messages are sent to.

        Raises:
            NotFound: there is no dialog with this id.
        """
        found = await one(self._session, _address_in(dialog_id))
        if found is None:
            raise NotFound
        return found

    async def address_at(self, channel_id: int, external_id: str) -> ContactAddress | None:
        return await one(self._session, _address_at(channel_id, external_id))

    async def of_ids(self, contact_ids: list[int]) -> dict[int, Contact]:
        return {row.id: row for row in await every(self._session, _of_ids(contact_ids))}


@prepared
def _in_dialog_at(channel_id: int, external_id: str) -> Executable:
    there = select(Contact, ContactAddress, Dialog).join(ContactAddress, col(ContactAddress.contact_id) == Contact.id)
    known = there.join(Dialog, (col(Dialog.contact_id) == Contact.id) & (Dialog.channel_id == channel_id))
    known = known.where(ContactAddress.channel_id == channel_id, ContactAddress.external_id == external_id)
    return known.with_for_update(of=Dialog)


@prepared
def _address_in(dialog_id: int) -> SelectOfScalar[ContactAddress]:
    there = select(ContactAddress).join(Dialog, col(Dialog.address_id) == ContactAddress.id)
    return there.where(Dialog.id == dialog_id)


@prepared
def _address_at(channel_id: int, external_id: str) -> SelectOfScalar[ContactAddress]:
    there = select(ContactAddress).where(ContactAddress.channel_id == channel_id)
    return there.where(ContactAddress.external_id == external_id)


@prepared
def _of_ids(contact_ids: list[int]) -> SelectOfScalar[Contact]:
    return select(Contact).where(col(Contact.id).in_(contact_ids))

"""A contact note: an employee's text about a customer, for colleagues to read."""

from datetime import datetime

from sqlalchemy import Index, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bridge.errors import NotFound, Refusal, lazy
from storage.engine.owned import Owned
from storage.engine.prepared import get

# Characters. A screen shows several notes together.
MAX_NOTE_LENGTH = 1000


class NotYourNote(Refusal):
    text = lazy("Only whoever wrote a note changes or deletes it")


class ContactNote(Owned, table=True):
    __table_args__ = (Index("ix_contact_note_contact", "contact_id", "id"),)

    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    employee_id: int = Field(foreign_key="employee.id")
    text: str
    created_at: datetime
    edited_at: datetime | None = None
    # A deleted note stays in the table, so that its author can restore it.
    deleted_at: datetime | None = None

    def ensure_written_by(self, employee_id: int) -> None:
        if self.employee_id != employee_id:
            raise NotYourNote


class ContactNotes:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, note_id: int) -> ContactNote:
        """The note with this id, also when it is deleted.

        Raises:
            NotFound: there is no note with this id.
        """
        return await get(self._session, ContactNote, note_id)

    async def there(self, note_id: int) -> ContactNote:
        """The note with this id.

        Raises:
            NotFound: there is no such note, or it is deleted.
        """
        note = await self.get(note_id)
        if note.deleted_at is not None:
            raise NotFound
        return note

    async def of_contact(self, contact_id: int, *, offset: int = 0, limit: int = 10) -> list[ContactNote]:
        """A page of a contact's notes, the newest first; deleted notes are left out."""
        page = _of(contact_id).order_by(col(ContactNote.id).desc()).offset(offset).limit(limit)
        return list(await self._session.scalars(page))

    async def count(self, contact_id: int) -> int:
        there = _of(contact_id).with_only_columns(func.count(col(ContactNote.id)))
        return await self._session.scalar(there) or 0


def _of(contact_id: int) -> SelectOfScalar[ContactNote]:
    return select(ContactNote).where(ContactNote.contact_id == contact_id, col(ContactNote.deleted_at).is_(None))

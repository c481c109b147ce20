"""Custom fields: a field is defined for all contacts and filled in for one."""

import re
from datetime import date

from bridge.actions.reports import audit
from bridge.errors import Refusal, lazy
from storage.clients.fields import (
    MAX_NAME_LENGTH,
    MAX_OPTIONS_PER_FIELD,
    CustomField,
    FieldKind,
    FieldValue,
    NotAnOption,
)
from storage.engine.names import NameTaken, key, name_in
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.team.employees import Employee

# More fields would not fit on a card on a phone.
MAX_FIELDS = 20


class TooManyFields(Refusal):
    text = lazy("There are {most} fields already, and a card has no room for more")


class WrongOptions(Refusal):
    text = lazy("A choice needs from 2 to {most} different options. Nothing was changed")


async def define(uow: UnitOfWork, words: str, kind: FieldKind, *, options: str = "", by: Employee) -> CustomField:
    """Define a custom field for all contacts («Новое поле»); every employee may, as the manual says.

    Args:
        options: options of a choice, separated by commas or line breaks.

    Raises:
        NameEmpty, NameTooLong, NameTaken, WrongOptions, TooManyFields: no field was created.
    """
    name = await free_name(uow, words)
    if len(await uow.fields.all()) >= MAX_FIELDS:
        raise TooManyFields(most=MAX_FIELDS)
    choices = _options(options) if kind is FieldKind.CHOICE else []
    field = CustomField(name=name, key=key(name), kind=kind, options=choices, created_at=uow.now)
    uow.add(field)
    await uow.flush()
    _note(uow, EventKind.FIELD_CREATED, field, by=by)
    return field


async def rename(uow: UnitOfWork, field_id: int, words: str, *, by: Employee) -> CustomField:
    """Rename a field. Only managers may, because it affects what colleagues have filled in.

    Raises:
        ManagersOnly, NameEmpty, NameTooLong, NameTaken: the name stays.
    """
    by.ensure_manager()
    field = await uow.fields.in_use(field_id)
    field.rename(await free_name(uow, words, but=field))
    _note(uow, EventKind.FIELD_RENAMED, field, by=by)
    return field


async def delete(uow: UnitOfWork, field_id: int, *, by: Employee) -> CustomField:
    """Delete a field from all cards; restoring it brings its values back.

    Raises:
        ManagersOnly: `by` is no manager.
    """
    by.ensure_manager()
    field = await uow.fields.in_use(field_id)
    field.deleted_at = uow.now
    _note(uow, EventKind.FIELD_DELETED, field, by=by)
    return field


async def restore(uow: UnitOfWork, field_id: int, *, by: Employee) -> CustomField:
    by.ensure_manager()
    field = await uow.fields.get(field_id)
    if field.deleted_at is not None:
        await free_name(uow, field.name)
        field.deleted_at = None
        _note(uow, EventKind.FIELD_RESTORED, field, by=by)
    return field


async def fill(uow: UnitOfWork, field_id: int, dialog_id: int, words: str, *, by: Employee) -> str:
    """Store a value for the customer of a dialog; returns the stored form. It raises what `CustomField.read` raises."""
    field = await uow.fields.in_use(field_id)
    written, contact_id = field.read(words), await _lock_contact(uow, dialog_id)
    known = await uow.fields.value(contact_id, field.id)
    if known is None:
        uow.add(FieldValue(contact_id=contact_id, field_id=field.id, value=written, put_by=by.id, put_at=uow.now))
    else:
        known.value, known.put_by, known.put_at = written, by.id, uow.now
    _note(uow, EventKind.FIELD_FILLED, field, by=by, dialog_id=dialog_id)
    return written


async def fill_day(uow: UnitOfWork, field_id: int, dialog_id: int, day: date, *, by: Employee) -> CustomField:
    """Store a picked date as the value; raises as `ensure_is_date` does."""
    field = ensure_is_date(await uow.fields.in_use(field_id))
    await fill(uow, field_id, dialog_id, day.isoformat(), by=by)
    return field


def ensure_is_date(field: CustomField) -> CustomField:
    """The field, if it is a date.

    Raises:
        NotAnOption: it is no date.
    """
    if field.kind is not FieldKind.DATE:
        raise NotAnOption
    return field


async def clear(uow: UnitOfWork, field_id: int, dialog_id: int, *, by: Employee) -> CustomField:
    """Remove the field's value for the customer of a dialog."""
    field = await uow.fields.in_use(field_id)
    known = await uow.fields.value(await _lock_contact(uow, dialog_id), field.id)
    if known is not None:
        await uow.session.delete(known)
        _note(uow, EventKind.FIELD_FILLED, field, by=by, dialog_id=dialog_id)
    return field


async def _lock_contact(uow: UnitOfWork, dialog_id: int) -> int:
    """Lock the contact and return its id, so that two employees who fill in a field do so one after the other."""
    dialog = await uow.dialogs.lock(dialog_id)
    return (await uow.contacts.lock(dialog.contact_id)).id


async def free_name(uow: UnitOfWork, words: str, *, but: CustomField | None = None) -> str:
    await uow.organizations.lock(uow.organization_id)
    name = name_in(words, most=MAX_NAME_LENGTH)
    if (taken := await uow.fields.named(name)) not in (None, but):
        raise NameTaken(name=taken.name)
    return name


def _options(words: str) -> list[str]:
    options = [name_in(each, most=MAX_NAME_LENGTH) for each in re.split(r"[,;\n]", words) if each.strip()]
    if not 2 <= len({key(option) for option in options}) == len(options) <= MAX_OPTIONS_PER_FIELD:
        raise WrongOptions(most=MAX_OPTIONS_PER_FIELD)
    return options


def _note(uow: UnitOfWork, kind: EventKind, field: CustomField, *, by: Employee, dialog_id: int | None = None) -> None:
    audit.record_event(uow, kind, by=by.id, dialog_id=dialog_id, field_id=field.id, name=field.name)

"""Custom fields: what an organization wants to know of its contacts."""

import pytest

from bridge.actions.clients import fields
from bridge.actions.clients.fields import TooManyFields, WrongOptions
from bridge.errors import NotFound
from storage.clients.fields import FieldKind, FieldTooLong, NotADate, NotAnOption, NotANumber
from storage.engine.names import NameEmpty, NameTaken
from storage.team.employees import ManagersOnly
from tests.kit.office import Office


async def defined(office: Office, kind: FieldKind, name: str = "Город", options: str = ""):
    async with office.begin() as uow:
        return await fields.define(uow, name, kind, options=options, by=office.oleg)


async def filled(office: Office, field, words: str) -> str | None:
    """What is known after it was typed."""
    said = await office.hears()
    dialog = await office.dialog()
    async with office.begin() as uow:
        await fields.fill(uow, field.id, said.dialog_id if said else dialog.id, words, by=office.oleg)
    async with office.begin() as uow:
        return (await uow.fields.values(dialog.contact_id)).get(field.id)


READ = [
    (FieldKind.TEXT, " Омск ", "Омск"),
    (FieldKind.NUMBER, "1 500,50", "1500.5"),
    (FieldKind.NUMBER, "-3", "-3"),
    (FieldKind.NUMBER, "1e3", "1000"),
    (FieldKind.DATE, "31.12.1990", "1990-12-31"),
    (FieldKind.DATE, "1990-12-31", "1990-12-31"),
    (FieldKind.CHOICE, "СЕРЁБРЯНЫЙ", "серебряный"),
    (FieldKind.YES_NO, "yes", "yes"),
]
REFUSED = [
    (FieldKind.TEXT, " ", NameEmpty),
    (FieldKind.TEXT, "а" * 301, FieldTooLong),
    (FieldKind.NUMBER, "много", NotANumber),
    (FieldKind.NUMBER, "1" * 40, NotANumber),
    (FieldKind.NUMBER, "1e999999", NotANumber),
    (FieldKind.NUMBER, "1e-999999", NotANumber),
    (FieldKind.NUMBER, "NaN", NotANumber),
    (FieldKind.DATE, "30.02.2000", NotADate),
    (FieldKind.DATE, "завтра", NotADate),
    (FieldKind.CHOICE, "медный", NotAnOption),
    (FieldKind.YES_NO, "может быть", NotAnOption),
]


@pytest.mark.parametrize(("kind", "words", "kept"), READ)
async def test_what_is_typed_is_kept_in_one_form(office: Office, kind: FieldKind, words: str, kept: str):
    field = await defined(office, kind, options="золотой, серебряный")

    assert await filled(office, field, words) == kept


@pytest.mark.parametrize(("kind", "words", "error"), REFUSED)
async def test_what_does_not_belong_there_is_refused(office: Office, kind: FieldKind, words: str, error):
    field = await defined(office, kind, options="золотой, серебряный")

    with pytest.raises(error):
        await filled(office, field, words)


async def test_what_is_known_is_replaced_and_forgotten(office: Office):
    field = await defined(office, FieldKind.TEXT)
    assert [await filled(office, field, city) for city in ("Омск", "Томск")] == ["Омск", "Томск"]

    dialog = await office.dialog()
    async with office.begin() as uow:
        await fields.clear(uow, field.id, dialog.id, by=office.oleg)

    async with office.begin() as uow:
        assert await uow.fields.values(dialog.contact_id) == {}


@pytest.mark.parametrize("options", ["", "один", "да, ДА", ",".join(str(n) for n in range(21))])
async def test_a_choice_has_a_few_different_options(office: Office, options: str):
    with pytest.raises(WrongOptions):
        await defined(office, FieldKind.CHOICE, options=options)


async def test_a_name_is_there_once(office: Office):
    await defined(office, FieldKind.TEXT, "Счёт")

    with pytest.raises(NameTaken):
        await defined(office, FieldKind.NUMBER, "счет")


async def test_there_are_no_more_fields_than_a_card_shows(office: Office):
    for number in range(fields.MAX_FIELDS):
        await defined(office, FieldKind.TEXT, f"Поле {number}")

    with pytest.raises(TooManyFields):
        await defined(office, FieldKind.TEXT, "Лишнее")


async def test_what_colleagues_have_filled_in_only_managers_rename_and_delete(office: Office):
    field = await defined(office, FieldKind.TEXT)
    await filled(office, field, "Омск")

    for change in (
        lambda uow: fields.rename(uow, field.id, "Село", by=office.oleg),
        lambda uow: fields.delete(uow, field.id, by=office.oleg),
        lambda uow: fields.restore(uow, field.id, by=office.oleg),
    ):
        with pytest.raises(ManagersOnly):
            async with office.begin() as uow:
                await change(uow)
    async with office.begin() as uow:
        await fields.rename(uow, field.id, "Место", by=office.anna)
        await fields.delete(uow, field.id, by=office.anna)
    with pytest.raises(NotFound):
        await filled(office, field, "Томск")
    async with office.begin() as uow:
        back = await fields.restore(uow, field.id, by=office.anna)

    dialog = await office.dialog()
    async with office.begin() as uow:
        assert (back.name, await uow.fields.values(dialog.contact_id)) == ("Место", {field.id: "Омск"})

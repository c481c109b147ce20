"""Notes about a contact."""

import pytest

from bridge.actions.clients import contact_notes
from bridge.actions.clients.contact_notes import NoteTooLong
from bridge.errors import NotFound
from storage.clients.contact_notes import MAX_NOTE_LENGTH, NotYourNote
from storage.engine.names import NameEmpty
from tests.kit.office import Office


async def noted(office: Office, words: str = "Звонить после шести"):
    said = await office.hears()
    async with office.begin() as uow:
        return await contact_notes.write(uow, said.dialog_id, words, by=office.anna)


async def texts(office: Office, contact_id: int) -> list[str]:
    async with office.begin() as uow:
        return [note.text for note in await uow.contact_notes.of_contact(contact_id)]


async def test_a_note_is_its_authors_to_change_and_to_delete(office: Office):
    note = await noted(office)

    for change in (
        lambda uow, by: contact_notes.edit(uow, note.id, "Не звонить", by=by),
        lambda uow, by: contact_notes.delete(uow, note.id, by=by),
        lambda uow, by: contact_notes.restore(uow, note.id, by=by),
    ):
        with pytest.raises(NotYourNote):
            async with office.begin() as uow:
                await change(uow, office.oleg)
    async with office.begin() as uow:
        await contact_notes.edit(uow, note.id, "Не звонить", by=office.anna)

    assert await texts(office, note.contact_id) == ["Не звонить"]


async def test_a_deleted_note_comes_back_for_its_author(office: Office):
    note = await noted(office)
    async with office.begin() as uow:
        await contact_notes.delete(uow, note.id, by=office.anna)

    assert await texts(office, note.contact_id) == []
    with pytest.raises(NotFound):
        async with office.begin() as uow:
            await contact_notes.edit(uow, note.id, "Не звонить", by=office.anna)
    async with office.begin() as uow:
        await contact_notes.restore(uow, note.id, by=office.anna)

    assert await texts(office, note.contact_id) == ["Звонить после шести"]


@pytest.mark.parametrize(("words", "error"), [(" \n", NameEmpty), ("а" * (MAX_NOTE_LENGTH + 1), NoteTooLong)])
async def test_what_is_no_note_is_refused(office: Office, words: str, error: type[Exception]):
    with pytest.raises(error):
        await noted(office, words)

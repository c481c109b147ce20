"""Buttons of tags and of the client card that are forged with another organization's ids, or stale."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlmodel import select

from bridge.actions.clients import contact_notes, fields
from bridge.actions.tags import tags
from bridge.desk.clients import clients, dialog_files
from bridge.desk.clients import contact_notes as note_screens
from bridge.desk.clients import fields as field_screens
from bridge.desk.tags import tag_lists
from bridge.desk.tags import tags as tag_screens
from bridge.desk.ui import callbacks
from storage.clients.contact_notes import ContactNote
from storage.clients.contacts import Contact
from storage.clients.fields import CustomField, FieldKind, FieldValue
from storage.engine.owned import SYSTEM_WIDE
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.inbox.questions import Question
from storage.messages.messages import Message
from storage.reports.events import Event
from storage.tags.tags import Colour, ContactTag, DialogTag, Tag, TagScope
from storage.team.employees import Employee
from tests.kit.stories.abroad import open_abroad
from tests.kit.stories.dialogs import takes
from tests.kit.stories.screens import forges
from tests.kit.stories.stage import Stage

TABLES = [Tag, DialogTag, ContactTag, ContactNote, CustomField, FieldValue, Contact, Dialog, Message, Event, Question]
MODULES = (tag_screens, tag_lists, clients, note_screens, field_screens, dialog_files)
BUTTONS = sorted(
    {
        kind
        for module in MODULES
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, CallbackData) and kind.__module__ == module.__name__
    }
    | {callbacks.ShowClient},
    key=lambda kind: kind.__name__,
)
# What is no id, in every form in which it acts at once.
OTHERS = {
    "page": [0],
    "option": [0],
    "on": [True, False],
    "sure": [True],
    "here": [True, False],
    "spam": [True],
    "scope": list(TagScope),
    "colour": [Colour.RED, None],
    "kind": [FieldKind.TEXT],
}
# Where a screen was opened from: nothing is read or written of it.
FROM = {"TagList", "TagCard", "RenameTag", "PickColour", "PaintTag", "PickMerge", "MergeTag", "DeleteTag", "RestoreTag"}
FROM |= {"ShowField", "NewField", "DefineField", "RenameField", "DeleteField", "RestoreField"}


@dataclass(frozen=True)
class Ids:
    """Of one organization's rows, by the names of buttons' fields."""

    dialog_id: int
    message_id: int
    tag_id: int
    into: int
    note_id: int
    field_id: int


async def described(uow: UnitOfWork, dialog_id: int, word: str, by: Employee) -> Ids:
    """Everything that can be said of a dialog and its contact is said, with `word` in it."""
    put = await tags.put_named(uow, f"{word} тег,{word} второй", dialog_id, TagScope.DIALOG, by=by)
    await tags.put_named(uow, f"{word} особый", dialog_id, TagScope.CONTACT, by=by)
    note = await contact_notes.write(uow, dialog_id, f"{word} заметка", by=by)
    field = await fields.define(uow, f"{word} выбор", FieldKind.CHOICE, options=f"{word} раз, {word} два", by=by)
    await fields.fill(uow, field.id, dialog_id, f"{word} раз", by=by)
    (message,) = await uow.messages.newest(dialog_id, limit=1)
    return Ids(dialog_id, message.id, put[0].id, put[1].id, note.id, field.id)


async def everything(stage: Stage) -> dict[str, list[dict[str, object]]]:
    async with stage.office.database.read() as uow:
        found = {table: await uow.session.scalars(select(table), execution_options=SYSTEM_WIDE) for table in TABLES}
        return {table.__name__: [row.model_dump() for row in rows] for table, rows in found.items()}


def of(rows: dict[str, list[dict[str, object]]], organization_id: int) -> dict[str, list[dict[str, object]]]:
    return {
        name: [row for row in table if row.get("organization_id") == organization_id] for name, table in rows.items()
    }


def forgeries(own: Ids, foreign: Ids) -> Iterator[tuple[CallbackData, bool]]:
    """Every button with at least one foreign id; whether it must be refused, or merely leads back to nowhere."""
    for kind in BUTTONS:
        ids = [name for name in kind.model_fields if name not in OTHERS]
        for whose in product((own, foreign), repeat=len(ids)):
            theirs = {name for name, side in zip(ids, whose, strict=True) if side is foreign}
            chosen = {name: getattr(side, name) for name, side in zip(ids, whose, strict=True)}
            for values in product(*(OTHERS[name] for name in kind.model_fields if name in OTHERS)):
                others = dict(zip([name for name in kind.model_fields if name in OTHERS], values, strict=True))
                if theirs:
                    yield kind(**chosen, **others), kind.__name__ not in FROM or theirs != {"dialog_id"}


async def test_no_button_reaches_into_another_organization(stage: Stage):
    abroad = await open_abroad(stage)
    async with stage.office.database.begin() as uow:
        theirs = (await uow.session.get_one(Dialog, abroad.dialog, execution_options=SYSTEM_WIDE)).organization_id
    async with stage.office.database.begin(theirs) as uow:
        foreign = await described(uow, abroad.dialog, "Их", await uow.employees.get(abroad.employee))
    async with stage.at_work():
        await takes(stage, stage.anna)
        async with stage.office.begin() as uow:
            own_dialog = (await uow.dialogs.active())[0].id
            own = await described(uow, own_dialog, "Наш", stage.office.anna)
        await stage.world.rest()

        for button, is_refused in forgeries(own, foreign):
            before = await everything(stage)
            toast = await forges(stage, stage.anna, button.pack())

            after = await everything(stage)
            assert of(after, theirs) == of(before, theirs), button
            assert "Их" not in toast.text, button
            if is_refused:
                assert toast.text == "Этого больше нет", button
                assert after == before, button

        await stage.world.rest()
    seen = [message.text + str(message.captions()) for message in stage.anna.messages(stage.desk)]
    assert not [text for text in seen if "Их" in text]


@pytest.mark.parametrize(
    "data", ["ta:1:shop:0", "tas:1:1:maybe:0", "tap:1:1:pink", "fik:1:song", "clx:1:perhaps", "tal:0"]
)
async def test_what_no_button_of_ours_holds_is_answered(stage: Stage, data: str):
    async with stage.at_work():
        await takes(stage, stage.anna)

        toast = await forges(stage, stage.anna, data)

        assert toast.text


async def test_a_note_that_was_deleted_while_its_new_words_were_typed_stays_deleted(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        async with stage.office.begin() as uow:
            dialog = (await uow.dialogs.active())[0]
            note = await contact_notes.write(uow, dialog.id, "Прежний текст", by=stage.office.anna)
        await stage.world.rest()
        await stage.anna.presses("Клиент", in_=stage.desk, topic=topic)
        await stage.anna.presses("Заметки", in_=stage.desk, topic=topic)
        await stage.anna.presses("✏️ 1", in_=stage.desk, topic=topic)
        await stage.anna.sees("новый текст", in_=stage.desk, topic=topic)
        async with stage.office.begin() as uow:
            await contact_notes.delete(uow, note.id, by=stage.office.anna)

        await stage.anna.writes("Новый текст заметки", to=stage.desk, topic=topic)

        await stage.anna.sees("Этого больше нет", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees("Новый текст", in_=stage.shop)


async def test_a_question_survives_a_restart(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Теги", in_=stage.desk, topic=topic)
        await stage.anna.presses("Новый тег", in_=stage.desk, topic=topic)
        await stage.anna.sees("Напишите название тега", in_=stage.desk, topic=topic)

    await stage.anna.writes("доставка", to=stage.desk, topic=topic)

    async with stage.at_work():
        await stage.anna.sees("Теги диалога", in_=stage.desk, topic=topic, button="✅ 🏷 доставка")
        await stage.ivan.never_sees("доставка", in_=stage.shop)


def test_every_button_fits_into_64_bytes():
    for kind in BUTTONS:
        ids = {name: 2**31 - 1 for name in kind.model_fields if name not in OTHERS or name in ("page", "option")}
        others = {name: max(values, key=str) for name, values in OTHERS.items() if name in kind.model_fields}
        assert len(kind(**others | ids).pack().encode()) <= 64, kind

"""«Новое поле»: anybody defines custom fields and fills them in; managers rename and delete them."""

from datetime import date

from aiogram import Router

from bridge.actions.clients import fields
from bridge.desk.clients import fields as screens
from bridge.desk.clients.field_days import PickFieldDay, TurnFieldMonth, field_days
from bridge.desk.clients.fields import (
    AskValue,
    ClearField,
    DefineField,
    DeleteField,
    NewField,
    PickOption,
    RenameField,
    RestoreField,
    ShowField,
    ShowFieldDays,
    ShowFields,
)
from bridge.desk.ui.screen import Screen
from bridge.errors import lazy
from bridge.text.texts import _
from bridge.when.days import today
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.questions import question_screen
from handlers.operator.kit.requests import Press, Typed
from handlers.operator.kit.responses import Response
from storage.clients.fields import CustomField, FieldKind, NotAnOption
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import QuestionKind

part = BotPart(__name__)


class TypedFieldValue(QuestionData):
    kind = QuestionKind.FIELD_VALUE
    about = lazy("what the field says")

    dialog_id: int
    field_id: int


class FieldName(QuestionData):
    """A new name for the field `field_id`, or the name of a new field of the kind `of_kind`."""

    kind = QuestionKind.FIELD_NAME
    about = lazy("the field")

    dialog_id: int
    field_id: int = 0
    of_kind: FieldKind = FieldKind.TEXT


class FieldOptions(QuestionData):
    """The options of a new choice field, whose name is known."""

    kind = QuestionKind.FIELD_OPTIONS
    about = lazy("the field")

    dialog_id: int
    name: str


@part.reads(ShowFields)
async def show_fields(press: Press, button: ShowFields) -> Screen:
    return await screens.fields_screen(press.uow, button.dialog_id)


@part.reads(ShowField)
async def show_field(press: Press, button: ShowField) -> Screen:
    return await screens.field_screen(press.uow, button.dialog_id, await press.uow.fields.in_use(button.field_id))


@part.reads(NewField)
async def show_kinds(press: Press, button: NewField) -> Screen:
    return screens.kinds_screen(button.dialog_id)


@part.reads(ShowFieldDays)
async def show_days(press: Press, button: ShowFieldDays) -> Screen:
    return await _days(press, button.dialog_id, button.field_id)


@part.reads(TurnFieldMonth)
async def turn_month(press: Press, button: TurnFieldMonth) -> Screen:
    return await _days(press, button.dialog_id, button.field_id, shown=button.day)


async def _days(press: Press, dialog_id: int, field_id: int, *, shown: date | None = None) -> Screen:
    field = fields.ensure_is_date(await press.uow.fields.in_use(field_id))
    contact_id = (await press.uow.dialogs.get(dialog_id)).contact_id
    known = (await press.uow.fields.values(contact_id)).get(field.id)
    return field_days(dialog_id, field, known, today=today(press.uow.now, press.zone), shown=shown)


@part.writes(PickFieldDay)
async def pick_day(press: Press, button: PickFieldDay) -> Screen:
    field = await fields.fill_day(press.uow, button.field_id, button.dialog_id, button.day, by=press.by)
    await press.stop_asking(TypedFieldValue)
    return await _changed(press.uow, button.dialog_id, field)


@part.writes(AskValue)
async def ask_value(press: Press, button: AskValue) -> Response:
    dialog = await press.uow.dialogs.get(button.dialog_id)
    field = await press.uow.fields.in_use(button.field_id)
    return await press.ask(TypedFieldValue(dialog_id=dialog.id, field_id=field.id), screens.how_to_fill(field))


@part.answers(TypedFieldValue)
async def fill(typed: Typed, asked: TypedFieldValue) -> Screen:
    await fields.fill(typed.uow, asked.field_id, asked.dialog_id, typed.words, by=typed.by)
    await typed.uow.flush()
    return await screens.fields_screen(typed.uow, asked.dialog_id)


@part.writes(PickOption)
async def pick_option(press: Press, button: PickOption) -> Screen:
    field = await press.uow.fields.in_use(button.field_id)
    options = screens.options(field)
    if button.option >= len(options):
        raise NotAnOption
    await fields.fill(press.uow, field.id, button.dialog_id, options[button.option], by=press.by)
    return await _changed(press.uow, button.dialog_id, field)


@part.writes(ClearField)
async def clear(press: Press, button: ClearField) -> Screen:
    field = await fields.clear(press.uow, button.field_id, button.dialog_id, by=press.by)
    return await _changed(press.uow, button.dialog_id, field)


@part.writes(DefineField)
async def ask_new_name(press: Press, button: DefineField) -> Response:
    dialog = await press.uow.dialogs.get(button.dialog_id)
    return await press.ask(FieldName(dialog_id=dialog.id, of_kind=button.kind), _("Write the new field's name"))


@part.writes(RenameField)
async def ask_other_name(press: Press, button: RenameField) -> Response:
    press.by.ensure_manager()
    dialog = await press.uow.dialogs.get(button.dialog_id)
    field = await press.uow.fields.in_use(button.field_id)
    words = _("Write another name for «{name}»").format(name=field.name)
    return await press.ask(FieldName(dialog_id=dialog.id, field_id=field.id), words)


@part.answers(FieldName)
async def define_or_rename(typed: Typed, asked: FieldName) -> Screen:
    """Rename the field or create it; a choice field needs its options first, so the bot asks for them."""
    if asked.field_id:
        field = await fields.rename(typed.uow, asked.field_id, typed.words, by=typed.by)
    elif asked.of_kind is FieldKind.CHOICE:
        name = await fields.free_name(typed.uow, typed.words)
        await typed.keep_asking(FieldOptions(dialog_id=asked.dialog_id, name=name))
        return question_screen(_("Write the options, with commas between them"), typed.place, typed.operator)
    else:
        field = await fields.define(typed.uow, typed.words, asked.of_kind, by=typed.by)
    return await _changed(typed.uow, asked.dialog_id, field)


@part.answers(FieldOptions)
async def define_choice(typed: Typed, asked: FieldOptions) -> Screen:
    field = await fields.define(typed.uow, asked.name, FieldKind.CHOICE, options=typed.words, by=typed.by)
    return await _changed(typed.uow, asked.dialog_id, field)


@part.writes(DeleteField)
async def delete(press: Press, button: DeleteField) -> Screen:
    if not button.sure:
        press.by.ensure_manager()
        return screens.sure_to_delete(button.dialog_id, await press.uow.fields.in_use(button.field_id))
    return screens.deleted(button.dialog_id, await fields.delete(press.uow, button.field_id, by=press.by))


@part.writes(RestoreField)
async def restore(press: Press, button: RestoreField) -> Screen:
    field = await fields.restore(press.uow, button.field_id, by=press.by)
    return await _changed(press.uow, button.dialog_id, field)


async def _changed(uow: UnitOfWork, dialog_id: int, field: CustomField) -> Screen:
    await uow.flush()
    return await screens.field_screen(uow, dialog_id, field)


def router() -> Router:
    return part.router()

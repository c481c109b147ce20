"""«Новое поле»: custom fields are defined by anybody, filled in for a customer, renamed and deleted by managers."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bridge.actions.clients import fields
from bridge.desk.clients import fields as screens
from bridge.desk.clients.field_days import CALENDAR_PURPOSE_PATTERN, field_days, field_of
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
from bridge.desk.ui.calendars import PickDay, TurnMonth
from bridge.desk.ui.screen import Screen
from bridge.text.texts import _
from bridge.when.days import today
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.questions import answers_to, ask, forget, forget_kinds, question_screen
from handlers.operator.kit.responder import Responder
from storage.clients.fields import CustomField, FieldKind, NotAnOption
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind
from storage.team.employees import Employee

ScreenButton = ShowFields | ShowField | NewField
Changed = PickOption | ClearField | DeleteField | RestoreField


async def show_fields(
    query: CallbackQuery, callback_data: ScreenButton, operator: Operator, database: Database, responder: Responder
) -> None:
    async with database.read(operator.organization_id) as uow:
        match callback_data:
            case ShowFields(dialog_id=dialog_id):
                screen = await screens.fields_screen(uow, dialog_id)
            case ShowField(dialog_id=dialog_id, field_id=field_id):
                screen = await screens.field_screen(uow, dialog_id, await uow.fields.in_use(field_id))
            case NewField(dialog_id=dialog_id):
                screen = screens.kinds_screen(dialog_id)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def show_days(
    query: CallbackQuery,
    callback_data: ShowFieldDays | TurnMonth,
    operator: Operator,
    database: Database,
    responder: Responder,
) -> None:
    async with database.read(operator.organization_id) as uow:
        match callback_data:
            case ShowFieldDays(dialog_id=dialog_id, field_id=field_id):
                shown = None
            case TurnMonth(key=dialog_id, day=shown):
                field_id = field_of(callback_data)
        field = await uow.fields.in_use(field_id)
        known = (await uow.fields.values((await uow.dialogs.get(dialog_id)).contact_id)).get(field.id)
        day = today(uow.now, operator.time_zone)
        screen = field_days(dialog_id, fields.ensure_is_date(field), known, today=day, shown=shown)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def pick_day(
    query: CallbackQuery, callback_data: PickDay, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        dialog_id, by = callback_data.key, await operator.employee(uow)
        field = await fields.fill_day(uow, field_of(callback_data), dialog_id, callback_data.day, by=by)
        await forget_kinds(uow, place, operator, QuestionKind.FIELD_VALUE)
        screen = await _made(uow, dialog_id, field)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def ask_value(
    query: CallbackQuery, callback_data: AskValue, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        dialog = await uow.dialogs.get(callback_data.dialog_id)
        field = await uow.fields.in_use(callback_data.field_id)
        await ask(uow, place, operator, QuestionKind.FIELD_VALUE, dialog_id=dialog.id, field_id=field.id)
    await responder.toast(query)
    await responder.show(question_screen(screens.how_to_fill(field), place, operator))


async def take_value(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        dialog_id, by = question.data["dialog_id"], await operator.employee(uow)
        await fields.fill(uow, question.data["field_id"], dialog_id, words, by=by)
        await forget(uow, place, operator)
        await uow.flush()
        screen = await screens.fields_screen(uow, dialog_id)
    await responder.show(screen)


async def ask_name(
    query: CallbackQuery,
    callback_data: DefineField | RenameField,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        dialog = await uow.dialogs.get(callback_data.dialog_id)
        kept: dict[str, object] = {"dialog_id": dialog.id}
        if isinstance(callback_data, RenameField):
            (await operator.employee(uow)).ensure_manager()
            field = await uow.fields.in_use(callback_data.field_id)
            kept["field_id"], words = field.id, _("Write another name for «{name}»").format(name=field.name)
        else:
            kept["of_kind"], words = callback_data.kind, _("Write the new field's name")
        await ask(uow, place, operator, QuestionKind.FIELD_NAME, **kept)
    await responder.toast(query)
    await responder.show(question_screen(words, place, operator))


async def take_name(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    """Rename the field, or make it; of a choice the options are asked for first."""
    dialog_id = question.data["dialog_id"]
    async with begin() as uow:
        by = await operator.employee(uow)
        if "field_id" in question.data:
            field = await fields.rename(uow, question.data["field_id"], words, by=by)
        elif question.data["of_kind"] == FieldKind.CHOICE:
            name = await fields.free_name(uow, words)
            await ask(uow, place, operator, QuestionKind.FIELD_OPTIONS, dialog_id=dialog_id, name=name)
            screen = question_screen(_("Write the options, with commas between them"), place, operator)
            field = None
        else:
            field = await fields.define(uow, words, FieldKind(question.data["of_kind"]), by=by)
        if field is not None:
            await forget(uow, place, operator)
            screen = await _made(uow, dialog_id, field)
    await responder.show(screen)


async def take_options(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        by = await operator.employee(uow)
        field = await fields.define(uow, question.data["name"], FieldKind.CHOICE, options=words, by=by)
        await forget(uow, place, operator)
        screen = await _made(uow, question.data["dialog_id"], field)
    await responder.show(screen)


async def _made(uow: UnitOfWork, dialog_id: int, field: CustomField) -> Screen:
    await uow.flush()
    return await screens.field_screen(uow, dialog_id, field)


async def change(
    query: CallbackQuery, callback_data: Changed, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        screen = await _changed(uow, callback_data, await operator.employee(uow))
    await responder.redraw(query, screen)
    await responder.toast(query)


async def _changed(uow: UnitOfWork, pressed: Changed, by: Employee) -> Screen:
    dialog_id, field_id = pressed.dialog_id, pressed.field_id
    match pressed:
        case PickOption(option=number):
            field = await uow.fields.in_use(field_id)
            await fields.fill(uow, field_id, dialog_id, _option(field, number), by=by)
        case ClearField():
            field = await fields.clear(uow, field_id, dialog_id, by=by)
        case RestoreField():
            field = await fields.restore(uow, field_id, by=by)
        case DeleteField(sure=False):
            by.ensure_manager()
            return screens.sure_to_delete(dialog_id, await uow.fields.in_use(field_id))
        case DeleteField():
            return screens.deleted(dialog_id, await fields.delete(uow, field_id, by=by))
    return await _made(uow, dialog_id, field)


def _option(field: CustomField, number: int) -> str:
    options = screens.options(field)
    if number >= len(options):
        raise NotAnOption
    return options[number]


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(show_days, ShowFieldDays.filter())
    router.callback_query.register(
        show_days, TurnMonth.filter(F.purpose.regexp(CALENDAR_PURPOSE_PATTERN, mode="fullmatch"))
    )
    router.callback_query.register(
        pick_day, PickDay.filter(F.purpose.regexp(CALENDAR_PURPOSE_PATTERN, mode="fullmatch"))
    )
    for button in (ShowFields, ShowField, NewField):
        router.callback_query.register(show_fields, button.filter())
    router.callback_query.register(ask_value, AskValue.filter())
    for defined in (DefineField, RenameField):
        router.callback_query.register(ask_name, defined.filter())
    for changed in (PickOption, ClearField, DeleteField, RestoreField):
        router.callback_query.register(change, changed.filter())
    router.message.register(take_value, answers_to(QuestionKind.FIELD_VALUE))
    router.message.register(take_name, answers_to(QuestionKind.FIELD_NAME))
    router.message.register(take_options, answers_to(QuestionKind.FIELD_OPTIONS))
    return router

"""Custom fields («Новое поле»): their values are picked by buttons or typed, and the fields are defined here."""

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.ui.callbacks import Number, ShowClient
from bridge.desk.ui.paging import packed
from bridge.desk.ui.screen import Screen, back, button
from bridge.text.texts import _, day_title
from bridge.when.days import today
from storage.clients.fields import CustomField, FieldKind, as_date
from storage.engine.unit_of_work import UnitOfWork

Button = InlineKeyboardButton

# Letters of a value that a card or a button shows.
EXCERPT_LENGTH = 60


class ShowFields(CallbackData, prefix="fi"):
    dialog_id: Number


class ShowField(CallbackData, prefix="fis"):
    dialog_id: Number
    field_id: Number


class AskValue(CallbackData, prefix="fif"):
    """Ask for the value of the field."""

    dialog_id: Number
    field_id: Number


class ShowFieldDays(CallbackData, prefix="fiy"):
    """Show the calendar of a date field (bridge.desk.clients.field_days)."""

    dialog_id: Number
    field_id: Number


class PickOption(CallbackData, prefix="fio"):
    """Set the field to the option with this number."""

    dialog_id: Number
    field_id: Number
    option: Number


class ClearField(CallbackData, prefix="fic"):
    dialog_id: Number
    field_id: Number


class NewField(CallbackData, prefix="fin"):
    """Show the kinds of fields."""

    dialog_id: Number


class DefineField(CallbackData, prefix="fik"):
    """Ask for the name of a new field of this kind."""

    dialog_id: Number
    kind: FieldKind


class RenameField(CallbackData, prefix="fir"):
    dialog_id: Number
    field_id: Number


class DeleteField(CallbackData, prefix="fid"):
    """Delete the field; the bot asks for confirmation first, unless `sure`."""

    dialog_id: Number
    field_id: Number
    sure: bool = False


class RestoreField(CallbackData, prefix="fiu"):
    dialog_id: Number
    field_id: Number


def kind_title(kind: FieldKind) -> str:
    match kind:
        case FieldKind.TEXT:
            return _("Text")
        case FieldKind.NUMBER:
            return _("Number")
        case FieldKind.DATE:
            return _("Date")
        case FieldKind.CHOICE:
            return _("Choice")
        case FieldKind.YES_NO:
            return _("Yes or no")


def how_to_fill(field: CustomField) -> str:
    """The words of the question for a value, with an example."""
    match field.kind:
        case FieldKind.NUMBER:
            return _("{field}: write a number, like 1500 or 12,5").format(field=field.name)
        case FieldKind.DATE:
            return _("{field}: write a date, like 31.12.1990").format(field=field.name)
    return _("{field}: write what is known").format(field=field.name)


async def known_fields(uow: UnitOfWork, contact_id: int) -> list[str]:
    """One line for each field that has a value."""
    values = await uow.fields.values(contact_id)
    fields = await uow.fields.all()
    return [f"{field.name}: {_brief(field, values[field.id], uow)}" for field in fields if field.id in values]


def _brief(field: CustomField, value: str, uow: UnitOfWork) -> str:
    """The value, short enough for a list of fields."""
    shown = _shown(field, value, uow)
    return shown if len(shown) <= EXCERPT_LENGTH else shown[:EXCERPT_LENGTH].rstrip() + "…"


def _shown(field: CustomField, value: str, uow: UnitOfWork) -> str:
    if field.kind is FieldKind.DATE:
        return day_title(as_date(value), today(uow.now, "UTC"))
    if field.kind is FieldKind.YES_NO:
        return option_title(field, value)
    return value


def option_title(field: CustomField, option: str) -> str:
    if field.kind is FieldKind.YES_NO:
        return _("Yes") if option == "yes" else _("No")
    return option


def options(field: CustomField) -> list[str]:
    """The options that can be picked; empty when the value is typed."""
    return ["yes", "no"] if field.kind is FieldKind.YES_NO else field.options


async def fields_screen(uow: UnitOfWork, dialog_id: int) -> Screen:
    """All fields with their values; a press opens one to fill it in."""
    contact = await uow.contacts.get((await uow.dialogs.get(dialog_id)).contact_id)
    values = await uow.fields.values(contact.id)
    fields = await uow.fields.all()
    rows = packed([_button(uow, dialog_id, field, values.get(field.id)) for field in fields])
    rows.append([button("➕ " + _("New field"), NewField(dialog_id=dialog_id))])
    rows.append([back(ShowClient(dialog_id=dialog_id))])
    hint = (
        _("Press a field to fill it in") if fields else _("There are no fields yet. One that you add is on every card")
    )
    head = "🗂 " + html.bold(html.quote(_("Fields of {name}").format(name=contact.title)))
    return Screen(f"{head}\n{html.quote(hint)}", rows)


def _button(uow: UnitOfWork, dialog_id: int, field: CustomField, value: str | None) -> Button:
    caption = f"{field.name}: {_brief(field, value, uow) if value is not None else '—'}"
    return button(caption, ShowField(dialog_id=dialog_id, field_id=field.id))


async def field_screen(uow: UnitOfWork, dialog_id: int, field: CustomField) -> Screen:
    """One field: its options or a button to type a value, and the buttons for managers."""
    contact_id = (await uow.dialogs.get(dialog_id)).contact_id
    value = (await uow.fields.values(contact_id)).get(field.id)
    row = {"dialog_id": dialog_id, "field_id": field.id}
    rows = packed(
        [
            button(("✅ " if option == value else "") + option_title(field, option), PickOption(**row, option=number))
            for number, option in enumerate(options(field))
        ]
    )
    if not rows:
        rows.append([button("✏️ " + _("Fill in"), AskValue(**row))])
    if field.kind is FieldKind.DATE:
        rows[-1].append(button("📅 " + _("Calendar"), ShowFieldDays(**row)))
    if value is not None:
        rows.append([button(_("Clear"), ClearField(**row))])
    delete = button(_("Delete"), DeleteField(**row), style=ButtonStyle.DANGER)
    rows += [[button(_("Rename"), RenameField(**row)), delete], [back(ShowFields(dialog_id=dialog_id))]]
    known = _shown(field, value, uow) if value is not None else "—"
    head = html.bold(html.quote(field.name))
    return Screen(f"{head} · {html.quote(kind_title(field.kind))}\n{html.quote(known)}", rows)


def kinds_screen(dialog_id: int) -> Screen:
    buttons = [button(kind_title(kind), DefineField(dialog_id=dialog_id, kind=kind)) for kind in FieldKind]
    rows = [*packed(buttons), [back(ShowFields(dialog_id=dialog_id))]]
    words = _("What will be written in the new field? It will be on the card of every customer")
    return Screen(html.quote(words), rows)


def sure_to_delete(dialog_id: int, field: CustomField) -> Screen:
    words = _("Delete the field «{name}»? It goes off the cards of all customers, with what is filled in")
    row = {"dialog_id": dialog_id, "field_id": field.id}
    yes = button(_("Delete"), DeleteField(**row, sure=True), style=ButtonStyle.DANGER)
    return Screen(html.quote(words.format(name=field.name)), [[yes, back(ShowField(**row))]])


def deleted(dialog_id: int, field: CustomField) -> Screen:
    undo = RestoreField(dialog_id=dialog_id, field_id=field.id)
    rows = [[button("↩️ " + _("Undo"), undo), back(ShowFields(dialog_id=dialog_id))]]
    words = _("The field «{name}» is deleted").format(name=field.name)
    return Screen("🗑 " + html.quote(words), rows)

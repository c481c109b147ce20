"""Screens of the files of a template: the list in its order, and the buttons of each file."""

from aiogram.enums import ButtonStyle
from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.utils.text_decorations import html_decoration as html

from bridge.channel import MAX_ALBUM_SIZE
from bridge.desk.bot_api.copying import FILE_METHODS
from bridge.desk.templates.template_cards import back_to_card
from bridge.desk.templates.templates import OfTemplate, OfTemplateVersion, file_name, file_names
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _
from storage.messages.messages import MessageKind
from storage.templates.templates import Template

Button = InlineKeyboardButton


class OfTemplateFile(OfTemplateVersion, prefix="te2"):
    """Base of the buttons of a file; `number` counts from 0."""

    number: Number


class AddTemplateFiles(OfTemplateVersion, prefix="tea"):
    """Ask for files."""


class EndTemplateFiles(OfTemplate, prefix="tez"):
    """All files were sent."""


class ShowTemplateFile(OfTemplateFile, prefix="tev"):
    """Show the file as the customer will see it."""


class ReplaceTemplateFile(OfTemplateFile, prefix="tex"):
    """Ask for a file that replaces this one."""


class AdvanceTemplateFile(OfTemplateFile, prefix="tey"):
    """Move the file one place up."""


class RemoveTemplateFile(OfTemplateFile, prefix="tek"):
    """Remove the file from the template."""


def files_screen(template: Template, dialog_id: int) -> Screen:
    """The files in their order; a press on one shows it."""
    row = {"dialog_id": dialog_id, "template_id": template.id, "version": template.version}
    rows = [_row(template, number, row) for number in range(len(template.files))]
    if len(template.files) < MAX_ALBUM_SIZE:
        rows.append([button("➕ " + _("Add files"), AddTemplateFiles(**row))])
    rows.append([back_to_card(template, dialog_id)])
    head = "📎 " + html.bold(html.quote(_("Files of «{title}»").format(title=template.title)))
    hint = _("Press a file to look at it or to replace it") if template.files else _("There are none yet")
    return Screen(f"{head}\n{html.quote(hint)}", rows)


def _row(template: Template, number: int, row: dict[str, int]) -> list[Button]:
    which = {**row, "number": number}
    name = f"{number + 1}. {file_name(template.files[number])}"
    buttons = [button(name, ShowTemplateFile(**which))]
    if number:
        buttons.append(button("⬆️", AdvanceTemplateFile(**which)))
    return [*buttons, button("🗑", RemoveTemplateFile(**which), style=ButtonStyle.DANGER)]


def wanted_files(template: Template, dialog_id: int) -> Screen:
    """The question for files; it stays open until the employee presses the button."""
    words = _("Send a picture, a file or an album: it is added to «{title}» and goes to nobody")
    lines = [html.quote(words.format(title=template.title)), *file_names(template)]
    end = EndTemplateFiles(dialog_id=dialog_id, template_id=template.id)
    return Screen("\n\n".join(lines), [[button("✅ " + _("Done"), end)]])


def file_shown(
    template: Template, number: int, dialog_id: int, *, chat_id: int, thread_id: int | None
) -> TelegramMethod[Message]:
    """The file as a message, with a button that replaces it."""
    item = template.files[number]
    method, name = FILE_METHODS[MessageKind(item["kind"])]
    film = {"live_photo": item["file"]["film"]["file_id"]} if item["file"]["film"] else {}
    return method(
        chat_id=chat_id,
        message_thread_id=thread_id,
        **{name: item["file"]["file_id"]},
        **film,
        reply_markup=_below(template, number, dialog_id),
    )


def _below(template: Template, number: int, dialog_id: int) -> InlineKeyboardMarkup:
    row = {"dialog_id": dialog_id, "template_id": template.id, "version": template.version, "number": number}
    replace = button("🔁 " + _("Replace"), ReplaceTemplateFile(**row))
    return InlineKeyboardMarkup(inline_keyboard=[[replace]])

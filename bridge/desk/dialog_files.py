"""The files that were exchanged in a dialog, page by page; one press shows one again."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.callbacks import Number, ShowClient
from bridge.desk.paging import last_page, turning
from bridge.desk.said import kind_name
from bridge.desk.screen import Screen
from bridge.texts import _, file_size, short_time
from storage.messages import Attachment, Message
from storage.unit_of_work import UnitOfWork

Button = InlineKeyboardButton

PAGE = 8


class ShowFiles(CallbackData, prefix="clf"):
    dialog_id: Number
    page: Number = 0


class ShowFile(CallbackData, prefix="cls"):
    """Show the message with the file once more."""

    dialog_id: Number
    message_id: Number


async def files_screen(uow: UnitOfWork, dialog_id: int, *, zone: str, page: int = 0) -> Screen:
    """The newest first."""
    dialog = await uow.dialogs.get(dialog_id)
    count = await uow.dialog_files.count(dialog.id)
    last = last_page(count, PAGE)
    page = min(page, last)
    shown = await uow.dialog_files.page(dialog_id, offset=page * PAGE, limit=PAGE)
    rows = [[_button(message, file, short_time(message.created_at, zone, uow.now))] for message, file in shown]
    if last:
        rows.append(turning(page, last, lambda to: ShowFiles(dialog_id=dialog_id, page=to)))
    rows.append([Button(text="‹ " + _("Back"), callback_data=ShowClient(dialog_id=dialog_id).pack())])
    hint = _("Press a file to see it here again") if count else _("No files were exchanged yet")
    head = "📎 " + html.bold(html.quote(_("Files")))
    return Screen(f"{head}\n{html.quote(hint)}", InlineKeyboardMarkup(inline_keyboard=rows))


def _button(message: Message, file: Attachment, when: str) -> Button:
    arrow = "⬅️" if message.is_incoming else "➡️"
    name = file.file_name or kind_name(message.kind, message.data)
    size = file_size(file.size) if file.size else ""
    caption = " · ".join(filter(None, [f"{arrow} {name}", size, when]))
    return Button(text=caption, callback_data=ShowFile(dialog_id=message.dialog_id, message_id=message.id).pack())

"""The files that were exchanged with a customer, in one dialog or in all of them; a press shows a file again."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.inbox.dialog_filters import PROVIDER_ICONS
from bridge.desk.messages.message_summaries import kind_name
from bridge.desk.ui.callbacks import Number, ShowClient
from bridge.desk.ui.paging import last_page, turning
from bridge.desk.ui.screen import Screen, back, button, choice
from bridge.text.texts import _, file_size, short_time
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import Attachment, Message

Button = InlineKeyboardButton

FILES_PER_PAGE = 8


class ShowFiles(CallbackData, prefix="clf"):
    """Show the list of files; with `here` only those of this dialog, without the customer's other dialogs."""

    dialog_id: Number
    page: Number = 0
    here: bool = False


class ShowFile(CallbackData, prefix="cls"):
    """Show the message with the file again; `dialog_id` is the dialog whose screen listed the file."""

    dialog_id: Number
    message_id: Number


async def files_screen(
    uow: UnitOfWork, dialog_id: int, *, zone: str, page: int = 0, here: bool = False, hidden: bool = False
) -> Screen:
    """The list of files, the newest first; `hidden` adds the files that the customer sent while they were blocked."""
    dialog = await uow.dialogs.get(dialog_id)
    dialogs = {each.id: each for each in await uow.dialogs.of_person(dialog.contact_id)}
    ids = [dialog.id] if here else list(dialogs)
    count = await uow.dialog_files.count(ids, hidden=hidden)
    last = last_page(count, FILES_PER_PAGE)
    page = min(page, last)
    icons = {channel.id: PROVIDER_ICONS[channel.provider] for channel in await uow.channels.all()}

    def row(message: Message, file: Attachment) -> list[Button]:
        where = icons[dialogs[message.dialog_id].channel_id] if len(dialogs) > 1 else ""
        caption = _caption(message, file, where, short_time(message.created_at, zone, uow.now))
        data = ShowFile(dialog_id=dialog_id, message_id=message.id)
        return [button(caption, data)]

    shown = await uow.dialog_files.page(ids, offset=page * FILES_PER_PAGE, limit=FILES_PER_PAGE, hidden=hidden)
    rows = [row(message, file) for message, file in shown]
    if last:
        rows.append(turning(page, last, lambda to: ShowFiles(dialog_id=dialog_id, page=to, here=here)))
    if len(dialogs) > 1:
        everywhere = choice(_("All dialogs"), ShowFiles(dialog_id=dialog_id), is_chosen=not here)
        rows.append([everywhere, choice(_("This dialog"), ShowFiles(dialog_id=dialog_id, here=True), is_chosen=here)])
    rows.append([back(ShowClient(dialog_id=dialog_id))])
    hint = _("Press a file to see it here again") if count else _("No files were exchanged yet")
    head = "📎 " + html.bold(html.quote(_("Files")))
    return Screen(f"{head}\n{html.quote(hint)}", rows)


def _caption(message: Message, file: Attachment, where: str, when: str) -> str:
    arrow = "🚫" if message.is_hidden else "⬅️" if message.is_incoming else "➡️"
    name = file.file_name or kind_name(message.kind, message.data)
    size = file_size(file.size) if file.size else ""
    return " · ".join(filter(None, [f"{where}{arrow} {name}", size, when]))

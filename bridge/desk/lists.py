"""The list of dialogs: one press opens one."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk import callbacks
from bridge.desk.screen import Screen
from bridge.texts import _, ngettext, short_time
from storage.channels import Provider
from storage.dialogs import Dialog
from storage.unit_of_work import UnitOfWork

PAGE = 8
ICONS = {Provider.TELEGRAM: "✈️", Provider.WHATSAPP: "🟢"}


async def active_dialogs(uow: UnitOfWork, *, page: int = 0) -> Screen:
    """Open dialogs, the newest message first: provider, name, unread, responsible, time."""
    count = await uow.dialogs.count_active()
    page = max(0, min(page, (count - 1) // PAGE))
    shown = await uow.dialogs.active(offset=page * PAGE, limit=PAGE)
    contacts = await uow.contacts.of_ids([dialog.contact_id for dialog in shown])
    providers = {channel.id: channel.provider for channel in await uow.channels.all()}
    names = {employee.id: employee.name for employee in await uow.employees.ever()}
    zone = (await uow.organizations.get(uow.organization_id)).time_zone
    rows = []
    for dialog in shown:
        caption = " · ".join(
            filter(
                None,
                [
                    f"{ICONS[providers[dialog.channel_id]]} {contacts[dialog.contact_id].title}",
                    _unread(dialog),
                    names.get(dialog.assignee_id or 0, "🆕"),
                    short_time(dialog.last_message_at, zone, uow.now),
                ],
            )
        )
        opens = callbacks.Open(dialog_id=dialog.id).pack()
        rows.append([InlineKeyboardButton(text=caption, callback_data=opens)])
    if count > PAGE:
        rows.append(_pages(page, (count - 1) // PAGE))
    head = html.bold(html.quote(_("Dialogs")))
    total = ngettext("{count} open dialog", "{count} open dialogs", count).format(count=count)
    words = html.quote(total) if count else html.quote(_("No open dialogs: customers are served"))
    return Screen(f"{head}\n{words}", InlineKeyboardMarkup(inline_keyboard=rows) if rows else None)


def _unread(dialog: Dialog) -> str:
    return f"🔵 {dialog.unread}" if dialog.unread else ""


def _pages(page: int, last: int) -> list[InlineKeyboardButton]:
    def button(text: str, to: int) -> InlineKeyboardButton:
        return InlineKeyboardButton(text=text, callback_data=callbacks.DialogList(page=to).pack())

    return [
        *([button("‹", page - 1)] if page > 0 else []),
        button(f"{page + 1}/{last + 1}", page),
        *([button("›", page + 1)] if page < last else []),
    ]

"""«Диалоги»: the list of those that an employee has chosen. One press opens one."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk import callbacks
from bridge.desk.dialog_filters import ICONS, Choice, ShowFilters, ShowList, choice_of, in_words, reset_button, scopes
from bridge.desk.menus import back_to_menu
from bridge.desk.paging import in_rows, last_page, turning
from bridge.desk.screen import Screen
from bridge.desk.tasks import RED
from bridge.texts import _, brief_time, ngettext
from storage.contacts import Contact
from storage.dialogs import Dialog
from storage.tags import Tag
from storage.unit_of_work import UnitOfWork

Button = InlineKeyboardButton

# With the filters below it, what a phone shows without scrolling.
PAGE = 8
# What is longer would push the rest of its row out of sight.
NAME = 24


@dataclass(frozen=True)
class Row:
    """A dialog with what its row says."""

    dialog: Dialog
    contact: Contact
    icon: str
    responsible: str
    tags: Sequence[Tag]
    has_tasks: bool
    time: str

    @property
    def caption(self) -> str:
        """What must be seen comes first: a phone cuts the end off."""
        name = self.contact.title if len(self.contact.title) <= NAME else self.contact.title[: NAME - 1] + "…"
        unread = f"🔵{self.dialog.unread}" if self.dialog.unread else ""
        who = " ".join(filter(None, [self.icon, RED if self.has_tasks else "", name, unread]))
        return " · ".join(filter(None, [who, self.time, self.responsible, *(tag.label for tag in self.tags)]))


async def dialog_list(uow: UnitOfWork, employee_id: int, *, zone: str, page: int = 0) -> Screen:
    """A page of the chosen dialogs, the newest message first; one that is not there (any more) is the last."""
    choice = await choice_of(uow, employee_id, zone=zone, counts_all=False)
    count = choice.tally.count()
    last = last_page(count, PAGE)
    page = min(page, last)
    shown = await uow.dialog_lists.page(choice.tally.wanted, offset=page * PAGE, limit=PAGE)
    rows = [
        [Button(text=row.caption, callback_data=callbacks.Open(dialog_id=row.dialog.id).pack())]
        for row in await _rows(uow, shown, choice, zone=zone)
    ]
    if last:
        rows.append(turning(page, last, lambda to: ShowList(page=to)))
    if not count and not choice.filter.is_default:
        rows.append([reset_button()])
    # Two a row: three would have no room for their numbers.
    rows += in_rows([*scopes(choice), Button(text="⚙️ " + _("Filters"), callback_data=ShowFilters().pack())])
    rows.append([back_to_menu()])
    return Screen(_head(choice, count), InlineKeyboardMarkup(inline_keyboard=rows))


def _head(choice: Choice, count: int) -> str:
    total = ngettext("{count} dialog", "{count} dialogs", count).format(count=count)
    if not count:
        total = (
            _("No open dialogs: customers are served") if choice.filter.is_default else _("There are no such dialogs")
        )
    return "\n".join([html.bold(html.quote(_("Dialogs"))), html.quote(in_words(choice)), html.quote(total)])


async def _rows(uow: UnitOfWork, dialogs: Sequence[Dialog], choice: Choice, *, zone: str) -> list[Row]:
    ids = [dialog.id for dialog in dialogs]
    contacts = await uow.contacts.of_ids([dialog.contact_id for dialog in dialogs])
    tags, tasks = await uow.tags.of_dialogs(ids), await uow.tasks.open_in(ids)
    names = {employee.id: employee.name for employee in await uow.employees.ever()}
    departments = {department.id: department.name for department in await uow.departments.all()}
    icons = {channel.id: ICONS[channel.provider] for channel in choice.channels}

    def responsible(dialog: Dialog) -> str:
        if dialog.assignee_id == choice.filter.employee_id:
            return _("you")
        if dialog.assignee_id is not None:
            return _short(names[dialog.assignee_id])
        return " ".join(filter(None, ["🆕", departments.get(dialog.department_id or 0)]))

    return [
        Row(
            dialog=dialog,
            contact=contacts[dialog.contact_id],
            icon=icons[dialog.channel_id],
            responsible=responsible(dialog),
            tags=tags.get(dialog.id, []),
            has_tasks=dialog.id in tasks,
            time=brief_time(dialog.last_message_at, zone, uow.now),
        )
        for dialog in dialogs
    ]


def _short(name: str) -> str:
    """«Анна С.» of «Анна Смирнова»."""
    first, *others = name.split()
    return " ".join([first, *(f"{other[0]}." for other in others[:1])])

"""The screen «Диалоги»: the list of dialogs that an employee has chosen. A press opens one."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.inbox.cards import UNREAD_SIGN
from bridge.desk.inbox.dialog_filters import (
    PROVIDER_ICONS,
    FilterSummary,
    ShowFilters,
    ShowList,
    filter_summary,
    in_words,
    reset_button,
    scopes,
)
from bridge.desk.tasks.tasks import TASK_SIGN
from bridge.desk.ui import callbacks
from bridge.desk.ui.menus import back_to_menu
from bridge.desk.ui.paging import in_rows, last_page, turning
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _, brief_time, ngettext
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialog_lists import Listed

Button = InlineKeyboardButton

# A phone shows this many dialogs and the filters below them without scrolling.
DIALOGS_PER_PAGE = 8
# A longer name would push the rest of its row off the screen.
MAX_NAME_LENGTH = 24


async def dialog_list(uow: UnitOfWork, employee_id: int, *, zone: str, page: int = 0) -> Screen:
    """A page of the chosen dialogs, the newest message first.

    A page that does not exist (any more) becomes the last one.
    """
    summary = await filter_summary(uow, employee_id, zone=zone, counts_all=False)
    count = summary.dialog_counts.count()
    last = last_page(count, DIALOGS_PER_PAGE)
    page = min(page, last)
    shown = await uow.dialog_lists.page(
        summary.dialog_counts.wanted, offset=page * DIALOGS_PER_PAGE, limit=DIALOGS_PER_PAGE
    )
    captions = await _captions(uow, shown, employee_id, zone=zone)
    rows = [[button(caption, callbacks.Open(dialog_id=dialog_id))] for dialog_id, caption in captions.items()]
    if last:
        rows.append(turning(page, last, lambda to: ShowList(page=to)))
    if not count and not summary.filter.is_default:
        rows.append([reset_button()])
    # Two buttons in a row: three would leave no room for their numbers.
    rows += in_rows([*scopes(summary), button("⚙️ " + _("Filters"), ShowFilters())])
    rows.append([back_to_menu()])
    return Screen(_head(summary, count), rows)


def _head(summary: FilterSummary, count: int) -> str:
    total = ngettext("{count} dialog", "{count} dialogs", count).format(count=count)
    if not count:
        total = (
            _("No open dialogs: customers are served") if summary.filter.is_default else _("There are no such dialogs")
        )
    return "\n".join([html.bold(html.quote(_("Dialogs"))), html.quote(in_words(summary)), html.quote(total)])


async def _captions(uow: UnitOfWork, shown: Sequence[Listed], employee_id: int, *, zone: str) -> dict[int, str]:
    """The captions of the rows by dialog id. The important part comes first, because a phone cuts the end off."""
    ids = [listed.dialog.id for listed in shown]
    tags, tasks = await uow.tags.of_dialogs(ids), await uow.tasks.open_in(ids)

    def caption(listed: Listed) -> str:
        dialog = listed.dialog
        mark = TASK_SIGN if dialog.id in tasks else ""
        unread = f"{UNREAD_SIGN}{dialog.unread}" if dialog.unread else ""
        who = " ".join(
            filter(None, [PROVIDER_ICONS[listed.channel.provider], mark, _cut(listed.contact.title), unread])
        )
        time = brief_time(dialog.last_message_at, zone, uow.now)
        labels = [tag.label for tag in tags.get(dialog.id, [])]
        return " · ".join([who, time, _responsible(listed, employee_id), *labels])

    return {listed.dialog.id: caption(listed) for listed in shown}


def _cut(name: str) -> str:
    return name if len(name) <= MAX_NAME_LENGTH else name[: MAX_NAME_LENGTH - 1] + "…"


def _responsible(listed: Listed, viewer_id: int) -> str:
    if listed.assignee is None:
        return " ".join(["🆕", *([listed.department.name] if listed.department else [])])
    return _("you") if listed.assignee.id == viewer_id else _short(listed.assignee.name)


def _short(name: str) -> str:
    """A short form of a name: «Анна С.» for «Анна Смирнова»."""
    first, *others = name.split() or [name]
    return " ".join([first, *(f"{other[0]}." for other in others[:1])])

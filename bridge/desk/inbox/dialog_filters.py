"""«Фильтры»: which dialogs an employee wants to see, in words and as buttons. A press chooses and shows them."""

from dataclasses import dataclass
from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.paging import in_rows
from bridge.desk.ui.screen import Screen, back, button, choice
from bridge.errors import lazy
from bridge.text.texts import _, day_title
from bridge.when.days import bounds, today
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialog_filters import DialogFilter, Scope, State
from storage.inbox.dialog_lists import DialogCounts, Wanted
from storage.tags.tags import Tag
from storage.team.channels import Channel, Provider

Button = InlineKeyboardButton

PROVIDER_ICONS = {Provider.TELEGRAM: "✈️", Provider.WHATSAPP: "🟢"}
SCOPE_TITLES = {Scope.ALL: lazy("All"), Scope.MINE: lazy("Mine"), Scope.DEPARTMENT: lazy("My department")}
STATE_TITLES = {
    State.UNREAD: lazy("Unread"),
    State.UNANSWERED: lazy("Unanswered"),
    State.ANSWERED: lazy("Awaiting the customer"),
    State.ACTIVE: lazy("Active"),
    State.CLOSED: lazy("Closed"),
}


class ShowList(CallbackData, prefix="li"):
    """Show a page of the chosen dialogs."""

    page: Number = 0


class OpenList(CallbackData, prefix="lo"):
    """Open the list from another screen: it begins with the default view."""


class ShowFilters(CallbackData, prefix="lf"):
    """Show all filters at once."""


class FilterByScope(CallbackData, prefix="ls"):
    scope: Scope


class FilterByState(CallbackData, prefix="lt"):
    state: State


class ShowChannels(CallbackData, prefix="lp"):
    page: Number = 0


class ShowTags(CallbackData, prefix="lv"):
    page: Number = 0


class ShowFilterCalendar(CallbackData, prefix="ld"):
    """Show the calendar."""


class ResetFilters(CallbackData, prefix="lr"):
    """«Сбросить фильтры»."""


@dataclass(frozen=True)
class FilterSummary:
    """An employee's chosen filters, with everything that the screens show about them."""

    filter: DialogFilter
    dialog_counts: DialogCounts
    channel: Channel | None
    tag: Tag | None
    today: date


async def filter_summary(uow: UnitOfWork, employee_id: int, *, zone: str, counts_all: bool = True) -> FilterSummary:
    """The filters that the employee has chosen; days are days of the time zone `zone`.

    Args:
        counts_all: True counts open and archived dialogs; False counts only those that the chosen state includes.
    """
    chosen = await uow.dialog_filters.of(employee_id) or DialogFilter(employee_id=employee_id)
    tag = await uow.tags.get(chosen.tag_id) if chosen.tag_id is not None else None
    if tag is not None and tag.deleted_at is not None:
        # The tag was deleted from the common list after it was chosen.
        chosen.tag_id = tag = None
    departments = await uow.employees.memberships(employee_id)
    wanted = Wanted(
        employee_id,
        department_ids=tuple(membership.department_id for membership in departments),
        scope=chosen.scope,
        state=chosen.state,
        channel_id=chosen.channel_id,
        tag_id=chosen.tag_id,
        between=bounds(chosen.day, zone) if chosen.day else None,
    )
    cells = await uow.dialog_lists.cells(wanted, status=None if counts_all else wanted.status)
    channel = await uow.channels.get(chosen.channel_id) if chosen.channel_id is not None else None
    return FilterSummary(chosen, DialogCounts(wanted, cells), channel, tag, today(uow.now, zone))


def in_words(summary: FilterSummary) -> str:
    """The chosen filters in a line: «Мои · Неотвеченные · ✈️ Бот магазина»."""
    parts = [_(SCOPE_TITLES[summary.filter.scope]), _(STATE_TITLES[summary.filter.state])]
    if summary.channel is not None:
        parts.append(named(summary.channel))
    if summary.filter.day is not None:
        parts.append("📅 " + day_title(summary.filter.day, summary.today))
    if summary.tag is not None:
        parts.append(summary.tag.label)
    return " · ".join(parts)


def filters(summary: FilterSummary) -> Screen:
    """Every filter, with the number of dialogs behind each."""
    rows = [*in_rows(scopes(summary)), *in_rows(_states(summary))]
    channel = named(summary.channel) if summary.channel else _("All")
    day = day_title(summary.filter.day, summary.today) if summary.filter.day else _("All")
    tag = summary.tag.label if summary.tag else _("All")
    rows += [
        [button(_("Provider: {name}").format(name=channel), ShowChannels())],
        [button("📅 " + _("Date: {day}").format(day=day), ShowFilterCalendar())],
        [button("🏷 " + _("Tag: {name}").format(name=tag), ShowTags())],
    ]
    if not summary.filter.is_default:
        rows.append([reset_button()])
    rows.append([back_to_list()])
    text = "\n".join([html.bold(html.quote(_("Filters"))), html.quote(in_words(summary))])
    return Screen(text, rows)


def scopes(summary: FilterSummary) -> list[Button]:
    """The buttons that choose whose dialogs are shown."""
    return [
        choosing(
            _(caption),
            FilterByScope(scope=scope),
            is_chosen=scope is summary.filter.scope,
            count=summary.dialog_counts.count(scope=scope),
        )
        for scope, caption in SCOPE_TITLES.items()
    ]


def _states(summary: FilterSummary) -> list[Button]:
    return [
        choosing(
            _(caption),
            FilterByState(state=state),
            is_chosen=state is summary.filter.state,
            count=summary.dialog_counts.count(state=state),
        )
        for state, caption in STATE_TITLES.items()
    ]


def choosing(caption: str, data: CallbackData, *, is_chosen: bool, count: int) -> Button:
    return choice(f"{caption} {count}", data, is_chosen=is_chosen)


def named(channel: Channel) -> str:
    return f"{PROVIDER_ICONS[channel.provider]} {channel.name}"


def reset_button() -> Button:
    return button(_("Reset the filters"), ResetFilters())


def back_to_list() -> Button:
    return back(ShowList())

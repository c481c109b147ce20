"""What a filter is picked from: channels, tags, the days of a month."""

from collections.abc import Callable, Sequence
from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.inbox.dialog_filters import (
    FilterSummary,
    ShowChannels,
    ShowFilters,
    ShowTags,
    choosing,
    in_words,
    named,
)
from bridge.desk.ui.calendars import Day, month
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.paging import Rows, page_of
from bridge.desk.ui.screen import Screen, back, button
from bridge.text.texts import _
from storage.tags.tags import Tag
from storage.team.channels import Channel

Button = InlineKeyboardButton

# Buttons on one page.
BUTTONS_PER_PAGE = 8


class FilterByChannel(CallbackData, prefix="lc"):
    """0 is any."""

    channel_id: Number


class FilterByTag(CallbackData, prefix="lg"):
    """0 is any."""

    tag_id: Number


class PickFilterDay(CallbackData, prefix="le"):
    day: Day


class TurnFilterMonth(CallbackData, prefix="lm"):
    day: Day


class AnyDay(CallbackData, prefix="la"):
    """On whatever day."""


def channels(summary: FilterSummary, own: Sequence[Channel], *, page: int = 0) -> Screen:
    """The organization's own channels, with how many dialogs each has."""

    def option(caption: str, channel_id: int | None) -> Button:
        count = summary.dialog_counts.count(channel_id=channel_id)
        is_chosen = channel_id == summary.filter.channel_id
        return choosing(caption, FilterByChannel(channel_id=channel_id or 0), is_chosen=is_chosen, count=count)

    offered = [option(named(channel), channel.id) for channel in own]
    return _picker(
        summary,
        _("Provider"),
        [[option(_("All"), None)], *_page(offered, page, lambda number: ShowChannels(page=number))],
    )


def tags(summary: FilterSummary, common: Sequence[Tag], counts: dict[int, int], *, page: int = 0) -> Screen:
    """The tags of the common list, with how many of the chosen dialogs each is on, the most frequent first."""
    ranked = sorted(common, key=lambda tag: -counts.get(tag.id, 0))
    offered = [
        choosing(
            tag.label,
            FilterByTag(tag_id=tag.id),
            is_chosen=tag.id == summary.filter.tag_id,
            count=counts.get(tag.id, 0),
        )
        for tag in ranked
    ]
    rows = _page(offered, page, lambda number: ShowTags(page=number))
    if summary.filter.tag_id is not None:
        rows.insert(0, [button(_("All"), FilterByTag(tag_id=0))])
    return _picker(summary, _("Tag") if common else _("There are no tags yet"), rows)


def days(summary: FilterSummary, *, shown: date | None = None) -> Screen:
    """A month to pick a day from: the one of `shown`, else of what is chosen, else of today."""
    rows = month(
        shown or summary.filter.day or summary.today,
        today=summary.today,
        pick=lambda day: PickFilterDay(day=day),
        turn=lambda day: TurnFilterMonth(day=day),
        chosen=summary.filter.day,
        latest=summary.today,
    )
    if summary.filter.day is not None:
        rows[-1].append(button(_("All dates"), AnyDay()))
    return _picker(summary, _("Dialogs with messages of the day:"), rows)


def _picker(summary: FilterSummary, head: str, rows: Rows) -> Screen:
    text = "\n".join([html.bold(html.quote(head)), html.quote(in_words(summary))])
    return Screen(text, [*rows, [back(ShowFilters())]])


def _page(buttons: Sequence[Button], page: int, turn: Callable[[int], CallbackData]) -> Rows:
    shown = page_of(buttons, page, size=BUTTONS_PER_PAGE)
    return [*([option] for option in shown.items), *shown.turning(turn)]

"""Screens on which a filter is picked: channels, tags, the days of a month."""

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
    """Filter by the channel; 0 is any channel."""

    channel_id: Number


class FilterByTag(CallbackData, prefix="lg"):
    """Filter by the tag; 0 is any tag."""

    tag_id: Number


class PickFilterDay(CallbackData, prefix="le"):
    day: Day


class TurnFilterMonth(CallbackData, prefix="lm"):
    day: Day


class AnyDay(CallbackData, prefix="la"):
    """Remove the filter by day."""


def channels(summary: FilterSummary, own: Sequence[Channel], *, page: int = 0) -> Screen:
    """A page of the organization's channels, with the number of dialogs of each."""

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
    """A page of the common tags with the number of chosen dialogs that have each, the most frequent first."""
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
    """The month to pick a day from: that of `shown`; when that is None, of the chosen day, or else of today."""
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

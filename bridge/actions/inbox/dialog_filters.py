"""Changes to an employee's dialog filter.

A filter affects only its owner, so only a change of the default view records an event.
"""

from datetime import date

from bridge.actions.reports import audit
from bridge.errors import NotFound
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialog_filters import DefaultView, DialogFilter, Scope, State
from storage.reports.events import EventKind
from storage.tags.tags import TagScope


async def choose(uow: UnitOfWork, *, by: int, scope: Scope | None = None, state: State | None = None) -> DialogFilter:
    """Choose whose dialogs are listed and in which state; None leaves a criterion unchanged."""
    chosen = await uow.dialog_filters.lock(by)
    chosen.scope, chosen.state = scope or chosen.scope, state or chosen.state
    return chosen


async def choose_channel(uow: UnitOfWork, channel_id: int | None, *, by: int) -> DialogFilter:
    """List dialogs of one channel; None means all channels.

    Raises:
        NotFound: the organization has no such channel.
    """
    chosen = await uow.dialog_filters.lock(by)
    chosen.channel_id = (await uow.channels.get(channel_id)).id if channel_id is not None else None
    return chosen


async def choose_tag(uow: UnitOfWork, tag_id: int | None, *, by: int) -> DialogFilter:
    """List dialogs that have a tag; None means all dialogs.

    Raises:
        NotFound: the organization has no such dialog tag, or the tag is no longer in use.
    """
    chosen = await uow.dialog_filters.lock(by)
    if tag_id is not None and (await uow.tags.in_use(tag_id)).scope is not TagScope.DIALOG:
        raise NotFound
    chosen.tag_id = tag_id
    return chosen


async def choose_day(uow: UnitOfWork, day: date | None, *, by: int) -> DialogFilter:
    """List dialogs with a message on that day; None means any day."""
    chosen = await uow.dialog_filters.lock(by)
    chosen.day = day
    return chosen


async def open_list(uow: UnitOfWork, *, by: int) -> None:
    """Reset the filter to the employee's default view, because the list was opened from another screen."""
    chosen = await uow.dialog_filters.of(by)
    if chosen is not None and chosen.default_view is not None:
        (await uow.dialog_filters.lock(by)).apply_default_view()


async def set_default_view(uow: UnitOfWork, default_view: DefaultView | None, *, by: int) -> DialogFilter:
    """Set what the list opens with; None means that the list opens as it was left."""
    chosen = await uow.dialog_filters.lock(by)
    chosen.set_default_view(default_view)
    value = f"{default_view.scope}:{default_view.state}" if default_view else None
    audit.record_event(uow, EventKind.PREFERENCE_CHANGED, by=by, name="default_view", value=value)
    return chosen


async def reset(uow: UnitOfWork, *, by: int) -> DialogFilter:
    chosen = await uow.dialog_filters.lock(by)
    chosen.reset()
    return chosen

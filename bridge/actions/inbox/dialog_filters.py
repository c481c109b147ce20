"""What an employee can do with their dialog filter. It changes what they see, nothing that others do: no event but for
what they prefer."""

from datetime import date

from bridge.actions.reports import audit
from bridge.errors import NotFound
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialog_filters import DefaultView, DialogFilter, Scope, State
from storage.reports.events import EventKind
from storage.tags.tags import TagScope


async def choose(uow: UnitOfWork, *, by: int, scope: Scope | None = None, state: State | None = None) -> DialogFilter:
    """Whose dialogs, and how they stand; None leaves it as it is."""
    chosen = await uow.dialog_filters.lock(by)
    chosen.scope, chosen.state = scope or chosen.scope, state or chosen.state
    return chosen


async def choose_channel(uow: UnitOfWork, channel_id: int | None, *, by: int) -> DialogFilter:
    """Dialogs of one channel, or of all for None.

    Raises:
        NotFound: the organization has no such channel.
    """
    chosen = await uow.dialog_filters.lock(by)
    chosen.channel_id = (await uow.channels.get(channel_id)).id if channel_id is not None else None
    return chosen


async def choose_tag(uow: UnitOfWork, tag_id: int | None, *, by: int) -> DialogFilter:
    """Dialogs that a tag is on, or all for None.

    Raises:
        NotFound: the organization has no such tag of dialogs, or has it no more.
    """
    chosen = await uow.dialog_filters.lock(by)
    if tag_id is not None and (await uow.tags.in_use(tag_id)).scope is not TagScope.DIALOG:
        raise NotFound
    chosen.tag_id = tag_id
    return chosen


async def choose_day(uow: UnitOfWork, day: date | None, *, by: int) -> DialogFilter:
    """Dialogs in which something was said on that day, or on any for None."""
    chosen = await uow.dialog_filters.lock(by)
    chosen.day = day
    return chosen


async def open_list(uow: UnitOfWork, *, by: int) -> None:
    """The list is opened from elsewhere: it begins with what the employee wants to see first."""
    chosen = await uow.dialog_filters.of(by)
    if chosen is not None and chosen.default_view is not None:
        (await uow.dialog_filters.lock(by)).apply_default_view()


async def set_default_view(uow: UnitOfWork, default_view: DefaultView | None, *, by: int) -> DialogFilter:
    """What the list opens with from now on; None for as it was left."""
    chosen = await uow.dialog_filters.lock(by)
    chosen.set_default_view(default_view)
    value = f"{default_view.scope}:{default_view.state}" if default_view else None
    audit.record_event(uow, EventKind.PREFERENCE_CHANGED, by=by, name="default_view", value=value)
    return chosen


async def reset(uow: UnitOfWork, *, by: int) -> DialogFilter:
    chosen = await uow.dialog_filters.lock(by)
    chosen.reset()
    return chosen

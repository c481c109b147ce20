"""What an employee can do with their dialog filter. It changes what they see, nothing that others do: no event."""

from datetime import date

from bridge.errors import NotFound
from storage.dialog_filters import DialogFilter, Scope, State
from storage.tags import TagScope
from storage.unit_of_work import UnitOfWork


async def choose(uow: UnitOfWork, *, by: int, scope: Scope | None = None, state: State | None = None) -> DialogFilter:
    """Whose dialogs, and how they stand; None leaves it as it is."""
    chosen = await uow.dialog_filters.hold(by)
    chosen.scope, chosen.state = scope or chosen.scope, state or chosen.state
    return chosen


async def choose_channel(uow: UnitOfWork, channel_id: int | None, *, by: int) -> DialogFilter:
    """Dialogs of one channel, or of all for None.

    Raises:
        NotFound: the organization has no such channel.
    """
    chosen = await uow.dialog_filters.hold(by)
    chosen.channel_id = (await uow.channels.get(channel_id)).id if channel_id is not None else None
    return chosen


async def choose_tag(uow: UnitOfWork, tag_id: int | None, *, by: int) -> DialogFilter:
    """Dialogs that a tag is on, or all for None.

    Raises:
        NotFound: the organization has no such tag of dialogs, or has it no more.
    """
    chosen = await uow.dialog_filters.hold(by)
    if tag_id is not None and (await uow.tags.in_use(tag_id)).scope is not TagScope.DIALOG:
        raise NotFound
    chosen.tag_id = tag_id
    return chosen


async def choose_day(uow: UnitOfWork, day: date | None, *, by: int) -> DialogFilter:
    """Dialogs in which something was said on that day, or on any for None."""
    chosen = await uow.dialog_filters.hold(by)
    chosen.day = day
    return chosen


async def reset(uow: UnitOfWork, *, by: int) -> DialogFilter:
    chosen = await uow.dialog_filters.hold(by)
    chosen.reset()
    return chosen

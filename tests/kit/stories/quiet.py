"""Nothing is left to do: what has not happened by then never will."""

import asyncio
from datetime import timedelta

from bridge.app.components import Components
from bridge.sandbox import World
from storage.delivery.journal import EntryState
from tests.kit.books import unsettled

PATIENCE = 30.0
# A delivery that rests for less than this before its next try is waited for.
SOON = timedelta(seconds=10)
GLANCE = 0.01


async def quiet(world: World, components: Components) -> None:
    """Wait until every update has been fetched and read, and whatever came of it has been sent."""
    async with asyncio.timeout(PATIENCE):
        while not await _is_quiet(world, components):  # noqa: ASYNC110 - nothing tells that there is nothing
            await asyncio.sleep(GLANCE)


async def _is_quiet(world: World, components: Components) -> bool:
    """Looked at in the order in which one thing leads to another; nothing may have begun meanwhile."""
    return (
        _is_still(world, components)
        and await _has_read_all(components)
        and await _has_sent_all(components)
        and _is_still(world, components)
    )


def _is_still(world: World, components: Components) -> bool:
    """No update waits to be fetched, and nobody is about to say something."""
    fetched = not any(bot.updates.pending() for bot in world.bots.values())
    return fetched and not components.journal.is_busy and not components.outbox.is_busy


async def _has_read_all(components: Components) -> bool:
    async with components.database.read() as uow:
        return not await uow.journal.count(EntryState.NEW)


async def _has_sent_all(components: Components) -> bool:
    async with components.database.read() as uow:
        waiting = await unsettled(uow)
    soon = components.database.clock() + SOON
    return all(delivery.not_before and delivery.not_before > soon for delivery in waiting)

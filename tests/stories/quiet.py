"""Nothing is left to do: what has not happened by then never will."""

import asyncio
from datetime import timedelta

from bridge.app.parts import Components
from bridge.sandbox import World
from storage.journal import EntryState
from tests.books import unsettled

PATIENCE = 30.0
# A delivery that rests for less than this before its next try is waited for.
SOON = timedelta(seconds=10)
GLANCE = 0.01


async def quiet(world: World, parts: Components) -> None:
    """Wait until every update has been fetched and read, and whatever came of it has been sent."""
    async with asyncio.timeout(PATIENCE):
        while not await _is_quiet(world, parts):  # noqa: ASYNC110 - nothing tells that there is nothing
            await asyncio.sleep(GLANCE)


async def _is_quiet(world: World, parts: Components) -> bool:
    """Looked at in the order in which one thing leads to another; nothing may have begun meanwhile."""
    return (
        _is_still(world, parts)
        and await _has_read_all(parts)
        and await _has_sent_all(parts)
        and _is_still(world, parts)
    )


def _is_still(world: World, parts: Components) -> bool:
    """No update waits to be fetched, and nobody is about to say something."""
    fetched = not any(bot.updates.pending() for bot in world.bots.values())
    return fetched and not parts.journal.is_busy and not parts.outbox.is_busy


async def _has_read_all(parts: Components) -> bool:
    async with parts.database.read() as uow:
        return not await uow.journal.count(EntryState.NEW)


async def _has_sent_all(parts: Components) -> bool:
    async with parts.database.read() as uow:
        waiting = await unsettled(uow)
    soon = parts.database.clock() + SOON
    return all(delivery.not_before and delivery.not_before > soon for delivery in waiting)

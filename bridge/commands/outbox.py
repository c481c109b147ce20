"""`bridge outbox`: lists refused and waiting deliveries, sends them again, or cancels them. Texts are never shown."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import Annotated

import typer

from bridge.actions.delivery import deliveries
from bridge.commands.database import on_database
from bridge.commands.tables import age, table
from bridge.errors import NotFound
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork

MAX_DELIVERIES_SHOWN = 100


class Status(StrEnum):
    FAILED = "failed"
    WAITING = "waiting"
    SENDING = "sending"


NONE = {
    Status.FAILED: "No delivery has failed",
    Status.WAITING: "No delivery is waiting",
    Status.SENDING: "No delivery is being sent",
}


def entries(status: Annotated[Status | None, typer.Option(help="Only these.")] = None) -> None:
    """List deliveries: those that were refused, unless another status is asked for."""
    typer.echo(on_database(lambda database: _listed(database, status)))


def retry(
    ids: Annotated[list[int] | None, typer.Argument(help="Deliveries to send again.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that were refused.")] = False,
) -> None:
    """Send again what was refused; the running bridge does so within a second."""
    if bool(ids) == everything:
        raise typer.BadParameter("name the deliveries, or say --all")
    typer.echo(on_database(lambda database: _retried(database, ids)))


def cancel(ids: Annotated[list[int], typer.Argument(help="Deliveries that are never to be sent.")]) -> None:
    """Have what waits never leave; the author of an answer is told."""
    typer.echo(on_database(lambda database: _cancelled(database, ids)))


async def _listed(database: Database, status: Status | None) -> str:
    async with database.read() as uow:
        if status is None:
            found = await uow.deliveries.failed_anywhere(limit=MAX_DELIVERIES_SHOWN)
        else:
            found = await uow.deliveries.in_status_anywhere(DeliveryStatus(status), limit=MAX_DELIVERIES_SHOWN)
        more = await uow.deliveries.count_anywhere(DeliveryStatus(status or Status.FAILED)) - len(found)
        rows = [
            (it.id, it.lane, it.kind, it.status, age(uow.now - it.created_at), it.attempts, it.error) for it in found
        ]
    if not rows:
        return NONE[status or Status.FAILED]
    listed = table(("ID", "LANE", "KIND", "STATUS", "AGE", "TRIES", "ERROR"), rows)
    return f"{listed}\n… and {more} more" if more else listed


async def _retried(database: Database, ids: list[int] | None) -> str:
    """Have these deliveries sent again; None means all that were refused."""
    if ids is None:
        ids = [delivery_id async for delivery_id in _given_up(database)]
    statuses = Counter([await _retry(database, delivery_id) for delivery_id in ids])
    replaced = statuses[DeliveryStatus.REPLACED]
    return f"To be sent again: {statuses[DeliveryStatus.WAITING]}" + (f"; sent already: {replaced}" if replaced else "")


async def _given_up(database: Database) -> AsyncIterator[int]:
    """Yield the ids of failed deliveries that still have their content."""
    page = await _page(database, after_id=0)
    while page:
        for delivery in page:
            if not delivery.is_purged:
                yield delivery.id
        page = await _page(database, after_id=page[-1].id)


async def _page(database: Database, *, after_id: int) -> list[Delivery]:
    async with database.read() as uow:
        return await uow.deliveries.failed_anywhere(after_id=after_id)


async def _retry(database: Database, delivery_id: int) -> DeliveryStatus:
    async with _bound_to(database, delivery_id) as uow:
        return (await deliveries.retry(uow, delivery_id)).status


async def _cancelled(database: Database, ids: list[int]) -> str:
    for delivery_id in ids:
        async with _bound_to(database, delivery_id) as uow:
            await deliveries.cancel(uow, delivery_id)
    return f"Cancelled: {len(ids)}"


@asynccontextmanager
async def _bound_to(database: Database, delivery_id: int) -> AsyncIterator[UnitOfWork]:
    """Open a unit of work that is bound to the delivery's organization."""
    async with database.begin() as uow:
        found = await uow.deliveries.get_anywhere(delivery_id)
        if found is None:
            raise NotFound("There is no delivery {id}", id=delivery_id)
        uow.bind(found.organization_id)
        yield uow


def commands() -> typer.Typer:
    outbox = typer.Typer(help="What could not be sent.", no_args_is_help=True)
    outbox.command("list")(entries)
    outbox.command("retry")(retry)
    outbox.command("cancel")(cancel)
    return outbox

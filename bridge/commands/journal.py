"""`bridge journal`: lists updates that could not be read, and has them read again. Payloads are never shown."""

from typing import Annotated

import typer

from bridge.commands.database import on_database
from bridge.commands.tables import age, table
from bridge.errors import NotFound
from storage.delivery.journal import EntryState, JournalEntry
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork

MAX_ENTRIES_SHOWN = 100


def entries(
    state: Annotated[EntryState, typer.Option(help="Which entries.")] = EntryState.SET_ASIDE,
) -> None:
    """List entries of the journal: those that were set aside, unless another state is asked for."""
    typer.echo(on_database(lambda database: _listed(database, state)))


def retry(
    ids: Annotated[list[int] | None, typer.Argument(help="Entries to read again.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that were set aside.")] = False,
) -> None:
    """Have entries that were set aside read again; the running bridge does so within a second."""
    if bool(ids) == everything:
        raise typer.BadParameter("name the entries, or say --all")
    typer.echo(on_database(lambda database: _retried(database, ids)))


async def _listed(database: Database, state: EntryState) -> str:
    async with database.read() as uow:
        found = await uow.journal.in_state(state, limit=MAX_ENTRIES_SHOWN)
        more = await uow.journal.count(state) - len(found)
        rows = [(it.id, it.source, it.lane, age(uow.now - it.received_at), it.attempts, it.error) for it in found]
    if not rows:
        return f"No entry is {state.replace('_', ' ')}"
    listed = table(("ID", "SOURCE", "LANE", "AGE", "TRIES", "ERROR"), rows)
    return f"{listed}\n… and {more} more" if more else listed


async def _retried(database: Database, ids: list[int] | None) -> str:
    """Mark these entries to be read again; None means all that were set aside."""
    async with database.begin() as uow:
        if ids is None:
            count = await uow.journal.revive_all()
        else:
            entries = [await _entry(uow, entry_id) for entry_id in ids]
            for entry in entries:
                entry.revive()
            count = len(entries)
    return f"To be read again: {count}"


async def _entry(uow: UnitOfWork, entry_id: int) -> JournalEntry:
    try:
        return await uow.journal.get(entry_id)
    except NotFound:
        raise NotFound("There is no entry {id}", id=entry_id) from None


def commands() -> typer.Typer:
    journal = typer.Typer(help="The updates that could not be read.", no_args_is_help=True)
    journal.command("list")(entries)
    journal.command("retry")(retry)
    return journal

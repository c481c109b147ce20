"""Which tables grow, and a PostgreSQL database that has grown: most of its rows are over and done with, all counted."""

import asyncio
import fcntl
import os
import tempfile
from pathlib import Path

import asyncpg
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Enum, Integer, Table, TypeDecorator
from sqlmodel import SQLModel

from storage.engine import unit_of_work  # noqa: F401 - every table
from storage.reports.events import EventKind
from tests import postgres, schema

ROWS = 20_000
NAME = "bridge_grown"
# There are as many as there are people, rules and names, and not as many as there are messages.
FEW = 20
SMALL = frozenset(
    {
        "board",
        "channel",
        "auto_close_rule",
        "custom_field",
        "department",
        "deputy",
        "dialog_filter",
        "employee",
        "exempt_days",
        "forum",
        "invite",
        "journal_cursor",
        "auto_reply",
        "membership",
        "auto_message",
        "organization",
        "pause",
        "question",
        "routing",
        "routing_rules",
        "search",
        "shift",
        "shift_rules",
        "sign_in",
        "sign_in_guard",
        "tag",
        "task_view",
        "template",
        "response_limit",
        "work_schedule",
    }
)
GROWING = frozenset(SQLModel.metadata.tables) - SMALL

# One row each 26 minutes: a year, up to the day on which the tests play.
MOMENT = "timestamptz '2026-11-23 09:00Z' - interval '26 minutes' * ({rows} - n)"
# One row each 30 seconds of the last week: what is older is purged.
RECENT = f"now() - interval '30 seconds' * ({ROWS} - n)"
RARELY = "CASE WHEN n % 200 = 0 THEN {value} END"
# What most rows have in a column; `n` is the number of the row. Elsewhere: the n-th row of the table that a column
# refers to, a moment of a year, a text of its own.
USUAL = {
    # None is so small that all of its rows are soon read.
    "organization_id": "n % 3 + 1",
    "attachment.version_id": "NULL",
    "contact.blocked_at": "NULL",
    "contact_address.blocked_at": RARELY,
    "delivery.dialog_id": "n / 10 + 1",
    "delivery.key": "CASE WHEN n % 2 = 0 THEN 'card:' || n / 10 END",
    "delivery.lane": "'desk:' || n % 100",
    "delivery.not_before": "NULL",
    "delivery.settled_at": f"CASE WHEN n % 500 > 0 THEN {RECENT} END",
    "delivery.status": "CASE WHEN n % 500 = 0 THEN 'waiting' WHEN n % 501 = 0 THEN 'failed' ELSE 'sent' END",
    "delivery.window_id": "n / 10 + 1",
    "dialog.assignee_id": "CASE WHEN n % 10 > 0 THEN {value} END",
    "dialog.closed_at": "CASE WHEN n % 10 > 0 THEN {value} END",
    "dialog.snoozed_at": RARELY,
    "dialog.snoozed_until": RARELY,
    "dialog.status": "CASE WHEN n % 10 = 0 THEN 'active' ELSE 'closed' END",
    "dialog.unread": "CASE WHEN n % 200 = 0 THEN 1 ELSE 0 END",
    "dialog.waiting_since": RARELY,
    "event.dialog_id": "n / 10 + 1",
    "event.kind": f"(ARRAY{[str(kind) for kind in EventKind]})[n % {len(EventKind)} + 1]",
    "journal_entry.handled_at": f"CASE WHEN n % 500 > 0 THEN {RECENT} END",
    "journal_entry.state": "CASE WHEN n % 500 = 0 THEN 'new' ELSE 'handled' END",
    "message.deleted_at": "NULL",
    "message.dialog_id": "n / 10 + 1",
    "message.state": "CASE WHEN n % 500 = 0 THEN 'held' WHEN n % 2 = 0 THEN 'accepted' END",
    "mirror.window_id": "n / 10 + 1",
    "rating.comment_awaited_at": RARELY,
    "rating.due_at": RARELY,
    "routing_rules.organization_id": "n",
    "scheduled_message.created_at": RECENT,
    "scheduled_message.state": "CASE WHEN n % 200 = 0 THEN 'waiting' ELSE 'gone' END",
    "shift_rules.organization_id": "n",
    "auto_close_timer.close_at": RARELY,
    "task.deleted_at": RARELY,
    "task.status": "CASE WHEN n % 20 = 0 THEN 'open' WHEN n % 501 = 0 THEN 'draft' ELSE 'done' END",
    "task_reminder.fired_at": f"CASE WHEN n % 200 > 0 THEN {RECENT} END",
    "response_wait.due_at": RARELY,
    "window.is_live": "n % 10 = 0",
    "window.thread_id": "CASE WHEN n % 10 = 0 THEN n END",
    **{
        f"{table}.chat_id": "n % 20 + 1" for table in ("window", "offer", "mirror", "former_topic", "task_notification")
    },
}


def database(server: str) -> str:
    """The URL of the run's grown database, made by the first process that asks for it."""
    folder = Path(os.environ.get(postgres.FOLDER, tempfile.gettempdir()))
    folder.mkdir(mode=0o755, exist_ok=True)
    with (folder / "grown").open("a+") as made:
        fcntl.flock(made, fcntl.LOCK_EX)
        made.seek(0)
        if not (url := made.read()):
            url = asyncio.run(_made(server))
            made.write(url)
    return url


async def _made(server: str) -> str:
    url = await postgres.create_database(server, NAME)
    await schema.create(url)
    await _fill(url)
    return url


async def _fill(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        # No row looks for those that it refers to.
        await connection.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        for table in SQLModel.metadata.sorted_tables:
            await connection.execute(_rows(table, FEW if table.name in SMALL else ROWS))
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


def _rows(table: Table, rows: int) -> str:
    values = ", ".join(_value(table, column, rows) for column in table.columns)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'INSERT INTO "{table.name}" ({names}) SELECT {values} FROM generate_series(1, {rows}) n'


def _value(table: Table, column: Column[object], rows: int) -> str:
    value = _typed(column, rows)
    usual = USUAL.get(f"{table.name}.{column.name}") or USUAL.get(column.name)
    return usual.format(value=value) if usual else value


def _typed(column: Column[object], rows: int) -> str:
    if any(key.column.table.name in SMALL for key in column.foreign_keys) and rows > FEW:
        return f"n % {FEW} + 1"
    match column.type.impl if isinstance(column.type, TypeDecorator) else column.type:
        case Enum() as options:
            return f"'{options.enums[0]}'"
        case Boolean():
            return "false"
        case Integer():
            return "n"
        case DateTime():
            return MOMENT.format(rows=rows)
        case Date():
            return "date '2026-11-23'"
        case JSON():
            return "'[]'"
    return "'text ' || n"

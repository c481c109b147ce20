"""How a database finds the rows of a statement: whether it reads a growing table whole, or all of an organization's.

SQLite is asked with the tables alone: it plans by its indexes and by what the product tells of them. PostgreSQL plans
by what it has counted, and is asked in a database that has grown.
"""

import asyncio
import json
import os
import re
import sqlite3
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
from sqlmodel import SQLModel

from storage.engine.normalization import normalize
from tests.kit.database import grown, postgres, schema
from tests.kit.database.grown import GROWING
from tests.kit.database.statements import Statement, Written

NAMED = re.compile(rf"\b({'|'.join(GROWING)})(?: AS)? (\w+)", re.IGNORECASE)
# Many rows have the same in them: to find by these alone is to read all there is, of one organization or in one state.
VAGUE = {
    "organization_id",
    "source",
    "carrier",
    "status",
    "state",
    "kind",
    "layout",
    "is_live",
    "is_original",
    "is_hidden",
    "author",
}
# Functions of the product whose statements may read more than they find, and why.
WAITING = "what waits, was set aside or has failed: few rows, whatever else there is"
OPEN = "open dialogs, or open tasks: as many as people have at work"
NEWEST = "the newest 2,000, once at a start"
PAGE = "a page of a list in the order of an index: it stops when the page is full"
OLD = "it deletes what it reads; an old database may hold nothing else"
READS_MUCH = {
    "bridge/journal/pending.py: pending_entries": WAITING,
    "bridge/journal/pending.py: unread_sources": WAITING,
    "bridge/outbox/changes.py: _changed": WAITING,
    "bridge/outbox/changes.py: is_alone": WAITING,
    "bridge/outbox/changes.py: postpone": WAITING,
    "bridge/outbox/queued_deliveries.py: unknown_carriers": WAITING,
    "bridge/outbox/queued_deliveries.py: unsettled_deliveries": WAITING,
    "storage/delivery/deliveries.py: Deliveries.count_anywhere": WAITING,
    "storage/delivery/deliveries.py: Deliveries.count_refused": WAITING,
    "storage/delivery/deliveries.py: Deliveries.count_unsettled_anywhere": WAITING,
    "storage/delivery/deliveries.py: Deliveries.delayed_anywhere": WAITING,
    "storage/delivery/deliveries.py: Deliveries.doubt_unsettled_anywhere": WAITING,
    "storage/delivery/deliveries.py: Deliveries.lock_newest": WAITING,
    "storage/delivery/deliveries.py: Deliveries.in_status_anywhere": PAGE,
    "storage/delivery/deliveries.py: Deliveries.may_have_arrived_in": WAITING,
    "storage/delivery/deliveries.py: Deliveries.newest_sent_anywhere": NEWEST,
    "storage/delivery/deliveries.py: Deliveries.oldest_unsettled_anywhere": WAITING,
    "storage/delivery/deliveries.py: Deliveries.purge_settled_anywhere": OLD,
    "storage/delivery/deliveries.py: Deliveries.stuck_anywhere": WAITING,
    "storage/inbox/dialog_lists.py: DialogLists.by_tag": "the number of dialogs on each tag's button",
    "storage/inbox/dialog_lists.py: DialogLists.cells": "the numbers on the buttons; archived dialogs where listed",
    "storage/inbox/dialog_lists.py: DialogLists.page": PAGE,
    "storage/inbox/dialogs.py: Dialogs.active": PAGE,
    "storage/inbox/dialogs.py: Dialogs.of_department": OPEN,
    "storage/inbox/dialogs.py: Dialogs.snoozed": OPEN,
    "storage/reports/events.py: Events.of_kind": "what employees did to the list of tags; a refusal told once to each",
    "storage/reports/report_rows.py: ReportRows._text": "a report, counted in a thread of its own",
    "storage/reports/report_rows.py: ReportRows.first_tagged": "the first entry of its index",
    "storage/inbox/search_hits.py: SearchHits.dialogs": "two letters are looked for in the newest 1,000 persons",
    "storage/inbox/search_hits.py: SearchHits.messages": "two letters are looked for in the newest 1,000 messages",
    "storage/delivery/journal.py: Journal.count": WAITING,
    "storage/delivery/journal.py: Journal.doubt_new": WAITING,
    "storage/delivery/journal.py: Journal.forget_set_aside": WAITING,
    "storage/delivery/journal.py: Journal.in_state": PAGE,
    "storage/delivery/journal.py: Journal.newest_payloads": NEWEST,
    "storage/delivery/journal.py: Journal.purge_handled": OLD,
    "storage/delivery/journal.py: Journal.revive_all": WAITING,
    "storage/delivery/outages.py: Outages.purge_anywhere": "the table holds no more than a week",
    "storage/messages/scheduled_messages.py: ScheduledMessages.purge_anywhere": "the table holds no more than a week",
    "storage/automation/auto_close_timers.py: AutoCloseTimers.unwarned": WAITING,
    "storage/tags/tags.py: Tags.open_dialogs": OPEN,
    "storage/tasks/task_lists.py: TaskLists.page": PAGE,
    "storage/tasks/task_lists.py: TaskLists.task_counts": "the numbers on the buttons of the task list",
    # In Python 3.11 a comprehension is a function.
    "storage/tasks/task_lists.py: TaskLists.task_counts.<locals>.<dictcomp>": "the same",
    "storage/tasks/task_reminders.py: TaskReminders.purge_fired_anywhere": OLD,
    "storage/tasks/tasks.py: Tasks.due_of": OPEN,
}
# Indexes with a condition: they hold the few rows that are asked for.
PARTIAL = {
    str(index.name)
    for table in SQLModel.metadata.sorted_tables
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}
# A list is as long in its statement as the test had it; each may be this long.
LONG = 64


class Judge:
    """Says of statements what is wrong with them. Each is looked at once in a process."""

    def __init__(self, folder: Path) -> None:
        """`folder`: where the run's SQLite database with all tables and no rows is."""
        self._folder = folder
        self._faults: dict[Statement, list[str]] = {}

    def faults(self, statements: Collection[Statement]) -> list[str]:
        self.new_faults(statements)
        return [fault for statement in statements for fault in self._faults[statement]]

    def new_faults(self, statements: Collection[Statement]) -> list[str]:
        """Those of statements that were never looked at before."""
        new = [statement for statement in statements if statement not in self._faults]
        if new:
            # Tests have a loop of their own in this thread.
            with ThreadPoolExecutor(max_workers=1) as thread:
                thread.submit(self._look, new).result()
        return [fault for statement in new for fault in self._faults[statement]]

    def _look(self, statements: Collection[Statement]) -> None:
        with closing(sqlite3.connect(schema.sqlite_template(self._folder))) as connection:
            connection.create_function("folded", 1, normalize, deterministic=True)
            steps = {each: _sqlite(connection, each.sqlite) for each in statements if each.sqlite}
        nodes = asyncio.run(_postgresql(url, statements)) if (url := _grown()) else {}
        for each in statements:
            found = [*steps.get(each, []), *nodes.get(each, [])] if each.place not in READS_MUCH else []
            self._faults[each] = [f"{each.place} reads too much: {step}\n{each.sql}" for step in found]


def _grown() -> str | None:
    if "FAKETIME" in os.environ:
        # A server does not start at another date, and finds rows as it does today.
        return None
    try:
        return grown.database(postgres.server())
    except postgres.NoServer:
        # The tests that need one say that they were left out.
        return None


def _sqlite(connection: sqlite3.Connection, written: Written) -> list[str]:
    """The steps of its plan that read too much, whether its lists are as short as here or long."""
    growing = {*GROWING, *(alias for _table, alias in NAMED.findall(written.sql))}
    steps: dict[str, None] = {}
    for each in (written, lengthened(written)):
        rows = connection.execute(f"EXPLAIN QUERY PLAN {each.sql}", each.values)
        steps |= dict.fromkeys(step for *_ids, step in rows if step.split()[1] in growing and _reads_much(step))
    return list(steps)


def lengthened(written: Written) -> Written:
    """The same statement with long lists of ids: for one that is long enough SQLite may choose another index."""
    values: list[Any] = []
    given = list(written.values)

    def longer(place: re.Match[str]) -> str:
        own = [given.pop(0) for _each in range(place[0].count("?"))]
        if place[0] == "?" or not isinstance(own[0], int):
            values.extend(own)
            return place[0]
        values.extend((own * LONG)[:LONG])
        return f"IN ({', '.join('?' * LONG)})"

    return Written(re.sub(r"IN \((?:\?, )*\?\)|\?", longer, written.sql), values)


def _reads_much(step: str) -> bool:
    """A `SCAN` reads everything, with an index or not; a `SEARCH` what its conditions find, or the end of an index."""
    if PARTIAL & set(step.split()):
        return False
    if step.startswith("SCAN ") or "AUTOMATIC" in step:
        return True
    conditions = re.search(r"\(([^()]*)\)(?: LEFT-JOIN)?$", step)
    return conditions is not None and {re.split(r"\W", each)[0] for each in conditions[1].split(" AND ")} <= VAGUE


async def _postgresql(url: str, statements: Collection[Statement]) -> dict[Statement, list[str]]:
    """The nodes of each plan that read too much."""
    found: dict[Statement, list[str]] = {}
    connection = await asyncpg.connect(url)
    for each in statements:
        if each.postgresql is not None and "MATCH" not in each.postgresql.sql:
            sql, values = each.postgresql.sql, each.postgresql.values
            plan = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {sql}", *values)
            found[each] = [_said(node) for node in _nodes(json.loads(plan)[0]["Plan"]) if _is_fault(node)]
    await connection.close()
    return found


def _is_fault(node: dict[str, Any]) -> bool:
    if node["Node Type"] == "Seq Scan":
        return node["Relation Name"] in GROWING
    if node.get("Relation Name") not in {*GROWING, None} or node.get("Index Name") in {*PARTIAL, None}:
        return False
    found = set(re.findall(r"(\w+)\)?(?:::\w+)? (?:=|<|>|<=|>=|~~|IS)", node.get("Index Cond", "")))
    return found <= VAGUE


def _said(node: dict[str, Any]) -> str:
    return " ".join(str(node.get(key, "")) for key in ("Node Type", "Relation Name", "Index Name", "Index Cond"))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from _nodes(part)

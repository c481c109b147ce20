"""`docs/data-growth.md` says of each table when its rows go, or why they stay."""

import re
from pathlib import Path

from sqlmodel import SQLModel

from tests.kit.database.grown import SMALL

WORDS = (Path(__file__).parent.parent / "docs" / "data-growth.md").read_text()


def named(words: str) -> list[str]:
    rows = (line for line in words.splitlines() if line.startswith("| `"))
    return [name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])]


def test_every_table_is_named_once():
    assert sorted(named(WORDS)) == sorted(SQLModel.metadata.tables)


def test_tables_that_do_not_grow_with_messages_customers_and_tasks_are_those_of_the_plans():
    assert set(named(WORDS.partition("## With people")[2])) == SMALL


def test_each_growing_table_goes_or_has_a_reason_to_stay():
    rows = [
        line.split("|")[1:4] for line in WORDS.partition("## With people")[0].splitlines() if line.startswith("| `")
    ]

    assert [name for name, goes, stays in rows if not goes.strip() and not stays.strip()] == []

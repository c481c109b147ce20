"""The table of traps in docs/ names tests that exist, and leaves no trap out."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TABLE = Path("docs/traps.md")
ROW = re.compile(r"^\| (T\d+) \|(?P<says>.*)\|(?P<tests>[^|]*)\|$", re.MULTILINE)
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")

ROWS = {row[1]: row for row in ROW.finditer(TABLE.read_text())}


@cache
def names_in(path: str) -> set[str]:
    tree = ast.parse(Path(path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_trap_has_its_row():
    assert list(ROWS) == [f"T{number}" for number in range(1, 36)]


@pytest.mark.parametrize("trap", ROWS)
def test_trap_is_proven_by_tests_that_exist_or_comes_later(trap: str):
    named = NAMED.findall(ROWS[trap]["tests"])

    assert named or "later" in ROWS[trap]["says"]
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []

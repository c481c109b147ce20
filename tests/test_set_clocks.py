"""No test takes the time from the machine: its outcome would change with the day, the hour or the time zone."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# What they measure runs in real time.
BENCHES = {"bench", "bench_data"}


def faults(code: str) -> Iterator[str]:
    """The real time by its other names; ruff refuses the standard library's own."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.ImportFrom(names=names) if any(name.name == "utc_now" for name in names):
                yield f"line {node.lineno}: utc_now is the real time"
            case ast.Attribute(attr="utc_now"):
                yield f"line {node.lineno}: utc_now is the real time"
            case ast.Call(func=ast.Name(id="World"), keywords=given) if "starts_at" not in {one.arg for one in given}:
                yield f"line {node.lineno}: a World in real time; take tests.kit.worlds.new_world()"


def test_every_test_sets_its_clock():
    code = {path: path.read_text() for path in Path("tests").rglob("*.py") if path.parts[1] not in BENCHES}

    assert code
    assert {str(path): found for path in code if (found := list(faults(code[path])))} == {}


@pytest.mark.parametrize(
    "code",
    [
        "from storage.engine.database import utc_now",
        "storage.engine.database.utc_now()",
        "world = World()",
        "World(strict=False)",
    ],
)
def test_a_test_in_real_time_is_found(code: str):
    assert len(list(faults(code))) == 1


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import UTC, datetime\n\ndatetime.now(UTC)\n",
        "import datetime\n\ndatetime.datetime.utcnow()\n",
        "from datetime import date\n\ndate.today()\n",
        "import time\n\ntime.time()\n",
        "from time import localtime\n\nlocaltime()\n",
    ],
)
@pytest.mark.parametrize("path", ["bridge/actions/inbox/dialogs.py", "tests/inbox/test_dialogs.py"])
def test_ruff_refuses_the_real_time_in_the_product_and_in_tests(code: str, path: str):
    ruff = [sys.executable, "-m", "ruff", "check", "--no-cache", "--stdin-filename", path, "-"]
    said = subprocess.run(ruff, input=code, capture_output=True, text=True, check=False)

    assert "TID251" in said.stdout

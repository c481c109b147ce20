"""Every client is made by `bridge.network`: one that was made elsewhere would know no proxy and no authority."""

import re
from pathlib import Path

import bridge

ROOT = Path(bridge.__file__).parents[1]
# The sandbox plays Telegram and is asked from this machine only; the database is no part of the way to Telegram.
ELSEWHERE = ("bridge/network/", "bridge/sandbox/", "storage/engine/postgresql.py")
MAKERS = re.compile(
    r"\b(ClientSession|AiohttpSession|TCPConnector|HTTPXRequest|AsyncClient|AsyncHTTPTransport|urlopen|"
    r"create_default_context|open_connection)\("
)


def test_no_other_module_makes_a_client():
    sources = [
        path for folder in ("bridge", "handlers", "scheduler", "storage") for path in (ROOT / folder).rglob("*.py")
    ]
    ours = {path.relative_to(ROOT).as_posix(): path for path in sources}
    made = {
        name: found
        for name, path in ours.items()
        if not name.startswith(ELSEWHERE) and (found := MAKERS.findall(path.read_text()))
    }

    assert len(ours) > 400
    assert made == {}

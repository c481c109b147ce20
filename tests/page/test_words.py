"""The page speaks Russian wherever it speaks, and needs nobody else to do so."""

from __future__ import annotations

import re
from pathlib import Path

import bridge.sandbox

PAGE = Path(bridge.sandbox.__file__).parent / "page"
QUOTED = r'"((?:[^"\\]|\\.)+)"'
SPOKEN = re.compile(rf"\b_\([^()\"]*{QUOTED}")
CONSTANT = re.compile(r"^const [A-Z]+ = \{(.*?)\};", re.MULTILINE | re.DOTALL)
REFUSAL = re.compile(rf"NotPossible\({QUOTED}\)")
LISTED_IN = ("summary.js", "faults.js", "weather.js", "other.js")


def test_every_word_of_the_page_has_a_russian_one() -> None:
    scripts = {path.name: path.read_text("utf-8") for path in PAGE.glob("*.js")}
    russian = set(re.findall(rf"^  {QUOTED}:\s", scripts["words.js"], re.MULTILINE))
    spoken = {words for script in scripts.values() for words in SPOKEN.findall(script)}
    tables = [table for name in LISTED_IN for table in CONSTANT.findall(scripts[name])]
    listed = {words for table in tables for words in re.findall(rf"\w+: {QUOTED}", table)}
    sources = [path.read_text("utf-8") for path in PAGE.parent.rglob("*.py")]
    refusals = {words for source in sources for words in REFUSAL.findall(source)}

    assert spoken | listed | refusals == russian


def test_the_page_fetches_nothing_from_elsewhere() -> None:
    for path in PAGE.iterdir():
        addresses = re.findall(r"""(?:src|href|url|from|import)\W{1,3}(https?://[^"')\s]+)""", path.read_text("utf-8"))

        assert not addresses, path.name

"""A class name stands for one class in the whole product, so that a reader who sees it knows which one is meant."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
PRODUCT = ("bridge", "handlers", "storage", "scheduler")
# A program of its own beside the product.
SANDBOX = ROOT / "bridge" / "sandbox"


def test_a_class_name_stands_for_one_class():
    places = defaultdict(list)
    for path in (path for folder in PRODUCT for path in (ROOT / folder).rglob("*.py")):
        if not path.is_relative_to(SANDBOX):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    places[node.name].append(f"{path.relative_to(ROOT)}:{node.lineno}")

    # Nothing is found where the folders are looked for in the wrong place.
    assert "UnitOfWork" in places
    assert {name: found for name, found in places.items() if len(found) > 1} == {}

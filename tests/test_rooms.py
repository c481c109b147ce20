"""Where tests and their helpers live: what two tests share is in tests/kit, once, and no test imports a test."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
KIT = ROOT / "kit"
# Programs of their own, which are run by hand.
PROGRAMS = ("bench", "bench_data", "chaos")
MAX_MODULES_IN_A_FOLDER = 22
Helper = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

MODULES = {path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8")) for path in ROOT.rglob("*.py")}


def is_test(module: str) -> bool:
    """Whether pytest collects it, or reads fixtures from it."""
    name = module.rpartition(".")[2]
    return name.startswith("test_") or name == "conftest"


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules of `tests` that one imports; `from tests.x import y` may import a name or a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "tests":
            yield from (node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names))
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "tests")


def body(helper: Helper) -> str:
    """What it does, whatever it is called and says of itself."""
    statements = helper.body[1:] if ast.get_docstring(helper) is not None else helper.body
    head = [*helper.bases, *helper.keywords] if isinstance(helper, ast.ClassDef) else [helper.args]
    return "".join(ast.dump(each) for each in [*head, *statements])


def is_helper(node: ast.stmt) -> bool:
    """Fixtures are none: a folder or a module overrides those above it on purpose."""
    if not isinstance(node, Helper) or node.name.startswith("test_"):
        return False
    return not any("fixture" in ast.unparse(each) for each in node.decorator_list)


def faults(tree: ast.Module) -> list[str]:
    return sorted({module for module in imported(tree) if is_test(module)})


def test_no_test_imports_a_test():
    assert any(list(imported(tree)) for tree in MODULES.values())
    assert {str(path): found for path, tree in MODULES.items() if (found := faults(tree))} == {}


@pytest.mark.parametrize(
    "code",
    [
        "from tests.tags.test_tags import made",
        "from tests.tags import test_tags",
        "from tests.conftest import LONG",
        "import tests.tags.test_tags",
        "def test_it():\n    from tests.tags.test_tags import made",
    ],
)
def test_an_import_from_a_test_is_found(code: str):
    assert faults(ast.parse(code))


def test_helpers_live_in_the_kit():
    strays = [
        str(path)
        for path in MODULES
        if path.parts[0] not in (KIT.name, *PROGRAMS) and path.name != "__init__.py" and not is_test(path.stem)
    ]

    assert strays == []


def test_no_helper_stands_twice():
    places = defaultdict(list)
    for path, tree in MODULES.items():
        for node in tree.body:
            if is_helper(node):
                places[body(node)].append(f"{path}:{node.lineno} {node.name}")

    assert len(places) > len(MODULES)
    assert [found for found in places.values() if len(found) > 1] == []


def test_no_room_is_crowded():
    crowds = Counter(path.parent for path in MODULES if path.name != "__init__.py")

    assert {str(folder): count for folder, count in crowds.items() if count > MAX_MODULES_IN_A_FOLDER} == {}

"""What takes long to make, and is the same for every test, is made once in a process."""

import os
import ssl
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

from storage.engine.sqlite import Dialect

# More statements than the product has, so that none is compiled twice.
CAPACITY = 5000


def statements() -> None:
    """All engines of a kind of database look for compiled statements in the same cache.

    SQLAlchemy keeps one with each engine, and every test makes engines of its own: without this a third of the time
    of the suite goes into compiling the same statements again.
    """
    for dialect in (Dialect, PGDialect_asyncpg):
        _make_equal(dialect)
    compiled: LRUCache[Any, Any] = LRUCache(CAPACITY)
    build = Engine.__init__

    def build_sharing(self: Engine, *args: Any, **options: Any) -> None:
        build(self, *args, **options)
        self._compiled_cache = compiled

    Engine.__init__ = build_sharing


def _make_equal(kind: type[DefaultDialect]) -> None:
    """A cache is asked for a statement in a dialect: all of a kind are as good as one."""
    kind.__eq__ = lambda self, other: type(self) is type(other)
    kind.__hash__ = lambda self: hash(type(self))


def certificates() -> None:
    """The authorities that bots' clients trust, whom no test ever meets, are read once: three times at each start."""
    ssl.create_default_context = cache(ssl.create_default_context)


def bytecode(folder: Path) -> None:
    """Modules are compiled once for all processes that this one starts: workers, bridges, commands.

    Where the machine keeps none beside the modules (PYTHONDONTWRITEBYTECODE), it is kept in the folder.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder)

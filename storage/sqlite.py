"""SQLite in the loop's own thread, but for what may have to wait: for the disk, or for another process."""

import sqlite3
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import aiosqlite
from sqlalchemy.engine import make_url

# Waits while another process writes.
BEGIN_WRITING = "BEGIN IMMEDIATE"


class Connection(aiosqlite.Connection):
    """A statement takes some microseconds. To have it done by another thread takes a busy loop some milliseconds,
    twenty times for one message: the two threads take turns at the interpreter.
    """

    def __init__(self, path: str) -> None:
        super().__init__(partial(sqlite3.connect, path, check_same_thread=False), iter_chunk_size=64)
        # What the thread has still to do, even if whoever asked for it was cancelled.
        self._elsewhere: deque[Callable[..., Any]] = deque()

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        # What the thread has not finished yet comes first: a rollback after a cancelled commit.
        if not self._elsewhere and not _may_wait(fn, args):
            return fn(*args, **kwargs)
        self._elsewhere.append(fn)
        return await super()._execute(self._do, fn, *args, **kwargs)  # type: ignore[no-untyped-call]

    def _do(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return fn(*args, **kwargs)
        finally:
            self._elsewhere.popleft()


def _may_wait(fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
    return fn.__name__ == "commit" or args[:1] == (BEGIN_WRITING,)


def connector(url: str) -> Callable[..., Connection]:
    """What opens connections to the file that `url` names."""
    path = make_url(url).database or ":memory:"
    return lambda *_args, **_kwargs: Connection(path)

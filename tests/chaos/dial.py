"""The world's clock in a file: one process turns it, another reads it at each look."""

import mmap
import struct
import time
from datetime import UTC, datetime
from pathlib import Path

from bridge.sandbox import World
from bridge.sandbox.feed import Event

# How many seconds the world's clock is ahead of the monotonic one, which all processes of a machine share.
AHEAD = struct.Struct("d")


class Dial:
    """Keeps the file true while the world's clock is moved forward."""

    def __init__(self, world: World, path: Path) -> None:
        self._clock = world.clock
        self._path = path
        self._turn()
        self._listening = world.feed.subscribe(self._hear)
        self._listening.__enter__()

    def close(self) -> None:
        self._listening.__exit__(None, None, None)

    def _hear(self, event: Event) -> bool:
        if event.kind == "clock":
            self._turn()
        return False

    def _turn(self) -> None:
        ahead = AHEAD.pack(self._clock.now().timestamp() - time.monotonic())
        if not self._path.exists():
            self._path.write_bytes(ahead)
        with self._path.open("r+b") as file:
            file.write(ahead)


class Follower:
    """Reads the clock of a file."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._ahead = mmap.mmap(file.fileno(), AHEAD.size, access=mmap.ACCESS_READ)

    def now(self) -> datetime:
        [ahead] = AHEAD.unpack_from(self._ahead)
        return datetime.fromtimestamp(time.monotonic() + ahead, UTC)

"""`bridge run` whose waits are short and whose clock is the one in a file: `python -m tests.chaos.product FILE`."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from aiohttp import ClientTimeout

from bridge.__main__ import main
from bridge.app.models import build_when_needed
from tests.chaos.dial import Follower

ANSWER, QUICKLY, SHORT = timedelta(seconds=2), timedelta(seconds=1), timedelta(milliseconds=200)
POLL = timedelta(seconds=2)

# What the product waits for in real time. Long enough for a busy machine, short enough for a test.
WAITS: dict[str, dict[str, Any]] = {
    "bridge.desk.bot_api.telegram": {"ANSWER_TIMEOUT": ANSWER, "PROBE_TIMEOUT": QUICKLY},
    "bridge.desk.bot_api.updates": {"LONG_POLL": POLL, "POLL_TIMEOUT": POLL + ANSWER},
    "bridge.channels.telegram.uploads": {"ANSWER_TIMEOUT": ANSWER},
    "bridge.channels.telegram.channel": {"PROBE_TIMEOUT": QUICKLY},
    "bridge.channels.telegram.polling": {"LONG_POLL": POLL, "TRANSIT_TIMEOUT": ANSWER},
    "bridge.files.fetching": {
        "DOWNLOAD_TIMEOUT": ClientTimeout(total=None, connect=10, sock_read=ANSWER.total_seconds())
    },
    "bridge.journal.polling": {"REVOKED_TOKEN_DELAY": SHORT, "CONFLICT_DELAY": SHORT},
    "bridge.outbox.outbox": {"CLOCK_CHECK_INTERVAL": SHORT / 4},
    "bridge.app.bots": {"RECONNECT_INTERVAL": SHORT},
    "bridge.sending.availability": {"MAX_PAUSE": SHORT},
    "bridge.sending.settling": {"UPDATES_DELAY": SHORT},
}


def shorten() -> None:
    for module, name, wait in waits():
        if not hasattr(module, name):
            raise AttributeError(f"{module.__name__} has no {name}")
        setattr(module, name, wait)
    # Bound when the functions were made.
    import_module("bridge.channels.telegram.calls").raw.__kwdefaults__["answer_within"] = ANSWER
    import_module("bridge.delivery.retry").pause.__defaults__ = (SHORT,)
    import_module("bridge.errors").UnauthorizedToken.__init__.__defaults__ = (SHORT,)


def waits() -> Iterator[tuple[Any, str, Any]]:
    for module, constants in WAITS.items():
        for name, wait in constants.items():
            yield import_module(module), name, wait


def set_up(clock: Path) -> None:
    build_when_needed()
    from bridge.app import running

    shorten()
    running.serve = partial(running.serve, clock=Follower(clock).now)


if __name__ == "__main__":
    set_up(Path(sys.argv.pop()))
    sys.argv.append("run")
    main()

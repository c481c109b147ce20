"""`python -m tests.kit.stories.set_clock AHEAD`: `bridge run` at the time of a world.

AHEAD: how many seconds the world's clock is ahead of the monotonic one, which all processes of a machine share.
"""

import sys
import time
from datetime import UTC, datetime
from functools import partial

from bridge.__main__ import main
from bridge.app.models import build_when_needed
from bridge.sandbox.clock import Clock


def set_clock(ahead: float) -> None:
    build_when_needed()
    from bridge.app import running

    clock = Clock(starts_at=datetime.fromtimestamp(time.monotonic() + ahead, UTC))
    running.serve = partial(running.serve, clock=clock.now)


if __name__ == "__main__":
    set_clock(float(sys.argv.pop()))
    sys.argv.append("run")
    main()

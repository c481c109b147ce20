"""`bridge run`: serve operators and customers until told to stop."""

import asyncio

from bridge import logs
from bridge.settings import load


def run() -> None:
    """Serve operators and customers until Ctrl+C or SIGTERM."""
    settings = load()
    logs.configure(settings.logs.log_level, settings.logs.log_format)
    # Its libraries take seconds to import: the other commands do without them.
    from bridge.app.running import serve

    asyncio.run(serve(settings))

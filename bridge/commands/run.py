"""`bridge run`: serve operators and customers until told to stop."""

from bridge import logs
from bridge.app.models import build_when_needed
from bridge.commands.database import finish
from bridge.settings import Settings, load


def run() -> None:
    """Serve operators and customers until Ctrl+C or SIGTERM."""
    settings = load()
    logs.configure(settings.logs.log_level, settings.logs.log_format)
    finish(_run(settings))


async def _run(settings: Settings) -> None:
    # Its libraries take seconds to import: the other commands do without them.
    build_when_needed()
    from bridge.app.running import serve

    await serve(settings)

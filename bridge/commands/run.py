"""`bridge run`: serves operators and customers until it is told to stop."""

import structlog

from bridge import logs
from bridge.app.models import build_when_needed
from bridge.commands.database import finish
from bridge.settings import Settings, load, misspelt
from bridge.settings.env_file import ENV_FILE

log = structlog.get_logger(__name__)


def run() -> None:
    """Serve operators and customers until Ctrl+C or SIGTERM."""
    settings = load()
    logs.configure(settings.logs.log_level, settings.logs.log_format)
    for name, meant in misspelt().items():
        log.warning("settings.misspelt", file=str(ENV_FILE), name=name, why=f"no setting; {meant} was meant?")
    # Checked before anything is created: in a wrong folder the token is missing, and no files may be left behind.
    _ = settings.telegram.operator
    log.info("bridge.starting", database=settings.storage.place, data_dir=str(settings.storage.data_dir.absolute()))
    finish(_run(settings))


async def _run(settings: Settings) -> None:
    # The libraries take seconds to import, and the other commands do not need them.
    build_when_needed()
    from bridge.app.running import serve

    await serve(settings)

"""Structured logs for people or for machines. A bot's token never appears in a log line."""

import logging
import re
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# The bot's id (the digits) stays in the log, because it shows which bot it was.
TOKEN_PATTERN = re.compile(r"(\d+):[A-Za-z0-9_-]{30,}")
# These loggers would log each request with its URL, which contains the token in the Bot API, or each statement with its
# values, which contain people's messages.
CHATTY_LOGGERS = ("httpx", "httpcore", "telegram", "aiogram.event", "aiohttp.access", "alembic", "apscheduler")


def configure(level: str = "INFO", style: str = "text", stream: TextIO = sys.stderr) -> None:
    """Send all logs, the bridge's and the libraries', through one chain of processors.

    Args:
        style: "text" for people or "json" for machines.
    """
    ours: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper("iso", utc=True),
    ]
    last: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=stream.isatty())
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=ours,
            # Tracebacks become text before `redact` runs, so that it finds tokens in them too.
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                redact,
                last,
            ],
        )
    )
    structlog.configure(
        processors=[*ours, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in CHATTY_LOGGERS:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace the secret part of every bot token in the event by "…"."""
    return {name: _clean(value) for name, value in event.items()}


def _clean(value: Any) -> Any:
    match value:
        case str():
            return TOKEN_PATTERN.sub(r"\1:…", value)
        case dict():
            return {_clean(key): _clean(item) for key, item in value.items()}
        case list() | tuple() | set():
            return [_clean(item) for item in value]
        case int() | float() | None:
            return value
    return TOKEN_PATTERN.sub(r"\1:…", str(value))

"""Structured logs, for people or for machines; a bot's token never gets into a line."""

import logging
import re
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# The bot's id may stay: it says which bot it was.
TOKEN_PATTERN = re.compile(r"(\d+):[A-Za-z0-9_-]{30,}")
# They tell every request with its address, which in the Bot API holds the token, or every statement with its values,
# which are what people have written.
CHATTY_LOGGERS = ("httpx", "httpcore", "telegram", "aiogram.event", "aiohttp.access", "alembic", "apscheduler")


def configure(level: str = "INFO", style: str = "text", stream: TextIO = sys.stderr) -> None:
    """Send all logs, ours and the libraries', through one chain; `style` is "text" or "json"."""
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
            # Tracebacks become text first, so that tokens are found in them too.
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
    """Put "…" in the place of every bot token, wherever in the event it is."""
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

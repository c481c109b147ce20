"""Logs tell what happened, and never a token."""

import io
import json
import logging

import pytest
import structlog

from bridge.logs import configure

TOKEN = "123456789:AAEexampleexampleexampleexampleexam"


@pytest.fixture
def told():
    """What was logged; logging is as before afterwards."""
    root = logging.getLogger()
    handlers, level, stream = root.handlers[:], root.level, io.StringIO()
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("style", ["text", "json"])
def test_token_is_taken_out_of_everything_that_is_logged(told, style):
    configure("DEBUG", style, told)
    log = structlog.get_logger("bridge")

    log.info("calling", url=f"https://api.telegram.org/bot{TOKEN}/getMe", nested={"tokens": [TOKEN, (TOKEN,)]})
    log.warning(f"{TOKEN} again", error=ValueError(TOKEN))
    logging.getLogger("aiogram").error("Failed: %s", f"/bot{TOKEN}/getMe")
    try:
        raise RuntimeError(f"cannot reach /bot{TOKEN}/getMe")
    except RuntimeError:
        log.exception("failed")
        logging.getLogger("aiogram").exception("failed")

    assert TOKEN.split(":")[1] not in told.getvalue()
    assert told.getvalue().count("123456789:…") == 8


def test_line_is_json_with_its_fields(told):
    configure("INFO", "json", told)

    structlog.get_logger("bridge.outbox").info("sent", delivery=12, lane="канал")

    line = json.loads(told.getvalue())
    assert {name: line[name] for name in ("event", "delivery", "lane", "level", "logger")} == {
        "event": "sent",
        "delivery": 12,
        "lane": "канал",
        "level": "info",
        "logger": "bridge.outbox",
    }
    assert line["timestamp"].endswith("Z")


def test_what_is_below_the_level_is_not_told(told):
    configure("WARNING", "text", told)

    structlog.get_logger("bridge").info("quiet")
    logging.getLogger("aiogram").info("quiet")
    structlog.get_logger("bridge").warning("loud")

    assert "quiet" not in told.getvalue()
    assert "loud" in told.getvalue()


def test_requests_of_libraries_are_not_told_one_by_one(told):
    configure("INFO", "text", told)

    logging.getLogger("httpx").info("HTTP Request: POST /getUpdates")

    assert told.getvalue() == ""

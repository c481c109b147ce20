"""Answers of the Bot API as HTTP responses."""

from __future__ import annotations

import json

from aiohttp import web

from bridge.sandbox.errors import Refused
from bridge.sandbox.wire import Json


def refusal(error: Refused) -> web.Response:
    seconds = (error.parameters or {}).get("retry_after")
    headers = {"Retry-After": str(seconds)} if seconds else None
    return json_response(error.wire(), status=error.reason.code, headers=headers)


def json_response(body: Json, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, status=status, headers=headers, content_type="application/json")

"""How an ordered fault spoils a call: before it happens, or after."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from bridge.sandbox.answers import json_response, refusal
from bridge.sandbox.errors import Reason, Refused, too_many_requests
from bridge.sandbox.faults import Fault, FaultKind
from bridge.sandbox.requests import Parameters

PAGE = (
    "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n"
    "<center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
STALLED = 3600.0
DEFAULT_RETRY_AFTER = 5
CODES = {"Unauthorized": 401, "Forbidden": 403, "Not Found": 404, "Conflict": 409, "Internal Server Error": 500}
UNKNOWN_MEMBER = {"type": "hologram", "date": 0}


def answer_instead(request: web.Request, fault: Fault, parameters: Parameters) -> web.Response | None:
    """What is answered although nothing happens; None when the call goes on."""
    match fault.kind:
        case FaultKind.RESET_BEFORE:
            return reset(request)
        case FaultKind.HTTP_502:
            return gateways_page(502, "502 Bad Gateway")
        case FaultKind.HTTP_413:
            return gateways_page(413, "413 Request Entity Too Large")
        case FaultKind.JSON_500:
            return refusal(Refused(Reason.BROKEN))
        case FaultKind.REFUSE:
            return _refused(fault.description)
        case FaultKind.RETRY_AFTER:
            return refusal(too_many_requests(int(fault.after or DEFAULT_RETRY_AFTER)))
        case FaultKind.WRONG_THREAD:
            parameters.values.pop("message_thread_id", None)
    return None


def gateways_page(status: int, title: str) -> web.Response:
    return web.Response(text=PAGE.format(title=title), status=status, content_type="text/html")


def _refused(description: str) -> web.Response:
    """The status follows from the first words, as in every answer of the Bot API."""
    code = CODES.get(description.partition(":")[0], 400)
    return json_response({"ok": False, "error_code": code, "description": description}, status=code)


async def spoiled(request: web.Request, fault: Fault, result: Any) -> Any:
    """It has happened; what the bot hears of it is another matter."""
    match fault.kind:
        case FaultKind.RESET_AFTER:
            reset(request)
        case FaultKind.STALL:
            await asyncio.sleep(fault.after or STALLED)
        case FaultKind.UNDECODABLE:
            return _undecodable(result)
        case FaultKind.FUTURE_FIELD if isinstance(result, dict):
            return result | {"hologram": {"id": "1"}, "future_flag": True}
    return result


def _undecodable(result: Any) -> Any:
    if isinstance(result, dict):
        return result | {"forward_origin": UNKNOWN_MEMBER, "type": UNKNOWN_MEMBER}
    if isinstance(result, list):
        return [_undecodable(each) for each in result]
    return UNKNOWN_MEMBER


def reset(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()

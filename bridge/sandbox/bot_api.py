"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

from aiohttp import web

from bridge.sandbox.accounts import Bot
from bridge.sandbox.calls import Call, Methods
from bridge.sandbox.errors import Reason, Refused, too_many_requests
from bridge.sandbox.faults import Fault, FaultKind
from bridge.sandbox.requests import Parameters, read_parameters
from bridge.sandbox.wire import Json
from bridge.sandbox.world import World

log = logging.getLogger(__name__)

BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
STALLED = 3600.0
DEFAULT_RETRY_AFTER = 5
UNKNOWN_MEMBER = {"type": "hologram", "date": 0}
SAID_ON_SUCCESS = {"setwebhook": "Webhook was set", "deletewebhook": "Webhook was deleted"}


class BotApi:
    """Answers calls for all bots of the world."""

    def __init__(self, world: World, methods: Methods) -> None:
        self._world = world
        self._methods = methods

    def add_routes(self, app: web.Application) -> None:
        app.router.add_route("*", "/bot{token}/{method}", self.serve)
        app.router.add_get("/file/bot{token}/{path:.+}", self.download)

    async def serve(self, request: web.Request) -> web.Response:
        try:
            bot = self._bot(request.match_info["token"])
            parameters = await read_parameters(request)
            return await self._answer(request, bot, request.match_info["method"].lower(), parameters)
        except Refused as error:
            return refusal(error)
        except Exception:
            log.exception("the sandbox failed in %s", request.match_info["method"])
            return refusal(Refused(Reason.BROKEN))

    async def download(self, request: web.Request) -> web.Response:
        try:
            bot = self._bot(request.match_info["token"])
        except Refused as error:
            return refusal(error)
        file = self._world.files.at(request.match_info["path"])
        if file is None or file.path not in bot.downloads:
            return refusal(Refused(Reason.NOT_FOUND))
        return web.Response(body=file.data, content_type="application/octet-stream")

    async def perform(self, bot: Bot, body: Json) -> None:
        """The call that a webhook's response holds; its result is seen by nobody."""
        method = str(body.pop("method", "")).lower()
        if not method or method.startswith("get") or method == "setwebhook":
            return
        try:
            await self._call(bot, method, Parameters(body))
        except Refused as error:
            log.warning("call in a webhook response refused: %s", error)

    def _bot(self, token: str) -> Bot:
        bot_id, colon, secret = token.partition(":")
        if not (bot_id.isdigit() and colon and secret):
            raise Refused(Reason.TOKEN_INVALID)
        bot = self._world.bot_by_token(token)
        if bot is None:
            raise Refused(Reason.UNAUTHORIZED)
        if bot.logged_out:
            raise Refused(Reason.LOGGED_OUT)
        return bot

    async def _answer(self, request: web.Request, bot: Bot, method: str, parameters: Parameters) -> web.Response:
        fault = self._world.faults.take(bot, method)
        if fault and (spoiled := _instead(request, fault, parameters)):
            return spoiled
        result = await self._call(bot, method, parameters)
        if fault:
            result = await _spoil(request, fault, result)
        answer: Json = {"ok": True, "result": result}
        if method in SAID_ON_SUCCESS:
            answer["description"] = SAID_ON_SUCCESS[method]
        return _json(answer)

    async def _call(self, bot: Bot, method: str, parameters: Parameters) -> Any:
        found = self._methods.find(method)
        values = parameters.values
        self._world.limits.count(bot, method, str(values.get("chat_id", "")), _message_count(values))
        return await found.call(Call(self._world, bot, parameters.uploads), parameters)


def refusal(error: Refused) -> web.Response:
    seconds = (error.parameters or {}).get("retry_after")
    headers = {"Retry-After": str(seconds)} if seconds else None
    return _json(error.wire(), status=error.reason.code, headers=headers)


def _json(body: Json, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, status=status, headers=headers, content_type="application/json")


def _instead(request: web.Request, fault: Fault, parameters: Parameters) -> web.Response | None:
    """What is answered although nothing happens; None when the call goes on."""
    match fault.kind:
        case FaultKind.RESET_BEFORE:
            return _reset(request)
        case FaultKind.HTTP_502:
            return web.Response(text=BAD_GATEWAY, status=502, content_type="text/html")
        case FaultKind.JSON_500:
            return refusal(Refused(Reason.BROKEN))
        case FaultKind.RETRY_AFTER:
            return refusal(too_many_requests(int(fault.after or DEFAULT_RETRY_AFTER)))
        case FaultKind.WRONG_THREAD:
            parameters.values.pop("message_thread_id", None)
    return None


async def _spoil(request: web.Request, fault: Fault, result: Any) -> Any:
    """It has happened; what the bot hears of it is another matter."""
    match fault.kind:
        case FaultKind.RESET_AFTER:
            _reset(request)
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


def _reset(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()


def _message_count(values: Json) -> int:
    """An album counts as many messages as it has."""
    media = values.get("media")
    if isinstance(media, str) and media.startswith("["):
        return media.count('"media"')
    return len(media) if isinstance(media, list) else 1

"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiohttp import web

from bridge.sandbox.accounts import Bot
from bridge.sandbox.answers import json_response, refusal
from bridge.sandbox.calls import Call
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.files import LOCAL_LIMIT, UPLOAD_LIMIT
from bridge.sandbox.methods.table import Methods
from bridge.sandbox.requests import Parameters, read_parameters
from bridge.sandbox.settling import settles
from bridge.sandbox.spoiling import answer_instead, spoiled
from bridge.sandbox.updates import PollCut
from bridge.sandbox.weather import DOWNLOAD, WeatherKind
from bridge.sandbox.weathering import answer_in_weather, cut_off, half_of_it, withhold_answer
from bridge.sandbox.wire import Json
from bridge.sandbox.world import World

log = logging.getLogger(__name__)

SAID_ON_SUCCESS = {"setwebhook": "Webhook was set", "deletewebhook": "Webhook was deleted"}


class BotApi:
    """Answers calls for all bots of the world."""

    def __init__(self, world: World, methods: Methods) -> None:
        self._world = world
        self._methods = methods
        self._carried_out: set[asyncio.Task[Any]] = set()

    def add_routes(self, app: web.Application) -> None:
        app.router.add_route("*", "/bot{token}/{method}", self.serve)
        app.router.add_get("/file/bot{token}/{path:.+}", self.download)

    async def serve(self, request: web.Request) -> web.Response:
        try:
            bot = self._bot(request.match_info["token"])
            largest = UPLOAD_LIMIT if self._world.local_files is None else LOCAL_LIMIT
            parameters = await read_parameters(request, largest=largest)
            return await self._in_weather(request, bot, request.match_info["method"], parameters)
        except Refused as error:
            return refusal(error)
        except web.HTTPRequestEntityTooLarge:
            return refusal(Refused(Reason.TOO_LARGE))
        except Exception:
            log.exception("the sandbox failed in %s", request.match_info["method"])
            return refusal(Refused(Reason.BROKEN))

    async def download(self, request: web.Request) -> web.StreamResponse:
        try:
            bot = self._bot(request.match_info["token"])
        except Refused as error:
            return refusal(error)
        spell = self._world.weather.meets(bot, DOWNLOAD)
        if spell and (answer := await answer_in_weather(request, spell)):
            return answer
        file = self._world.files.at(request.match_info["path"])
        if file is None or file.path not in bot.downloads:
            return refusal(Refused(Reason.NOT_FOUND))
        if spell and spell.kind is WeatherKind.RESET_AFTER:
            return await half_of_it(request, file.data)
        if spell:
            await withhold_answer(request, spell)
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

    async def _in_weather(self, request: web.Request, bot: Bot, name: str, parameters: Parameters) -> web.Response:
        spell = self._world.weather.meets(bot, name)
        if spell and (answer := await answer_in_weather(request, spell)):
            return answer
        try:
            answer = await self._answer(request, bot, name.lower(), parameters, is_heard=spell is None)
        except PollCut as cut:
            return await cut_off(request, cut.spell)
        except Refused as error:
            answer = refusal(error)
        if spell:
            await withhold_answer(request, spell)
        return answer

    async def _answer(
        self, request: web.Request, bot: Bot, method: str, parameters: Parameters, *, is_heard: bool
    ) -> web.Response:
        fault = self._world.faults.take(bot, method)
        if fault and (answer := answer_instead(request, fault, parameters)):
            return answer
        if (fault or not is_heard) and method != "getupdates":
            result = await self._call_to_the_end(bot, method, parameters)
        else:
            result = await self._call(bot, method, parameters)
        if fault:
            result = await spoiled(request, fault, result)
        said = {"description": SAID_ON_SUCCESS[method]} if method in SAID_ON_SUCCESS else {}
        return json_response({"ok": True, "result": result, **said})

    async def _call_to_the_end(self, bot: Bot, method: str, parameters: Parameters) -> Any:
        """Carry the call out even when the bot stops to wait meanwhile, which cancels its request."""
        calling = asyncio.create_task(self._call(bot, method, parameters))
        self._carried_out.add(calling)
        calling.add_done_callback(self._carried_out.discard)
        return await asyncio.shield(calling)

    async def _call(self, bot: Bot, method: str, parameters: Parameters) -> Any:
        found = self._methods.find(method)
        values = parameters.values
        self._world.limits.count(bot, method, str(values.get("chat_id", "")), _message_count(values))
        try:
            return await found.call(Call(self._world, bot, parameters.uploads), parameters)
        except Refused as error:
            if self._world.settling_refused and settles(method, error.reason):
                raise Refused(Reason.EDIT_UNUSABLE) from None
            raise


def _message_count(values: Json) -> int:
    """An album counts as many messages as it has."""
    media = values.get("media")
    if isinstance(media, str) and media.startswith("["):
        return media.count('"media"')
    return len(media) if isinstance(media, list) else 1

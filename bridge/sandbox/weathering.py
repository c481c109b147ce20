"""How a spell of weather spoils a call: before it happens, or after."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bridge.sandbox.answers import refusal
from bridge.sandbox.errors import Reason, Refused, too_many_requests
from bridge.sandbox.spoiling import DEFAULT_RETRY_AFTER, STALLED, gateways_page, reset
from bridge.sandbox.weather import Spell, WeatherKind


async def answer_in_weather(request: web.Request, spell: Spell) -> web.Response | None:
    """What is answered although nothing happens; None when the call goes on."""
    match spell.kind:
        case WeatherKind.HTTP_502:
            return gateways_page(502, "502 Bad Gateway")
        case WeatherKind.JSON_500:
            return refusal(Refused(Reason.BROKEN))
        case WeatherKind.RETRY_AFTER:
            return refusal(too_many_requests(int(spell.after or DEFAULT_RETRY_AFTER)))
        case WeatherKind.CONFLICT_409:
            return refusal(Refused(Reason.POLL_TERMINATED))
        case WeatherKind.UNAUTHORIZED_401:
            return refusal(Refused(Reason.UNAUTHORIZED))
        case WeatherKind.NOT_FOUND_404:
            return refusal(Refused(Reason.NOT_FOUND))
        case WeatherKind.STALL_BEFORE:
            await asyncio.sleep(spell.after or STALLED)
            return reset(request)
        # On the page's port, which stays open, a refused connection is one that breaks at once.
        case WeatherKind.RESET_BEFORE | WeatherKind.REFUSED:
            return reset(request)
    return None


async def withhold_answer(request: web.Request, spell: Spell) -> None:
    """It has happened; the bot does not hear of it, or hears too late."""
    if spell.kind is WeatherKind.RESET_AFTER:
        reset(request)
    else:
        await asyncio.sleep(spell.after or STALLED)


async def cut_off(request: web.Request, spell: Spell) -> web.Response:
    """What becomes of a long poll that waited when the weather began: it confirms nothing and brings nothing."""
    if answer := await answer_in_weather(request, spell):
        return answer
    await withhold_answer(request, spell)
    return reset(request)


async def half_of_it(request: web.Request, data: bytes) -> web.StreamResponse:
    """A download that breaks in the middle."""
    response = web.StreamResponse(headers={"Content-Length": str(len(data))})
    await response.prepare(request)
    await response.write(data[: len(data) // 2])
    if request.transport:
        # An abort would throw away the half that is on its way.
        request.transport.close()
    return response

"""The weather over HTTP (docs/sandbox-api.md)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aiohttp import web

from bridge.sandbox.errors import NotPossible
from bridge.sandbox.people_api import action
from bridge.sandbox.wire import Json
from bridge.sandbox.world import World

FIELDS = frozenset({"kind", "bot_id", "methods", "share", "lasting", "after", "seed"})
LONGEST = timedelta(days=365)


class WeatherApi:
    """Begins and ends spells of weather."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post("/sandbox/weather", self.begin)
        app.router.add_post("/sandbox/weather/end", self.end)
        app.router.add_post("/sandbox/settling", self.settling)

    @action
    async def begin(self, request: web.Request) -> Json:
        body = _fields(await request.json(), FIELDS)
        spell = self._world.weather.begin(
            str(body["kind"]),
            bot=_whole(body, "bot_id"),
            methods=_names(body.get("methods")),
            share=_number(body, "share", 1.0),
            lasting=_lasting(body),
            after=_number(body, "after", None),
            seed=_whole(body, "seed"),
        )
        return {"id": spell.id}

    @action
    async def end(self, request: web.Request) -> None:
        spell_id = _whole(_fields(await request.json(), {"id"}), "id")
        if spell_id is None:
            self._world.weather.clear()
            return
        spell = next((each for each in self._world.weather.spells if each.id == spell_id), None)
        if spell is None:
            raise NotPossible("There is no such spell of weather, or it is over")
        self._world.weather.end(spell)

    @action
    async def settling(self, request: web.Request) -> None:
        body = _fields(await request.json(), {"refused"})
        if not isinstance(body["refused"], bool):
            raise ValueError("refused is true or false")
        self._world.settling_refused = body["refused"]


def _fields(body: Any, known: frozenset[str] | set[str]) -> Json:
    """The body without what is null. A misspelt field would make a spell hit more than is meant."""
    if not isinstance(body, dict):
        raise NotPossible("The body is an object")
    if unknown := body.keys() - known:
        raise NotPossible(f"There is no field {min(unknown)!r}")
    return {name: value for name, value in body.items() if value is not None}


def _names(methods: Any) -> list[str] | None:
    if methods is None:
        return None
    if not isinstance(methods, list) or not methods or not all(isinstance(each, str) for each in methods):
        raise ValueError("methods is a list of names")
    return methods


def _whole(body: Json, name: str) -> int | None:
    value = body.get(name)
    if value is not None and type(value) is not int:
        raise ValueError(f"{name} is a whole number")
    return value


def _number(body: Json, name: str, default: Any) -> Any:
    value = body.get(name, default)
    if value is not default and type(value) not in (int, float):
        raise ValueError(f"{name} is a number")
    return value


def _lasting(body: Json) -> timedelta | None:
    seconds = _number(body, "lasting", None)
    if seconds is None:
        return None
    if not 0 < seconds <= LONGEST.total_seconds():
        raise ValueError(f"the weather lasts longer than 0 seconds, and at most {LONGEST.days} days")
    return timedelta(seconds=seconds)

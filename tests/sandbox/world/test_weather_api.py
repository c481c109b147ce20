"""The weather over HTTP, as docs/sandbox-api.md promises it."""

from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from bridge.sandbox import Bot, SandboxServer, World
from tests.kit.sandbox import RawApi


class Page:
    """Orders weather as the page does."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self._url = f"{url}/sandbox"

    async def post(self, path: str, body: Any) -> dict[str, Any]:
        async with self._session.post(f"{self._url}/{path}", json=body) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == (200 if answer["ok"] else 400)
            return answer

    async def state(self) -> dict[str, Any]:
        async with self._session.get(f"{self._url}/state") as response:
            state: dict[str, Any] = await response.json()
            return state

    async def weather(self) -> list[dict[str, Any]]:
        spells: list[dict[str, Any]] = (await self.state())["weather"]
        return spells


@pytest.fixture
def page(session: ClientSession, server: SandboxServer) -> Page:
    return Page(session, server.url)


async def test_a_spell_begins_and_ends(page: Page, call: RawApi, world: World, desk: Bot, shop: Bot) -> None:
    body = {"kind": "json_500", "bot_id": desk.id, "methods": ["getMe"], "share": 1, "lasting": 120, "seed": 1}

    answer = await page.post("weather", body)

    (spell,) = await page.weather()
    assert spell["until"] > (await page.state())["now"]
    assert {name: spell[name] for name in ("id", "kind", "bot_id", "methods", "share", "after")} == {
        "id": answer["id"],
        "kind": "json_500",
        "bot_id": desk.id,
        "methods": ["getme"],
        "share": 1,
        "after": None,
    }
    assert ((await call(desk, "getMe"))["ok"], (await call(shop, "getMe"))["ok"]) == (False, True)
    assert await page.post("weather/end", {"id": answer["id"]}) == {"ok": True}
    assert (await call(desk, "getMe"))["ok"]


async def test_all_weather_is_ended_at_once(page: Page, world: World) -> None:
    for kind in ("stall", "refused"):
        await page.post("weather", {"kind": kind})

    assert (await page.post("weather/end", {}))["ok"]

    assert world.weather.spells == []


async def test_an_event_tells_of_the_beginning_and_of_the_end(page: Page, session: ClientSession, world: World) -> None:
    async with session.ws_connect(f"{page._url}/events") as events:
        await page.post("weather", {"kind": "http_502", "lasting": 60})
        begun = await events.receive_json(timeout=3)
        world.clock.forward(timedelta(minutes=1))
        moved, over = [await events.receive_json(timeout=3) for _ in range(2)]

    assert (begun["event"], [each["kind"] for each in begun["weather"]]) == ("weather", ["http_502"])
    assert (moved["event"], over["event"], over["weather"]) == ("clock", "weather", [])


@pytest.mark.parametrize(
    ("path", "body", "sentence"),
    [
        ("weather", {}, "There is no 'kind'"),
        ("weather", [], "The body is an object"),
        ("weather", {"kind": "hail"}, "'hail' is not a valid WeatherKind"),
        ("weather", {"kind": "stall", "bot_id": 999}, "there is no bot 999"),
        ("weather", {"kind": "stall", "bot_id": "7001"}, "bot_id is a whole number"),
        ("weather", {"kind": "stall", "method": "getMe"}, "There is no field 'method'"),
        ("weather", {"kind": "stall", "methods": "getMe"}, "methods is a list of names"),
        ("weather", {"kind": "stall", "methods": []}, "methods is a list of names"),
        ("weather", {"kind": "stall", "methods": ["get"]}, "there is no method get"),
        ("weather", {"kind": "stall", "share": "all"}, "share is a number"),
        ("weather", {"kind": "stall", "share": float("nan")}, "the share is a number from 0 to 1"),
        ("weather", {"kind": "stall", "lasting": 0}, "the weather lasts longer than 0 seconds, and at most 365 days"),
        ("weather", {"kind": "stall", "lasting": float("inf")}, "at most 365 days"),
        ("weather", {"kind": "stall", "after": float("inf")}, "comes after more than 0"),
        ("weather/end", {"id": 7}, "There is no such spell of weather, or it is over"),
        ("settling", {"refused": "yes"}, "refused is true or false"),
    ],
)
async def test_what_does_not_fit_is_said_and_changes_nothing(
    page: Page, world: World, path: str, body: Any, sentence: str
) -> None:
    world.weather.begin("json_500")

    answer = await page.post(path, body)

    assert sentence in answer["error"]
    assert [spell.kind for spell in world.weather.spells] == ["json_500"]
    assert world.settling_refused is False


async def test_settling_is_refused_and_allowed_again(page: Page, world: World) -> None:
    await page.post("settling", {"refused": True})
    assert (world.settling_refused, (await page.state())["settling_refused"]) == (True, True)

    await page.post("settling", {"refused": False})

    assert world.settling_refused is False

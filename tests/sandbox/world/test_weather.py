"""Bad weather: what goes wrong until it is over, as the bots meet it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientConnectorError, ClientError, ClientSession, ClientTimeout

from bridge.sandbox import Bot, Person, SandboxServer, World
from bridge.sandbox.validation import Method
from tests.kit.sandbox import RawApi

MINUTE = timedelta(minutes=1)
PATIENT = ClientTimeout(total=10)
IMPATIENT = ClientTimeout(total=0.2)


@pytest.fixture
def api(server: SandboxServer, session: ClientSession) -> RawApi:
    """Calls methods at the port that is the Bot API's alone."""
    return RawApi(session, server.api_url)


async def status_of(
    call: RawApi, bot: Bot, method: str = "getMe", *, within: ClientTimeout = PATIENT, **parameters: Any
) -> tuple[int, str]:
    """The answer's HTTP status and its type of content."""
    url = f"{call.url}/bot{bot.token}/{method}"
    async with call.session.post(url, json=parameters, timeout=within) as response:
        return response.status, response.content_type


async def waiting_poll(call: RawApi, bot: Bot) -> asyncio.Task[tuple[int, str]]:
    """A getUpdates that has arrived and waits."""
    poll = asyncio.create_task(status_of(call, bot, "getUpdates", timeout=30))
    while not bot.updates.is_polled:  # noqa: ASYNC110 - nobody tells when a poll begins to wait
        await asyncio.sleep(0.01)
    return poll


async def downloaded(call: RawApi, url: str) -> tuple[int, bytes]:
    """The answer's HTTP status and the whole of its body."""
    async with call.session.get(url) as response:
        return response.status, await response.read()


async def test_a_spell_lasts_until_it_is_ended(world: World, call: RawApi, desk: Bot) -> None:
    spell = world.weather.begin("http_502")
    assert [await status_of(call, desk) for _ in range(3)] == [(502, "text/html")] * 3

    world.weather.end(spell)

    assert (await call(desk, "getMe"))["ok"]
    assert world.weather.spells == []


async def test_a_spell_is_over_when_its_time_has_passed_on_the_sandbox_clock(
    world: World, call: RawApi, desk: Bot
) -> None:
    world.weather.begin("json_500", lasting=MINUTE)
    world.clock.forward(timedelta(seconds=59))
    assert await status_of(call, desk) == (500, "application/json")

    world.clock.forward(timedelta(seconds=1))

    assert (await call(desk, "getMe"))["ok"]


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("http_502", (502, "text/html")),
        ("json_500", (500, "application/json")),
        ("retry_after", (429, "application/json")),
        ("unauthorized_401", (401, "application/json")),
        ("not_found_404", (404, "application/json")),
    ],
)
async def test_nothing_happens_while_an_error_is_answered(
    world: World, call: RawApi, desk: Bot, oleg: Person, kind: str, answer: tuple[int, str]
) -> None:
    world.weather.begin(kind)

    assert await status_of(call, desk, "sendMessage", chat_id=oleg.id, text="Привет") == answer

    await oleg.never_sees("Привет", within=0.01)


async def test_only_a_poll_meets_a_conflict(world: World, call: RawApi, desk: Bot) -> None:
    world.weather.begin("conflict_409")

    assert await status_of(call, desk, "getUpdates") == (409, "application/json")
    assert (await call(desk, "getMe"))["ok"]


async def test_a_connection_breaks_before_or_after_the_effect(
    world: World, call: RawApi, desk: Bot, oleg: Person
) -> None:
    for kind, text in (("reset_before", "Раньше"), ("reset_after", "Позже")):
        spell = world.weather.begin(kind)
        with pytest.raises(ClientConnectionError):
            await call(desk, "sendMessage", chat_id=oleg.id, text=text)
        world.weather.end(spell)

    assert await oleg.sees("Позже")
    await oleg.never_sees("Раньше", within=0.01)


async def test_a_refusal_is_an_answer_that_gets_lost_as_well(world: World, call: RawApi, desk: Bot) -> None:
    world.weather.begin("reset_after")

    with pytest.raises(ClientConnectionError):
        await call(desk, "sendMessage", chat_id=999, text="Привет")


async def test_a_stalled_answer_comes_late_and_a_stalled_request_does_nothing(
    world: World, call: RawApi, desk: Bot, oleg: Person
) -> None:
    late = world.weather.begin("stall", after=0.1)
    assert (await call(desk, "sendMessage", chat_id=oleg.id, text="Позже"))["ok"]
    world.weather.end(late)
    world.weather.begin("stall_before")
    with pytest.raises(TimeoutError):
        await status_of(call, desk, "sendMessage", within=IMPATIENT, chat_id=oleg.id, text="Никогда")

    assert await oleg.sees("Позже")
    await oleg.never_sees("Никогда", within=0.01)


async def test_the_effect_takes_place_though_nobody_waits_for_it_any_more(
    monkeypatch: pytest.MonkeyPatch, world: World, call: RawApi, desk: Bot, oleg: Person
) -> None:
    gate = asyncio.Event()
    _hold_methods(monkeypatch, gate.wait)
    world.weather.begin("stall", methods=["sendMessage"])
    with pytest.raises(TimeoutError):
        await status_of(call, desk, "sendMessage", within=IMPATIENT, chat_id=oleg.id, text="Привет")
    await oleg.never_sees("Привет", within=0.01)

    gate.set()

    assert await oleg.sees("Привет")


async def test_a_poll_that_waits_is_cut_off_and_loses_nothing(
    world: World, call: RawApi, desk: Bot, oleg: Person
) -> None:
    poll = await waiting_poll(call, desk)
    spell = world.weather.begin("http_502")
    assert await asyncio.wait_for(poll, 3) == (502, "text/html")
    await oleg.writes("Где вы?", to=desk)

    world.weather.end(spell)

    (update,) = (await call(desk, "getUpdates"))["result"]
    assert update["message"]["text"] == "Где вы?"


async def test_a_poll_whose_connection_breaks_is_cut_off_too(world: World, call: RawApi, desk: Bot) -> None:
    poll = await waiting_poll(call, desk)

    world.weather.begin("reset_after")

    with pytest.raises(ClientConnectionError):
        await asyncio.wait_for(poll, 3)


async def test_a_spell_is_for_its_bot_and_its_methods(world: World, call: RawApi, desk: Bot, shop: Bot) -> None:
    world.weather.begin("json_500", bot=desk, methods=["getMe", "GETCHAT"])

    assert (await call(desk, "getMe"))["error_code"] == 500
    assert (await call(desk, "getChat", chat_id=1))["error_code"] == 500
    assert (await call(desk, "getUpdates"))["ok"]
    assert (await call(shop, "getMe"))["ok"]


async def test_a_share_of_the_calls_goes_wrong_and_the_same_ones_again(world: World, call: RawApi, desk: Bot) -> None:
    async def outcomes() -> list[int]:
        spell = world.weather.begin("json_500", share=0.5, seed=11)
        answers = [(await status_of(call, desk))[0] for _ in range(40)]
        world.weather.end(spell)
        return answers

    first = await outcomes()

    assert 10 < first.count(500) < 30
    assert await outcomes() == first


async def test_a_download_meets_the_weather_as_well(world: World, call: RawApi, shop: Bot, ivan: Person) -> None:
    sent = await ivan.sends_file(b"0123456789" * 100, name="a.txt", to=shop)
    assert sent.content.file
    path = (await call(shop, "getFile", file_id=sent.content.file.id_for(shop)))["result"]["file_path"]
    url = f"{call.url}/file/bot{shop.token}/{path}"

    world.weather.begin("http_502", methods=["download"])
    assert (await downloaded(call, url))[0] == 502
    world.weather.clear()
    world.weather.begin("reset_after")
    with pytest.raises(ClientError):
        await downloaded(call, url)
    world.weather.clear()

    assert await downloaded(call, url) == (200, b"0123456789" * 100)


async def test_calls_in_weather_are_counted_for_each_bot_and_method(
    world: World, call: RawApi, desk: Bot, shop: Bot
) -> None:
    await call(desk, "getMe")
    world.weather.begin("json_500", bot=desk, share=0)
    for _ in range(3):
        await call(desk, "getMe")
    await call(desk, "getUpdates")
    await call(shop, "getMe")
    world.weather.clear()
    await call(desk, "getMe")

    assert world.weather.calls == {(desk.id, "getMe"): 3, (desk.id, "getUpdates"): 1}
    assert (world.weather.called(desk), world.weather.called(desk, "getme"), world.weather.called(shop)) == (4, 3, 0)


async def test_a_refused_connection_leaves_the_page_where_it_is(
    world: World, server: SandboxServer, api: RawApi, desk: Bot, oleg: Person
) -> None:
    assert (await api(desk, "getMe"))["ok"]
    poll = await waiting_poll(api, desk)

    world.weather.begin("refused", lasting=MINUTE)

    with pytest.raises(ClientConnectionError):
        await asyncio.wait_for(poll, 3)
    for _ in range(2):
        with pytest.raises(ClientConnectorError):
            await api(desk, "getMe")
    async with api.session.get(f"{server.url}/sandbox/state") as state:
        assert state.status == 200
    with pytest.raises(ClientConnectionError):
        await status_of(RawApi(api.session, server.url), desk)
    world.clock.forward(MINUTE)
    assert (await api(desk, "getMe"))["ok"]


async def test_the_port_opens_by_itself_when_the_time_is_over(world: World, api: RawApi, desk: Bot) -> None:
    world.weather.begin("refused", lasting=timedelta(seconds=0.1))
    with pytest.raises(ClientConnectorError):
        await api(desk, "getMe")

    with world.feed.subscribe(lambda event: event.kind == "weather") as news:
        await asyncio.wait_for(news.get(), 3)

    assert (await api(desk, "getMe"))["ok"]


async def test_the_port_opens_and_closes_many_times_in_a_moment(world: World, api: RawApi, desk: Bot) -> None:
    for _ in range(20):
        world.weather.begin("refused")
        world.weather.clear()
    assert (await api(desk, "getMe"))["ok"]

    world.weather.begin("refused")
    # The connection that was open is cut, which its next request notices; the one after it finds nobody.
    with pytest.raises(ClientConnectionError):
        await api(desk, "getMe")
    with pytest.raises(ClientConnectorError):
        await api(desk, "getMe")


async def test_two_spells_are_ended_one_by_one(world: World, api: RawApi, desk: Bot) -> None:
    first, second = world.weather.begin("refused"), world.weather.begin("refused")

    world.weather.end(first)
    with pytest.raises(ClientConnectorError):
        await api(desk, "getMe")
    world.weather.end(second)

    assert (await api(desk, "getMe"))["ok"]


async def test_a_poll_that_waits_is_answered_when_the_server_stops(
    server: SandboxServer, api: RawApi, desk: Bot
) -> None:
    poll = await waiting_poll(api, desk)

    await server.stop()

    assert await asyncio.wait_for(poll, 3) == (200, "application/json")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "hail"}, "hail"),
        ({"bot": 999}, "there is no bot 999"),
        ({"methods": ["sendMessages"]}, "there is no method sendmessages"),
        ({"share": 1.5}, "the share is a number from 0 to 1"),
        ({"lasting": timedelta()}, "the weather lasts longer than 0 seconds"),
        ({"after": -1}, "comes after more than 0"),
        ({"kind": "refused", "share": 0.5}, "a closed port refuses every call of all bots"),
        ({"kind": "refused", "methods": ["getMe"]}, "a closed port refuses every call of all bots"),
        ({"kind": "conflict_409", "methods": ["sendMessage"]}, "only getUpdates meets conflict_409"),
        ({"kind": "retry_after", "methods": ["webhook"]}, "a webhook does not meet retry_after"),
    ],
)
def test_what_is_no_weather_is_refused(world: World, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        world.weather.begin(**{"kind": "http_502"} | wrong)

    assert world.weather.spells == []


def _hold_methods(monkeypatch: pytest.MonkeyPatch, until: Callable[[], Awaitable[Any]]) -> None:
    """Every call is carried out only after `until` returns."""
    carry_out = Method.call

    async def held(self: Method, *what: Any) -> Any:
        await until()
        return await carry_out(self, *what)

    monkeypatch.setattr(Method, "call", held)

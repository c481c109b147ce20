"""Webhooks: delivered in order, again when refused, instead of polling."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bridge.sandbox import Bot, Person, World
from tests.kit.sandbox import RawApi


class Receiver:
    """Remembers what it got; answers with the given statuses first, then 200 and `reply`."""

    def __init__(self) -> None:
        self.updates: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.secrets: list[str | None] = []
        self.statuses: list[int] = []
        self.reply: dict[str, Any] | None = None
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        self.updates.put_nowait(await request.json())
        return web.json_response(self.reply) if self.reply else web.Response()

    async def next_text(self) -> str:
        update = await asyncio.wait_for(self.updates.get(), 3)
        return str(update["message"]["text"])


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.receive)
    async with TestServer(app) as server:
        receiver.url = str(server.make_url("/hook"))
        yield receiver


async def test_updates_come_in_order_with_the_secret(call: RawApi, shop: Bot, ivan: Person, receiver: Receiver) -> None:
    await ivan.writes("1", to=shop)
    answer = await call(shop, "setWebhook", url=receiver.url, secret_token="s-1")
    await ivan.writes("2", to=shop)

    assert answer == {"ok": True, "result": True, "description": "Webhook was set"}
    assert [await receiver.next_text(), await receiver.next_text()] == ["1", "2"]
    assert receiver.secrets == ["s-1", "s-1"]
    info = (await call(shop, "getWebhookInfo"))["result"]
    assert (info["url"], info["pending_update_count"]) == (receiver.url, 0)


async def test_a_refused_update_comes_again_and_keeps_its_place(
    call: RawApi, shop: Bot, ivan: Person, receiver: Receiver
) -> None:
    receiver.statuses = [503]
    await call(shop, "setWebhook", url=receiver.url)
    await ivan.writes("1", to=shop)
    await ivan.writes("2", to=shop)

    assert [await receiver.next_text(), await receiver.next_text()] == ["1", "2"]
    info = (await call(shop, "getWebhookInfo"))["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_one_chat_does_not_hold_up_another(
    world: World, call: RawApi, shop: Bot, ivan: Person, receiver: Receiver
) -> None:
    anna = world.person("Анна")
    receiver.statuses = [503]
    await call(shop, "setWebhook", url=receiver.url)
    await ivan.writes("Иван", to=shop)
    await anna.writes("Анна", to=shop)

    assert [await receiver.next_text(), await receiver.next_text()] == ["Анна", "Иван"]


async def test_the_response_may_hold_a_call(call: RawApi, shop: Bot, ivan: Person, receiver: Receiver) -> None:
    receiver.reply = {"method": "sendMessage", "chat_id": ivan.user.id, "text": "Приняли"}
    await call(shop, "setWebhook", url=receiver.url)
    await ivan.writes("1", to=shop)

    assert await ivan.sees("Приняли", in_=shop)


async def test_polling_and_a_webhook_exclude_each_other(call: RawApi, shop: Bot, receiver: Receiver) -> None:
    poll = asyncio.create_task(call(shop, "getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    await call(shop, "setWebhook", url=receiver.url)

    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    assert (await call(shop, "getUpdates"))["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await call(shop, "deleteWebhook")
    assert (await call(shop, "getUpdates"))["ok"]


async def test_a_webhook_is_set_once_a_second(world: World, call: RawApi, shop: Bot, receiver: Receiver) -> None:
    await call(shop, "setWebhook", url=receiver.url)

    refused = await call(shop, "setWebhook", url=receiver.url)
    world.clock.forward(timedelta(seconds=1))

    assert refused["parameters"] == {"retry_after": 1}
    assert (await call(shop, "setWebhook", url=receiver.url))["ok"]


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"url": "http://example.org/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://example.org:8080/"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "https://192.168.0.1/"}, "bad webhook: IP address 192.168.0.1 is reserved"),
        ({"url": "https://"}, "invalid webhook URL specified"),
        ({"url": "https://example.org/", "secret_token": "x" * 257}, "secret token is too long"),
        ({"url": "https://example.org/", "secret_token": "ключ"}, "secret token contains unallowed characters"),
    ],
)
async def test_a_wrong_webhook_is_refused(
    call: RawApi, shop: Bot, parameters: dict[str, Any], description: str
) -> None:
    assert (await call(shop, "setWebhook", **parameters))["description"] == f"Bad Request: {description}"


async def test_in_bad_weather_an_update_is_not_brought_until_it_is_over(
    world: World, call: RawApi, shop: Bot, ivan: Person, receiver: Receiver
) -> None:
    await call(shop, "setWebhook", url=receiver.url)
    world.weather.begin("reset_before", methods=["webhook"], lasting=timedelta(minutes=5))
    await ivan.writes("1", to=shop)
    await ivan.writes("2", to=shop)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(receiver.updates.get(), 0.1)
    info = (await call(shop, "getWebhookInfo"))["result"]
    assert (info["pending_update_count"], info["last_error_message"]) == (2, "Connection failed: reset_before")

    world.clock.forward(timedelta(minutes=5))

    assert [await receiver.next_text(), await receiver.next_text()] == ["1", "2"]


async def test_an_update_whose_answer_is_lost_is_brought_again(
    world: World, call: RawApi, shop: Bot, ivan: Person, receiver: Receiver
) -> None:
    await call(shop, "setWebhook", url=receiver.url)
    spell = world.weather.begin("reset_after", bot=shop)
    await ivan.writes("1", to=shop)
    assert await receiver.next_text() == "1"

    world.weather.end(spell)

    assert await receiver.next_text() == "1"
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(receiver.updates.get(), 0.1)

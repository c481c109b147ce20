"""The request itself: how it comes in, who it is from, what cannot be found."""

import json
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from bridge.sandbox import Bot, Person, SandboxServer
from tests.kit.sandbox import RawApi

BUTTONS = {"inline_keyboard": [[{"text": "Взять", "callback_data": "1"}]]}


@pytest.fixture
def fields(oleg: Person) -> dict[str, str]:
    return {"chat_id": str(oleg.user.id), "text": "Привет", "reply_markup": json.dumps(BUTTONS)}


async def test_parameters_come_in_a_query(
    server: SandboxServer, session: ClientSession, desk: Bot, fields: dict[str, str]
) -> None:
    async with session.get(f"{server.url}/bot{desk.token}/sendmessage", params=fields) as response:
        assert (await response.json())["result"]["reply_markup"] == BUTTONS


async def test_parameters_come_as_a_form(
    server: SandboxServer, session: ClientSession, desk: Bot, fields: dict[str, str]
) -> None:
    async with session.post(f"{server.url}/bot{desk.token}/SENDMESSAGE", data=fields) as response:
        assert (await response.json())["result"]["text"] == "Привет"


async def test_parameters_come_as_multipart(
    server: SandboxServer, session: ClientSession, desk: Bot, fields: dict[str, str]
) -> None:
    form = FormData(default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value)
    async with session.post(f"{server.url}/bot{desk.token}/sendMessage", data=form) as response:
        assert (await response.json())["result"]["reply_markup"] == BUTTONS


async def test_json_text_inside_json_is_understood(call: RawApi, desk: Bot, fields: dict[str, Any]) -> None:
    assert (await call(desk, "sendMessage", **fields))["result"]["reply_markup"] == BUTTONS


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("bot{token}/makeCoffee", 404, "Not Found: method not found"),
        ("botnonsense/getMe", 401, "Unauthorized: invalid token specified"),
        ("bot1:nonsense/getMe", 401, "Unauthorized"),
        ("bot{token}", 404, "Not Found"),
        ("elsewhere/deep", 404, "Not Found"),
        ("file/bot{token}/photos/file_9.png", 404, "Not Found"),
    ],
)
async def test_what_is_not_there_is_said(
    server: SandboxServer, session: ClientSession, desk: Bot, path: str, status: int, description: str
) -> None:
    async with session.get(f"{server.url}/{path.format(token=desk.token)}") as response:
        assert response.status == status
        assert await response.json() == {"ok": False, "error_code": status, "description": description}


async def test_broken_json_is_refused(server: SandboxServer, session: ClientSession, desk: Bot) -> None:
    headers = {"Content-Type": "application/json"}
    async with session.post(f"{server.url}/bot{desk.token}/getMe", data="{", headers=headers) as response:
        assert response.status == 400


async def test_a_bot_that_logged_out_is_shut_out(call: RawApi, desk: Bot) -> None:
    await call(desk, "logOut")

    assert await call(desk, "getMe") == {"ok": False, "error_code": 400, "description": "Logged out"}


async def test_commands_belong_to_a_scope(call: RawApi, desk: Bot, oleg: Person) -> None:
    menu = [{"command": "menu", "description": "Меню"}]
    scope = {"type": "chat", "chat_id": oleg.user.id}

    await call(desk, "setMyCommands", commands=menu, scope=scope)

    assert (await call(desk, "getMyCommands", scope=scope))["result"] == menu
    assert (await call(desk, "getMyCommands"))["result"] == []
    await call(desk, "deleteMyCommands", scope=scope)
    assert (await call(desk, "getMyCommands", scope=scope))["result"] == []


@pytest.mark.parametrize(
    ("command", "description", "scope", "refusal"),
    [
        ("", "a", None, "command must be non-empty"),
        ("a", " ", None, "command description must be non-empty"),
        ("Меню", "a", None, "BOT_COMMAND_INVALID"),
        ("a", "a", {"type": "chat", "chat_id": 999}, "chat not found"),
    ],
)
async def test_wrong_commands_are_refused(
    call: RawApi, desk: Bot, command: str, description: str, scope: dict[str, Any] | None, refusal: str
) -> None:
    commands = [{"command": command, "description": description}]

    answer = await call(desk, "setMyCommands", commands=commands, scope=scope)

    assert answer["description"] == f"Bad Request: {refusal}"

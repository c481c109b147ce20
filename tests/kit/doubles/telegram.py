"""Telegram's side of the wire: remembers what it was asked and answers as it was told."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qsl

import httpx
from telegram import Bot
from telegram.request import HTTPXRequest

from bridge.channels.telegram.sending import MessageSender
from bridge.sending.message_ids import MessageIds
from bridge.sending.settling import Settler, Verdict

TOKEN = "4242:AAH-secret_of_the_shop"
SENT = {"message_id": 7, "date": 1, "chat": {"id": 501, "type": "private"}}

Answer = httpx.Response | Exception


def ok(result: Any) -> httpx.Response:
    return httpx.Response(200, json={"ok": True, "result": result})


def refused(code: int, description: str, **parameters: Any) -> httpx.Response:
    answer = {"ok": False, "error_code": code, "description": description}
    return httpx.Response(code, json=answer | ({"parameters": parameters} if parameters else {}))


class Wire:
    """Answers in the given order, then as if every message was sent. `calls`: (method, fields); a file as bytes."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.names: list[str] = []

    @property
    def methods(self) -> list[str]:
        return [method for method, _ in self.calls]

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.calls.append((request.url.path.rsplit("/", 1)[-1], self._fields(request, await request.aread())))
        answer = self.answers.pop(0) if self.answers else ok(SENT)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _fields(self, request: httpx.Request, body: bytes) -> dict[str, Any]:
        kind = request.headers.get("content-type", "")
        if not kind.startswith("multipart"):
            return {name: _plain(value) for name, value in parse_qsl(body.decode())}
        parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
        self.names += [name.decode() for name in re.findall(rb'filename="([^"]*)"', body)]
        fields: dict[str, Any] = {}
        for part in parts.walk():
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            if isinstance(name, str) and isinstance(content, bytes):
                fields[name] = content if part.get_filename() else _plain(content.decode())
        return fields


def _plain(value: str) -> Any:
    return json.loads(value) if value[:1] in ("[", "{") else value


async def nobody_asks(chat_id: int, message_id: int, markup: Any) -> Verdict:
    raise AssertionError("nothing was lost here")


def sender_of(bot: Bot, *, settler: Settler | None = None, **settings: Any) -> MessageSender:
    return MessageSender(bot, settler or Settler(MessageIds(), nobody_asks), **settings)


@asynccontextmanager
async def bot_on(wire: Wire) -> AsyncIterator[Bot]:
    request, updates = (HTTPXRequest(httpx_kwargs={"transport": httpx.MockTransport(wire)}) for _ in range(2))
    yield Bot(TOKEN, request=request, get_updates_request=updates)
    await request.shutdown()
    await updates.shutdown()

"""Reads a Bot API request: query, urlencoded, multipart or JSON, whichever the library prefers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiogram.types import BufferedInputFile
from aiohttp import BodyPartReader, web

from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.files import UPLOAD_LIMIT
from bridge.sandbox.wire import Json


@dataclass
class Parameters:
    """What came in: values (text, or JSON values of a JSON body) and uploaded files by field name."""

    values: Json = field(default_factory=dict)
    uploads: dict[str, BufferedInputFile] = field(default_factory=dict)


async def read_parameters(request: web.Request, *, largest: int = UPLOAD_LIMIT) -> Parameters:
    """What the query and the body say together; the body wins.

    Raises:
        Refused: the body is too large or malformed.
    """
    parameters = Parameters(dict(request.query))
    match request.content_type:
        case "application/json" if request.can_read_body:
            parameters.values |= _json_object(await request.read())
        case "application/x-www-form-urlencoded":
            body = (await request.read()).decode("utf-8", "replace")
            parameters.values |= dict(parse_qsl(body, keep_blank_values=True))
        case "multipart/form-data":
            await _read_parts(request, parameters, largest)
    return parameters


async def _read_parts(request: web.Request, parameters: Parameters, largest: int) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        if part.filename is None:
            parameters.values[part.name] = await part.text()
        else:
            parameters.uploads[part.name] = BufferedInputFile(await _limited(part, largest), part.filename)


async def _limited(part: BodyPartReader, largest: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk(1 << 16):
        data += chunk
        if len(data) > largest:
            raise Refused(Reason.TOO_LARGE)
    return bytes(data)


def _json_object(body: bytes) -> Json:
    try:
        value: Any = json.loads(body)
    except ValueError:
        raise Refused(Reason.BODY_MALFORMED) from None
    if not isinstance(value, dict):
        raise Refused(Reason.BODY_MALFORMED)
    return {name: each for name, each in value.items() if each is not None}

"""Rich messages: blocks of text, lists and tables. The stand-in takes them as blocks, and without files."""

from __future__ import annotations

import json
from typing import Any

from aiogram.methods import SendRichMessage
from aiogram.types import InputRichMessage

from bridge.sandbox.calls import Call, Table
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.messages import Content, Kind
from bridge.sandbox.methods.places import place_of
from bridge.sandbox.methods.texts import deliver
from bridge.sandbox.wire import Json

LONGEST, MOST_BLOCKS, MOST_COLUMNS = 32768, 500, 20
FILES = frozenset({"photo", "video", "animation", "audio", "document", "voice_note", "collage", "slideshow", "map"})
# Where what a person reads is.
WORDS = frozenset({"text", "expression", "alternative_text", "summary", "credit", "caption"})


def send_rich_message(call: Call, ask: SendRichMessage) -> Json:
    place = place_of(call, ask)
    return deliver(call, ask, place, rich_content(ask.rich_message))


def rich_content(ask: InputRichMessage) -> Content:
    """What the message says.

    Raises:
        Refused: it is empty, too long, or of a kind the stand-in does not have.
    """
    if not ask.blocks:
        raise Refused(Reason.SANDBOX_LACKS if ask.html or ask.markdown else Reason.TEXT_EMPTY, what="rich HTML")
    said = json.loads(ask.model_dump_json(exclude_none=True, include={"blocks", "is_rtl"}))
    blocks: list[Json] = [_shown(block) for block in said["blocks"]]
    if len("".join(_words(blocks))) > LONGEST or _count(blocks) > MOST_BLOCKS:
        raise Refused(Reason.TEXT_TOO_LONG)
    return Content(Kind.RICH_MESSAGE, extra={"rich_message": {**said, "blocks": blocks}})


def _shown(block: Json) -> Json:
    """The block as it comes out: with its lists' labels."""
    if block["type"] in FILES:
        raise Refused(Reason.SANDBOX_LACKS, what=f"rich blocks of the type {block['type']}")
    shown = {**block}
    if "blocks" in block:
        shown["blocks"] = [_shown(each) for each in block["blocks"]]
    if "items" in block:
        shown["items"] = [_labelled(number, item) for number, item in enumerate(block["items"], 1)]
    if any(len(row) > MOST_COLUMNS for row in block.get("cells", [])):
        raise Refused(Reason.TEXT_TOO_LONG)
    return shown


def _labelled(number: int, item: Json) -> Json:
    label = f"{item.get('value', number)}." if "value" in item or "type" in item else "•"
    return {**item, "label": label, "blocks": [_shown(each) for each in item["blocks"]]}


def _count(blocks: list[Json]) -> int:
    inner = [each for block in blocks for each in (*block.get("blocks", []), *block.get("items", []))]
    return len(blocks) + sum(len(block.get("cells", [])) for block in blocks) + (_count(inner) if inner else 0)


def _words(found: Any) -> list[str]:
    if isinstance(found, str):
        return [found]
    if isinstance(found, list):
        return [word for each in found for word in _words(each)]
    if isinstance(found, dict):
        inner = [value for name, value in found.items() if name in WORDS or isinstance(value, dict | list)]
        return _words(inner)
    return []


METHODS: Table = {SendRichMessage: send_rich_message}

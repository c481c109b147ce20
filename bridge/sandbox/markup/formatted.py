"""From what a bot sends to the text and entities that are kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aiogram.types import MessageEntity

from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.markup.cursor import utf16_length
from bridge.sandbox.markup.detection import PATTERNS, detect
from bridge.sandbox.markup.html import HtmlParser
from bridge.sandbox.markup.markdown import parse_markdown
from bridge.sandbox.markup.markdown_v2 import MarkdownV2Parser
from bridge.sandbox.wire import Json

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
RAW_BYTES_LIMIT = 32768
BLANK = " \n\t\u200b\u200c\u2060\ufeff\u2800\xa0\u3164\xad"
CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")


def formatted(text: str, parse_mode: str | None, entities: Sequence[MessageEntity] | None) -> tuple[str, list[Json]]:
    """The kept text and its entities; a parse mode wins over `entities`.

    Raises:
        Refused: the marks make no sense, or there is no such mode.
    """
    if len(text) > RAW_BYTES_LIMIT // 4 and len(text.encode()) > RAW_BYTES_LIMIT:
        raise Refused(Reason.RAW_TEXT_TOO_LONG)
    text = CONTROL.sub(" ", text.replace("\r", "")) if CONTROL.search(text) else text
    match (parse_mode or "").lower():
        case "":
            given = [entity.model_dump(mode="json", exclude_none=True) for entity in entities or ()]
            # What the server finds by itself it does not take from a bot.
            given = [entity for entity in given if entity["type"] not in PATTERNS]
            marked = [entity for entity in given if _fits(entity, utf16_length(text))] if given else []
        case "html":
            text, marked = HtmlParser(text).parse()
        case "markdown":
            text, marked = parse_markdown(text)
        case "markdownv2":
            text, marked = MarkdownV2Parser(text).parse()
        case _:
            raise Refused(Reason.PARSE_MODE)
    text, marked = _stripped(text, marked)
    marked += detect(text, marked)
    marked.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, marked


def ensure_text(text: str) -> None:
    if not text.strip(BLANK):
        raise Refused(Reason.TEXT_EMPTY)
    if len(text) > TEXT_LIMIT:
        raise Refused(Reason.TEXT_TOO_LONG)


def ensure_caption(text: str) -> None:
    if len(text) > CAPTION_LIMIT:
        raise Refused(Reason.CAPTION_TOO_LONG)


def _fits(entity: Json, length: int) -> bool:
    return bool(entity["length"] > 0 and entity["offset"] >= 0 and entity["offset"] + entity["length"] <= length)


def _stripped(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Without spaces at both ends; entities move and shrink with the text."""
    kept = text.strip(" \n\t")
    if kept == text or not entities:
        return kept, entities
    lead, length = utf16_length(text[: len(text) - len(text.lstrip(" \n\t"))]), utf16_length(kept)
    for entity in entities:
        begin = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, length)
        entity["offset"], entity["length"] = begin, end - begin
    return kept, [entity for entity in entities if entity["length"] > 0]

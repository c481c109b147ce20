"""Converts a received rich message into one that a bot can send.

The two formats are nearly the same. A message with files is not converted, because each file would have to be sent by
itself; it is told in words. Buttons keep only their words: a button's action belongs to the bot that made it, and our
bot would otherwise act for a stranger.
"""

from typing import Any

from bridge.described_kinds.facts import Raw
from bridge.text.entities import storable

# Kinds of inline text, with the other fields that belong to each.
STYLES: dict[str, tuple[str, ...]] = {
    "bold": (),
    "italic": (),
    "underline": (),
    "strikethrough": (),
    "spoiler": (),
    "subscript": (),
    "superscript": (),
    "marked": (),
    "code": (),
    "url": ("url",),
    "date_time": ("unix_time", "date_time_format"),
    "anchor_link": ("anchor_name",),
    "reference": ("name",),
    "reference_link": ("reference_name",),
}
# Kinds whose words go as plain text: Telegram finds some by itself, and only accounts or paying bots may send others.
PLAIN = frozenset({"email_address", "phone_number", "bank_card_number", "mention", "hashtag", "cashtag", "bot_command"})
PLAIN |= {"text_mention"}

# Kinds of blocks with text, with the other fields that belong to each.
TEXTS: dict[str, tuple[str, ...]] = {
    "paragraph": (),
    "footer": (),
    "heading": ("size",),
    "pre": ("language",),
    "pullquote": (),
    "expandable_blockquote": (),
}
TABLE = ("is_bordered", "is_striped", "is_compact")
CELL = ("align", "valign", "is_header", "colspan", "rowspan")
ITEM = ("has_checkbox", "is_checked", "value", "type")


class _CannotSend(Exception):
    """The message contains something that cannot be sent."""


def again(message: Raw) -> Raw | None:
    """Return the message as InputRichMessage; None when a part of it cannot be sent."""
    try:
        blocks = _blocks(message.get("blocks"))
    except _CannotSend:
        return None
    return {"blocks": blocks, **_fields(message, "is_rtl")} if blocks else None


def _blocks(found: Any) -> list[Raw]:
    return [_block(each) for each in _list(found)]


def _block(block: Any) -> Raw:
    match block:
        case {"type": str(kind), "text": text} if kind in TEXTS:
            return {"type": kind, "text": _inline(text), **_credit(block), **_fields(block, *TEXTS[kind])}
        case {"type": "thinking", "text": text}:  # only drafts have this block
            return {"type": "paragraph", "text": _inline(text)}
        case {"type": "buttons", "buttons": buttons}:
            return {"type": "paragraph", "text": [_button(each) for row in _list(buttons) for each in _row(row)]}
        case {"type": "divider"}:
            return {"type": "divider"}
        case {"type": "mathematical_expression", "expression": str(formula)}:
            return {"type": "mathematical_expression", "expression": storable(formula)}
        case {"type": "anchor", "name": str(name)}:
            return {"type": "anchor", "name": storable(name)}
        case {"type": "blockquote", "blocks": inner}:
            return {"type": "blockquote", "blocks": _blocks(inner), **_credit(block)}
        case {"type": "details", "summary": summary, "blocks": inner}:
            opened = _fields(block, "is_open")
            return {"type": "details", "summary": _inline(summary), "blocks": _blocks(inner), **opened}
        case {"type": "list", "items": items}:
            return {"type": "list", "items": [_item(each) for each in _list(items)]}
        case {"type": "table", "cells": rows}:
            cells = [[_cell(each) for each in _list(row)] for row in _list(rows)]
            caption = {"caption": _inline(block["caption"])} if block.get("caption") else {}
            return {"type": "table", "cells": cells, **caption, **_fields(block, *TABLE)}
    raise _CannotSend


def _item(item: Any) -> Raw:
    match item:
        case {"blocks": inner}:
            return {"blocks": _blocks(inner), **_fields(item, *ITEM)}
    raise _CannotSend


def _cell(cell: Any) -> Raw:
    match cell:
        case {"text": text}:
            return {"text": _inline(text), **_fields(cell, *CELL)}
        case dict():
            return _fields(cell, *CELL)
    raise _CannotSend


def _credit(block: Raw) -> Raw:
    return {"credit": _inline(block["credit"])} if block.get("credit") else {}


def _row(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


def _button(button: Any) -> Any:
    match button:
        case {"text": text, "url": str(url)}:
            return ["[", {"type": "url", "text": _inline(text), "url": storable(url)}, "] "]
        case {"text": text}:
            return ["[", _inline(text), "] "]
    raise _CannotSend


def _inline(part: Any) -> Any:
    """Convert formatted text: a string, a list of texts, or an object that contains a text."""
    match part:
        case str():
            return storable(part)
        case list():
            return [_inline(each) for each in part]
        case {"type": str(kind), "text": text} if kind in STYLES:
            return {"type": kind, "text": _inline(text), **_fields(part, *STYLES[kind])}
        case {"type": str(kind), "text": text} if kind in PLAIN:
            return _inline(text)
        case {"type": "custom_emoji", "alternative_text": str(words)}:
            return storable(words)
        case {"type": "mathematical_expression", "expression": str(formula)}:
            return {"type": "mathematical_expression", "expression": storable(formula)}
        case {"type": "anchor", "name": str(name)}:
            return {"type": "anchor", "name": storable(name)}
        case {"type": "button", "button": button}:
            return _button(button)
    raise _CannotSend


def _fields(found: Raw, *names: str) -> Raw:
    kept = {name: found[name] for name in names if isinstance(found.get(name), str | int)}
    return {name: storable(value) if isinstance(value, str) else value for name, value in kept.items()}


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise _CannotSend
    return found

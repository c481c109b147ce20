"""A rich message as a bot can send it on: what came in, in the shape that goes out.

The two shapes are nearly the same. What has files is left to its words, for each file would have to go by itself. Of
buttons the words go on: what a button does is its own bot's business, and ours would do it for whoever made it up.
"""

from typing import Any

from bridge.described_kinds.facts import Raw
from bridge.text.entities import storable

# Text with text inside, and what else belongs to it.
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
# What Telegram finds in the words by itself, and what only an account or a paying bot may write.
PLAIN = frozenset({"email_address", "phone_number", "bank_card_number", "mention", "hashtag", "cashtag", "bot_command"})
PLAIN |= {"text_mention"}

# Blocks of text, and what else belongs to them.
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


class _Stays(Exception):
    """This cannot be sent on."""


def again(message: Raw) -> Raw | None:
    """The InputRichMessage; None when something in it has to stay behind."""
    try:
        blocks = _blocks(message.get("blocks"))
    except _Stays:
        return None
    return {"blocks": blocks, **_only(message, "is_rtl")} if blocks else None


def _blocks(found: Any) -> list[Raw]:
    return [_block(each) for each in _list(found)]


def _block(block: Any) -> Raw:
    match block:
        case {"type": str(kind), "text": text} if kind in TEXTS:
            return {"type": kind, "text": _inline(text), **_credit(block), **_only(block, *TEXTS[kind])}
        case {"type": "thinking", "text": text}:  # only drafts have such
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
            opened = _only(block, "is_open")
            return {"type": "details", "summary": _inline(summary), "blocks": _blocks(inner), **opened}
        case {"type": "list", "items": items}:
            return {"type": "list", "items": [_item(each) for each in _list(items)]}
        case {"type": "table", "cells": rows}:
            cells = [[_cell(each) for each in _list(row)] for row in _list(rows)]
            caption = {"caption": _inline(block["caption"])} if block.get("caption") else {}
            return {"type": "table", "cells": cells, **caption, **_only(block, *TABLE)}
    raise _Stays


def _item(item: Any) -> Raw:
    match item:
        case {"blocks": inner}:
            return {"blocks": _blocks(inner), **_only(item, *ITEM)}
    raise _Stays


def _cell(cell: Any) -> Raw:
    match cell:
        case {"text": text}:
            return {"text": _inline(text), **_only(cell, *CELL)}
        case dict():
            return _only(cell, *CELL)
    raise _Stays


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
    raise _Stays


def _inline(part: Any) -> Any:
    """Formatted text: a string, a list of such, or an object that holds one."""
    match part:
        case str():
            return storable(part)
        case list():
            return [_inline(each) for each in part]
        case {"type": str(kind), "text": text} if kind in STYLES:
            return {"type": kind, "text": _inline(text), **_only(part, *STYLES[kind])}
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
    raise _Stays


def _only(found: Raw, *names: str) -> Raw:
    kept = {name: found[name] for name in names if isinstance(found.get(name), str | int)}
    return {name: storable(value) if isinstance(value, str) else value for name, value in kept.items()}


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise _Stays
    return found

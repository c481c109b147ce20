"""Rich messages as plain text: paragraphs, lists, tables, and the captions of their pictures."""

from typing import Any

from bridge.described_kinds.facts import Raw

# The fields of a block that contain words or other blocks.
PART_FIELDS = ("text", "title", "header", "summary", "blocks", "items", "cells", "rows", "caption", "credit", "buttons")
MEDIA_FIELDS = ("photo", "video", "animation", "audio", "document", "voice_note", "map", "slideshow", "collage")


def text(message: Raw) -> str:
    return "\n".join(line for line in (_block(block) for block in _list(message.get("blocks"))) if line)


def _block(block: Any) -> str:
    match block:
        case {"type": "table", "cells": list(rows)}:
            return "\n".join(" | ".join(_inline(cell) for cell in _list(row)) for row in rows)
        case {"type": "list", "items": list(items)}:
            return "\n".join(f"{_label(item)} {_inside(item)}".rstrip() for item in items)
        case {"type": "divider"}:
            return "———"
        case {"type": "mathematical_expression", "expression": str(formula)}:
            return formula
        case {"type": str(kind)} if kind in MEDIA_FIELDS:
            return " ".join(filter(None, [f"[{kind}]", _inside(block)]))
        case dict():
            return _inside(block)
    return _inline(block)


def _label(item: Any) -> str:
    match item:
        case {"has_checkbox": True, **rest}:
            return "☑" if rest.get("is_checked") else "☐"
        case {"label": str(label)}:
            return label
    return "•"


def _inside(block: Any) -> str:
    """Return all words of a block, field by field."""
    if not isinstance(block, dict):
        return _inline(block)
    found = []
    for part in PART_FIELDS:
        match block.get(part):
            case list(blocks) if part in ("blocks", "items", "rows"):
                found += [_block(each) for each in blocks]
            case None:
                continue
            case other:
                found.append(_inline(other))
    return "\n".join(line for line in found if line)


def _inline(part: Any) -> str:
    """Return the words of formatted text: a string, a list of texts, or an object that contains a text."""
    match part:
        case str():
            return part
        case list():
            return "".join(map(_inline, part))
        case {"alternative_text": str(words)} | {"expression": str(words)}:
            return words
        case {"type": "url" | "text_url", "text": inner, "url": str(url)}:
            words = _inline(inner)
            return words if words == url else f"{words} ({url})"
        case {"text": inner}:
            return _inline(inner)
    return ""


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []

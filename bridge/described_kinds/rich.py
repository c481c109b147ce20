"""Rich messages as plain text: paragraphs, lists, tables, and what their pictures are called."""

from typing import Any

from bridge.described_kinds.facts import Raw

# Of a block: where its words are, besides the blocks that it holds.
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
    """All the words of a block, part by part."""
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
    """Formatted text: a string, a list of such, or an object that holds one."""
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

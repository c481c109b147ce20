"""Texts that operators copy or forward: a customer's words stay words, and read as the customer wrote them.

Texts that the bot shows contain invisible signs (`text.slashes`), and those are removed. A text that then begins with
a slash is not the operator's command; neither is a forwarded text of somebody else. Such a text gets one sign at its
beginning, so that every handler takes it for words; `written` removes the sign. A forwarded text that begins like a
note stays a note: a text that stays inside by mistake does less harm than one that reaches a customer by mistake.
"""

from collections.abc import Sequence
from typing import Any

from bridge.text.slashes import SIGN, Replacement, changed, moved, shown
from handlers.operator.kit.commands import NOTE_PATTERN

Entities = list[dict[str, Any]]

TEXT_FIELDS = (("text", "entities"), ("caption", "caption_entities"))
MESSAGE_UPDATES = ("message", "edited_message")
FORWARD_FIELDS = ("forward_origin", "via_bot")


def as_words(payload: dict[str, Any]) -> dict[str, Any]:
    """The update; the words of its message are marked and cleaned as described above."""
    found = {name: _message(payload[name]) for name in MESSAGE_UPDATES if isinstance(payload.get(name), dict)}
    return {**payload, **found}


def written(text: str, entities: Entities) -> tuple[str, Entities]:
    """The operator's text without the sign that marks it as words."""
    if not text.startswith(f"{SIGN}/"):
        return text, entities
    return _changed(text, entities, [Replacement(0, 1, "")])


def _message(message: dict[str, Any]) -> dict[str, Any]:
    is_others = any(name in message for name in FORWARD_FIELDS)
    found = dict(message)
    for name, formatting in TEXT_FIELDS:
        if isinstance(text := message.get(name), str):
            entities = message.get(formatting, [])
            found[name], entities = _changed(text, entities, shown(text))
            if found[name].startswith("/") and (
                found[name][:2] != text[:2] or (is_others and not NOTE_PATTERN.match(text))
            ):
                found[name], entities = _changed(found[name], entities, [Replacement(0, 0, SIGN)])
            if formatting in message:
                found[formatting] = entities
    return found


def _changed(text: str, entities: Entities, changes: Sequence[Replacement]) -> tuple[str, Entities]:
    kept = []
    for entity in entities if changes else ():
        start = moved(entity["offset"], text, changes)
        length = moved(entity["offset"] + entity["length"], text, changes) - start
        if length > 0:
            kept.append({**entity, "offset": start, "length": length})
    return (changed(text, changes), kept) if changes else (text, entities)

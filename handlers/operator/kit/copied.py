"""What operators copy or forward: a customer's words in it stay words, and read as they were written.

What was shown to them has invisible signs (`text.slashes`): those go. A text that then begins with a slash, and one
that somebody else has written and was forwarded, is no command of the operator's. It gets one sign at its beginning, by
which everybody takes it for a text; `written` takes that away. What is forwarded and begins like a note stays one:
rather too few of others' words reach a customer than too many.
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
    """The update with its message's words as they are meant."""
    found = {name: _message(payload[name]) for name in MESSAGE_UPDATES if isinstance(payload.get(name), dict)}
    return {**payload, **found}


def written(text: str, entities: Entities) -> tuple[str, Entities]:
    """What the operator has written, without the sign that says that it is no command."""
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

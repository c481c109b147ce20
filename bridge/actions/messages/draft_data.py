"""Draft data: one message as an operator wrote it, kept as JSON in a row until it is sent."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bridge.actions.messages.drafts import Draft
from bridge.channel import File
from bridge.text.entities import Entities
from storage.messages.messages import MessageKind

DraftData = dict[str, Any]
"""Shape: {"kind", "text", "entities", "data", "file"}."""


def draft_data(draft: Draft) -> DraftData:
    file = asdict(draft.file) if draft.file else None
    return {"kind": draft.kind, "text": draft.text, "entities": draft.entities, "data": draft.data, "file": file}


def draft_of(
    item: DraftData, *, chat_id: int, album: str | None = None, reply_to_id: int | None = None, **data: Any
) -> Draft:
    """Rebuild a draft from its data. It has no Telegram message id, so the bot shows the message to its author."""
    return Draft(
        chat_id=chat_id,
        telegram_message_id=None,
        kind=MessageKind(item["kind"]),
        text=item["text"],
        entities=item["entities"],
        data={**item["data"], **data},
        file=_file(item["file"]),
        album=album,
        reply_to_id=reply_to_id,
    )


def with_words(items: Sequence[DraftData], text: str, entities: Entities) -> list[DraftData]:
    """Copies of the messages with another text: in the first message that has a text, or else in the first message."""
    at = next((number for number, item in enumerate(items) if item["text"]), 0)
    return [{**item, "text": text, "entities": entities} if n == at else item for n, item in enumerate(items)]


def _file(kept: dict[str, Any] | None) -> File | None:
    return File(**{**kept, "film": _file(kept["film"])}) if kept else None

"""Which keyboard a reply_markup is meant to be."""

from __future__ import annotations

from typing import Any

from aiogram.types import ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove
from pydantic import BaseModel, ValidationError

from bridge.sandbox.errors import Reason, Refused

KINDS: dict[str, type[BaseModel]] = {
    "inline_keyboard": InlineKeyboardMarkup,
    "keyboard": ReplyKeyboardMarkup,
    "remove_keyboard": ReplyKeyboardRemove,
    "force_reply": ForceReply,
}


def parsed_markup(value: Any) -> BaseModel:
    """The keyboard by the field that names it; a union of models would take a misspelt one for another.

    Raises:
        Refused: it is no object, or none of the keyboards.
    """
    if not isinstance(value, dict):
        raise Refused(Reason.MARKUP_NOT_OBJECT)
    for field, kind in KINDS.items():
        if field in value:
            try:
                return kind.model_validate(value)
            except ValidationError:
                break
    raise Refused(Reason.MARKUP_MALFORMED)

"""Removes all commands but the product's own from texts to operators' chats (`bridge.text.slashes`)."""

from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import AnswerCallbackQuery, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputRichMessage, MessageEntity
from pydantic import BaseModel

from bridge.text.entities import MAX_CAPTION_UNITS, MAX_TEXT_UNITS
from bridge.text.slashes import changed, dead, dead_html, moved, plain

COMMAND = "bot_command"
# Fields with words that can be tapped: the text's field, its entities' field, and its limit in UTF-16 units.
TEXT_FIELDS = (
    ("text", "entities", MAX_TEXT_UNITS),
    ("message_text", "entities", MAX_TEXT_UNITS),
    ("caption", "caption_entities", MAX_CAPTION_UNITS),
)
# Fields whose content has such fields in turn.
NESTED_FIELDS = ("media", "results", "input_message_content", "rich_message")
# Fields of a rich message that contain words, at any depth.
RICH_TEXT_FIELDS = ("blocks", "text", "summary", "credit", "caption", "cells", "items", "alternative_text")


class OwnCommandsOnly(BaseRequestMiddleware):
    """A middleware of aiogram's session. Every call of the operator bot passes it, so no text can be forgotten."""

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        return await make_request(bot, harmless(method))


def harmless(model: Any) -> Any:
    """Return the method, or a part of it, whose texts have no other commands than the product's own."""
    if isinstance(model, list):
        return [harmless(each) for each in model]
    if isinstance(model, InputRichMessage):
        return model.model_copy(update={"blocks": _rich(model.blocks)})
    if isinstance(model, AnswerCallbackQuery):
        return model.model_copy(update={"text": plain(model.text)}) if model.text else model
    if not isinstance(model, BaseModel):
        return model
    update: dict[str, Any] = {}
    for name, formatting, room in TEXT_FIELDS:
        if isinstance(words := getattr(model, name, None), str):
            update |= _words(model, name, words, formatting, room)
    for name in NESTED_FIELDS:
        if isinstance(part := getattr(model, name, None), list | BaseModel):
            update[name] = harmless(part)
    return model.model_copy(update=update) if update else model


def _words(model: BaseModel, name: str, words: str, formatting: str, room: int) -> dict[str, Any]:
    entities = getattr(model, formatting, None)
    if entities is None and str(getattr(model, "parse_mode", None)).upper() == "HTML":
        return {name: dead_html(words, room=room)}
    changes = dead(words, room=room)
    found: dict[str, Any] = {name: changed(words, changes)} if changes else {}
    if entities is not None and (changes or any(each.type == COMMAND for each in entities)):
        # Telegram finds commands by itself. A command that it found in a customer's message is none here.
        ends = [_moved(each, words, changes) for each in entities if each.type != COMMAND]
        found[formatting] = [each for each in ends if each.length > 0]
    return found


def _moved(entity: MessageEntity, words: str, changes: Any) -> MessageEntity:
    start = moved(entity.offset, words, changes)
    end = moved(entity.offset + entity.length, words, changes)
    return entity.model_copy(update={"offset": start, "length": end - start})


def _rich(part: Any) -> Any:
    match part:
        case str():
            return changed(part, dead(part, is_part=True))
        case list():
            return [_rich(each) for each in part]
        case dict():
            return {name: _rich(value) if name in RICH_TEXT_FIELDS else value for name, value in part.items()}
    return part

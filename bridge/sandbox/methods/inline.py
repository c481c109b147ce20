"""Answers to inline queries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from aiogram.methods import AnswerInlineQuery
from aiogram.types import InlineQueryResultsButton, InputTextMessageContent

from bridge.sandbox.calls import Call, Table, plain
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.inline import Listing, Result
from bridge.sandbox.markup.formatted import ensure_caption, ensure_text, formatted
from bridge.sandbox.messages import CAPTIONED, Content, Kind
from bridge.sandbox.methods.files import file_of
from bridge.sandbox.methods.keyboards import inline_keyboard
from bridge.sandbox.methods.texts import text_content
from bridge.sandbox.wire import Json

MOST_RESULTS = 50
ID_LIMIT = OFFSET_LIMIT = 64
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
# How long an answer is kept unless the bot says so, in seconds.
USUAL_CACHE = 300
# The field with the file of a cached result, and what is sent; all but photos and animations need a title.
CACHED = {
    "photo_file_id": Kind.PHOTO,
    "mpeg4_file_id": Kind.ANIMATION,
    "document_file_id": Kind.DOCUMENT,
    "video_file_id": Kind.VIDEO,
    "audio_file_id": Kind.AUDIO,
    "voice_file_id": Kind.VOICE,
}
TITLED = (Kind.DOCUMENT, Kind.VIDEO, Kind.VOICE)


async def answer_inline_query(call: Call, ask: AnswerInlineQuery) -> bool:
    if len(ask.results) > MOST_RESULTS:
        raise Refused(Reason.RESULTS_TOO_MANY)
    if len((ask.next_offset or "").encode()) > OFFSET_LIMIT:
        raise Refused(Reason.NEXT_OFFSET_INVALID)
    _check_ids([result.id for result in ask.results])
    button = _button(ask.button) if ask.button else None
    results = [await _result(call, result) for result in ask.results]
    query = call.world.inline.take(call.bot, ask.inline_query_id)
    if query is None:
        raise Refused(Reason.QUERY_INVALID)
    seconds = USUAL_CACHE if ask.cache_time is None else ask.cache_time
    listing = Listing(tuple(results), ask.next_offset or "", button)
    call.world.inline.answer(query, listing, seconds=seconds, is_personal=bool(ask.is_personal))
    return True


def _check_ids(ids: Sequence[str]) -> None:
    for result_id in ids:
        if not result_id:
            raise Refused(Reason.RESULT_ID_EMPTY)
        if len(result_id.encode()) > ID_LIMIT:
            raise Refused(Reason.RESULT_ID_INVALID)
    if len(set(ids)) < len(ids):
        raise Refused(Reason.RESULT_ID_DUPLICATE)


def _button(button: InlineQueryResultsButton) -> tuple[str, str]:
    if button.web_app is not None:
        raise Refused(Reason.SANDBOX_LACKS, what="web apps above inline results")
    if not button.text.strip():
        raise Refused(Reason.SWITCH_TEXT_EMPTY)
    if not button.start_parameter:
        raise Refused(Reason.START_PARAMETER_EMPTY)
    if not START_PARAMETER.fullmatch(button.start_parameter):
        raise Refused(Reason.START_PARAMETER_INVALID)
    return button.text, button.start_parameter


async def _result(call: Call, result: Any) -> Result:
    kind = next((kind for name, kind in CACHED.items() if hasattr(result, name)), None)
    title = getattr(result, "title", None) or ""
    if kind is None and result.type != "article":
        raise Refused(Reason.SANDBOX_LACKS, what=f"inline results of the type {result.type} that are not cached")
    if kind is None and not title.strip():
        raise Refused(Reason.ARTICLE_TITLE_EMPTY)
    if kind in TITLED and not title.strip():
        raise Refused(Reason.FILE_TITLE_EMPTY)
    content = await _file(call, result, kind) if kind else _text(result)
    buttons = inline_keyboard(result.reply_markup)
    return Result(result.id, title, getattr(result, "description", None) or "", content, buttons)


async def _file(call: Call, result: Any, kind: Kind) -> Content:
    if getattr(result, "input_message_content", None) is not None:
        return _text(result)
    source = next(getattr(result, name) for name, each in CACHED.items() if each is kind)
    text, entities = "", list[Json]()
    if kind in CAPTIONED and getattr(result, "caption", None):
        text, entities = formatted(result.caption, plain(result.parse_mode), result.caption_entities)
    ensure_caption(text)
    file = await file_of(call, source, kind.value)
    return Content(Kind(file.kind), text, entities, file)


def _text(result: Any) -> Content:
    said = result.input_message_content
    if not isinstance(said, InputTextMessageContent):
        raise Refused(Reason.SANDBOX_LACKS, what="inline results that send no text")
    content = text_content(_Said(said))
    ensure_text(content.text)
    return content


class _Said:
    """The text of a result under the names that sendMessage has for it."""

    def __init__(self, said: InputTextMessageContent) -> None:
        self.text, self.parse_mode, self.entities = said.message_text, said.parse_mode, said.entities
        self.link_preview_options = said.link_preview_options


METHODS: Table = {AnswerInlineQuery: answer_inline_query}

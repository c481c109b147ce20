"""Templates in the operator's own input field: `@bot #12 word` lists those with the word, filled for dialog 12.

The list does not know the topic or chat in which it was typed, so the query carries the dialog's key. The chosen
template comes as the operator's message; the button under it says which template it was, and for which dialog.
"""

import re
from dataclasses import dataclass
from typing import Any

from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedAudio,
    InlineQueryResultCachedDocument,
    InlineQueryResultCachedMpeg4Gif,
    InlineQueryResultCachedPhoto,
    InlineQueryResultCachedVideo,
    InlineQueryResultCachedVoice,
    InputTextMessageContent,
    Message,
    MessageEntity,
)

from bridge.actions.templates import template_answers, templates
from bridge.desk.templates.templates import file_words
from bridge.errors import NotFound
from bridge.text.entities import MAX_CAPTION_UNITS, MAX_TEXT_UNITS, units
from bridge.text.texts import _
from bridge.text.variables import Filled, Values
from storage.engine.normalization import normalize
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import MessageKind
from storage.team.employees import Employee
from storage.templates.templates import Template

Button = InlineKeyboardButton
Result = (
    InlineQueryResultArticle
    | InlineQueryResultCachedAudio
    | InlineQueryResultCachedDocument
    | InlineQueryResultCachedMpeg4Gif
    | InlineQueryResultCachedPhoto
    | InlineQueryResultCachedVideo
    | InlineQueryResultCachedVoice
)

# Items of one page; the list grows while it is scrolled. Telegram takes 50 at once.
TEMPLATES_PER_PAGE = 20
# Letters of a text that a line of the list shows.
EXCERPT_LENGTH = 120
# The dialog's key; under a chosen template also the template's id and its version.
KEY_PATTERN = re.compile(r"\s*#(\d{1,9})(?:\.(\d{1,9})\.(\d{1,9}))?(?!\S)\s*")


@dataclass(frozen=True)
class ChosenTemplate:
    """What the button under a chosen template says; `dialog_id` is 0 when the query named no dialog."""

    dialog_id: int
    template_id: int
    version: int

    @property
    def key(self) -> str:
        return f"#{self.dialog_id}.{self.template_id}.{self.version} "


@dataclass(frozen=True)
class InlinePage:
    """A page of the list; `next_offset` is empty on the last page."""

    results: list[Result]
    next_offset: str


def search_button(dialog_id: int) -> Button:
    """A button that writes the bot's name and the dialog's key into the input field."""
    return Button(text="🔎 " + _("Find by a word"), switch_inline_query_current_chat=f"#{dialog_id} ")


def parse_query(query: str) -> tuple[int, str]:
    """The dialog that a query names, 0 for none, and the words to search for."""
    key = KEY_PATTERN.match(query)
    return (int(key[1]), query[key.end() :]) if key else (0, query)


def chosen_template(message: Message) -> ChosenTemplate | None:
    """The template that a message was chosen from; None when no button under it says so."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    keys = [KEY_PATTERN.fullmatch(button.switch_inline_query_current_chat or "") for row in rows for button in row]
    key = next((key for key in keys if key and key[2]), None)
    return ChosenTemplate(int(key[1]), int(key[2]), int(key[3])) if key else None


async def found(
    uow: UnitOfWork, dialog_id: int, words: str, *, by: Employee, offset: str = "", with_files: bool = True
) -> InlinePage:
    """A page of the employee's templates that contain all these words, the most used first.

    Args:
        dialog_id: the dialog they are filled for; for 0 or an unknown dialog their variables stay unfilled.
        offset: where the page begins: the `next_offset` of the page before.
        with_files: show files as files; Telegram refuses the whole list when it has forgotten one of them.
    """
    known = await _values(uow, dialog_id, by=by)
    listed = [template for template in await templates.at_hand(uow, of=by) if _has(template, normalize(words).split())]
    start = int(offset) if offset.isdecimal() else 0
    results = []
    for template in listed[start : start + TEMPLATES_PER_PAGE]:
        filled = template_answers.words_of(template, known) if known is not None else _as_written(template)
        chosen = ChosenTemplate(dialog_id if known is not None else 0, template.id, template.version)
        if (result := _result(template, filled, chosen, with_files=with_files)) is not None:
            results.append(result)
    is_last = start + TEMPLATES_PER_PAGE >= len(listed)
    return InlinePage(results, "" if is_last else str(start + TEMPLATES_PER_PAGE))


async def _values(uow: UnitOfWork, dialog_id: int, *, by: Employee) -> Values | None:
    try:
        return await template_answers.values(uow, dialog_id, by=by) if dialog_id else None
    except NotFound:
        return None


def _has(template: Template, terms: list[str]) -> bool:
    searched = normalize(f"{template.title} {template.folder or ''} {template.text}")
    return all(term in searched for term in terms)


def _as_written(template: Template) -> Filled:
    return Filled(template.text, template.formatting)


def _result(template: Template, filled: Filled, chosen: ChosenTemplate, *, with_files: bool) -> Result | None:
    """A line of the list; None for a template that cannot be sent as one message."""
    buttons = InlineKeyboardMarkup(
        inline_keyboard=[[Button(text="🔎 " + _("Templates"), switch_inline_query_current_chat=chosen.key)]]
    )
    if with_files and template.files and units(filled.text) <= MAX_CAPTION_UNITS:
        shown = _file(template, filled, buttons)
        if shown is not None:
            return shown
    if not filled.text.strip() or units(filled.text) > MAX_TEXT_UNITS:
        return None
    text = InputTextMessageContent(message_text=filled.text, entities=_entities(filled))
    return InlineQueryResultArticle(
        id=str(template.id),
        title=template.title,
        description=_description(template, filled),
        input_message_content=text,
        reply_markup=buttons,
    )


def _file(template: Template, filled: Filled, buttons: InlineKeyboardMarkup) -> Result | None:
    """The template's first file by Telegram's id; None for kinds without such a line, and for files without an id."""
    first = template.files[0]
    if first["file"].get("source"):
        return None
    line: dict[str, Any] = {
        "id": str(template.id),
        "title": template.title,
        "description": _description(template, filled),
        "caption": filled.text or None,
        "caption_entities": _entities(filled),
        "reply_markup": buttons,
    }
    file_id = first["file"]["file_id"]
    match first["kind"]:
        case MessageKind.PHOTO:
            return InlineQueryResultCachedPhoto(**line, photo_file_id=file_id)
        case MessageKind.DOCUMENT:
            return InlineQueryResultCachedDocument(**line, document_file_id=file_id)
        case MessageKind.VIDEO:
            return InlineQueryResultCachedVideo(**line, video_file_id=file_id)
    del line["description"]
    match first["kind"]:
        case MessageKind.VOICE:
            return InlineQueryResultCachedVoice(**line, voice_file_id=file_id)
        case MessageKind.ANIMATION:
            return InlineQueryResultCachedMpeg4Gif(**line, mpeg4_file_id=file_id)
    del line["title"]
    return InlineQueryResultCachedAudio(**line, audio_file_id=file_id) if first["kind"] == MessageKind.AUDIO else None


def _description(template: Template, filled: Filled) -> str:
    words = " ".join(filled.text.split())
    excerpt = words if len(words) <= EXCERPT_LENGTH else words[:EXCERPT_LENGTH].rstrip() + "…"
    return "\n".join(filter(None, [file_words(template), excerpt]))


def _entities(filled: Filled) -> list[MessageEntity] | None:
    return [MessageEntity.model_validate(entity) for entity in filled.entities] or None

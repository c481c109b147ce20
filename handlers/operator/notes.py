"""Words that begin with // or /note stay among employees, whatever they stand under."""

import re
from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions import notes
from bridge.actions.drafts import Draft
from bridge.desk import callbacks
from bridge.entities import beyond
from bridge.texts import _
from handlers.operator import wordy
from handlers.operator.context import Begin, Operator, Place
from handlers.operator.meant import meant
from handlers.operator.reading import draft
from handlers.operator.talk import Talk
from storage.messages import Kind

# "//", or the command, which Telegram may have completed with the bot's name.
NOTE = re.compile(r"\s*(?://|/note(?:@\w+)?(?=\s|$))\s*", re.IGNORECASE)


def is_note(message: Message) -> bool:
    return NOTE.match(message.text or message.caption or wordy.words_of(message)) is not None


def unmarked(written: Draft) -> Draft:
    """The draft without the mark that makes it a note."""
    mark = NOTE.match(written.text)
    if mark is None:
        return written
    words = beyond(mark.end(), written.text, written.entities)
    kind = Kind.TEXT if written.kind is Kind.RICH_MESSAGE else written.kind  # its blocks have the mark in them
    return replace(written, kind=kind, text=words.text, entities=words.entities)


async def write(message: Message, operator: Operator, place: Place, begin: Begin) -> None:
    async with begin() as uow:
        target = await meant(uow, message, place, operator)
        written = draft(message, reply_to_id=target.reply_to_id, addressed=target.addressed, is_gone=target.is_gone)
        await notes.write(uow, target.window, unmarked(written), by=await operator.employee(uow))


async def keep(
    query: CallbackQuery, callback_data: callbacks.KeepAsNote, operator: Operator, begin: Begin, talk: Talk
) -> None:
    async with begin() as uow:
        await notes.keep(uow, callback_data.message_id, by=await operator.employee(uow))
    await talk.toast(query, _("Kept as a note"))
    await talk.strip(query, "🔒 " + _("Kept as a note"))


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(keep, callbacks.KeepAsNote.filter())
    router.message.register(write, is_note)
    return router

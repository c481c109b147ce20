"""`@bot #12 word`: finds the templates with that word for the employee who types."""

import logging

from aiogram import F, Router
from aiogram.methods import AnswerInlineQuery
from aiogram.types import InlineQuery, InlineQueryResultsButton

from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.templates.inline import InlinePage, found, parse_query
from bridge.errors import BridgeError, Undeliverable
from bridge.text.texts import _
from handlers.operator.kit.context import Operator
from storage.engine.database import Database

log = logging.getLogger(__name__)

# The chat with the bot itself, and groups. Clients of other vendors may leave the chat's type out.
CHAT_TYPES = ("sender", "group", "supergroup", None)
SIGN_IN_PARAMETER = "signin"
NOTHING_FOUND = InlinePage([], "")


async def find(query: InlineQuery, operator: Operator, database: Database, telegram: Telegram) -> None:
    if not await _answer(query, await _found(query, operator, database), telegram):
        # Telegram may have forgotten a file of one of the templates.
        await _answer(query, await _found(query, operator, database, with_files=False), telegram)


async def find_elsewhere(query: InlineQuery, telegram: Telegram) -> None:
    """Answer with an empty list: in people's other chats, templates for customers have no place."""
    await _answer(query, NOTHING_FOUND, telegram)


async def offer_sign_in(query: InlineQuery, telegram: Telegram) -> None:
    button = InlineQueryResultsButton(text=_("Sign in to find templates"), start_parameter=SIGN_IN_PARAMETER)
    await _answer(query, NOTHING_FOUND, telegram, button=button)


async def _found(query: InlineQuery, operator: Operator, database: Database, *, with_files: bool = True) -> InlinePage:
    dialog_id, words = parse_query(query.query)
    async with database.read(operator.organization_id) as uow:
        by = await operator.employee(uow)
        return await found(uow, dialog_id, words, by=by, offset=query.offset, with_files=with_files)


async def _answer(
    query: InlineQuery, answer: InlinePage, telegram: Telegram, *, button: InlineQueryResultsButton | None = None
) -> bool:
    """Show the list to this person only, and do not let Telegram cache it. False when Telegram refuses the list."""
    method = AnswerInlineQuery(
        inline_query_id=query.id,
        results=[*answer.results],
        next_offset=answer.next_offset,
        cache_time=0,
        is_personal=True,
        button=button,
    )
    try:
        await telegram(method)
    except Undeliverable as error:
        log.warning("Telegram refuses the answer to an inline query: %s", type(error).__name__)
        return False
    except BridgeError as error:
        # Usually the answer came too late, because the person typed on.
        log.info("could not answer an inline query: %s", type(error).__name__)
    return True


def router() -> Router:
    router = Router(name=__name__)
    router.inline_query.register(find, F.chat_type.in_(CHAT_TYPES))
    router.inline_query.register(find_elsewhere)
    return router

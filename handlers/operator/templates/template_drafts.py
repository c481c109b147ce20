"""«Новый шаблон»: the message that becomes one, with its files, and then its title."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions.templates import templates
from bridge.channel import MAX_ALBUM_SIZE
from bridge.desk.templates.template_cards import template_card
from bridge.desk.templates.templates import NewTemplate
from bridge.errors import Refusal
from bridge.text.texts import _
from bridge.text.variables import known
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.open_questions import OpenQuestion
from handlers.operator.kit.questions import answers_to, ask, forget, question_screen
from handlers.operator.kit.responder import Responder
from handlers.operator.messages.reading import draft
from storage.inbox.questions import Question, QuestionKind


async def ask_message(
    query: CallbackQuery,
    callback_data: NewTemplate,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        await ask(uow, place, operator, QuestionKind.TEMPLATE, dialog_id=callback_data.dialog_id)
    words = _("Send the message that becomes a template: a text, a picture, a file or an album. It goes to nobody.")
    more = _("What is different for each customer is written so: {known}. With what to say instead: {example}")
    example = "{" + _("name|dear customer") + "}"
    text = f"{words}\n\n{more.format(known=known(), example=example)}"
    # Not in the place of the list: that may lie over a dialog's card.
    await responder.toast(query)
    await responder.show(question_screen(text, place, operator))


async def is_message(message: Message, open_question: OpenQuestion) -> bool | dict[str, Question]:
    """Let through what shall become a template: anything but a command, and the others of an album that has begun."""
    if (message.text or "").startswith("/"):
        return False
    question = await open_question.get()
    if question is None or question.kind not in (QuestionKind.TEMPLATE, QuestionKind.TEMPLATE_TITLE):
        return False
    album = question.data.get("album")
    if question.kind is QuestionKind.TEMPLATE_TITLE and (album is None or album != message.media_group_id):
        return False
    return {"question": question}


async def take_message(
    message: Message, question: Question, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    """Keep it, and ask for the title; of an album once."""
    items: list[dict[str, Any]] = question.data.get("items", [])
    written = draft(message, reply_to_id=None, addressed=True)
    if written.album is not None and written.album == question.data.get("refused"):
        return
    kept = {"dialog_id": question.data["dialog_id"]}
    try:
        item = templates.draft_data_of(written)
    except Refusal:
        # Nor can the rest of its album be a template without it.
        async with begin() as uow:
            await ask(uow, place, operator, QuestionKind.TEMPLATE, refused=written.album, **kept)
        raise
    async with begin() as uow:
        kept |= {"album": written.album, "items": [*items, item][:MAX_ALBUM_SIZE]}
        await ask(uow, place, operator, QuestionKind.TEMPLATE_TITLE, **kept)
    if not items:
        await responder.show(question_screen(_("What shall the template be called? Write its title"), place, operator))


async def take_title(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        by = await operator.employee(uow)
        template = await templates.create(uow, question.data["items"], words, by=by)
        await forget(uow, place, operator)
        screen = await template_card(uow, template, question.data["dialog_id"], by=by)
    await responder.show(screen)


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(ask_message, NewTemplate.filter())
    router.message.register(take_message, is_message)
    router.message.register(take_title, answers_to(QuestionKind.TEMPLATE_TITLE))
    return router

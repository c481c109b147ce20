"""«Новый шаблон»: the message that becomes a template, with its files, and then the title."""

from functools import partial

from aiogram import Router

from bridge.actions.messages.draft_data import DraftData
from bridge.actions.templates import templates
from bridge.channel import MAX_ALBUM_SIZE
from bridge.desk.templates.template_cards import template_card
from bridge.desk.templates.templates import NewTemplate
from bridge.errors import Refusal, lazy
from bridge.text.texts import _
from bridge.text.variables import known
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.questions import NotWords
from handlers.operator.kit.requests import Press, Typed
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.responses import Response, Shown
from handlers.operator.messages.reading import draft
from storage.inbox.questions import QuestionKind

part = BotPart(__name__)


class TemplateMessage(QuestionData):
    """The message that becomes a template.

    Args:
        refused: an album with a refused message; its other messages are refused, too.
    """

    kind = QuestionKind.TEMPLATE
    about = lazy("the new template")

    dialog_id: int
    refused: str | None = None


class NewTemplateTitle(QuestionData):
    """The title of the new template; more messages of the same album may still come."""

    kind = QuestionKind.TEMPLATE_TITLE
    about = lazy("the new template")

    dialog_id: int
    album: str | None = None
    items: list[DraftData]


@part.writes(NewTemplate)
async def ask_message(press: Press, button: NewTemplate) -> Response:
    words = _("Send the message that becomes a template: a text, a picture, a file or an album. It goes to nobody.")
    more = _("What is different for each customer is written so: {known}. With what to say instead: {example}")
    example = "{" + _("name|dear customer") + "}"
    text = f"{words}\n\n{more.format(known=known(), example=example)}"
    # The list stays, because it may be an open screen over a dialog's card.
    return await press.ask(TemplateMessage(dialog_id=button.dialog_id), text)


@part.answers(TemplateMessage, anything=True)
async def take_message(typed: Typed, asked: TemplateMessage) -> Shown:
    if asked.refused is not None and asked.refused == typed.message.media_group_id:
        await typed.keep_asking(asked)
        return None
    return await _keep(typed, asked.dialog_id, [])


@part.answers(NewTemplateTitle, anything=True)
async def take_title(typed: Typed, asked: NewTemplateTitle) -> Shown:
    """Take the title; a further message of the album is added to the template instead."""
    if asked.album is not None and asked.album == typed.message.media_group_id:
        return await _keep(typed, asked.dialog_id, asked.items)
    if typed.message.text is None:
        raise NotWords
    template = await templates.create(typed.uow, asked.items, typed.words, by=typed.by)
    return await template_card(typed.uow, template, asked.dialog_id, by=typed.by)


async def _keep(typed: Typed, dialog_id: int, items: list[DraftData]) -> Shown:
    """Keep the message, and ask for the title; an album asks for it once."""
    written = draft(typed.message, reply_to_id=None, addressed=True)
    try:
        kept = [*items, templates.draft_data_of(written)][:MAX_ALBUM_SIZE]
    except Refusal as refusal:
        # The rest of its album cannot be a template without this message.
        await typed.keep_asking(TemplateMessage(dialog_id=dialog_id, refused=written.album))
        return Response(then=partial(_refuse, refusal))
    title = NewTemplateTitle(dialog_id=dialog_id, album=written.album, items=kept)
    if not items:
        return await typed.ask(title, _("What shall the template be called? Write its title"))
    await typed.keep_asking(title)
    return None


async def _refuse(refusal: Refusal, responder: Responder) -> None:
    raise refusal


def router() -> Router:
    return part.router()

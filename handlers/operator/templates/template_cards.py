"""The card of a template: its title, text, folder, those it is for; delete and bring back."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions.templates import templates
from bridge.desk.templates.template_cards import (
    ChangeTemplate,
    DeleteTemplate,
    MoveTemplate,
    PickScope,
    RestoreTemplate,
    ShareTemplate,
    deleted,
    folders,
    scopes,
    template_card,
)
from bridge.desk.templates.templates import TemplateCard
from bridge.text.texts import _
from bridge.text.variables import known
from handlers.operator.kit import private_replies
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.questions import answers_to, ask, forget, question_screen
from handlers.operator.kit.responder import Responder
from handlers.operator.messages.reading import draft
from storage.inbox.questions import Question, QuestionKind

PROMPT_KINDS = {
    "text": QuestionKind.TEMPLATE_TEXT,
    "name": QuestionKind.TEMPLATE_NAME,
    "folder": QuestionKind.TEMPLATE_FOLDER,
}


async def show(
    query: CallbackQuery, callback_data: TemplateCard, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        by = await operator.employee(uow)
        template = await templates.get_visible(uow, callback_data.template_id, by=by)
        screen = await template_card(uow, template, callback_data.dialog_id, by=by)
    await private_replies.redraw(query, screen, operator, responder)


async def ask_change(
    query: CallbackQuery,
    callback_data: ChangeTemplate,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    words = {
        "text": _("Write the new text; formatting is kept. Variables: {known}").format(known=known()),
        "name": _("Write the new title"),
        "folder": _("Choose a folder, or write the name of a new one"),
    }[callback_data.what]
    kept = callback_data.model_dump(exclude={"what"})
    async with begin() as uow:
        by = await operator.employee(uow)
        template = await templates.changeable(uow, kept["template_id"], version=kept["version"], by=by)
        is_folder = callback_data.what == "folder"
        instead = await folders(uow, template, callback_data.dialog_id, by=by) if is_folder else []
        await ask(uow, place, operator, PROMPT_KINDS[callback_data.what], **kept)
    await responder.toast(query)
    await responder.show(question_screen(words, place, operator, *instead))


async def change(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    which: dict[str, Any] = {"template_id": question.data["template_id"], "version": question.data["version"]}
    async with begin() as uow:
        which["by"] = by = await operator.employee(uow)
        if question.kind is QuestionKind.TEMPLATE_NAME:
            template = await templates.rename(uow, title=words, **which)
        elif question.kind is QuestionKind.TEMPLATE_FOLDER:
            template = await templates.move(uow, folder=words, **which)
        else:
            written = draft(message, reply_to_id=None, addressed=True)
            template = await templates.rewrite(uow, text=written.text, entities=written.entities, **which)
        await forget(uow, place, operator)
        screen = await template_card(uow, template, question.data["dialog_id"], by=by)
    await responder.show(screen)


async def move(
    query: CallbackQuery,
    callback_data: MoveTemplate,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    which = callback_data.model_dump(include={"template_id", "version"})
    async with begin() as uow:
        by = await operator.employee(uow)
        beside = await templates.get_visible(uow, callback_data.beside, by=by) if callback_data.beside else None
        template = await templates.move(uow, folder=beside.folder if beside else None, by=by, **which)
        await forget(uow, place, operator)
        screen = await template_card(uow, template, callback_data.dialog_id, by=by)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def pick_scope(
    query: CallbackQuery, callback_data: PickScope, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        by = await operator.employee(uow)
        template = await templates.get_visible(uow, callback_data.template_id, by=by)
        screen = await scopes(uow, template, callback_data.dialog_id, by=by)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def share(
    query: CallbackQuery, callback_data: ShareTemplate, operator: Operator, begin: Begin, responder: Responder
) -> None:
    wanted = callback_data.model_dump(include={"template_id", "version", "scope"})
    async with begin() as uow:
        by = await operator.employee(uow)
        template = await templates.share(uow, **wanted, department_id=callback_data.department_id or None, by=by)
        screen = await template_card(uow, template, callback_data.dialog_id, by=by)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def delete(
    query: CallbackQuery, callback_data: DeleteTemplate, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        by = await operator.employee(uow)
        template = await templates.delete(uow, callback_data.template_id, version=callback_data.version, by=by)
    await responder.redraw(query, deleted(template, callback_data.dialog_id))
    await responder.toast(query)


async def restore(
    query: CallbackQuery, callback_data: RestoreTemplate, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        by = await operator.employee(uow)
        template = await templates.restore(uow, callback_data.template_id, by=by)
        screen = await template_card(uow, template, callback_data.dialog_id, by=by)
    await responder.redraw(query, screen)
    await responder.toast(query, _("The template is back"))


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(show, TemplateCard.filter())
    router.callback_query.register(ask_change, ChangeTemplate.filter())
    router.callback_query.register(move, MoveTemplate.filter())
    router.callback_query.register(pick_scope, PickScope.filter())
    router.callback_query.register(share, ShareTemplate.filter())
    router.callback_query.register(delete, DeleteTemplate.filter())
    router.callback_query.register(restore, RestoreTemplate.filter())
    router.message.register(change, answers_to(*PROMPT_KINDS.values()))
    return router

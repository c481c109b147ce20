"""The files of a template: looked at, added, replaced, taken out, put in another order."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions.templates import template_files, templates
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.templates.template_cards import TemplateFiles
from bridge.desk.templates.template_files import (
    AddTemplateFiles,
    AdvanceTemplateFile,
    EndTemplateFiles,
    RemoveTemplateFile,
    ReplaceTemplateFile,
    ShowTemplateFile,
    file_shown,
    files_screen,
    wanted_files,
)
from bridge.errors import BridgeError, NotFound, OutcomeUnknown, Refusal, TryLater, lazy
from bridge.text.texts import _
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.open_questions import OpenQuestion
from handlers.operator.kit.questions import ask, forget, forget_kinds, question_screen
from handlers.operator.kit.responder import Responder
from handlers.operator.messages.reading import draft
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind
from storage.templates.templates import Template


class NotAFile(Refusal):
    text = lazy("This is no file, so it went nowhere. Send one, or leave the question above")


class CannotShowNow(Refusal):
    text = lazy("Telegram did not answer: press once more")


class OneFile(Refusal):
    text = lazy("One file takes the place of one: send it alone. Nothing was changed")


class NotWithTelegram(Refusal):
    text = lazy("This file came with the team's description. It is seen where the template is sent")


class FileLost(Refusal):
    text = lazy("Telegram does not show this file any more: replace it")


async def show_all(
    query: CallbackQuery, callback_data: TemplateFiles, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        template = await templates.get_visible(uow, callback_data.template_id, by=await operator.employee(uow))
        screen = files_screen(template, callback_data.dialog_id)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def show(
    query: CallbackQuery,
    callback_data: ShowTemplateFile,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
    telegram: Telegram,
) -> None:
    async with begin() as uow:
        template = await _one_of(uow, callback_data, operator)
        if template.files[callback_data.number]["file"].get("source"):
            raise NotWithTelegram
        which = callback_data.number, callback_data.dialog_id
        method = file_shown(template, *which, chat_id=place.chat_id, thread_id=place.thread_id)
    try:
        await telegram.send(method)
    except (TryLater, OutcomeUnknown) as error:
        raise CannotShowNow from error
    except BridgeError as error:
        raise FileLost from error
    await responder.toast(query)


async def ask_files(
    query: CallbackQuery,
    callback_data: AddTemplateFiles,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    kept = callback_data.model_dump()
    async with begin() as uow:
        template = await _changeable(uow, kept, operator)
        shown = query.message.message_id if query.message else None
        await ask(uow, place, operator, QuestionKind.TEMPLATE_FILES, **kept, shown=shown)
        screen = wanted_files(template, callback_data.dialog_id)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def ask_file(
    query: CallbackQuery,
    callback_data: ReplaceTemplateFile,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    kept = callback_data.model_dump()
    async with begin() as uow:
        await _changeable(uow, kept, operator)
        await ask(uow, place, operator, QuestionKind.TEMPLATE_FILES, **kept)
    await responder.toast(query)
    await responder.show(question_screen(_("Send the file that takes its place; the words stay"), place, operator))


async def is_file(message: Message, open_question: OpenQuestion) -> bool | dict[str, Question]:
    """Let through whatever is written while files are waited for, but for commands and notes."""
    if (message.text or "").startswith("/"):
        return False
    question = await open_question.get()
    return {"question": question} if question is not None and question.kind is QuestionKind.TEMPLATE_FILES else False


async def take_file(
    message: Message, question: Question, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    written = draft(message, reply_to_id=None, addressed=True)
    if written.file is None:
        raise NotAFile
    item, kept = (
        templates.draft_data_of(written),
        {name: value for name, value in question.data.items() if name != "by"},
    )
    if "number" in kept and written.album is not None:
        raise OneFile
    async with begin() as uow:
        which = {"version": kept["version"], "by": await operator.employee(uow)}
        if "number" in kept:
            template = await template_files.replace(uow, kept["template_id"], kept["number"], item, **which)
            await forget(uow, place, operator)
            screen = files_screen(template, kept["dialog_id"])
        else:
            template = await template_files.add(uow, kept["template_id"], item, **which)
            await ask(uow, place, operator, QuestionKind.TEMPLATE_FILES, **{**kept, "version": template.version})
            screen = wanted_files(template, kept["dialog_id"])
    if kept.get("shown"):
        await responder.change(kept["shown"], screen)
    else:
        await responder.show(screen)


async def end(
    query: CallbackQuery,
    callback_data: EndTemplateFiles,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        await forget_kinds(uow, place, operator, QuestionKind.TEMPLATE_FILES)
        template = await templates.get_visible(uow, callback_data.template_id, by=await operator.employee(uow))
        screen = files_screen(template, callback_data.dialog_id)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def advance(
    query: CallbackQuery, callback_data: AdvanceTemplateFile, operator: Operator, begin: Begin, responder: Responder
) -> None:
    which = callback_data.model_dump(exclude={"dialog_id"})
    async with begin() as uow:
        template = await template_files.advance(uow, **which, by=await operator.employee(uow))
    await responder.redraw(query, files_screen(template, callback_data.dialog_id))
    await responder.toast(query)


async def remove(
    query: CallbackQuery, callback_data: RemoveTemplateFile, operator: Operator, begin: Begin, responder: Responder
) -> None:
    which = callback_data.model_dump(exclude={"dialog_id"})
    async with begin() as uow:
        template = await template_files.remove(uow, **which, by=await operator.employee(uow))
    await responder.redraw(query, files_screen(template, callback_data.dialog_id))
    await responder.toast(query)


async def _one_of(uow: UnitOfWork, which: ShowTemplateFile, operator: Operator) -> Template:
    template = await templates.get_visible(uow, which.template_id, by=await operator.employee(uow))
    template.ensure_fresh(which.version)
    if which.number >= len(template.files):
        raise NotFound
    return template


async def _changeable(uow: UnitOfWork, kept: dict[str, Any], operator: Operator) -> Template:
    by = await operator.employee(uow)
    return await templates.changeable(uow, kept["template_id"], version=kept["version"], by=by)


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(show_all, TemplateFiles.filter())
    router.callback_query.register(show, ShowTemplateFile.filter())
    router.callback_query.register(ask_files, AddTemplateFiles.filter())
    router.callback_query.register(ask_file, ReplaceTemplateFile.filter())
    router.callback_query.register(advance, AdvanceTemplateFile.filter())
    router.callback_query.register(remove, RemoveTemplateFile.filter())
    router.callback_query.register(end, EndTemplateFiles.filter())
    router.message.register(take_file, is_file)
    return router

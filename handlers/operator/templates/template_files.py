"""Files of a template: show, add, replace, remove, reorder."""

from aiogram import Router

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
from bridge.desk.ui.screen import Screen
from bridge.errors import BridgeError, NotFound, OutcomeUnknown, Refusal, TryLater, lazy
from bridge.text.texts import _
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Press, Typed
from handlers.operator.kit.responses import Response
from handlers.operator.messages.reading import draft
from storage.inbox.questions import QuestionKind

part = BotPart(__name__)


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


class TemplateFile(QuestionData):
    """Asks for more files, or for a file that replaces another one.

    Args:
        number: of the file that is replaced, counted from 0; None when files are added.
        shown: the id of the message that asks for more files.
    """

    kind = QuestionKind.TEMPLATE_FILES
    about = lazy("the template's files")

    dialog_id: int
    template_id: int
    version: int
    number: int | None = None
    shown: int | None = None


@part.reads(TemplateFiles)
async def show_all(press: Press, button: TemplateFiles) -> Screen:
    template = await templates.get_visible(press.uow, button.template_id, by=press.by)
    return files_screen(template, button.dialog_id)


@part.reads(ShowTemplateFile)
async def show(press: Press, button: ShowTemplateFile, *, telegram: Telegram) -> Response:
    template = await templates.get_visible(press.uow, button.template_id, by=press.by)
    template.ensure_fresh(button.version)
    if button.number >= len(template.files):
        raise NotFound
    if template.files[button.number]["file"].get("source"):
        raise NotWithTelegram
    place = press.place
    method = file_shown(template, button.number, button.dialog_id, chat_id=place.chat_id, thread_id=place.thread_id)

    async def draw() -> None:
        try:
            await telegram.send(method)
        except (TryLater, OutcomeUnknown) as error:
            raise CannotShowNow from error
        except BridgeError as error:
            raise FileLost from error

    return Response(draw=draw)


@part.writes(AddTemplateFiles)
async def ask_files(press: Press, button: AddTemplateFiles) -> Screen:
    template = await templates.changeable(press.uow, button.template_id, version=button.version, by=press.by)
    await press.keep_asking(TemplateFile(**button.model_dump(), shown=press.message_id or None))
    return wanted_files(template, button.dialog_id)


@part.writes(ReplaceTemplateFile)
async def ask_file(press: Press, button: ReplaceTemplateFile) -> Response:
    await templates.changeable(press.uow, button.template_id, version=button.version, by=press.by)
    words = _("Send the file that takes its place; the words stay")
    return await press.ask(TemplateFile(**button.model_dump()), words)


@part.answers(TemplateFile, anything=True)
async def take_file(typed: Typed, asked: TemplateFile) -> Response:
    written = draft(typed.message, reply_to_id=None, addressed=True)
    if written.file is None:
        raise NotAFile
    item = templates.draft_data_of(written)
    if asked.number is not None:
        if written.album is not None:
            raise OneFile
        template = await template_files.replace(
            typed.uow, asked.template_id, asked.number, item, version=asked.version, by=typed.by
        )
        return Response(files_screen(template, asked.dialog_id))
    template = await template_files.add(typed.uow, asked.template_id, item, version=asked.version, by=typed.by)
    await typed.keep_asking(asked.model_copy(update={"version": template.version}))
    screen = wanted_files(template, asked.dialog_id)
    if asked.shown is None:
        return Response(screen)
    shown = asked.shown
    return Response(then=lambda responder: responder.change(shown, screen))


@part.writes(EndTemplateFiles)
async def end(press: Press, button: EndTemplateFiles) -> Screen:
    await press.stop_asking(TemplateFile)
    template = await templates.get_visible(press.uow, button.template_id, by=press.by)
    return files_screen(template, button.dialog_id)


@part.writes(AdvanceTemplateFile)
async def advance(press: Press, button: AdvanceTemplateFile) -> Screen:
    template = await template_files.advance(press.uow, **button.model_dump(exclude={"dialog_id"}), by=press.by)
    return files_screen(template, button.dialog_id)


@part.writes(RemoveTemplateFile)
async def remove(press: Press, button: RemoveTemplateFile) -> Screen:
    template = await template_files.remove(press.uow, **button.model_dump(exclude={"dialog_id"}), by=press.by)
    return files_screen(template, button.dialog_id)


def router() -> Router:
    return part.router()

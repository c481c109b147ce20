"""The card of a template: its title, text, folder and audience; delete and restore."""

from aiogram import Router

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
from bridge.desk.ui.screen import Screen
from bridge.errors import lazy
from bridge.text.texts import _
from bridge.text.variables import known
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Press, Typed
from handlers.operator.kit.responses import Response
from handlers.operator.messages.reading import draft
from storage.inbox.questions import QuestionKind

part = BotPart(__name__, in_private=True)


class TemplateChange(QuestionData):
    about = lazy("the change of the template")

    dialog_id: int
    template_id: int
    version: int


class TemplateText(TemplateChange):
    kind = QuestionKind.TEMPLATE_TEXT


class TemplateTitle(TemplateChange):
    kind = QuestionKind.TEMPLATE_NAME


class TemplateFolder(TemplateChange):
    kind = QuestionKind.TEMPLATE_FOLDER


@part.reads(TemplateCard)
async def show(press: Press, button: TemplateCard) -> Screen:
    template = await templates.get_visible(press.uow, button.template_id, by=press.by)
    return await template_card(press.uow, template, button.dialog_id, by=press.by)


@part.writes(ChangeTemplate)
async def ask_change(press: Press, button: ChangeTemplate) -> Response:
    asked: dict[str, tuple[type[TemplateChange], str]] = {
        "text": (TemplateText, _("Write the new text; formatting is kept. Variables: {known}").format(known=known())),
        "name": (TemplateTitle, _("Write the new title")),
        "folder": (TemplateFolder, _("Choose a folder, or write the name of a new one")),
    }
    question, words = asked[button.what]
    template = await templates.changeable(press.uow, button.template_id, version=button.version, by=press.by)
    is_folder = question is TemplateFolder
    instead = await folders(press.uow, template, button.dialog_id, by=press.by) if is_folder else []
    return await press.ask(question(**button.model_dump(exclude={"what"})), words, *instead)


@part.answers(TemplateText)
async def rewrite(typed: Typed, asked: TemplateText) -> Screen:
    text = draft(typed.message, reply_to_id=None, addressed=True)
    template = await templates.rewrite(
        typed.uow, asked.template_id, text.text, text.entities, version=asked.version, by=typed.by
    )
    return await template_card(typed.uow, template, asked.dialog_id, by=typed.by)


@part.answers(TemplateTitle)
async def rename(typed: Typed, asked: TemplateTitle) -> Screen:
    template = await templates.rename(typed.uow, asked.template_id, typed.words, version=asked.version, by=typed.by)
    return await template_card(typed.uow, template, asked.dialog_id, by=typed.by)


@part.answers(TemplateFolder)
async def move_to(typed: Typed, asked: TemplateFolder) -> Screen:
    template = await templates.move(typed.uow, asked.template_id, typed.words, version=asked.version, by=typed.by)
    return await template_card(typed.uow, template, asked.dialog_id, by=typed.by)


@part.writes(MoveTemplate)
async def move(press: Press, button: MoveTemplate) -> Screen:
    beside = await templates.get_visible(press.uow, button.beside, by=press.by) if button.beside else None
    folder = beside.folder if beside else None
    template = await templates.move(press.uow, button.template_id, folder, version=button.version, by=press.by)
    await press.stop_asking(TemplateFolder)
    return await template_card(press.uow, template, button.dialog_id, by=press.by)


@part.reads(PickScope)
async def pick_scope(press: Press, button: PickScope) -> Screen:
    template = await templates.get_visible(press.uow, button.template_id, by=press.by)
    return await scopes(press.uow, template, button.dialog_id, by=press.by)


@part.writes(ShareTemplate)
async def share(press: Press, button: ShareTemplate) -> Screen:
    wanted = button.model_dump(include={"template_id", "version", "scope"})
    template = await templates.share(press.uow, **wanted, department_id=button.department_id or None, by=press.by)
    return await template_card(press.uow, template, button.dialog_id, by=press.by)


@part.writes(DeleteTemplate)
async def delete(press: Press, button: DeleteTemplate) -> Screen:
    template = await templates.delete(press.uow, button.template_id, version=button.version, by=press.by)
    return deleted(template, button.dialog_id)


@part.writes(RestoreTemplate)
async def restore(press: Press, button: RestoreTemplate) -> Response:
    template = await templates.restore(press.uow, button.template_id, by=press.by)
    return Response(await template_card(press.uow, template, button.dialog_id, by=press.by), _("The template is back"))


def router() -> Router:
    return part.router()

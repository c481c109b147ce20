"""The common list of tags. The manual lets any employee change it; the audit says who did."""

from aiogram import Router

from bridge.actions.tags import tags
from bridge.desk.tags import tag_lists as lists
from bridge.desk.tags.tag_lists import (
    DeleteTag,
    MergeTag,
    PaintTag,
    PickColour,
    PickMerge,
    RenameTag,
    RestoreTag,
    TagCard,
    TagList,
)
from bridge.desk.ui.screen import Screen
from bridge.errors import lazy
from bridge.text.texts import _
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Press, Typed
from handlers.operator.kit.responses import Response
from storage.inbox.questions import QuestionKind

part = BotPart(__name__)


class OtherTagName(QuestionData):
    kind = QuestionKind.TAG_NAME
    about = lazy("the tag's other name")

    tag_id: int
    dialog_id: int


@part.reads(TagList)
async def show_list(press: Press, button: TagList) -> Screen:
    return await lists.tag_list(press.uow, button.dialog_id, button.scope, page=button.page)


@part.reads(TagCard)
async def show(press: Press, button: TagCard) -> Screen:
    return await lists.tag_card(press.uow, button.dialog_id, await press.uow.tags.in_use(button.tag_id))


@part.reads(PickColour)
async def pick_colour(press: Press, button: PickColour) -> Screen:
    return lists.colours(button.dialog_id, await press.uow.tags.in_use(button.tag_id))


@part.reads(PickMerge)
async def pick_merge(press: Press, button: PickMerge) -> Screen:
    tag = await press.uow.tags.in_use(button.tag_id)
    return await lists.mergers(press.uow, button.dialog_id, tag, page=button.page)


@part.writes(RenameTag)
async def ask_name(press: Press, button: RenameTag) -> Response:
    tag = await press.uow.tags.in_use(button.tag_id)
    words = _("Write another name for {name}").format(name=tag.label)
    return await press.ask(OtherTagName(tag_id=tag.id, dialog_id=button.dialog_id), words)


@part.answers(OtherTagName)
async def rename(typed: Typed, button: OtherTagName) -> Screen:
    tag = await tags.rename(typed.uow, button.tag_id, typed.words, by=typed.by)
    await typed.uow.flush()
    return await lists.tag_card(typed.uow, button.dialog_id, tag)


@part.writes(PaintTag)
async def paint(press: Press, button: PaintTag) -> Screen:
    tag = await tags.paint(press.uow, button.tag_id, button.colour, by=press.by)
    return await lists.tag_card(press.uow, button.dialog_id, tag)


@part.writes(MergeTag)
async def merge(press: Press, button: MergeTag) -> Response:
    tag, into = await press.uow.tags.in_use(button.tag_id), await press.uow.tags.in_use(button.into)
    if not button.sure:
        return Response(await lists.sure_to_merge(press.uow, button.dialog_id, tag, into))
    await tags.merge(press.uow, tag.id, into=into.id, by=press.by)
    await press.uow.flush()
    screen = await lists.tag_card(press.uow, button.dialog_id, into)
    return Response(screen, _("Merged: {name}").format(name=into.label))


@part.writes(DeleteTag)
async def delete(press: Press, button: DeleteTag) -> Screen:
    tag = await press.uow.tags.in_use(button.tag_id)
    if not button.sure:
        return await lists.sure_to_delete(press.uow, button.dialog_id, tag)
    await tags.delete(press.uow, tag.id, by=press.by)
    return lists.deleted(button.dialog_id, tag)


@part.writes(RestoreTag)
async def restore(press: Press, button: RestoreTag) -> Response:
    tag = await tags.restore(press.uow, button.tag_id, by=press.by)
    await press.uow.flush()
    screen = await lists.tag_card(press.uow, button.dialog_id, tag)
    return Response(screen, _("{name} is back in the common list").format(name=tag.label))


def router() -> Router:
    return part.router()

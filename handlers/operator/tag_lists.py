"""The common list of tags: any employee may change it, as the manual has it; who did is in the audit."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions import tags
from bridge.desk import tag_lists as lists
from bridge.desk.screen import Screen
from bridge.desk.tag_lists import (
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
from bridge.texts import _
from handlers.operator.asking import answers, ask, forget, question
from handlers.operator.context import Begin, Operator, Place
from handlers.operator.talk import Talk
from storage.database import Database
from storage.prompts import Prompt, PromptKind
from storage.unit_of_work import UnitOfWork

Asked = TagList | TagCard | PickColour | PickMerge


async def look(query: CallbackQuery, callback_data: Asked, operator: Operator, database: Database, talk: Talk) -> None:
    async with database.read(operator.organization_id) as uow:
        screen = await _screen(uow, callback_data)
    await talk.redraw(query, screen)
    await talk.toast(query)


async def _screen(uow: UnitOfWork, asked: Asked) -> Screen:
    if isinstance(asked, TagList):
        return await lists.tag_list(uow, asked.dialog_id, asked.scope, page=asked.page)
    tag = await uow.tags.in_use(asked.tag_id)
    match asked:
        case PickColour():
            return lists.colours(asked.dialog_id, tag)
        case PickMerge():
            return await lists.mergers(uow, asked.dialog_id, tag, page=asked.page)
        case TagCard():
            return await lists.tag_card(uow, asked.dialog_id, tag)


async def ask_name(
    query: CallbackQuery, callback_data: RenameTag, operator: Operator, place: Place, begin: Begin, talk: Talk
) -> None:
    async with begin() as uow:
        tag = await uow.tags.in_use(callback_data.tag_id)
        await ask(uow, place, operator, PromptKind.TAG_NAME, tag_id=tag.id, dialog_id=callback_data.dialog_id)
    await talk.toast(query)
    words = _("Write another name for {name}").format(name=tag.label)
    await talk.show(question(words, place, operator))


async def rename(
    message: Message, prompt: Prompt, words: str, operator: Operator, place: Place, begin: Begin, talk: Talk
) -> None:
    async with begin() as uow:
        tag = await tags.rename(uow, prompt.data["tag_id"], words, by=await operator.employee(uow))
        await forget(uow, place, operator)
        await uow.flush()
        screen = await lists.tag_card(uow, prompt.data["dialog_id"], tag)
    await talk.show(screen)


async def paint(query: CallbackQuery, callback_data: PaintTag, operator: Operator, begin: Begin, talk: Talk) -> None:
    async with begin() as uow:
        tag = await tags.paint(uow, callback_data.tag_id, callback_data.colour, by=await operator.employee(uow))
        screen = await lists.tag_card(uow, callback_data.dialog_id, tag)
    await talk.redraw(query, screen)
    await talk.toast(query)


async def merge(query: CallbackQuery, callback_data: MergeTag, operator: Operator, begin: Begin, talk: Talk) -> None:
    async with begin() as uow:
        tag, into = await uow.tags.in_use(callback_data.tag_id), await uow.tags.in_use(callback_data.into)
        if callback_data.sure:
            await tags.merge(uow, tag.id, into=into.id, by=await operator.employee(uow))
            await uow.flush()
            screen = await lists.tag_card(uow, callback_data.dialog_id, into)
        else:
            screen = await lists.sure_to_merge(uow, callback_data.dialog_id, tag, into)
    await talk.redraw(query, screen)
    await talk.toast(query, _("Merged: {name}").format(name=into.label) if callback_data.sure else "")


async def delete(query: CallbackQuery, callback_data: DeleteTag, operator: Operator, begin: Begin, talk: Talk) -> None:
    async with begin() as uow:
        tag = await uow.tags.in_use(callback_data.tag_id)
        screen = await lists.sure_to_delete(uow, callback_data.dialog_id, tag)
        if callback_data.sure:
            await tags.delete(uow, tag.id, by=await operator.employee(uow))
            screen = lists.deleted(callback_data.dialog_id, tag)
    await talk.redraw(query, screen)
    await talk.toast(query)


async def restore(
    query: CallbackQuery, callback_data: RestoreTag, operator: Operator, begin: Begin, talk: Talk
) -> None:
    async with begin() as uow:
        tag = await tags.restore(uow, callback_data.tag_id, by=await operator.employee(uow))
        await uow.flush()
        screen = await lists.tag_card(uow, callback_data.dialog_id, tag)
    await talk.redraw(query, screen)
    await talk.toast(query, _("{name} is back in the common list").format(name=tag.label))


def router() -> Router:
    router = Router(name=__name__)
    for asked in (TagList, TagCard, PickColour, PickMerge):
        router.callback_query.register(look, asked.filter())
    router.callback_query.register(ask_name, RenameTag.filter())
    router.callback_query.register(paint, PaintTag.filter())
    router.callback_query.register(merge, MergeTag.filter())
    router.callback_query.register(delete, DeleteTag.filter())
    router.callback_query.register(restore, RestoreTag.filter())
    router.message.register(rename, answers(PromptKind.TAG_NAME))
    return router

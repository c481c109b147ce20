"""«Теги»: what is put on a dialog or its customer by one press, or by a name that is typed."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bridge.actions import tags
from bridge.desk.tag_lists import PickTags, tag_list
from bridge.desk.tags import NewTag, SetTag, TagHistory, history, picker
from bridge.texts import _
from handlers.operator.asking import answers, ask, forget, question
from handlers.operator.context import Begin, Operator, Place
from handlers.operator.covering import covered_in
from handlers.operator.meant import NoDialogHere, UnknownTopic, UseTheTopic, meant
from handlers.operator.talk import Talk
from storage.database import Database
from storage.prompts import Prompt, PromptKind
from storage.tags import TagScope


async def pick(
    query: CallbackQuery, callback_data: PickTags, operator: Operator, database: Database, talk: Talk
) -> None:
    async with database.read(operator.organization_id) as uow:
        screen = await picker(uow, callback_data.dialog_id, callback_data.scope, page=callback_data.page)
    await talk.redraw(query, screen)
    await talk.toast(query)


async def put_or_take_off(
    query: CallbackQuery, callback_data: SetTag, operator: Operator, place: Place, begin: Begin, talk: Talk
) -> None:
    change, said = (tags.put, _("Put on: {name}")) if callback_data.on else (tags.take_off, _("Taken off: {name}"))
    async with begin() as uow:
        covered = await covered_in(uow, query, place, callback_data.dialog_id)
        by = await operator.employee(uow)
        tag = await change(uow, callback_data.tag_id, callback_data.dialog_id, by=by, covered_in=covered)
        await uow.flush()
        screen = await picker(uow, callback_data.dialog_id, tag.scope, page=callback_data.page)
    await talk.redraw(query, screen)
    await talk.toast(query, said.format(name=tag.label))


async def ask_name(
    query: CallbackQuery, callback_data: NewTag, operator: Operator, place: Place, begin: Begin, talk: Talk
) -> None:
    async with begin() as uow:
        dialog = await uow.dialogs.get(callback_data.dialog_id)
        await ask(uow, place, operator, PromptKind.TAG, dialog_id=dialog.id, scope=callback_data.scope)
    await talk.toast(query)
    words = _("Write the tag's name; several with commas between them. The customer will not see it")
    await talk.show(question(words, place, operator))


async def put_named(
    message: Message, prompt: Prompt, words: str, operator: Operator, place: Place, begin: Begin, talk: Talk
) -> None:
    dialog_id, scope = prompt.data["dialog_id"], TagScope(prompt.data["scope"])
    async with begin() as uow:
        await tags.put_named(uow, words, dialog_id, scope, by=await operator.employee(uow))
        await forget(uow, place, operator)
        await uow.flush()
        screen = await picker(uow, dialog_id, scope)
    await talk.show(screen)


async def show_history(
    query: CallbackQuery, callback_data: TagHistory, operator: Operator, database: Database, talk: Talk
) -> None:
    of = (callback_data.dialog_id, callback_data.scope)
    async with database.read(operator.organization_id) as uow:
        screen = await history(uow, *of, zone=operator.time_zone, page=callback_data.page)
    await talk.redraw(query, screen)
    await talk.toast(query)


async def tags_here(message: Message, operator: Operator, place: Place, database: Database, talk: Talk) -> None:
    """The tags of the dialog that is meant; the common list where none is."""
    async with database.read(operator.organization_id) as uow:
        try:
            window = (await meant(uow, message, place, operator)).window
        except (NoDialogHere, UnknownTopic, UseTheTopic):
            screen = await tag_list(uow, 0, TagScope.DIALOG)
        else:
            screen = await picker(uow, window.dialog_id, TagScope.DIALOG)
    await talk.show(screen)


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(pick, PickTags.filter())
    router.callback_query.register(put_or_take_off, SetTag.filter())
    router.callback_query.register(ask_name, NewTag.filter())
    router.callback_query.register(show_history, TagHistory.filter())
    router.message.register(tags_here, Command("tags"))
    router.message.register(put_named, answers(PromptKind.TAG))
    return router

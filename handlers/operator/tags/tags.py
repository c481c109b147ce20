"""«Теги»: tags are put on a dialog or its customer by a press, or by a typed name."""

from aiogram import Router

from bridge.actions.tags import tags
from bridge.desk.tags.tag_lists import PickTags, tag_list
from bridge.desk.tags.tags import NewTag, SetTag, TagHistory, history, picker
from bridge.desk.ui.screen import Screen
from bridge.errors import lazy
from bridge.text.texts import _
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Order, Press, Typed
from handlers.operator.kit.responses import Response
from handlers.operator.kit.target_dialogs import NoDialogHere, UnknownTopic, UseTheTopic
from storage.inbox.questions import QuestionKind
from storage.tags.tags import TagScope

part = BotPart(__name__)


class NewTagName(QuestionData):
    kind = QuestionKind.TAG
    about = lazy("the new tag")

    dialog_id: int
    scope: TagScope


@part.reads(PickTags)
async def pick(press: Press, button: PickTags) -> Screen:
    return await picker(press.uow, button.dialog_id, button.scope, page=button.page)


@part.writes(SetTag)
async def put_or_take_off(press: Press, button: SetTag) -> Response:
    change, toast = (tags.put_on, _("Put on: {name}")) if button.on else (tags.take_off, _("Taken off: {name}"))
    screen_window_id = await press.screen_window_id(button.dialog_id)
    tag = await change(press.uow, button.tag_id, button.dialog_id, by=press.by, screen_window_id=screen_window_id)
    await press.uow.flush()
    screen = await picker(press.uow, button.dialog_id, tag.scope, page=button.page)
    return Response(screen, toast.format(name=tag.label))


@part.writes(NewTag)
async def ask_name(press: Press, button: NewTag) -> Response:
    dialog = await press.uow.dialogs.get(button.dialog_id)
    words = _("Write the tag's name; several with commas between them. The customer will not see it")
    return await press.ask(NewTagName(dialog_id=dialog.id, scope=button.scope), words)


@part.answers(NewTagName)
async def put_named(typed: Typed, asked: NewTagName) -> Screen:
    await tags.put_named(typed.uow, typed.words, asked.dialog_id, asked.scope, by=typed.by)
    await typed.uow.flush()
    return await picker(typed.uow, asked.dialog_id, asked.scope)


@part.reads(TagHistory)
async def show_history(press: Press, button: TagHistory) -> Screen:
    return await history(press.uow, button.dialog_id, button.scope, zone=press.zone, page=button.page)


@part.command("tags")
async def tags_here(order: Order) -> Screen:
    """The tags of the target dialog; without one, the common list."""
    try:
        window = await order.target_window()
    except (NoDialogHere, UnknownTopic, UseTheTopic):
        return await tag_list(order.uow, 0, TagScope.DIALOG)
    return await picker(order.uow, window.dialog_id, TagScope.DIALOG)


def router() -> Router:
    return part.router()

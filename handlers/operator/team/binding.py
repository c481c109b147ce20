"""`/bind` in a group: its topics become the place of a department's dialogs."""

from aiogram import Router
from aiogram.enums import ButtonStyle
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.team import forums
from bridge.desk.bot_api import bot_rights
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.team.preferences import unread_switch
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.screen import Screen, button
from bridge.errors import BridgeError, Refusal, lazy
from bridge.text.texts import _
from handlers.operator.kit import commands
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.groups import GROUP_COMMANDS, PRIVATE_COMMANDS, is_group, is_private
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Press
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.responses import Response
from storage.engine.database import Database
from storage.team.departments import Department
from storage.team.forums import Forum

MAX_TITLE_LENGTH = 128

part = BotPart(__name__)


class Bind(CallbackData, prefix="bind"):
    department_id: Number


class Unbind(CallbackData, prefix="unbind"):
    forum_id: Number


class MarkUnread(CallbackData, prefix="mark_unread"):
    """The button carries the wanted state, so that two presses at once do not undo each other."""

    forum_id: Number
    on: bool


class CannotBind(Refusal):
    text = lazy("This group cannot show dialogs yet:\n{what}\nThen write /bind once more")


class CannotAsk(Refusal):
    text = lazy("Telegram does not tell what I may do here; try again in a minute")


class BindInTheGroup(Refusal):
    text = lazy(
        "To show a department's dialogs in a group: switch on the topics of the group, add me as an administrator who"
        " may manage topics, pin and delete messages, and write /bind there"
    )


async def explain(message: Message) -> None:
    raise BindInTheGroup


async def show(
    message: Message,
    operator: Operator,
    place: Place,
    begin: Begin,
    database: Database,
    telegram: Telegram,
    responder: Responder,
) -> None:
    """Bind at once when there is no choice; otherwise ask for the department, or offer to unbind the group."""
    async with database.read(operator.organization_id) as uow:
        (await operator.employee(uow)).ensure_admin()
        departments = await uow.departments.all()
        bound = await uow.forums.at(place.chat_id)
    await _ensure_usable(telegram, place)
    certain = _only_possible_department(departments, bound)
    if certain is None:
        await responder.show(_picker(departments, bound))
    else:
        words = await _bind(certain, message.chat.title, operator, place, begin)
        # The binding concerns everybody in the group.
        await responder.tell_all(words)
        await commands.show_in_group(telegram, place.chat_id, (*GROUP_COMMANDS, *PRIVATE_COMMANDS))


async def bind(
    query: CallbackQuery,
    callback_data: Bind,
    operator: Operator,
    place: Place,
    begin: Begin,
    telegram: Telegram,
    responder: Responder,
) -> None:
    await _ensure_usable(telegram, place)
    title = query.message.chat.title if query.message else None
    words = await _bind(callback_data.department_id, title, operator, place, begin)
    await responder.toast(query, words)
    await responder.strip(query, words)
    await commands.show_in_group(telegram, place.chat_id, (*GROUP_COMMANDS, *PRIVATE_COMMANDS))


@part.writes(Unbind)
async def unbind(press: Press, button: Unbind, *, telegram: Telegram) -> Response:
    await forums.unbind(press.uow, button.forum_id, by=press.by)
    words = _("This group is bound to no department now: dialogs go on in private chats")
    chat_id = press.place.chat_id
    return Response(toast=words, ends_question=words, then=lambda _responder: commands.forget(telegram, chat_id))


@part.writes(MarkUnread)
async def mark_unread(press: Press, button: MarkUnread) -> Screen:
    forum = await forums.mark_unread(press.uow, button.forum_id, button.on, by=press.by)
    return _picker(await press.uow.departments.all(), forum)


async def _bind(department_id: int, title: str | None, operator: Operator, place: Place, begin: Begin) -> str:
    async with begin() as uow:
        by = await operator.employee(uow)
        name = (title or str(place.chat_id))[:MAX_TITLE_LENGTH]
        await forums.bind(uow, department_id, chat_id=place.chat_id, title=name, by=by)
        department = await uow.departments.get(department_id)
    words = _("Dialogs of {department} come here from now on, each in a topic of its own")
    return words.format(department=department.name)


async def _ensure_usable(telegram: Telegram, place: Place) -> None:
    try:
        missing = await bot_rights.missing_rights(telegram, place.chat_id)
    except BridgeError as error:
        raise CannotAsk from error
    if missing:
        raise CannotBind(what="\n".join(f"• {sentence}" for sentence in missing))


def _only_possible_department(departments: list[Department], bound: Forum | None) -> int | None:
    """The only possible department: that of a group in trouble that is bound again, or the organization's only one."""
    if bound is not None:
        return None if bound.is_usable else bound.department_id
    return departments[0].id if len(departments) == 1 else None


def _picker(departments: list[Department], bound: Forum | None) -> Screen:
    names = {department.id: department.name for department in departments}
    rows = [
        [button(f"👥 {name}", Bind(department_id=number))]
        for number, name in names.items()
        if bound is None or bound.department_id != number
    ]
    if bound is None:
        return Screen(_bold(_("Which department's dialogs shall come here?")), rows)
    rows.append([unread_switch(bound.marks_unread, MarkUnread(forum_id=bound.id, on=not bound.marks_unread))])
    rows.append([button(_("Unbind"), Unbind(forum_id=bound.id), style=ButtonStyle.DANGER)])
    words = _("Dialogs of {department} come here. Another department, or none?")
    return Screen(_bold(words.format(department=names[bound.department_id])), rows)


def _bold(words: str) -> str:
    return html.bold(html.quote(words))


def router() -> Router:
    router = part.router()
    router.message.register(show, Command("bind"), is_group)
    router.message.register(explain, Command("bind"), is_private)
    router.callback_query.register(bind, Bind.filter(), is_group)
    return router

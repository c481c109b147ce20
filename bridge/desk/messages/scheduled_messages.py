"""Screens of «Отложенные сообщения»: one scheduled message with its buttons, and the lists of them."""

from collections.abc import Callable
from enum import StrEnum

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.messages.later import ListLater, later_rows
from bridge.desk.messages.message_summaries import kind_name
from bridge.desk.templates.templates import whole
from bridge.desk.ui.callbacks import Number, ShowCard
from bridge.desk.ui.menus import back_to_menu
from bridge.desk.ui.paging import page_of
from bridge.desk.ui.screen import Screen, back, button
from bridge.text.texts import _
from bridge.text.variables import Filled
from bridge.when.saying import in_short, in_words
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import MessageKind
from storage.messages.scheduled_messages import ScheduledMessage, ScheduledState
from storage.team.employees import Employee

Button = InlineKeyboardButton

MESSAGES_PER_PAGE = 8
# Letters of a message that a button of a list shows.
EXCERPT_LENGTH = 40


class ScheduledAction(StrEnum):
    """The action of a press; the values are short, because the data of a button must be short."""

    SHOW = "o"
    CONFIRM = "y"
    SEND = "s"
    CANCEL = "x"
    RESTORE = "r"
    UNLESS_HEARD = "u"
    ANYWAY = "a"
    TIME = "t"
    TEXT = "e"


class DoLater(CallbackData, prefix="smd"):
    """`listed`: the way back leads to the viewer's own list."""

    scheduled_id: Number
    version: Number
    do: ScheduledAction
    listed: bool = False


async def scheduled_card(
    uow: UnitOfWork, scheduled: ScheduledMessage, zone: str, *, viewer: Employee, listed: bool = False
) -> Screen:
    """One scheduled message. Before its author has confirmed it, the screen shows how the time was understood."""
    contact = await uow.contacts.get((await uow.dialogs.get(scheduled.dialog_id)).contact_id)
    lines = [
        "🕒 " + html.bold(html.quote(f"{_title(scheduled)} · {contact.title}")),
        _words(scheduled),
        *_files(scheduled),
        html.quote(_when(scheduled, zone, uow)),
    ]
    if scheduled.author_id != viewer.id:
        author = (await uow.employees.get(scheduled.author_id)).name
        lines.append(html.quote(_("Written by {name}").format(name=author)))
    if scheduled.unless_heard and not scheduled.is_over:
        lines.append(html.quote(_("It is called off if the customer writes before")))
    rows = _ways(scheduled, viewer, listed=listed)
    if not scheduled.is_draft:
        # No list contains a draft.
        to_list = ListLater(dialog_id=0 if listed else scheduled.dialog_id)
        rows = [*rows[:-1], [*(rows[-1] if rows else []), back(to_list)]]
    return Screen("\n\n".join(lines), rows)


def _title(scheduled: ScheduledMessage) -> str:
    match scheduled.state:
        case ScheduledState.DRAFT:
            return _("Send later?")
        case ScheduledState.WAITING:
            return _("Scheduled message")
        case ScheduledState.STUCK:
            return _("Not sent: decide what becomes of it")
        case ScheduledState.GONE:
            return _("It has left")
        case ScheduledState.CANCELLED:
            return _("It does not leave")


def _words(scheduled: ScheduledMessage) -> str:
    item = next((item for item in scheduled.items if item["text"]), None)
    return whole(Filled(item["text"], item["entities"])) if item else "…"


def _files(scheduled: ScheduledMessage) -> list[str]:
    carried = [item for item in scheduled.items if item["kind"] != MessageKind.TEXT]
    names = [(item["file"] or {}).get("name") or kind_name(MessageKind(item["kind"]), {}) for item in carried]
    return [html.quote("📎 " + ", ".join(names))] if names else []


def _when(scheduled: ScheduledMessage, zone: str, uow: UnitOfWork) -> str:
    if not scheduled.has_time:
        return _("When?")
    return _("Leaves: {when}").format(when=in_words(scheduled.due_at, zone, uow.now))


def _ways(scheduled: ScheduledMessage, viewer: Employee, *, listed: bool) -> list[list[Button]]:
    """The buttons for what the viewer may do with it."""

    def option(text: str, do: ScheduledAction, style: ButtonStyle | None = None) -> Button:
        data = DoLater(scheduled_id=scheduled.id, version=scheduled.version, do=do, listed=listed)
        return button(text, data, style=style)

    cancel = option("🗑 " + _("Do not send"), ScheduledAction.CANCEL, ButtonStyle.DANGER)
    if scheduled.state is ScheduledState.CANCELLED:
        return [[option("↩️ " + _("Undo"), ScheduledAction.RESTORE)]] if scheduled.has_time else []
    if scheduled.is_over:
        return []
    if scheduled.author_id != viewer.id:
        return [[cancel]]
    turn = option("☑️ " + _("Call off if the customer writes"), ScheduledAction.ANYWAY)
    if not scheduled.unless_heard:
        turn = option("⬜ " + _("Call off if the customer writes"), ScheduledAction.UNLESS_HEARD)
    change = [option("🕒 " + _("Time"), ScheduledAction.TIME), option("✏️ " + _("Text"), ScheduledAction.TEXT)]
    return [[_main(scheduled, option)], [turn], change, [cancel]]


def _main(scheduled: ScheduledMessage, option: Callable[[str, ScheduledAction, ButtonStyle], Button]) -> Button:
    """The buttons for what its author most likely wants."""
    match scheduled.state:
        case ScheduledState.DRAFT:
            return option("✅ " + _("Schedule it"), ScheduledAction.CONFIRM, ButtonStyle.PRIMARY)
        case ScheduledState.STUCK:
            return option("➤ " + _("Send all the same"), ScheduledAction.SEND, ButtonStyle.SUCCESS)
    return option("➤ " + _("Send it now"), ScheduledAction.SEND, ButtonStyle.SUCCESS)


async def scheduled_list(uow: UnitOfWork, zone: str, *, viewer: Employee, dialog_id: int = 0, page: int = 0) -> Screen:
    """The scheduled messages to a dialog's customer; with `dialog_id` 0, all that the viewer has written."""
    if dialog_id:
        waiting = await uow.scheduled_messages.of_dialog((await uow.dialogs.get(dialog_id)).id)
    else:
        waiting = await uow.scheduled_messages.of_author(viewer.id)
    shown = page_of(waiting, page, size=MESSAGES_PER_PAGE)
    rows = [[await _row(uow, each, zone, listed=not dialog_id)] for each in shown.items]
    rows += shown.turning(lambda to: ListLater(dialog_id=dialog_id, page=to))
    rows += _ways_out(dialog_id)
    words = _("Scheduled messages") if rows and waiting else _("No message waits to be sent later")
    hint = "" if dialog_id else "\n" + html.quote(_("To write one: /later tomorrow 9:00 and the text, in a dialog"))
    return Screen("🕒 " + html.bold(html.quote(words)) + hint, rows)


async def _row(uow: UnitOfWork, scheduled: ScheduledMessage, zone: str, *, listed: bool) -> Button:
    mark = "❗" if scheduled.state is ScheduledState.STUCK else "🕒"
    parts = [f"{mark} {in_short(scheduled.due_at, zone, uow.now)}"]
    if listed:
        parts.append((await uow.contacts.get((await uow.dialogs.get(scheduled.dialog_id)).contact_id)).title)
    parts.append(excerpt(scheduled))
    data = DoLater(scheduled_id=scheduled.id, version=scheduled.version, do=ScheduledAction.SHOW, listed=listed)
    return button(" · ".join(parts), data)


def excerpt(scheduled: ScheduledMessage) -> str:
    """The beginning of its text, or the name of its kind."""
    words = " ".join(next((item["text"] for item in scheduled.items if item["text"]), "").split())
    if not words:
        words = f"[{kind_name(MessageKind(scheduled.items[0]['kind']), {})}]"
    return words if len(words) <= EXCERPT_LENGTH else words[:EXCERPT_LENGTH].rstrip() + "…"


def _ways_out(dialog_id: int) -> list[list[Button]]:
    if not dialog_id:
        return [[back_to_menu()]]
    return [*later_rows(dialog_id, 0), [back(ShowCard(dialog_id=dialog_id))]]

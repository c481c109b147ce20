"""The main menu and the help."""

from aiogram import Router
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.inbox.dialog_filters import OpenList
from bridge.desk.inbox.searches import AskSearch
from bridge.desk.reports.analytics import ShowReport
from bridge.desk.tasks.tasks import ShowTasks
from bridge.desk.templates.templates import TemplateList
from bridge.desk.ui.management import ShowManagement
from bridge.desk.ui.menus import ShowMenu, ShowSettings
from bridge.desk.ui.paging import in_rows
from bridge.desk.ui.screen import Screen, button
from bridge.text.slashes import live
from bridge.text.texts import _
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Order, Press
from storage.team.employees import Employee

part = BotPart(__name__)
own_part = BotPart(__name__, in_private=True)


@own_part.command("start")
@own_part.command("menu")
async def show_menu(order: Order) -> Screen:
    """Show the menu; a repeated /start changes nothing, and in a chat full of topics it only greets."""
    return menu(order.by)


@own_part.reads(ShowMenu)
async def back_to_menu(press: Press, button: ShowMenu) -> Screen:
    return menu(press.by)


@part.command("help")
async def show_help(order: Order) -> Screen:
    return help_screen()


def menu(employee: Employee) -> Screen:
    """The menu with two buttons in a row, in the manual's order."""
    buttons = [
        button("💬 " + _("Dialogs"), OpenList()),
        button("🔎 " + _("Search"), AskSearch()),
        button("📋 " + _("Tasks"), ShowTasks()),
        button("📄 " + _("Templates"), TemplateList()),
        button("📊 " + _("Analytics"), ShowReport()),
        button("⚙️ " + _("Settings"), ShowSettings()),
    ]
    if employee.role.is_manager:
        buttons.append(button("🛠 " + _("Management"), ShowManagement()))
    greeting = _("{name}, you are signed in. New dialogs come here by themselves").format(name=employee.name)
    return Screen(html.quote(greeting), in_rows(buttons))


def help_screen() -> Screen:
    lines = [
        html.bold(html.quote(_("How to work here"))),
        html.quote(_("A new dialog comes as a card: press «Take», and it opens in a topic of its own.")),
        html.quote(_("Whatever you write or attach in the topic goes to the customer.")),
        html.quote(_("Where there are no topics, reply to the customer's message.")),
        html.quote(_("👌 on your message: delivered. 💔: not delivered, the reason is written below it.")),
        html.quote(_("Edit your message, and the customer sees it edited. Your reaction to theirs reaches them too.")),
        "",
        _command("menu", _("everything at a press")),
        _command("dialogs", _("dialogs: mine, unanswered, of a channel, a day, a tag")),
        _command("search", _("find a person or a message: /search where is my order")),
        _command("take", _("take this dialog")),
        _command("transfer", _("hand this dialog over")),
        _command("tags", _("tags of this dialog; the common list outside of dialogs")),
        _command("delete", _("as a reply to your message: delete it at the customer's, within 48 hours")),
        _command("edit", _("as a reply to a template that was sent, with the new text: change it")),
        _command("task", _("a task about this dialog: /task tomorrow 10:30 call back")),
        _command("tasks", _("the list of tasks")),
        _command("templates", _("answers that are ready: send one in a press, or change it first")),
        _command("snooze", _("put this dialog off: /snooze tomorrow 9:00; /snoozed lists them")),
        _command("later", _("send this at a time: /later tomorrow 9:00 Good morning! Alone it lists what waits")),
        _command("close", _("send this dialog to the archive")),
        _command("stats", _("analytics: answers, times, tags; with charts and files for Excel")),
        _command("schedule", _("your work schedule: days, hours, days off; a pause")),
        _command("board", _("a pinned board of who is waiting, the longest first")),
        _command("settings", _("sound, notices, language, time zone, passwords")),
        _command("cancel", _("leave a question unanswered")),
        _command("logout", _("sign out")),
    ]
    return Screen("\n".join(lines))


def _command(name: str, what: str) -> str:
    return f"{live(f'/{name}')} — {html.quote(what)}"


def router() -> Router:
    router = part.router()
    router.include_router(own_part.router())
    return router

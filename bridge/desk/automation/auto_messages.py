"""Screens of «Ответы бота»: which auto-messages the bot sends, in which channel and with which text."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.automation.auto_message_texts import gaps, sample, wording
from bridge.desk.automation.auto_replies import ShowAutoReplies
from bridge.desk.team.preferences import LANGUAGE_TITLES
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.management import ShowAutoMessages, back_to_management
from bridge.desk.ui.paging import packed
from bridge.desk.ui.screen import Screen, back, button
from bridge.text import variables
from bridge.text.texts import LANGUAGES, _, ngettext
from storage.automation.auto_messages import AutoMessage, AutoMessageKind, heard_in
from storage.engine.unit_of_work import UnitOfWork
from storage.team.channels import Channel

Button = InlineKeyboardButton

# This value stands for all channels in the place of a channel's id.
ALL_CHANNELS = 0


class ShowAutoMessage(CallbackData, prefix="ntn"):
    channel_id: Number
    kind: AutoMessageKind


class SwitchAutoMessage(CallbackData, prefix="nts"):
    """The button carries the wanted state, so that two presses at once do not undo each other."""

    channel_id: Number
    kind: AutoMessageKind
    on: bool


class AskAutoMessageText(CallbackData, prefix="ntt"):
    channel_id: Number
    kind: AutoMessageKind
    code: str


class ResetAutoMessage(CallbackData, prefix="ntr"):
    """Restore the standard text; a channel gets the text of all channels again."""

    channel_id: Number
    kind: AutoMessageKind


class PickChannel(CallbackData, prefix="ntc"):
    """Show the channels: auto-messages are set up for one of them or for all."""


def kind_title(kind: AutoMessageKind) -> str:
    match kind:
        case AutoMessageKind.GREETING:
            return _("Greeting")
        case AutoMessageKind.OFF_HOURS:
            return _("Off hours")
        case AutoMessageKind.QUEUE:
            return _("Queue")
        case AutoMessageKind.RATING:
            return _("Rating request")
        case AutoMessageKind.THANKS:
            return _("Thanks for the rating")


def _when(kind: AutoMessageKind) -> str:
    match kind:
        case AutoMessageKind.GREETING:
            return _("Said to the first message of a new dialog")
        case AutoMessageKind.OFF_HOURS:
            return _("Said when nobody is on duty, once until somebody is")
        case AutoMessageKind.QUEUE:
            return _("Said when a customer begins to wait and nobody has taken the dialog yet")
        case AutoMessageKind.RATING:
            return _("Asked a minute after a dialog is closed, with buttons from 1 to 5, at most once a day")
        case AutoMessageKind.THANKS:
            return _("Said to whoever has rated, wherever ratings are asked for")


async def auto_messages_screen(uow: UnitOfWork, channel_id: int) -> Screen:
    """All auto-messages with the state of their switches, and the button to the auto-replies."""
    if channel_id:
        await uow.channels.get(channel_id)
    rows, channels = await uow.auto_messages.all(), await uow.channels.all()
    keyboard = [[_entry(rows, kind, channel_id)] for kind in AutoMessageKind]
    if channel_id == ALL_CHANNELS:
        answers = len([each for each in await uow.auto_replies.all() if each.is_on])
        caption = ngettext("{count} answer to keywords", "{count} answers to keywords", answers).format(count=answers)
        keyboard.append([button("🔑 " + caption, ShowAutoReplies())])
    if len(channels) > 1:
        keyboard.append([button("📡 " + _("Another channel"), PickChannel())])
    keyboard.append([back_to_management()])
    words = _("What the bot says to customers by itself. It is not counted as an answer, and stops nobody's clock")
    head = html.bold(html.quote(_("Bot's answers"))) + " · " + html.quote(_place(channels, channel_id))
    return Screen(f"🤖 {head}\n{html.quote(words)}", keyboard)


def _entry(rows: list[AutoMessage], kind: AutoMessageKind, channel_id: int) -> Button:
    data = ShowAutoMessage(channel_id=channel_id, kind=kind)
    if kind is AutoMessageKind.THANKS:
        return button("💬 " + kind_title(kind), data)
    auto_message = heard_in(rows, kind, channel_id or None)
    sign = "✅ " if auto_message is not None and auto_message.is_on else "▫️ "
    own = " · " + _("own") if channel_id and auto_message is not None and auto_message.channel_id == channel_id else ""
    return button(sign + kind_title(kind) + own, data)


def _place(channels: list[Channel], channel_id: int) -> str:
    return next((channel.name for channel in channels if channel.id == channel_id), _("all channels"))


async def channels_screen(uow: UnitOfWork) -> Screen:
    everywhere = button(_("All channels"), ShowAutoMessages())
    buttons = [button(channel.name, ShowAutoMessages(channel_id=channel.id)) for channel in await uow.channels.all()]
    words = _("A channel may say something else, or be silent; what it has no own words for goes as in all channels")
    keyboard = [[everywhere], *packed(buttons), [back(ShowAutoMessages())]]
    return Screen(html.quote(words), keyboard)


async def auto_message_screen(uow: UnitOfWork, channel_id: int, kind: AutoMessageKind) -> Screen:
    """One auto-message: its switch, its text in every language, and how a customer reads it."""
    if channel_id:
        await uow.channels.get(channel_id)
    auto_message = await uow.auto_messages.heard_in(kind, channel_id or None)
    zone = (await uow.organizations.get(uow.organization_id)).time_zone
    place = _place(await uow.channels.all(), channel_id)
    lines = [f"🤖 {html.bold(html.quote(kind_title(kind)))} · {html.quote(place)}", html.quote(_when(kind)), ""]
    for code in LANGUAGES:
        written = wording(auto_message, kind, code)
        lines.append(LANGUAGE_TITLES[code] + _quoted(variables.in_russian(written) if code == "ru" else written))
        shown = sample(written, code, uow.now, zone)
        if shown != written:
            lines.append(html.quote(_("The customer reads:")) + _quoted(shown))
    lines += ["", html.quote(_("Variables: {names}").format(names=variables.known(gaps(kind))))]
    return Screen("\n".join(lines), _keyboard(auto_message, channel_id, kind))


def _keyboard(auto_message: AutoMessage | None, channel_id: int, kind: AutoMessageKind) -> list[list[Button]]:
    place = {"channel_id": channel_id, "kind": kind}
    is_on = auto_message is not None and auto_message.is_on
    switch = button(
        "✅ " + _("On · switch off") if is_on else "▫️ " + _("Off · switch on"), SwitchAutoMessage(**place, on=not is_on)
    )
    edit = [button("✏️ " + LANGUAGE_TITLES[code], AskAutoMessageText(**place, code=code)) for code in LANGUAGES]
    rows = [edit] if kind is AutoMessageKind.THANKS else [[switch], edit]
    is_own = auto_message is not None and auto_message.channel_id == (channel_id or None)
    if auto_message is not None and is_own and (channel_id or auto_message.texts):
        reset = _("As in all channels") if channel_id else _("The usual words")
        rows.append([button("↩️ " + reset, ResetAutoMessage(**place))])
    return [*rows, [back(ShowAutoMessages(channel_id=channel_id))]]


def how_to_word(kind: AutoMessageKind, code: str) -> str:
    """The words of the question for a text."""
    words = _("Write what the bot shall say in this language: {language}. There may be variables in it: {names}")
    return words.format(language=LANGUAGE_TITLES[code], names=variables.known(gaps(kind)))


def _quoted(text: str) -> str:
    return f"<blockquote>{html.quote(text)}</blockquote>"

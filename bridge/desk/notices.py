"""«Ответы бота»: what the bot says by itself, in which channel and in which words."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge import variables
from bridge.actions.notice_texts import gaps, sample, wording
from bridge.desk.callbacks import Number
from bridge.desk.keywords import ShowKeywords
from bridge.desk.management import back_to_management
from bridge.desk.paging import packed
from bridge.desk.preferences import LANGUAGE_TITLES
from bridge.desk.screen import Screen, button
from bridge.texts import LANGUAGES, _, ngettext
from storage.channels import Channel
from storage.notices import Notice, NoticeKind, heard_in
from storage.unit_of_work import UnitOfWork

Button = InlineKeyboardButton

# Instead of a channel's id: what goes for all of them.
ALL_CHANNELS = 0


class ShowNotices(CallbackData, prefix="nt"):
    """All of them, as they go for a channel."""

    channel_id: Number = ALL_CHANNELS


class ShowNotice(CallbackData, prefix="ntn"):
    channel_id: Number
    kind: NoticeKind


class SwitchNotice(CallbackData, prefix="nts"):
    """It says which way, so that two presses at once do not undo each other."""

    channel_id: Number
    kind: NoticeKind
    on: bool


class AskNoticeText(CallbackData, prefix="ntt"):
    channel_id: Number
    kind: NoticeKind
    code: str


class ResetNotice(CallbackData, prefix="ntr"):
    """Its usual words again; of a channel what goes for all of them."""

    channel_id: Number
    kind: NoticeKind


class PickChannel(CallbackData, prefix="ntc"):
    """Choose where to arrange it."""


def kind_title(kind: NoticeKind) -> str:
    match kind:
        case NoticeKind.GREETING:
            return _("Greeting")
        case NoticeKind.OFF_HOURS:
            return _("Off hours")
        case NoticeKind.QUEUE:
            return _("Queue")
        case NoticeKind.RATING:
            return _("Rating request")
        case NoticeKind.THANKS:
            return _("Thanks for the rating")


def _when(kind: NoticeKind) -> str:
    match kind:
        case NoticeKind.GREETING:
            return _("Said to the first message of a new dialog")
        case NoticeKind.OFF_HOURS:
            return _("Said when nobody is on duty, once until somebody is")
        case NoticeKind.QUEUE:
            return _("Said when a customer begins to wait and nobody has taken the dialog yet")
        case NoticeKind.RATING:
            return _("Asked a minute after a dialog is closed, with buttons from 1 to 5, at most once a day")
        case NoticeKind.THANKS:
            return _("Said to whoever has rated, wherever ratings are asked for")


async def notices_screen(uow: UnitOfWork, channel_id: int) -> Screen:
    """Every notice with its switch's state, and the way to the answers to keywords."""
    if channel_id:
        await uow.channels.get(channel_id)
    rows, channels = await uow.notices.all(), await uow.channels.all()
    keyboard = [[_entry(rows, kind, channel_id)] for kind in NoticeKind]
    if channel_id == ALL_CHANNELS:
        answers = len([each for each in await uow.keywords.all() if each.is_on])
        caption = ngettext("{count} answer to keywords", "{count} answers to keywords", answers).format(count=answers)
        keyboard.append([button("🔑 " + caption, ShowKeywords())])
    if len(channels) > 1:
        keyboard.append([button("📡 " + _("Another channel"), PickChannel())])
    keyboard.append([back_to_management()])
    words = _("What the bot says to customers by itself. It is not counted as an answer, and stops nobody's clock")
    head = html.bold(html.quote(_("Bot's answers"))) + " · " + html.quote(_place(channels, channel_id))
    return Screen(f"🤖 {head}\n{html.quote(words)}", keyboard)


def _entry(rows: list[Notice], kind: NoticeKind, channel_id: int) -> Button:
    data = ShowNotice(channel_id=channel_id, kind=kind).pack()
    if kind is NoticeKind.THANKS:
        return button("💬 " + kind_title(kind), data)
    notice = heard_in(rows, kind, channel_id or None)
    sign = "✅ " if notice is not None and notice.is_on else "▫️ "
    own = " · " + _("own") if channel_id and notice is not None and notice.channel_id == channel_id else ""
    return button(sign + kind_title(kind) + own, data)


def _place(channels: list[Channel], channel_id: int) -> str:
    return next((channel.name for channel in channels if channel.id == channel_id), _("all channels"))


async def channels_screen(uow: UnitOfWork) -> Screen:
    everywhere = button(_("All channels"), ShowNotices())
    buttons = [button(channel.name, ShowNotices(channel_id=channel.id)) for channel in await uow.channels.all()]
    words = _("A channel may say something else, or be silent; what it has no own words for goes as in all channels")
    keyboard = [[everywhere], *packed(buttons), [_back(ShowNotices())]]
    return Screen(html.quote(words), keyboard)


async def notice_screen(uow: UnitOfWork, channel_id: int, kind: NoticeKind) -> Screen:
    """One notice: its switch, its words in every language, and how a customer reads them."""
    if channel_id:
        await uow.channels.get(channel_id)
    notice = await uow.notices.heard_in(kind, channel_id or None)
    zone = (await uow.organizations.get(uow.organization_id)).time_zone
    place = _place(await uow.channels.all(), channel_id)
    lines = [f"🤖 {html.bold(html.quote(kind_title(kind)))} · {html.quote(place)}", html.quote(_when(kind)), ""]
    for code in LANGUAGES:
        written = wording(notice, kind, code)
        lines.append(LANGUAGE_TITLES[code] + _quoted(variables.in_russian(written) if code == "ru" else written))
        shown = sample(written, code, uow.now, zone)
        if shown != written:
            lines.append(html.quote(_("The customer reads:")) + _quoted(shown))
    lines += ["", html.quote(_("Variables: {names}").format(names=variables.known(gaps(kind))))]
    return Screen("\n".join(lines), _keyboard(notice, channel_id, kind))


def _keyboard(notice: Notice | None, channel_id: int, kind: NoticeKind) -> list[list[Button]]:
    place = {"channel_id": channel_id, "kind": kind}
    is_on = notice is not None and notice.is_on
    switch = button(
        "✅ " + _("On · switch off") if is_on else "▫️ " + _("Off · switch on"), SwitchNotice(**place, on=not is_on)
    )
    edit = [button("✏️ " + LANGUAGE_TITLES[code], AskNoticeText(**place, code=code)) for code in LANGUAGES]
    rows = [edit] if kind is NoticeKind.THANKS else [[switch], edit]
    is_own = notice is not None and notice.channel_id == (channel_id or None)
    if notice is not None and is_own and (channel_id or notice.texts):
        reset = _("As in all channels") if channel_id else _("The usual words")
        rows.append([button("↩️ " + reset, ResetNotice(**place))])
    return [*rows, [_back(ShowNotices(channel_id=channel_id))]]


def how_to_word(kind: NoticeKind, code: str) -> str:
    """What to type."""
    words = _("Write what the bot shall say in this language: {language}. There may be variables in it: {names}")
    return words.format(language=LANGUAGE_TITLES[code], names=variables.known(gaps(kind)))


def _quoted(text: str) -> str:
    return f"<blockquote>{html.quote(text)}</blockquote>"


def _back(to: CallbackData) -> Button:
    return button("‹ " + _("Back"), to)

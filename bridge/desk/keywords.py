"""«Ответы бота» → keywords: what the bot answers when a customer uses certain words."""

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge import variables
from bridge.actions.notice_texts import sample
from bridge.desk.callbacks import Number
from bridge.desk.paging import page_of
from bridge.desk.screen import Screen, button
from bridge.texts import _
from storage.channels import Channel
from storage.keywords import Keyword
from storage.unit_of_work import UnitOfWork

Button = InlineKeyboardButton

KEYWORDS_PER_PAGE = 8
# Letters of its words that a button shows.
EXCERPT_LENGTH = 32


class ShowKeywords(CallbackData, prefix="ntk"):
    page: Number = 0


class ShowKeyword(CallbackData, prefix="ntw"):
    keyword_id: Number


class AskKeyword(CallbackData, prefix="nta"):
    """Ask for a new one: its words, then its answer."""


class AskWords(CallbackData, prefix="ntx"):
    keyword_id: Number


class AskAnswer(CallbackData, prefix="nty"):
    keyword_id: Number


class SwitchKeyword(CallbackData, prefix="ntz"):
    keyword_id: Number
    on: bool


class PlaceKeyword(CallbackData, prefix="ntp"):
    """Have it go for one channel, or for all of them when it is 0."""

    keyword_id: Number
    channel_id: Number


class DeleteKeyword(CallbackData, prefix="ntd"):
    keyword_id: Number


class RestoreKeyword(CallbackData, prefix="ntu"):
    keyword_id: Number


async def keywords_screen(uow: UnitOfWork, page: int, back: CallbackData) -> Screen:
    """All of them, in the order in which a message is compared with them."""
    shown = page_of(await uow.keywords.all(), page, size=KEYWORDS_PER_PAGE)
    rows = [[_entry(keyword)] for keyword in shown.items]
    rows += shown.turning(lambda number: ShowKeywords(page=number).pack())
    rows.append([button("➕ " + _("New answer"), AskKeyword())])
    rows.append([_back(back)])
    words = _(
        "When a customer's message has one of the words in it, the bot answers, and that counts as an answer. "
        "Since an operator has answered it is silent until the dialog is closed"
    )
    head = "🔑 " + html.bold(html.quote(_("Answers to keywords")))
    return Screen(f"{head}\n{html.quote(words)}", rows)


def names() -> str:
    """The variables that can stand in an answer."""
    return variables.known()


def _entry(keyword: Keyword) -> Button:
    words = ", ".join(keyword.words)
    caption = words if len(words) <= EXCERPT_LENGTH else words[:EXCERPT_LENGTH].rstrip() + "…"
    data = ShowKeyword(keyword_id=keyword.id).pack()
    return button(("✅ " if keyword.is_on else "▫️ ") + caption, data)


async def keyword_screen(uow: UnitOfWork, keyword: Keyword) -> Screen:
    """One answer: when it is given, what it says, and where."""
    organization, channels = await uow.organizations.get(uow.organization_id), await uow.channels.all()
    written = variables.in_russian(keyword.text)
    lines = [
        "🔑 " + html.bold(html.quote(", ".join(keyword.words))),
        html.quote(_("A word counts from its beginning on: «deliver» is in «delivery»")),
        f"<blockquote>{html.quote(written)}</blockquote>",
    ]
    shown = sample(keyword.text, organization.language, uow.now, organization.time_zone)
    if shown != keyword.text:
        lines.append(html.quote(_("The customer reads:")) + f"<blockquote>{html.quote(shown)}</blockquote>")
    rows = _keyboard(keyword)
    if len(channels) > 1:
        rows.insert(-1, [_place(keyword, channel) for channel in [None, *channels]])
    return Screen("\n".join(lines), rows)


def _keyboard(keyword: Keyword) -> list[list[Button]]:
    row = {"keyword_id": keyword.id}
    is_on = "✅ " + _("On · switch off") if keyword.is_on else "▫️ " + _("Off · switch on")
    return [
        [button(is_on, SwitchKeyword(**row, on=not keyword.is_on))],
        [
            button("✏️ " + _("Words"), AskWords(**row)),
            button("✏️ " + _("Answer"), AskAnswer(**row)),
        ],
        [
            button(_("Delete"), DeleteKeyword(**row), style=ButtonStyle.DANGER),
            _back(ShowKeywords()),
        ],
    ]


def _place(keyword: Keyword, channel: Channel | None) -> Button:
    channel_id = channel.id if channel is not None else None
    sign = "✅ " if keyword.channel_id == channel_id else ""
    data = PlaceKeyword(keyword_id=keyword.id, channel_id=channel_id or 0).pack()
    return button(sign + (channel.name if channel is not None else _("All channels")), data)


def deleted(keyword: Keyword) -> Screen:
    undo = RestoreKeyword(keyword_id=keyword.id).pack()
    rows = [[button("↩️ " + _("Undo"), undo), _back(ShowKeywords())]]
    words = _("The answer to «{words}» is deleted").format(words=", ".join(keyword.words))
    return Screen("🗑 " + html.quote(words), rows)


def _back(to: CallbackData) -> Button:
    return button("‹ " + _("Back"), to)

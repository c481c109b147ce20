"""Screens of «Ответы бота» → keywords: what the bot answers when a customer uses certain words."""

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.automation.auto_message_texts import sample
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.management import ShowAutoMessages
from bridge.desk.ui.paging import page_of
from bridge.desk.ui.screen import Screen, back, button
from bridge.text import variables
from bridge.text.texts import _
from storage.automation.auto_replies import AutoReply
from storage.engine.unit_of_work import UnitOfWork
from storage.team.channels import Channel

Button = InlineKeyboardButton

KEYWORDS_PER_PAGE = 8
# Letters of the keywords that a button shows.
EXCERPT_LENGTH = 32


class ShowAutoReplies(CallbackData, prefix="ntk"):
    page: Number = 0


class ShowAutoReply(CallbackData, prefix="ntw"):
    auto_reply_id: Number


class AskAutoReply(CallbackData, prefix="nta"):
    """Ask for a new auto-reply: its keywords first, then its text."""


class AskKeywords(CallbackData, prefix="ntx"):
    auto_reply_id: Number


class AskAutoReplyText(CallbackData, prefix="nty"):
    auto_reply_id: Number


class SwitchAutoReply(CallbackData, prefix="ntz"):
    auto_reply_id: Number
    on: bool


class PlaceAutoReply(CallbackData, prefix="ntp"):
    """Use the auto-reply in one channel; 0 is all channels."""

    auto_reply_id: Number
    channel_id: Number


class DeleteAutoReply(CallbackData, prefix="ntd"):
    auto_reply_id: Number


class RestoreAutoReply(CallbackData, prefix="ntu"):
    auto_reply_id: Number


async def auto_replies_screen(uow: UnitOfWork, page: int) -> Screen:
    """A page of the auto-replies, in the order in which a message is compared with them."""
    shown = page_of(await uow.auto_replies.all(), page, size=KEYWORDS_PER_PAGE)
    rows = [[_entry(auto_reply)] for auto_reply in shown.items]
    rows += shown.turning(lambda number: ShowAutoReplies(page=number))
    rows.append([button("➕ " + _("New answer"), AskAutoReply())])
    rows.append([back(ShowAutoMessages())])
    words = _(
        "When a customer's message has one of the words in it, the bot answers, and that counts as an answer. "
        "Since an operator has answered it is silent until the dialog is closed"
    )
    head = "🔑 " + html.bold(html.quote(_("Answers to keywords")))
    return Screen(f"{head}\n{html.quote(words)}", rows)


def _entry(auto_reply: AutoReply) -> Button:
    words = ", ".join(auto_reply.words)
    caption = words if len(words) <= EXCERPT_LENGTH else words[:EXCERPT_LENGTH].rstrip() + "…"
    return button(("✅ " if auto_reply.is_on else "▫️ ") + caption, ShowAutoReply(auto_reply_id=auto_reply.id))


async def auto_reply_screen(uow: UnitOfWork, auto_reply: AutoReply) -> Screen:
    """One auto-reply: its keywords, its text and its channel."""
    organization, channels = await uow.organizations.get(uow.organization_id), await uow.channels.all()
    written = variables.in_russian(auto_reply.text)
    lines = [
        "🔑 " + html.bold(html.quote(", ".join(auto_reply.words))),
        html.quote(_("A word counts from its beginning on: «deliver» is in «delivery»")),
        f"<blockquote>{html.quote(written)}</blockquote>",
    ]
    shown = sample(auto_reply.text, organization.language, uow.now, organization.time_zone)
    if shown != auto_reply.text:
        lines.append(html.quote(_("The customer reads:")) + f"<blockquote>{html.quote(shown)}</blockquote>")
    rows = _keyboard(auto_reply)
    if len(channels) > 1:
        rows.insert(-1, [_place(auto_reply, channel) for channel in [None, *channels]])
    return Screen("\n".join(lines), rows)


def _keyboard(auto_reply: AutoReply) -> list[list[Button]]:
    row = {"auto_reply_id": auto_reply.id}
    is_on = "✅ " + _("On · switch off") if auto_reply.is_on else "▫️ " + _("Off · switch on")
    return [
        [button(is_on, SwitchAutoReply(**row, on=not auto_reply.is_on))],
        [
            button("✏️ " + _("Words"), AskKeywords(**row)),
            button("✏️ " + _("Answer"), AskAutoReplyText(**row)),
        ],
        [
            button(_("Delete"), DeleteAutoReply(**row), style=ButtonStyle.DANGER),
            back(ShowAutoReplies()),
        ],
    ]


def _place(auto_reply: AutoReply, channel: Channel | None) -> Button:
    channel_id = channel.id if channel is not None else None
    sign = "✅ " if auto_reply.channel_id == channel_id else ""
    data = PlaceAutoReply(auto_reply_id=auto_reply.id, channel_id=channel_id or 0)
    return button(sign + (channel.name if channel is not None else _("All channels")), data)


def deleted(auto_reply: AutoReply) -> Screen:
    undo = RestoreAutoReply(auto_reply_id=auto_reply.id)
    rows = [[button("↩️ " + _("Undo"), undo), back(ShowAutoReplies())]]
    words = _("The answer to «{words}» is deleted").format(words=", ".join(auto_reply.words))
    return Screen("🗑 " + html.quote(words), rows)

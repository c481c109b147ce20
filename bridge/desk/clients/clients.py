"""The client card («Информация о клиенте»): everything that is known about the customer of a dialog."""

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.clients.contact_notes import ShowNotes, note_lines
from bridge.desk.clients.dialog_files import ShowFiles
from bridge.desk.clients.fields import ShowFields, known_fields
from bridge.desk.inbox.about import DialogDetails, about
from bridge.desk.inbox.dialog_filters import PROVIDER_ICONS
from bridge.desk.tags.tag_lists import PickTags
from bridge.desk.tags.tags import labels
from bridge.desk.ui.callbacks import Number, Open, ShowCard, ShowClient
from bridge.desk.ui.screen import Screen, back, button
from bridge.text import phones
from bridge.text.texts import _, language_title, short_time
from storage.clients.contacts import Contact
from storage.engine.unit_of_work import UnitOfWork
from storage.tags.tags import TagScope

Button = InlineKeyboardButton

# The card shows this many of the newest notes, and this many letters of each.
MAX_NOTES_ON_CARD, EXCERPT_LENGTH = 3, 200


class AskName(CallbackData, prefix="cln"):
    """Ask for another name of the customer."""

    dialog_id: Number


class UseOwnName(CallbackData, prefix="clo"):
    dialog_id: Number


class AskPhone(CallbackData, prefix="clp"):
    dialog_id: Number


class ForgetPhone(CallbackData, prefix="clq"):
    dialog_id: Number


class ConfirmBlock(CallbackData, prefix="clb"):
    """Ask whether to block the customer, and whether as spam."""

    dialog_id: Number


class BlockContact(CallbackData, prefix="clx"):
    dialog_id: Number
    spam: bool


class UnblockContact(CallbackData, prefix="clu"):
    dialog_id: Number


class OtherDialogs(CallbackData, prefix="cld"):
    dialog_id: Number


def client_button(dialog_id: int) -> Button:
    return button("👤 " + _("Customer"), ShowClient(dialog_id=dialog_id))


async def client_card(uow: UnitOfWork, dialog_id: int, *, zone: str) -> Screen:
    """The client card; `zone` is the viewer's time zone."""
    seen = await about(uow, dialog_id)
    lines = [
        f"👤 <b>{html.quote(seen.contact.title)}</b>",
        *(html.quote(line) for line in _known(seen)),
        *(html.quote(line) for line in await _when(uow, seen.contact, zone)),
        *(html.quote(line) for line in await known_fields(uow, seen.contact.id)),
        *await note_lines(uow, seen.contact.id, limit=MAX_NOTES_ON_CARD, excerpt=EXCERPT_LENGTH, zone=zone),
    ]
    return Screen("\n".join(lines), await _rows(uow, seen))


def _known(seen: DialogDetails) -> list[str]:
    """One line for each fact that is known."""
    contact, address = seen.contact, seen.address
    username = f" · @{address.username}" if address.username else ""
    lines = [
        _("Calls themselves: {name}").format(name=contact.own_name or "—") if contact.own_name is not None else "",
        f"📞 {phones.pretty(contact.phone)}" if contact.phone else "",
        _("Customer's number: {id}").format(id=contact.id),
        f"{PROVIDER_ICONS[seen.channel.provider]} {seen.channel.name}{username} · id {address.external_id}",
        _("Language: {name}").format(name=language_title(contact.language)) if contact.language else "",
        f"🏷 {labels(seen.contact_tags)}" if seen.contact_tags else "",
        "⛔️ " + _("The customer has blocked the bot") if address.blocked_at else "",
    ]
    return [line for line in lines if line]


async def _when(uow: UnitOfWork, contact: Contact, zone: str) -> list[str]:
    dialogs = await uow.dialogs.of_person(contact.id)
    first = _("First contact: {time}").format(time=short_time(contact.created_at, zone, uow.now))
    last = _("Last message: {time}").format(time=short_time(dialogs[0].last_message_at, zone, uow.now))
    if contact.blocked_at is None:
        return [first, last]
    since = short_time(contact.blocked_at, zone, uow.now)
    since_words = _("Spam since {time}") if contact.is_spam else _("Blocked since {time}")
    return [first, last, "🚫 " + since_words.format(time=since)]


async def _rows(uow: UnitOfWork, seen: DialogDetails) -> list[list[Button]]:
    dialog_id, contact = seen.dialog.id, seen.contact
    dialog_ids = [dialog.id for dialog in await uow.dialogs.of_person(contact.id)]
    notes, files = await uow.contact_notes.count(contact.id), await uow.dialog_files.count(dialog_ids)
    others = len(dialog_ids) - 1

    def option(icon: str, text: str, to: CallbackData, count: int = 0) -> Button:
        return button(f"{icon} {text} · {count}" if count else f"{icon} {text}", to)

    rows = [
        [
            option("🏷", _("Tags of the customer"), PickTags(dialog_id=dialog_id, scope=TagScope.CONTACT)),
            option("📝", _("Notes"), ShowNotes(dialog_id=dialog_id), notes),
        ],
        [
            option("🗂", _("Fields"), ShowFields(dialog_id=dialog_id)),
            option("📎", _("Files"), ShowFiles(dialog_id=dialog_id), files),
        ],
        [option("✏️", _("Name"), AskName(dialog_id=dialog_id)), option("📞", _("Phone"), AskPhone(dialog_id=dialog_id))],
    ]
    if others:
        rows.append([option("💬", _("Other dialogs"), OtherDialogs(dialog_id=dialog_id), others)])
    rows.append([_block(contact, dialog_id)])
    return [*rows, [back(ShowCard(dialog_id=dialog_id))]]


def _block(contact: Contact, dialog_id: int) -> Button:
    if contact.blocked_at is not None:
        return button(_("Unblock"), UnblockContact(dialog_id=dialog_id), style=ButtonStyle.SUCCESS)
    return button("🚫 " + _("Block"), ConfirmBlock(dialog_id=dialog_id), style=ButtonStyle.DANGER)


def own_name_button(contact: Contact, dialog_id: int) -> Button:
    own = _("As they call themselves: {name}").format(name=contact.own_name or f"№ {contact.id}")
    return button(own, UseOwnName(dialog_id=dialog_id))


def no_phone_button(dialog_id: int) -> Button:
    return button("🗑 " + _("Forget the number"), ForgetPhone(dialog_id=dialog_id))


async def confirm_block(uow: UnitOfWork, dialog_id: int) -> Screen:
    contact = await uow.contacts.get((await uow.dialogs.get(dialog_id)).contact_id)
    words = _(
        "Block {name}? What they write is kept, but shown to nobody, and their dialogs go to the archive."
        " Unblocking brings them back"
    ).format(name=contact.title)

    def option(text: str, *, spam: bool) -> Button:
        return button(text, BlockContact(dialog_id=dialog_id, spam=spam), style=ButtonStyle.DANGER)

    rows = [
        [option(_("Block"), spam=False), option(_("It is spam"), spam=True)],
        [back(ShowClient(dialog_id=dialog_id))],
    ]
    return Screen(html.quote(words), rows)


async def other_dialogs(uow: UnitOfWork, dialog_id: int, *, zone: str) -> Screen:
    """A list of the customer's other dialogs; a press opens one."""
    contact = await uow.contacts.get((await uow.dialogs.get(dialog_id)).contact_id)
    channels = {channel.id: channel for channel in await uow.channels.all()}
    rows = []
    for dialog in await uow.dialogs.of_person(contact.id):
        if dialog.id != dialog_id:
            channel = channels[dialog.channel_id]
            state = _("open") if dialog.is_open else _("in the archive")
            when = short_time(dialog.last_message_at, zone, uow.now)
            caption = f"{PROVIDER_ICONS[channel.provider]} {channel.name} · {state} · {when}"
            rows.append([button(caption, Open(dialog_id=dialog.id))])
    head = _("Other dialogs of {name}").format(name=contact.title)
    rows.append([back(ShowClient(dialog_id=dialog_id))])
    return Screen(html.bold(html.quote(head)), rows)

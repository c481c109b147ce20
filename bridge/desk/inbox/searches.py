"""The screens of «Поиск»: persons and messages that match. A press opens the dialog at the message."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.inbox.dialog_filters import PROVIDER_ICONS
from bridge.desk.inbox.snippets import message_snippet
from bridge.desk.messages.message_summaries import author_name, signed
from bridge.desk.ui.callbacks import Number, Open
from bridge.desk.ui.menus import back_to_menu
from bridge.desk.ui.screen import Screen, button, choice
from bridge.errors import lazy
from bridge.text import phones
from bridge.text.texts import _, brief_time, short_time
from storage.clients.contacts import Contact
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.inbox.search_hits import MAX_SCANNED_MESSAGES, Beside, PersonTerm, is_indexed
from storage.inbox.searches import Search, SearchSubject, terms
from storage.messages.messages import Author, Message

Button = InlineKeyboardButton

# A phone shows this many without scrolling: rows of buttons, and messages of about three lines.
PERSONS_PER_PAGE = 8
MESSAGES_PER_PAGE = 5

SUBJECT_TITLES = {SearchSubject.PERSONS: lazy("Persons"), SearchSubject.MESSAGES: lazy("Messages")}


class AskSearch(CallbackData, prefix="se"):
    """Ask for the words to search for; without a subject, the subject of the last search is used."""

    subject: SearchSubject | None = None


class ShowPersons(CallbackData, prefix="sep"):
    """Show a page of the persons that a search has found."""

    search_id: Number
    page: Number = 0


class ShowMessages(CallbackData, prefix="sem"):
    """Show a page of the messages before or after a message; the newest ones when `beside_id` is 0."""

    search_id: Number
    beside_id: Number = 0
    is_older: bool = True


class OpenAt(CallbackData, prefix="seo"):
    """Open the dialog of a message at that message."""

    search_id: Number
    message_id: Number


def what_to_look_for(subject: SearchSubject) -> str:
    match subject:
        case SearchSubject.PERSONS:
            return _("Write whom to look for: a part of the name, phone number, user name or contact's number")
    return _("Write what to look for in messages: a part of a word is enough")


def subjects(chosen: SearchSubject) -> list[Button]:
    """The switch of subjects above a question."""
    return [_switch(subject, chosen, AskSearch(subject=subject)) for subject in SearchSubject]


def _switch(subject: SearchSubject, chosen: SearchSubject, to: CallbackData) -> Button:
    return choice(_(SUBJECT_TITLES[subject]), to, is_chosen=subject is chosen)


async def found(uow: UnitOfWork, search: Search, *, zone: str, hidden: bool = False) -> Screen:
    """The first page of the hits for the search's subject."""
    if search.subject is SearchSubject.PERSONS:
        return await found_persons(uow, search, zone=zone)
    return await found_messages(uow, search, zone=zone, hidden=hidden)


async def found_persons(uow: UnitOfWork, search: Search, *, zone: str, page: int = 0) -> Screen:
    wanted = person_terms(search.words)
    dialogs = await uow.search_hits.dialogs(wanted, offset=page * PERSONS_PER_PAGE, limit=PERSONS_PER_PAGE + 1)
    contacts = await uow.contacts.of_ids([dialog.contact_id for dialog in dialogs])
    icons = {channel.id: PROVIDER_ICONS[channel.provider] for channel in await uow.channels.all()}

    def row(dialog: Dialog) -> list[Button]:
        when = brief_time(dialog.last_message_at, zone, uow.now)
        caption = _person(dialog, contacts[dialog.contact_id], icons[dialog.channel_id], when)
        return [button(caption, Open(dialog_id=dialog.id))]

    turning = [
        button(text, ShowPersons(search_id=search.id, page=to))
        for text, to, is_there in (("‹", page - 1, page > 0), ("›", page + 1, len(dialogs) > PERSONS_PER_PAGE))
        if is_there
    ]
    rows = [*map(row, dialogs[:PERSONS_PER_PAGE]), turning, *_ways_on(search, SearchSubject.PERSONS)]
    is_whole = all(is_indexed(each) for term in wanted for each in term.spellings)
    notes = [] if dialogs else [_("Nobody is found")]
    notes += [] if is_whole else [_("Less than three letters: only the newest {count} are looked through")]
    return _screen(
        search, SearchSubject.PERSONS, [html.quote(note.format(count=MAX_SCANNED_MESSAGES)) for note in notes], rows
    )


def _person(dialog: Dialog, contact: Contact, icon: str, when: str) -> str:
    """A button's caption. What distinguishes people of the same name comes first, because a phone cuts the end off."""
    marks = f"{icon}{'🚫' if contact.blocked_at else ''}{'' if dialog.is_open else '🗄'}"
    phone = phones.pretty(contact.phone) if contact.phone else f"№ {contact.id}"
    return " · ".join([f"{marks} {contact.title}", phone, when])


def person_terms(words: str) -> list[PersonTerm]:
    """The terms to search for among persons: a phone number in any spelling is one term, words are separate terms."""
    typed = words.strip().removeprefix("№").removeprefix("#").strip()
    number = int(typed) if typed.isascii() and typed.isdigit() and int(typed) < 2**31 else None
    if number is not None and typed != words.strip():
        return [PersonTerm([], number)]
    if digits := phones.parts(words):
        return [PersonTerm(digits, number)]
    return [PersonTerm([term.removeprefix("@") or term], number) for term in terms(words)]


async def found_messages(
    uow: UnitOfWork, search: Search, *, zone: str, beside: Beside | None = None, hidden: bool = False
) -> Screen:
    """A page of found messages; `hidden` includes what customers wrote while they were blocked."""
    hits = await uow.search_hits.messages(search.terms, beside=beside, limit=MESSAGES_PER_PAGE + 1, hidden=hidden)
    is_back = beside is not None and not beside.is_older
    is_more = len(hits) > MESSAGES_PER_PAGE
    hits = hits[-MESSAGES_PER_PAGE:] if is_back else hits[:MESSAGES_PER_PAGE]
    opening = [
        button(str(number), OpenAt(search_id=search.id, message_id=hit.id)) for number, hit in enumerate(hits, 1)
    ]

    def turn(text: str, id: int, *, is_older: bool) -> Button:
        to = ShowMessages(search_id=search.id, beside_id=id, is_older=is_older)
        return button(text, to)

    turning = []
    if hits and beside is not None and (is_more or not is_back):
        turning.append(turn("‹ " + _("Newer"), hits[0].id, is_older=False))
    if hits and (is_more or is_back):
        turning.append(turn(_("Older") + " ›", hits[-1].id, is_older=True))
    lines = await _lines(uow, hits, search.terms, zone=zone)
    if not hits:
        lines.append(html.quote(_("Nothing is found")))
    if not any(is_indexed(term) for term in search.terms):
        words = _("Less than three letters: only the newest {count} are looked through").format(
            count=MAX_SCANNED_MESSAGES
        )
        lines.append(html.quote(words))
    return _screen(search, SearchSubject.MESSAGES, lines, [opening, turning, *_ways_on(search, SearchSubject.MESSAGES)])


async def _lines(uow: UnitOfWork, hits: Sequence[Message], wanted: Sequence[str], *, zone: str) -> list[str]:
    """For each message: the words around the hit, its author, its time and its dialog."""
    dialogs = {hit.dialog_id: await uow.dialogs.get(hit.dialog_id) for hit in hits}
    contacts = await uow.contacts.of_ids([dialog.contact_id for dialog in dialogs.values()])
    employees = {employee.id: employee.name for employee in await uow.employees.ever()}
    lines = []
    for number, hit in enumerate(hits, 1):
        contact = contacts[dialogs[hit.dialog_id].contact_id].title
        author = signed(hit, author_name(hit, contact, employees))
        whose = author if hit.author is Author.CONTACT else f"{author} → {contact}"
        when = short_time(hit.created_at, zone, uow.now)
        lines.append(f"{number}. {html.bold(html.quote(whose))} · {html.quote(when)}\n{message_snippet(hit, wanted)}")
    return lines


def _ways_on(search: Search, shown: SearchSubject) -> list[list[Button]]:
    persons, messages = ShowPersons(search_id=search.id), ShowMessages(search_id=search.id)
    return [
        [_switch(SearchSubject.PERSONS, shown, persons), _switch(SearchSubject.MESSAGES, shown, messages)],
        [button("🔎 " + _("Look for something else"), AskSearch(subject=shown)), back_to_menu()],
    ]


def _screen(search: Search, shown: SearchSubject, lines: Sequence[str], rows: Sequence[list[Button]]) -> Screen:
    head = html.bold(html.quote("🔎 " + _(SUBJECT_TITLES[shown]))) + " · " + html.quote(f"«{search.words}»")
    return Screen("\n\n".join([head, *lines]), [row for row in rows if row])

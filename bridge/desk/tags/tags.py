"""Screens of the tags on a dialog or its contact: add and remove tags, and their history."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.tags.tags import owner_id
from bridge.desk.tags.tag_lists import PickTags, TagList
from bridge.desk.ui.callbacks import Number, ShowCard, ShowClient
from bridge.desk.ui.paging import packed, page_of
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _, short_time
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import Event, EventKind
from storage.tags.tags import Tag, TagScope

Button = InlineKeyboardButton

TAGS_PER_PAGE = 10
EVENTS_PER_PAGE = 12


class SetTag(CallbackData, prefix="tas"):
    """Add or remove a tag. The button says which, so that two presses at once do not undo each other."""

    dialog_id: Number
    tag_id: Number
    on: bool
    page: Number


class NewTag(CallbackData, prefix="tan"):
    """Ask for the name of a new tag."""

    dialog_id: Number
    scope: TagScope


class TagHistory(CallbackData, prefix="tah"):
    """Show who added and removed which tags."""

    dialog_id: Number
    scope: TagScope
    page: Number = 0


def labels(tags: list[Tag]) -> str:
    return ", ".join(tag.label for tag in tags)


def tags_button(dialog_id: int) -> Button:
    return button("🏷 " + _("Tags"), PickTags(dialog_id=dialog_id))


async def picker(uow: UnitOfWork, dialog_id: int, scope: TagScope, *, page: int = 0) -> Screen:
    """A page of all tags, the most used ones first; a tick marks those that are set. A press adds or removes one."""
    dialog = await uow.dialogs.get(dialog_id)
    present = await uow.tags.of(scope, owner_id(dialog, scope))
    listed = await uow.tags.ranked(scope, not_on=owner_id(dialog, scope))
    shown = page_of([tag for tag, _uses in listed], page, size=TAGS_PER_PAGE)

    def option(tag: Tag) -> Button:
        is_on = tag in present
        data = SetTag(dialog_id=dialog_id, tag_id=tag.id, on=not is_on, page=shown.number)
        return button(f"✅ {tag.label}" if is_on else tag.label, data)

    rows = packed([option(tag) for tag in shown.items])
    rows += shown.turning(lambda to: PickTags(dialog_id=dialog_id, scope=scope, page=to))
    rows += _more(dialog_id, scope)
    return Screen(await _words(uow, dialog_id, scope, present, bool(listed)), rows)


def _more(dialog_id: int, scope: TagScope) -> list[list[Button]]:
    new = NewTag(dialog_id=dialog_id, scope=scope).pack()
    history = TagHistory(dialog_id=dialog_id, scope=scope).pack()
    everything = TagList(dialog_id=dialog_id, scope=scope).pack()
    return [
        [button("➕ " + _("New tag"), new)],
        [
            button("🕓 " + _("Tag history"), history),
            button("⚙️ " + _("All tags"), everything),
        ],
        [back(dialog_id, scope)],
    ]


def back(dialog_id: int, scope: TagScope) -> Button:
    """The button back to the card that shows the tags: the dialog's, or the client card."""
    card = ShowCard(dialog_id=dialog_id) if scope is TagScope.DIALOG else ShowClient(dialog_id=dialog_id)
    return button("‹ " + _("Back"), card)


async def _words(uow: UnitOfWork, dialog_id: int, scope: TagScope, present: list[Tag], any_tags: bool) -> str:
    lines = [await _head(uow, dialog_id, scope)]
    if present:
        lines.append(html.quote(labels(present)))
    elif any_tags:
        lines.append(html.quote(_("None yet. One press puts a tag on, another takes it off")))
    else:
        lines.append(html.quote(_("There are no tags yet. Make the first one")))
    return "\n".join(lines)


async def _head(uow: UnitOfWork, dialog_id: int, scope: TagScope) -> str:
    dialog = await uow.dialogs.get(dialog_id)
    contact = await uow.contacts.get(dialog.contact_id)
    what = _("Tags of the dialog") if scope is TagScope.DIALOG else _("Tags of the customer")
    return "🏷 " + html.bold(html.quote(f"{what} · {contact.title}"))


async def history(uow: UnitOfWork, dialog_id: int, scope: TagScope, *, zone: str, page: int = 0) -> Screen:
    """A page of the history: which tags were added and removed, by whom and when, the newest first."""
    names = {employee.id: employee.name for employee in await uow.employees.ever()}
    shown = page_of(await _events(uow, dialog_id, scope), page, size=EVENTS_PER_PAGE)
    lines = [
        html.quote(f"{_event_text(event)} · {_who(event, names)} · {short_time(event.at, zone, uow.now)}")
        for event in shown.items
    ]
    head = await _head(uow, dialog_id, scope)
    rows = shown.turning(lambda to: TagHistory(dialog_id=dialog_id, scope=scope, page=to))
    to_picker = PickTags(dialog_id=dialog_id, scope=scope).pack()
    rows.append([button("‹ " + _("Back"), to_picker)])
    return Screen("\n".join([head, *(lines or [html.quote(_("No tag was put on yet"))])]), rows)


async def _events(uow: UnitOfWork, dialog_id: int, scope: TagScope) -> list[Event]:
    """The events of the dialog or contact, with the changes to these tags in the common list."""
    if scope is TagScope.DIALOG:
        dialog_ids, kinds = [dialog_id], [EventKind.DIALOG_TAGGED, EventKind.DIALOG_UNTAGGED]
    else:
        person_id = (await uow.dialogs.get(dialog_id)).contact_id
        dialog_ids = [dialog.id for dialog in await uow.dialogs.of_person(person_id)]
        kinds = [EventKind.CONTACT_TAGGED, EventKind.CONTACT_UNTAGGED]
    events = await uow.events.about(dialog_ids, kinds)
    tag_ids = {event.data["tag_id"] for event in events}
    for kind in (EventKind.TAG_DELETED, EventKind.TAG_RESTORED, EventKind.TAG_MERGED):
        events += [event for event in await uow.events.of_kind(kind) if event.data["tag_id"] in tag_ids]
    return sorted(events, key=lambda event: event.id, reverse=True)


def _event_text(event: Event) -> str:
    name = event.data["name"]
    match event.kind:
        case EventKind.DIALOG_TAGGED | EventKind.CONTACT_TAGGED:
            return f"➕ {name}"
        case EventKind.DIALOG_UNTAGGED | EventKind.CONTACT_UNTAGGED:
            return f"➖ {name}"
        case EventKind.TAG_MERGED:
            return "🔗 " + _("{name} became {into}").format(name=name, into=event.data["into"])
        case EventKind.TAG_RESTORED:
            return "↩️ " + _("{name} is back in the common list").format(name=name)
    return "🗑 " + _("{name} was deleted from the common list").format(name=name)


def _who(event: Event, names: dict[int, str]) -> str:
    return names.get(event.employee_id or 0, _("Employee"))

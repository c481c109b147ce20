"""Actions on a tag: put on, take off, create, rename, paint, merge, delete, restore."""

import re
from typing import Any

from bridge.actions.inbox import windows
from bridge.actions.reports import audit
from bridge.errors import Refusal, lazy
from storage.engine.names import NameTaken, key, name_in
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.reports.events import EventKind
from storage.tags.tags import MAX_TAG_NAME_LENGTH, Colour, Tag, TagScope
from storage.team.employees import Employee

# More tags on one dialog or contact would leave no room for the rest of its card.
MAX_TAGS_PER_DIALOG = 20
# When a tag on more dialogs changes, this many cards are repainted at once; the others change at their next repaint.
MAX_REPAINTED_CARDS = 30

TAGGED_EVENTS = {TagScope.DIALOG: EventKind.DIALOG_TAGGED, TagScope.CONTACT: EventKind.CONTACT_TAGGED}
UNTAGGED_EVENTS = {TagScope.DIALOG: EventKind.DIALOG_UNTAGGED, TagScope.CONTACT: EventKind.CONTACT_UNTAGGED}


class TooManyTags(Refusal):
    text = lazy("There are {most} tags on it already; take one off first")


class NotTheSameList(Refusal):
    text = lazy("These two tags cannot be merged")


def owner_id(dialog: Dialog, scope: TagScope) -> int:
    """Id of what has the tags of that scope: the dialog, or its contact."""
    return dialog.id if scope is TagScope.DIALOG else dialog.contact_id


async def put_on(
    uow: UnitOfWork, tag_id: int, dialog_id: int, *, by: Employee, screen_window_id: int | None = None
) -> Tag:
    """Put a tag on a dialog or on its contact, as the tag's scope says. A tag that is there already stays.

    Args:
        screen_window_id: see `windows.repaint`.

    Raises:
        TooManyTags: the dialog or the contact has the maximum number of tags.
    """
    dialog = await _lock_dialog(uow, dialog_id)
    tag = await uow.tags.in_use(tag_id)
    present = await uow.tags.of(tag.scope, owner_id(dialog, tag.scope))
    if tag in present:
        return tag
    if len(present) >= MAX_TAGS_PER_DIALOG:
        raise TooManyTags(most=MAX_TAGS_PER_DIALOG)
    await uow.tags.put(tag, owner_id(dialog, tag.scope), by=by.id, at=uow.now)
    _note(uow, TAGGED_EVENTS[tag.scope], tag, by=by, dialog_id=dialog.id)
    await _show(uow, dialog, tag.scope, screen_window_id)
    return tag


async def put_named(
    uow: UnitOfWork, words: str, dialog_id: int, scope: TagScope, *, by: Employee, screen_window_id: int | None = None
) -> list[Tag]:
    """Put tags on by their typed names, separated by commas; new names create tags."""
    typed = [each.strip().removeprefix("#") for each in re.split(r"[,;\n]", words) if each.strip()]
    wanted = [name_in(each, most=MAX_TAG_NAME_LENGTH) for each in typed or [""]]
    await uow.organizations.lock(uow.organization_id)
    tags = []
    for name in wanted:
        tag = await uow.tags.named(name, scope) or await create(uow, name, scope, by=by)
        tags.append(await put_on(uow, tag.id, dialog_id, by=by, screen_window_id=screen_window_id))
    return tags


async def take_off(
    uow: UnitOfWork, tag_id: int, dialog_id: int, *, by: Employee, screen_window_id: int | None = None
) -> Tag:
    """Take a tag off a dialog or its contact; nothing happens when the tag is not on it."""
    dialog = await _lock_dialog(uow, dialog_id)
    tag = await uow.tags.in_use(tag_id)
    if tag not in await uow.tags.of(tag.scope, owner_id(dialog, tag.scope)):
        return tag
    await uow.tags.remove(tag, owner_id(dialog, tag.scope))
    _note(uow, UNTAGGED_EVENTS[tag.scope], tag, by=by, dialog_id=dialog.id)
    await _show(uow, dialog, tag.scope, screen_window_id)
    return tag


async def create(
    uow: UnitOfWork, words: str, scope: TagScope, *, by: Employee | None = None, colour: Colour | None = None
) -> Tag:
    """Add a tag to the organization's list.

    Raises:
        NameEmpty, NameTooLong, NameTaken: nothing was added.
    """
    name = await _free_name(uow, words, scope)
    tag = Tag(scope=scope, name=name, key=key(name), colour=colour, created_at=uow.now)
    uow.add(tag)
    await uow.flush()
    _note(uow, EventKind.TAG_CREATED, tag, by=by)
    return tag


async def rename(uow: UnitOfWork, tag_id: int, words: str, *, by: Employee) -> Tag:
    """Rename a tag everywhere; raises as `create` does."""
    tag = await uow.tags.in_use(tag_id)
    name, former = await _free_name(uow, words, tag.scope, but=tag), tag.name
    if name == former:
        return tag
    tag.rename(name)
    _note(uow, EventKind.TAG_RENAMED, tag, by=by, former=former)
    await _show_all(uow, tag)
    return tag


async def paint(uow: UnitOfWork, tag_id: int, colour: Colour | None, *, by: Employee) -> Tag:
    """Set a tag's colour; None removes the colour."""
    tag = await uow.tags.in_use(tag_id)
    if tag.colour is colour:
        return tag
    tag.colour = colour
    _note(uow, EventKind.TAG_COLOURED, tag, by=by, colour=colour)
    await _show_all(uow, tag)
    return tag


async def merge(uow: UnitOfWork, tag_id: int, *, into: int, by: Employee) -> Tag:
    """Replace a tag by the tag `into` everywhere and delete it from the list. Returns the remaining tag.

    Raises:
        NotTheSameList: the two are the same tag, or their scopes differ.
    """
    await uow.organizations.lock(uow.organization_id)
    tag, staying = await uow.tags.in_use(tag_id), await uow.tags.in_use(into)
    if tag.id == staying.id or tag.scope is not staying.scope:
        raise NotTheSameList
    await _show_all(uow, tag)
    await uow.tags.move(tag, staying)
    tag.deleted_at = uow.now
    _note(uow, EventKind.TAG_MERGED, tag, by=by, into=staying.label, into_id=staying.id)
    return staying


async def delete(uow: UnitOfWork, tag_id: int, *, by: Employee) -> Tag:
    """Delete a tag from the list, and so from all dialogs and contacts; `restore` brings it back to them."""
    tag = await uow.tags.in_use(tag_id)
    tag.deleted_at = uow.now
    _note(uow, EventKind.TAG_DELETED, tag, by=by)
    await _show_all(uow, tag)
    return tag


async def restore(uow: UnitOfWork, tag_id: int, *, by: Employee) -> Tag:
    """Bring a deleted tag back.

    Raises:
        NameTaken: another tag has its name now.
    """
    tag = await uow.tags.get(tag_id)
    if tag.deleted_at is None:
        return tag
    await _free_name(uow, tag.name, tag.scope)
    tag.deleted_at = None
    _note(uow, EventKind.TAG_RESTORED, tag, by=by)
    await _show_all(uow, tag)
    return tag


async def _lock_dialog(uow: UnitOfWork, dialog_id: int) -> Dialog:
    """Lock the dialog and its contact, so that two employees who put on the same tag do so one after the other."""
    dialog = await uow.dialogs.lock(dialog_id)
    await uow.contacts.lock(dialog.contact_id)
    return dialog


async def _free_name(uow: UnitOfWork, words: str, scope: TagScope, *, but: Tag | None = None) -> str:
    await uow.organizations.lock(uow.organization_id)
    name = name_in(words, most=MAX_TAG_NAME_LENGTH)
    if (taken := await uow.tags.named(name, scope)) not in (None, but):
        raise NameTaken(name=taken.name)
    return name


def _note(
    uow: UnitOfWork, kind: EventKind, tag: Tag, *, by: Employee | None, dialog_id: int | None = None, **more: Any
) -> None:
    """Record an event. The event keeps the tag's label, because the tag may be renamed later."""
    audit.record_event(uow, kind, by=by.id if by else None, dialog_id=dialog_id, tag_id=tag.id, name=tag.label, **more)


async def _show(uow: UnitOfWork, dialog: Dialog, scope: TagScope, screen_window_id: int | None) -> None:
    touched = [dialog] if scope is TagScope.DIALOG else await uow.dialogs.of_person(dialog.contact_id)
    for each in touched:
        await windows.repaint(uow, each, screen_window_id=screen_window_id)


async def _show_all(uow: UnitOfWork, tag: Tag) -> None:
    for dialog in await uow.tags.open_dialogs(tag, limit=MAX_REPAINTED_CARDS):
        await windows.repaint(uow, dialog)

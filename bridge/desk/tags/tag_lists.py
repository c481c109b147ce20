"""Screens of the common list of tags: rename, colour, merge, delete.

`dialog_id` is the dialog from which the list was opened, 0 for the menu.
"""

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.menus import back_to_menu
from bridge.desk.ui.paging import packed, page_of
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _, ngettext
from storage.engine.unit_of_work import UnitOfWork
from storage.tags.tags import COLOURLESS_EMOJI, Colour, Tag, TagScope

Button = InlineKeyboardButton

TAGS_PER_PAGE = 12


class PickTags(CallbackData, prefix="ta"):
    """Show the tags for a dialog or its contact."""

    dialog_id: Number
    scope: TagScope = TagScope.DIALOG
    page: Number = 0


class TagList(CallbackData, prefix="tal"):
    dialog_id: Number = 0
    scope: TagScope = TagScope.DIALOG
    page: Number = 0


class TagCard(CallbackData, prefix="tac"):
    """Show one tag with its buttons."""

    dialog_id: Number
    tag_id: Number


class RenameTag(CallbackData, prefix="tar"):
    """Ask for another name of the tag."""

    dialog_id: Number
    tag_id: Number


class PickColour(CallbackData, prefix="taq"):
    dialog_id: Number
    tag_id: Number


class PaintTag(CallbackData, prefix="tap"):
    """Give the tag this colour; an empty one removes its colour."""

    dialog_id: Number
    tag_id: Number
    colour: Colour | None


class PickMerge(CallbackData, prefix="tam"):
    """Show the tags that this one can be merged into."""

    dialog_id: Number
    tag_id: Number
    page: Number = 0


class MergeTag(CallbackData, prefix="tai"):
    """Replace the tag by the tag `into` everywhere; the bot asks for confirmation first, unless `sure`."""

    dialog_id: Number
    tag_id: Number
    into: Number
    sure: bool = False


class DeleteTag(CallbackData, prefix="tad"):
    """Delete the tag; the bot asks for confirmation first, unless `sure`."""

    dialog_id: Number
    tag_id: Number
    sure: bool = False


class RestoreTag(CallbackData, prefix="tau"):
    dialog_id: Number
    tag_id: Number


async def tag_list(uow: UnitOfWork, dialog_id: int, scope: TagScope, *, page: int = 0) -> Screen:
    """A page of all tags with their numbers of uses, the most used first."""
    listed = await uow.tags.ranked(scope)
    shown = page_of(listed, page, size=TAGS_PER_PAGE)
    buttons = [
        button(f"{tag.label} · {uses}", TagCard(dialog_id=dialog_id, tag_id=tag.id)) for tag, uses in shown.items
    ]
    rows = packed(buttons) + shown.turning(lambda to: TagList(dialog_id=dialog_id, scope=scope, page=to))
    other = TagScope.CONTACT if scope is TagScope.DIALOG else TagScope.DIALOG
    rows.append([button(names(other), TagList(dialog_id=dialog_id, scope=other))])
    rows.append([_way_out(dialog_id, scope)])
    head = "⚙️ " + html.bold(html.quote(names(scope)))
    hint = _("Press a tag to rename, colour, merge or delete it") if listed else _("There are no tags yet")
    return Screen(f"{head}\n{html.quote(hint)}", rows)


def names(scope: TagScope) -> str:
    return _("Tags of dialogs") if scope is TagScope.DIALOG else _("Tags of customers")


async def tag_card(uow: UnitOfWork, dialog_id: int, tag: Tag) -> Screen:
    row = {"dialog_id": dialog_id, "tag_id": tag.id}
    rows = [
        [
            button(_("Rename"), RenameTag(**row)),
            button("🎨 " + _("Colour"), PickColour(**row)),
        ],
        [button("🔗 " + _("Merge with another"), PickMerge(**row))],
        [button("🗑 " + _("Delete from the common list"), DeleteTag(**row), style=ButtonStyle.DANGER)],
        [_back(TagList(dialog_id=dialog_id, scope=tag.scope))],
    ]
    lines = [html.bold(html.quote(tag.label)), html.quote(names(tag.scope)), html.quote(await _uses(uow, tag))]
    return Screen("\n".join(lines), rows)


async def _uses(uow: UnitOfWork, tag: Tag) -> str:
    count = await uow.tags.count(tag)
    if tag.scope is TagScope.DIALOG:
        return ngettext("It is on {count} dialog", "It is on {count} dialogs", count).format(count=count)
    return ngettext("It is on {count} customer", "It is on {count} customers", count).format(count=count)


def colours(dialog_id: int, tag: Tag) -> Screen:
    """A button for each colour, and one for no colour."""

    def option(colour: Colour | None) -> Button:
        data = PaintTag(dialog_id=dialog_id, tag_id=tag.id, colour=colour)
        return button(colour.emoji if colour else COLOURLESS_EMOJI, data)

    buttons = [option(colour) for colour in (*Colour, None)]
    rows = [buttons[:5], buttons[5:], [_back(TagCard(dialog_id=dialog_id, tag_id=tag.id))]]
    words = _("Which colour shall {name} have?").format(name=tag.label)
    return Screen(html.quote(words), rows)


async def mergers(uow: UnitOfWork, dialog_id: int, tag: Tag, *, page: int = 0) -> Screen:
    """A page of tags; the chosen one replaces this tag everywhere."""
    others = [other for other, _uses in await uow.tags.ranked(tag.scope) if other.id != tag.id]
    shown = page_of(others, page, size=TAGS_PER_PAGE)

    def option(other: Tag) -> Button:
        return button(other.label, MergeTag(dialog_id=dialog_id, tag_id=tag.id, into=other.id))

    rows = packed([option(other) for other in shown.items])
    rows += shown.turning(lambda to: PickMerge(dialog_id=dialog_id, tag_id=tag.id, page=to))
    rows.append([_back(TagCard(dialog_id=dialog_id, tag_id=tag.id))])
    words = _("Which tag shall take the place of {name}?") if others else _("There is no other tag")
    return Screen(html.quote(words.format(name=tag.label)), rows)


async def sure_to_merge(uow: UnitOfWork, dialog_id: int, tag: Tag, into: Tag) -> Screen:
    words = _("{name} goes, and {into} stands wherever it was. This cannot be undone").format(
        name=tag.label, into=into.label
    )
    merge = MergeTag(dialog_id=dialog_id, tag_id=tag.id, into=into.id, sure=True)
    return await _question(uow, dialog_id, tag, words, button(_("Merge"), merge))


async def sure_to_delete(uow: UnitOfWork, dialog_id: int, tag: Tag) -> Screen:
    words = _("Delete {name} from the common list? It goes off everything; the history and past reports keep it")
    delete = DeleteTag(dialog_id=dialog_id, tag_id=tag.id, sure=True)
    return await _question(uow, dialog_id, tag, words.format(name=tag.label), button(_("Delete"), delete))


async def _question(uow: UnitOfWork, dialog_id: int, tag: Tag, words: str, yes: Button) -> Screen:
    yes = yes.model_copy(update={"style": ButtonStyle.DANGER})
    rows = [[yes, _back(TagCard(dialog_id=dialog_id, tag_id=tag.id))]]
    return Screen(f"{html.quote(words)}\n{html.quote(await _uses(uow, tag))}", rows)


def deleted(dialog_id: int, tag: Tag) -> Screen:
    """The screen after a tag was deleted, with a button that restores it."""
    words = _("{name} was deleted from the common list").format(name=tag.label)
    undo = RestoreTag(dialog_id=dialog_id, tag_id=tag.id).pack()
    to_list = TagList(dialog_id=dialog_id, scope=tag.scope)
    return Screen("🗑 " + html.quote(words), [[button("↩️ " + _("Undo"), undo), _back(to_list)]])


def _back(to: CallbackData) -> Button:
    return button("‹ " + _("Back"), to)


def _way_out(dialog_id: int, scope: TagScope) -> Button:
    """The button back to the screen from which the list was opened."""
    return _back(PickTags(dialog_id=dialog_id, scope=scope)) if dialog_id else back_to_menu()

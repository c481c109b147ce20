"""The card of a template: its text, its audience, and its buttons."""

from typing import Literal

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.templates import templates
from bridge.desk.templates.templates import (
    OfTemplate,
    OfTemplateVersion,
    ShowTemplate,
    TemplateCard,
    back_to_list,
    file_names,
    whole,
)
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.paging import in_rows
from bridge.desk.ui.screen import Screen, back, button
from bridge.text.texts import _, ngettext
from bridge.text.variables import Filled
from storage.engine.unit_of_work import UnitOfWork
from storage.team.employees import Employee, Role
from storage.templates.templates import NotYourTemplate, Template, TemplateScope

Button = InlineKeyboardButton

# Folders that have a button; others are typed.
MAX_FOLDERS_SHOWN = 10


class ChangeTemplate(OfTemplateVersion, prefix="tew"):
    what: Literal["text", "name", "folder"]


class MoveTemplate(OfTemplateVersion, prefix="tem"):
    """Move the template to the folder of the template `beside`; 0 removes it from its folder."""

    beside: Number


class TemplateFiles(OfTemplate, prefix="tef"):
    """Show the list of its files."""


class PickScope(OfTemplate, prefix="teq"):
    """Show the possible audiences."""


class ShareTemplate(OfTemplateVersion, prefix="teh"):
    """Set the audience of the template; `department_id` is the department, if the audience is one."""

    scope: TemplateScope
    department_id: Number = 0


class DeleteTemplate(OfTemplateVersion, prefix="ted"):
    """Delete the template; it can be restored."""


class RestoreTemplate(OfTemplate, prefix="teu"):
    """Restore the deleted template."""


async def template_card(uow: UnitOfWork, template: Template, dialog_id: int, *, by: Employee) -> Screen:
    lines = [
        "📄 " + html.bold(html.quote(template.title)),
        whole(Filled(template.text, template.formatting)),
        *file_names(template),
        html.quote(await _facts(uow, template)),
    ]
    rows = [*_changes(template, dialog_id, by), [_back(template, dialog_id)]]
    return Screen("\n\n".join(filter(None, lines)), rows)


async def _facts(uow: UnitOfWork, template: Template) -> str:
    facts = [await audience_in_words(uow, template)]
    if template.folder:
        facts.append(f"📁 {template.folder}")
    facts.append(
        ngettext("sent {count} time", "sent {count} times", template.uses).format(count=template.uses)
        if template.uses
        else _("never sent yet")
    )
    return " · ".join(facts)


async def audience_in_words(uow: UnitOfWork, template: Template) -> str:
    """The employees who can use the template, in words."""
    if template.scope is TemplateScope.DEPARTMENT:
        return "👥 " + (await uow.departments.get(template.department_id or 0)).name
    if template.scope is TemplateScope.ORGANIZATION:
        return "🏢 " + _("everybody")
    return "👤 " + _("only you")


def _changes(template: Template, dialog_id: int, by: Employee) -> list[list[Button]]:
    """The buttons that change the template; none for an employee who may not change it."""
    try:
        template.ensure_changeable_by(by)
    except NotYourTemplate:
        return []
    row = {"dialog_id": dialog_id, "template_id": template.id}
    fresh = {**row, "version": template.version}
    buttons = [
        button("✏️ " + _("Text"), ChangeTemplate(**fresh, what="text")),
        button("🔤 " + _("Title"), ChangeTemplate(**fresh, what="name")),
        button("📎 " + _("Files"), TemplateFiles(**row)),
        button("📁 " + _("Folder"), ChangeTemplate(**fresh, what="folder")),
    ]
    if by.role is not Role.OPERATOR:
        buttons.append(button("👥 " + _("For whom"), PickScope(**row)))
    buttons.append(button("🗑 " + _("Delete"), DeleteTemplate(**fresh), style=ButtonStyle.DANGER))
    return in_rows(buttons)


async def folders(uow: UnitOfWork, template: Template, dialog_id: int, *, by: Employee) -> list[Button]:
    """The existing folders, and no folder; another one is typed."""
    row = {"dialog_id": dialog_id, "template_id": template.id, "version": template.version}
    first: dict[str, int] = {}
    for each in await templates.at_hand(uow, of=by):
        if each.folder and each.folder != template.folder:
            first.setdefault(each.folder, each.id)
    buttons = [
        button(f"📁 {name}", MoveTemplate(**row, beside=first[name])) for name in sorted(first)[:MAX_FOLDERS_SHOWN]
    ]
    if template.folder:
        buttons.append(button(_("Out of the folder"), MoveTemplate(**row, beside=0)))
    return buttons


async def scopes(uow: UnitOfWork, template: Template, dialog_id: int, *, by: Employee) -> Screen:
    """The choice of the template's audience."""
    row = {"dialog_id": dialog_id, "template_id": template.id, "version": template.version}
    rows = [
        [button("👤 " + _("Only for me"), ShareTemplate(**row, scope=TemplateScope.OWN))],
        [button("🏢 " + _("For everybody"), ShareTemplate(**row, scope=TemplateScope.ORGANIZATION))],
    ]
    theirs = await templates.departments_of(uow, by)
    for department in await uow.departments.all():
        if department.id in theirs:
            data = ShareTemplate(**row, scope=TemplateScope.DEPARTMENT, department_id=department.id)
            rows.append([button(f"👥 {department.name}", data)])
    rows.append([back_to_card(template, dialog_id)])
    words = _("Who shall have «{title}» at hand?").format(title=template.title)
    now = _("Now: {who}").format(who=await audience_in_words(uow, template))
    return Screen(f"{html.quote(words)}\n{html.quote(now)}", rows)


def deleted(template: Template, dialog_id: int) -> Screen:
    """The screen after a template was deleted, with a button that restores it."""
    undo = RestoreTemplate(dialog_id=dialog_id, template_id=template.id)
    words = "🗑 " + _("The template «{title}» was deleted").format(title=template.title)
    rows = [[button("↩️ " + _("Undo"), undo), back_to_list(dialog_id)]]
    return Screen(html.quote(words), rows)


def back_to_card(template: Template, dialog_id: int) -> Button:
    return back(TemplateCard(template_id=template.id, dialog_id=dialog_id))


def _back(template: Template, dialog_id: int) -> Button:
    return back(ShowTemplate(dialog_id=dialog_id, template_id=template.id)) if dialog_id else back_to_list(0)

"""Actions on a template: create, rename, rewrite, move, share, delete, restore."""

from collections.abc import Sequence
from typing import Any

from bridge.actions.messages.draft_data import DraftData, draft_data, with_words
from bridge.actions.messages.drafts import Draft
from bridge.actions.reports import audit
from bridge.channel import MAX_ALBUM_SIZE
from bridge.errors import NotFound, Refusal, lazy
from bridge.text import variables
from bridge.text.entities import Entities, units
from storage.engine.names import NameTaken, key, name_in
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import MessageKind
from storage.reports.events import EventKind
from storage.team.employees import Employee, Role
from storage.templates.templates import MAX_TEXT_LENGTH, MAX_TITLE_LENGTH, NotYourTemplate, Template, TemplateScope

# The limit of one organization, because the list is read as a whole.
MAX_TEMPLATES = 1000


class EmptyTemplate(Refusal):
    text = lazy("There is nothing in this template. Nothing was changed")


class LongTemplate(Refusal):
    text = lazy("The template is too long: at most {limit} characters, this one has {count}. Nothing was changed")


class CannotKeep(Refusal):
    text = lazy("A template is a text, a picture, a video, a file or an album; this cannot be one")


class TooManyTemplates(Refusal):
    text = lazy("There are {most} templates already; delete some first")


async def departments_of(uow: UnitOfWork, employee: Employee) -> list[int]:
    """Ids of the departments whose templates the employee can use; administrators can use those of all departments."""
    if employee.role is Role.ADMIN:
        return [department.id for department in await uow.departments.all()]
    return [membership.department_id for membership in await uow.employees.memberships(employee.id)]


async def at_hand(uow: UnitOfWork, *, of: Employee) -> list[Template]:
    """The templates that the employee can send, most used first."""
    return await uow.templates.seen_by(of.id, await departments_of(uow, of))


async def get_visible(uow: UnitOfWork, template_id: int, *, by: Employee, deleted: bool = False) -> Template:
    """Lock a template that the employee can see, until the unit of work ends.

    Raises:
        NotFound: it is deleted (or, with `deleted`, is not), or the employee cannot see it.
    """
    template = await uow.templates.lock(template_id)
    is_theirs = template.is_seen_by(by.id, await departments_of(uow, by))
    if not is_theirs or (template.deleted_at is not None) is not deleted:
        raise NotFound
    return template


async def changeable(uow: UnitOfWork, template_id: int, *, version: int, by: Employee) -> Template:
    """Lock a template that the employee may change and that has not changed since that version.

    Raises:
        NotFound, NotYourTemplate, StaleTemplate
    """
    template = await get_visible(uow, template_id, by=by)
    template.ensure_changeable_by(by)
    template.ensure_fresh(version)
    return template


def draft_data_of(draft: Draft) -> DraftData:
    """One message of a template, as it was written.

    Raises:
        CannotKeep, LongTemplate, UnknownVariable, Unclosed
    """
    if draft.kind is not MessageKind.TEXT and draft.file is None:
        raise CannotKeep
    ensure_fits(draft.text)
    return draft_data(draft)


def ensure_fits(text: str) -> None:
    """Make sure that the text can be a template's text; raises as `draft_data_of` does."""
    if units(text) > MAX_TEXT_LENGTH:
        raise LongTemplate(limit=MAX_TEXT_LENGTH, count=units(text))
    variables.check(text)


async def create(
    uow: UnitOfWork,
    items: Sequence[DraftData],
    title: str,
    *,
    by: Employee | None,
    department_id: int | None = None,
    folder: str | None = None,
) -> Template:
    """Create a template: an employee's own; with `by=None` a department's or the organization's.

    Raises:
        EmptyTemplate, TooManyTemplates, NameEmpty, NameTooLong, NameTaken: no template was created.
    """
    if not items or not any(item["file"] or item["text"].strip() for item in items):
        raise EmptyTemplate
    await uow.organizations.lock(uow.organization_id)
    if len(await uow.templates.all()) >= MAX_TEMPLATES:
        raise TooManyTemplates(most=MAX_TEMPLATES)
    shared = TemplateScope.DEPARTMENT if department_id else TemplateScope.ORGANIZATION
    template = Template(
        title="",
        key="",
        folder=name_in(folder, most=MAX_TITLE_LENGTH) if folder else None,
        scope=TemplateScope.OWN if by else shared,
        author_id=by.id if by else None,
        department_id=department_id,
        items=list(items[:MAX_ALBUM_SIZE]),
        created_at=uow.now,
    )
    template.rename(await _free_title(uow, title, template))
    template.version = 1
    uow.add(template)
    await uow.flush()
    record_event(uow, EventKind.TEMPLATE_CREATED, template, by=by)
    return template


async def rename(uow: UnitOfWork, template_id: int, title: str, *, version: int, by: Employee) -> Template:
    """Rename a template.

    Raises:
        NotFound, StaleTemplate, NotYourTemplate, NameEmpty, NameTooLong, NameTaken: nothing was changed.
    """
    template = await changeable(uow, template_id, version=version, by=by)
    template.rename(await _free_title(uow, title, template))
    record_event(uow, EventKind.TEMPLATE_CHANGED, template, by=by, what="title")
    return template


async def rewrite(
    uow: UnitOfWork, template_id: int, text: str, entities: Entities, *, version: int, by: Employee
) -> Template:
    """Change the text of a template; its files stay.

    Raises:
        NotFound, StaleTemplate, NotYourTemplate, LongTemplate, UnknownVariable, Unclosed: nothing was changed.
    """
    template = await changeable(uow, template_id, version=version, by=by)
    ensure_fits(text)
    template.say(with_words(template.items, text, entities))
    record_event(uow, EventKind.TEMPLATE_CHANGED, template, by=by, what="text")
    return template


async def move(uow: UnitOfWork, template_id: int, folder: str | None, *, version: int, by: Employee) -> Template:
    """Move a template into a folder, which may be new; None takes it out of its folder.

    Raises:
        NotFound, StaleTemplate, NotYourTemplate, NameEmpty, NameTooLong: nothing was changed.
    """
    template = await changeable(uow, template_id, version=version, by=by)
    template.folder = await _folder(uow, folder, by=by) if folder is not None else None
    template.version += 1
    record_event(uow, EventKind.TEMPLATE_CHANGED, template, by=by, what="folder")
    return template


async def share(
    uow: UnitOfWork,
    template_id: int,
    scope: TemplateScope,
    *,
    version: int,
    by: Employee,
    department_id: int | None = None,
) -> Template:
    """Set who can use a template. Only managers and administrators may share a template or take it back.

    Raises:
        NotFound, StaleTemplate, NotYourTemplate, NameTaken: nothing was changed.
    """
    template = await changeable(uow, template_id, version=version, by=by)
    if scope is not TemplateScope.OWN and by.role is Role.OPERATOR:
        raise NotYourTemplate
    if scope is TemplateScope.DEPARTMENT and department_id not in await departments_of(uow, by):
        raise NotFound
    author_id = by.id if scope is TemplateScope.OWN else template.author_id
    template.scope, template.author_id, template.department_id = scope, author_id, department_id
    await _free_title(uow, template.title, template)
    template.version += 1
    record_event(uow, EventKind.TEMPLATE_CHANGED, template, by=by, what="scope")
    return template


async def delete(uow: UnitOfWork, template_id: int, *, version: int, by: Employee) -> Template:
    """Delete a template; `restore` brings it back.

    Raises:
        NotFound, StaleTemplate, NotYourTemplate: nothing was changed.
    """
    template = await changeable(uow, template_id, version=version, by=by)
    template.deleted_at = uow.now
    record_event(uow, EventKind.TEMPLATE_DELETED, template, by=by)
    return template


async def restore(uow: UnitOfWork, template_id: int, *, by: Employee) -> Template:
    """Bring a deleted template back.

    Raises:
        NotFound, NotYourTemplate, NameTaken: nothing was changed.
    """
    template = await get_visible(uow, template_id, by=by, deleted=True)
    template.ensure_changeable_by(by)
    await _free_title(uow, template.title, template)
    template.deleted_at = None
    record_event(uow, EventKind.TEMPLATE_RESTORED, template, by=by)
    return template


async def _free_title(uow: UnitOfWork, words: str, template: Template) -> str:
    """The title, if no other template for the same people has it."""
    await uow.organizations.lock(uow.organization_id)
    title = name_in(words, most=MAX_TITLE_LENGTH)
    for other in await uow.templates.titled(key(title)):
        if other.id != template.id and other.is_beside(template):
            raise NameTaken(name=other.title)
    return title


async def _folder(uow: UnitOfWork, words: str, *, by: Employee) -> str:
    """The folder's existing spelling, if the employee has a folder of that name."""
    name = name_in(words, most=MAX_TITLE_LENGTH)
    present = {template.folder for template in await at_hand(uow, of=by) if template.folder}
    return next((folder for folder in present if key(folder) == key(name)), name)


def record_event(
    uow: UnitOfWork,
    kind: EventKind,
    template: Template,
    *,
    by: Employee | None,
    dialog_id: int | None = None,
    **more: Any,
) -> None:
    """Record an event about a template."""
    audit.record_event(
        uow,
        kind,
        by=by.id if by else None,
        dialog_id=dialog_id,
        template_id=template.id,
        name=template.title,
        **more,
    )

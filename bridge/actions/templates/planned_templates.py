"""The part of a team's description about templates."""

from collections.abc import Mapping, Sequence

from bridge.actions.messages.draft_data import DraftData, draft_data, with_words
from bridge.actions.messages.drafts import Draft
from bridge.actions.templates import templates
from bridge.actions.templates.template_files import assembled
from bridge.channel import File
from bridge.team.changes import TeamChanges, amend
from bridge.team.files import is_it, kind_of
from bridge.team.plan import PlannedFile, PlannedTemplate
from bridge.text.entities import Entities
from bridge.text.markup import formatting
from storage.engine.names import key
from storage.engine.unit_of_work import UnitOfWork
from storage.templates.templates import Template, TemplateScope


async def apply(
    uow: UnitOfWork,
    planned: PlannedTemplate,
    departments: Mapping[str, int],
    changes: TeamChanges,
    *,
    files: Mapping[str, File],
) -> None:
    """Create or update a shared template; `files` are the files that its description names, by their paths.

    Raises:
        NoWordsBeside, TooManyTemplates: the template is impossible.
    """
    department_id = departments[planned.department] if planned.department else None
    found = await _shared(uow, planned.title, department_id)
    if found is None:
        items = assembled(_files([], planned.files or [], files), *planned.whole)
        await templates.create(uow, items, planned.title, by=None, department_id=department_id, folder=planned.folder)
        changes.note(f"template {planned.title}", [], new=True)
        return
    items = _items(found, planned, files)
    differences = amend(found, title=planned.title, folder=planned.folder or found.folder, items=items)
    if differences:
        found.version += 1
    changes.note(f"template {planned.title}", differences, new=False)


def _items(found: Template, planned: PlannedTemplate, files: Mapping[str, File]) -> list[DraftData]:
    """The messages that the template should have. Parts that match the description stay as they are."""
    words, entities = _words(found, planned)
    if planned.files is None:
        return with_words(found.items, words, entities)
    return assembled(_files(found.files, planned.files, files), words, entities)


def _words(found: Template, planned: PlannedTemplate) -> tuple[str, Entities]:
    """The text and its formatting. An unchanged text keeps its formatting unless the description has another one."""
    words, entities = planned.whole
    is_formatted = planned.html is None or formatting(found.formatting) == entities
    return (words, found.formatting) if words == found.text and is_formatted else (words, entities)


def _files(present: Sequence[DraftData], planned: Sequence[PlannedFile], files: Mapping[str, File]) -> list[DraftData]:
    return [_file(present, each, files[each.path]) for each in planned]


def _file(present: Sequence[DraftData], planned: PlannedFile, file: File) -> DraftData:
    same = next((item for item in present if is_it(item, planned, file)), None)
    return same or draft_data(Draft(chat_id=0, telegram_message_id=None, kind=kind_of(planned), file=file))


async def _shared(uow: UnitOfWork, title: str, department_id: int | None) -> Template | None:
    """The department's template with that title, or the organization's."""
    for template in await uow.templates.titled(key(title)):
        if template.scope is not TemplateScope.OWN and template.department_id == department_id:
            return template
    return None

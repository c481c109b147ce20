"""The templates of an organization as its description in team.yaml has them."""

from typing import Any

import yaml

from bridge.errors import Misconfigured
from bridge.markup import formatting, is_whole, to_html
from storage.database import Database
from storage.templates import Template, TemplateScope
from storage.unit_of_work import UnitOfWork


async def export_templates(database: Database, organization: str) -> tuple[str, list[str]]:
    """The shared templates as YAML, and a line for each of which that does not say everything.

    Raises:
        Misconfigured: there is no such organization.
    """
    async with database.read() as uow:
        found = await uow.organizations.named(organization)
    if found is None:
        raise Misconfigured("there is no organization {name} yet", name=organization)
    async with database.read(found.id) as uow:
        listed = [each for each in await uow.templates.all() if each.scope is not TemplateScope.OWN]
        written = [await _entry(uow, template) for template in listed if template.text.strip()]
    return yaml.safe_dump({"templates": written}, allow_unicode=True, sort_keys=False), _left_out(listed)


async def _entry(uow: UnitOfWork, template: Template) -> dict[str, Any]:
    entry: dict[str, Any] = {"title": template.title}
    if formatting(template.formatting):
        entry["html"] = to_html(template.text, template.formatting)
    else:
        entry["text"] = template.text
    if template.folder:
        entry["folder"] = template.folder
    if template.department_id:
        entry["department"] = (await uow.departments.get(template.department_id)).name
    return entry


def _left_out(listed: list[Template]) -> list[str]:
    lines = [f"left out   files of {each.title}: they stay in the bot" for each in listed if each.files]
    named = [each for each in listed if not is_whole(each.formatting)]
    return lines + [f"left out   people and times named in {each.title}: they stay in the bot" for each in named]

"""Changes an organization to match its description (`team.yaml`). A second run changes nothing."""

from collections.abc import Mapping

from bridge.actions.reports import audit
from bridge.actions.shifts import planned_routing, planned_schedules
from bridge.actions.tags import tags
from bridge.actions.team.channels import connect
from bridge.actions.team.employees import employ
from bridge.actions.team.team_rules import apply_rules
from bridge.actions.templates import planned_templates
from bridge.channel import File
from bridge.errors import Misconfigured
from bridge.security.secrets import Vault
from bridge.team.changes import TeamChanges, amend
from bridge.team.plan import PlannedTag, Team
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.team.channels import Provider
from storage.team.departments import Department
from storage.team.organizations import Organization


class AnotherOrganization(Misconfigured):
    text = (
        "There is no organization {name} yet, but there is {present}, and nothing was changed. To go on with that one,"
        " write its name as it was; `bridge apply --new-organization` makes {name} beside it, new and empty"
    )


async def apply(
    uow: UnitOfWork,
    team: Team,
    *,
    hashes: Mapping[str, str],
    variables: Mapping[str, str],
    vault: Vault,
    files: Mapping[str, File] | None = None,
    replaces_passwords: bool = False,
    adds_organization: bool = False,
) -> TeamChanges:
    """Apply the description and bind the unit of work to the organization. What the description omits stays as it is.

    Args:
        hashes: new password hashes by phone, for employees whose password changes.
        variables: values of the variables that `token_env` names refer to.
        files: the files of templates, by their paths.
        replaces_passwords: also replace passwords that were changed elsewhere.
        adds_organization: allow a new organization beside existing ones.

    Raises:
        AnotherOrganization: the organization is new, others exist, and `adds_organization` is not set.
        PhoneTaken, BotTaken: a number or a bot belongs to somebody else.
    """
    await uow.organizations.lock_all()
    changes = TeamChanges()
    await _organization(uow, team, changes, adds=adds_organization)
    departments = {name: await _department(uow, name, changes) for name in team.departments}
    for employee in team.employees:
        password_hash = hashes.get(employee.phone)
        await employ(
            uow,
            employee,
            departments,
            changes,
            password_hash=password_hash,
            replaces_passwords=replaces_passwords,
        )
    for channel in team.channels:
        if channel.provider is Provider.TELEGRAM:
            await connect(uow, channel, departments, changes, token=variables[channel.token_env], vault=vault)
    for tag in team.tags:
        await _tag(uow, tag, changes)
    for template in team.templates:
        await planned_templates.apply(uow, template, departments, changes, files=files or {})
    await apply_rules(uow, team, departments, changes)
    await planned_schedules.apply(uow, team, departments, changes)
    await planned_routing.apply(uow, team, departments, changes)
    changes.others = await _others(uow, team)
    if changes.any:
        audit.record_event(uow, EventKind.APPLIED, created=changes.created, changed=changes.changed)
    return changes


async def _others(uow: UnitOfWork, team: Team) -> list[str]:
    """What exists but is not described.

    The description never removes anything, and an entry that is renamed in it creates a second one.
    """
    departments = [
        f"department {each.name}" for each in await uow.departments.all() if each.name not in team.departments
    ]
    named = {each.name for each in team.channels}
    channels = [
        f"channel {each.name}" for each in await uow.channels.all() if each.is_active and each.name not in named
    ]
    phones = {each.phone for each in team.employees}
    people = [each for each in await uow.employees.all() if each.is_active and each.phone not in phones]
    return [*departments, *channels, *[f"employee {each.name} ({each.phone})" for each in people]]


async def _organization(uow: UnitOfWork, team: Team, changes: TeamChanges, *, adds: bool) -> None:
    found = await uow.organizations.named(team.organization)
    if found is None and not adds and (present := await uow.organizations.all()):
        raise AnotherOrganization(name=team.organization, present=", ".join(each.name for each in present))
    organization = found or Organization(name=team.organization)
    wanted: dict[str, object] = {"time_zone": team.time_zone}
    if team.task_list is not None:
        wanted["narrow_tasks"] = team.task_list == "own"
    differences = amend(organization, **wanted)
    uow.add(organization)
    await uow.flush()
    uow.bind(organization.id)
    changes.note(f"organization {organization.name}", differences, new=found is None)


async def _department(uow: UnitOfWork, name: str, changes: TeamChanges) -> int:
    found = await uow.departments.named(name)
    department = found or Department(name=name)
    uow.add(department)
    await uow.flush()
    changes.note(f"department {name}", [], new=found is None)
    return department.id


async def _tag(uow: UnitOfWork, planned: PlannedTag, changes: TeamChanges) -> None:
    found = await uow.tags.named(planned.name, planned.scope)
    tag = found or await tags.create(uow, planned.name, planned.scope)
    # A tag is found by its key, which ignores spelling, so its name may have to be changed.
    differences = amend(tag, name=planned.name, colour=planned.colour or tag.colour)
    changes.note(f"tag {planned.name}", differences, new=found is None)

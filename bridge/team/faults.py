"""Faults in a team's description, in words for its owner. The words never repeat a secret."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from bridge.settings import env_file
from bridge.settings.values import is_unicode, why_no_token
from bridge.team.document import NodePath
from bridge.team.plan import PlannedChannel, PlannedEmployee, Team
from storage.engine import names
from storage.team.channels import Provider

# Pydantic's names for a value that is not a number, or is too big or too small.
NUMBER_ERRORS = {"int_parsing", "int_parsing_size", "int_type", "greater_than_equal", "less_than_equal"}


class Fault(NamedTuple):
    place: NodePath
    reason: str


def of_shape(error: ValidationError) -> Iterator[Fault]:
    """Yield the values that are missing, unknown or of the wrong type."""
    for found in error.errors(include_url=False):
        yield Fault(found["loc"], _words(found["loc"], dict(found)))


def of_team(team: Team, variables: Mapping[str, str]) -> Iterator[Fault]:
    """Yield the contradictions between values that are correct one by one."""
    yield from _repeated("departments", team.departments, 'department "{}" stands there twice')
    yield from _repeated(
        "employees", [employee.phone for employee in team.employees], "phone {} belongs to two employees"
    )
    yield from _repeated("channels", [channel.name for channel in team.channels], 'channel "{}" stands there twice')
    yield from _repeated(
        "tags", [f"{names.key(tag.name)} ({tag.scope})" for tag in team.tags], 'tag "{}" stands there twice'
    )
    titles = [f"{names.key(each.title)} ({each.department or 'everybody'})" for each in team.templates]
    yield from _repeated("templates", titles, 'template "{}" stands there twice')
    tokens = [variables.get(channel.token_env) or channel.token_env for channel in team.channels]
    yield from _repeated("channels", tokens, "one bot cannot serve two channels", key="token_env")
    for row, employee in enumerate(team.employees):
        for key, reason in _of_employee(employee, team, variables):
            yield Fault(("employees", row, key), reason)
    for row, template in enumerate(team.templates):
        if template.department is not None and template.department not in team.departments:
            reason = f'department "{template.department}" is not in the list of departments'
            yield Fault(("templates", row, "department"), reason)
    names_of_channels = {channel.name for channel in team.channels}
    spoken_in = [("notices", row, each.channel) for row, each in enumerate(team.notices)]
    spoken_in += [("keywords", row, each.channel) for row, each in enumerate(team.keywords)]
    for section, row, name in spoken_in:
        if name is not None and name not in names_of_channels:
            yield Fault((section, row, "channel"), f'channel "{name}" is not in the list of channels')
    for row, routing in enumerate(team.routing):
        if routing.department not in team.departments:
            reason = f'department "{routing.department}" is not in the list of departments'
            yield Fault(("routing", row, "department"), reason)
    ruled = [("unanswered", row, each.department) for row, each in enumerate(team.unanswered)]
    ruled += [("auto_close", row, each.department) for row, each in enumerate(team.auto_close)]
    for section, row, name in ruled:
        if name is not None and name not in team.departments:
            yield Fault((section, row, "department"), f'department "{name}" is not in the list of departments')
    yield from _of_schedules(team)
    for row, channel in enumerate(team.channels):
        for key, reason in _of_channel(channel, team, variables):
            yield Fault(("channels", row, key), reason)


def _of_schedules(team: Team) -> Iterator[Fault]:
    phones = [employee.phone for employee in team.employees]
    owners = [each.employee or each.department or "everybody" for each in team.schedules]
    yield from _repeated("schedules", owners, "there are two schedules of {}")
    for row, schedule in enumerate(team.schedules):
        if schedule.employee is not None and schedule.department is not None:
            yield Fault(("schedules", row, "department"), "employee and department exclude each other")
        if schedule.employee is not None and schedule.employee not in phones:
            yield Fault(("schedules", row, "employee"), f"phone {schedule.employee} is not in the list of employees")
        if schedule.department is not None and schedule.department not in team.departments:
            reason = f'department "{schedule.department}" is not in the list of departments'
            yield Fault(("schedules", row, "department"), reason)


def _of_employee(employee: PlannedEmployee, team: Team, variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in employee.departments:
        if name not in team.departments:
            yield "departments", f'department "{name}" is not in the list of departments'
    if employee.password is not None and employee.password_env is not None:
        yield "password_env", "password and password_env exclude each other"
    elif employee.password_env is not None and employee.password_env not in variables:
        yield "password_env", _not_set(employee.password_env)
    elif employee.password_env is not None and not is_unicode(variables[employee.password_env]):
        yield "password_env", f"the value of {employee.password_env} is not text in UTF-8"
    elif employee.password is not None and not employee.password.get_secret_value():
        yield "password", "the password is empty"


def _of_channel(channel: PlannedChannel, team: Team, variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if channel.department is not None and channel.department not in team.departments:
        yield "department", f'department "{channel.department}" is not in the list of departments'
    if channel.provider is not Provider.TELEGRAM:
        return
    if channel.token_env not in variables:
        yield "token_env", _not_set(channel.token_env)
    elif (reason := why_no_token(variables[channel.token_env])) is not None:
        yield "token_env", f"{channel.token_env} is wrong: {reason}"


def _not_set(name: str) -> str:
    absence = env_file.absence()
    return f"the variable {name} is not set" + (f". {absence}" if absence else "")


def _repeated(section: str, values: list[str], reason: str, key: str | None = None) -> Iterator[Fault]:
    for index, value in enumerate(values):
        if value in values[:index]:
            yield Fault((section, index, key) if key else (section, index), reason.format(value))


def _words(place: NodePath, found: dict[str, Any]) -> str:
    name = _name(place)
    match found["type"]:
        case "missing":
            return f'"{name}" is missing'
        case "extra_forbidden":
            return f'unknown key "{name}"'
        case "enum" | "literal_error":
            return f'{name} "{found["input"]}" is unknown; it is {found["ctx"]["expected"]}'
        case "value_error":
            return str(found["ctx"]["error"])
        case "bool_parsing" | "bool_type":
            return f"{name} must be true or false"
        case "int_parsing" | "int_parsing_size" | "int_type" | "greater_than_equal" | "less_than_equal" if (
            name.endswith("_after")
        ):
            return f"{name} must be a number of minutes, up to a week"
        case "too_short":
            return f"{name} is empty"
        case "list_type":
            return f"{name} must be a list"
        case "string_too_short":
            return f"{name} is empty"
        case "string_too_long":
            return f"{name} is longer than {found['ctx']['max_length']} characters"
        case "string_type":
            return f"{name} must be a text"
    return f"{name} must be a mapping, like {{name: value}}"


def _name(place: NodePath) -> str:
    match place:
        case (*_, str(section), int(index)):
            return f"entry {index + 1} of {section}"
        case (*_, str(key)):
            return key
    return "the file"

"""Reads team.yaml. The whole file is checked before anything is changed."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from bridge.errors import Misconfigured
from bridge.team import document, faults, files
from bridge.team.plan import Team


def read(path: Path, variables: Mapping[str, str]) -> Team:
    """Read the file. `variables` are the values that its `..._env` names refer to.

    Raises:
        Misconfigured: it has one line for each fault, with its place in the file.
    """
    written = document.read(path)
    try:
        team = Team.model_validate(written.content)
        wrong = [*faults.of_team(team, variables), *files.faults(team, path.parent)]
    except ValidationError as error:
        wrong = list(faults.of_shape(error))
    if wrong:
        raise Misconfigured("{faults}", faults="\n".join(written.fault(at, _in_section(at, why)) for at, why in wrong))
    return team


def _in_section(place: tuple[str | int, ...], reason: str) -> str:
    return f"{place[0]}: {reason}" if len(place) > 1 else reason

"""The result of applying a team's description."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import SQLModel


@dataclass
class TeamChanges:
    """What was created, changed and left alone; each entry is a name with its kind, in words.

    Args:
        kept_passwords: employees whose password was changed elsewhere, so the description's password was not set.
        others: existing departments, channels and employees that the description does not mention.
    """

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept_passwords: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.created or self.changed)

    def note(self, what: str, differences: list[str], *, new: bool) -> None:
        """Record one described thing; `differences` are the names of the changed fields, never their values."""
        if new:
            self.created.append(what)
        elif differences:
            self.changed.append(f"{what} ({', '.join(differences)})")
        else:
            self.unchanged.append(what)


def amend(row: SQLModel, **wanted: Any) -> list[str]:
    """Set the fields of the row that differ. Return their names."""
    different = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, wanted[name])
    return different

"""What applying a team's description has done."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import SQLModel


@dataclass
class TeamChanges:
    """In words, by name.

    Args:
        kept_passwords: employees whose password was changed elsewhere and is not the description's any more.
        others: departments, channels and employees that are there and that the description does not mention.
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
        """`differences` name the fields that were changed, never their values."""
        if new:
            self.created.append(what)
        elif differences:
            self.changed.append(f"{what} ({', '.join(differences)})")
        else:
            self.unchanged.append(what)


def amend(row: SQLModel, **wanted: Any) -> list[str]:
    """Set what differs; the names of the fields that did."""
    different = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, wanted[name])
    return different

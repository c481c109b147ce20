"""The doctor's findings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One finding. `mend` says what to do about it; None when all is well."""

    what: str
    mend: str | None = None

    @property
    def is_well(self) -> bool:
        return self.mend is None

    def __str__(self) -> str:
        return f"✓ {self.what}" if self.is_well else f"✗ {self.what}. {self.mend}"

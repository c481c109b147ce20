"""Days that are unlike others: days off, a vacation, other hours; an employee's, or everybody's in a department or
the organization."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from storage.engine.columns import Json
from storage.engine.owned import Owned
from storage.shifts.hours import Exempt
from storage.shifts.weeks import read


class ExemptDays(Owned, table=True):
    __table_args__ = (Index("ix_exempt_days_last", "organization_id", "last"),)

    id: int = Field(default=None, primary_key=True)
    # Neither of them: everybody's in the organization.
    employee_id: int | None = Field(default=None, foreign_key="employee.id", index=True)
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    first: date
    # Included.
    last: date
    # As `storage.shifts.weeks.written` makes it; nothing is a day off.
    hours: list[list[int]] = Field(default_factory=list, sa_type=Json)
    made_at: datetime

    @property
    def exempt(self) -> Exempt:
        return Exempt(self.first, self.last, read(self.hours))

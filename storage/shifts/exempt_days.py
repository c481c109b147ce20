"""Exempt days: days off, a vacation or other hours, for an employee, a department or the whole organization."""

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
    # Both None: the days are for everybody in the organization.
    employee_id: int | None = Field(default=None, foreign_key="employee.id", index=True)
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    first: date
    # The last day is included.
    last: date
    # The hours of each day, in the form of `storage.shifts.weeks.written`; an empty list is a day off.
    hours: list[list[int]] = Field(default_factory=list, sa_type=Json)
    made_at: datetime

    @property
    def exempt(self) -> Exempt:
        return Exempt(self.first, self.last, read(self.hours))

"""A pause: an employee has gone off duty for a while («Пауза»). A pause overrides the schedule."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from storage.engine.owned import Owned


class Pause(Owned, table=True):
    __table_args__ = (Index("ix_pause_until", "organization_id", "until"),)

    id: int = Field(default=None, primary_key=True)
    employee_id: int = Field(foreign_key="employee.id", index=True)
    since: datetime
    # It becomes earlier when the employee returns before the planned end.
    until: datetime

    def is_on(self, at: datetime) -> bool:
        return self.since <= at < self.until

"""A pause: an employee is off duty for a while by their own word («Пауза»), whatever the schedule says."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from storage.engine.owned import Owned


class Pause(Owned, table=True):
    __table_args__ = (Index("ix_pause_until", "organization_id", "until"),)

    id: int = Field(default=None, primary_key=True)
    employee_id: int = Field(foreign_key="employee.id", index=True)
    since: datetime
    # Comes nearer when somebody is back before it is over.
    until: datetime

    def is_on(self, at: datetime) -> bool:
        return self.since <= at < self.until

"""How long before a task is due one wants to be told of it, besides when it is."""

from datetime import timedelta
from enum import StrEnum


class LeadTime(StrEnum):
    NEVER = "never"
    QUARTER = "quarter"
    HOUR = "hour"
    DAY = "day"

    def lead(self, *, is_all_day: bool) -> timedelta | None:
        """None for not at all: of what is to be done on a day, nobody wants to hear an hour before that morning."""
        leads = {LeadTime.DAY: timedelta(days=1)}
        if not is_all_day:
            leads |= {LeadTime.QUARTER: timedelta(minutes=15), LeadTime.HOUR: timedelta(hours=1)}
        return leads.get(self)

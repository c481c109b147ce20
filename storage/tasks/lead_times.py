"""A lead time: how long before a task is due its receiver is told of it, in addition to the due time itself."""

from datetime import timedelta
from enum import StrEnum


class LeadTime(StrEnum):
    NEVER = "never"
    QUARTER = "quarter"
    HOUR = "hour"
    DAY = "day"

    def lead(self, *, is_all_day: bool) -> timedelta | None:
        """The lead time as a duration; None when nobody is told before the due time.

        All-day tasks have only the lead time of a day: nobody wants a reminder an hour before that day's morning.
        """
        leads = {LeadTime.DAY: timedelta(days=1)}
        if not is_all_day:
            leads |= {LeadTime.QUARTER: timedelta(minutes=15), LeadTime.HOUR: timedelta(hours=1)}
        return leads.get(self)

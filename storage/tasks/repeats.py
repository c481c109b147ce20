"""A repeat: how often a task is due again."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
FRIDAY = 5


class Repeat(StrEnum):
    DAILY = "daily"
    WEEKDAYS = "weekdays"  # Monday to Friday
    WEEKLY = "weekly"
    MONTHLY = "monthly"

    def following(self, due: datetime, after: datetime, zone: str, day: int) -> datetime:
        """The first due time after both moments, at the same time of the day in the zone.

        Args:
            due: the due time before.
            after: usually the moment at which the task was done.
            day: day of the month for monthly tasks; in a month without this day it is the last day.
        """
        local = due.astimezone(ZoneInfo(zone))
        on, found = local.date(), due
        while found <= due or found <= after:
            on = self._next(on, day)
            # A time that clocks skip in spring becomes one hour later.
            found = datetime.combine(on, local.timetz().replace(fold=0)).astimezone(due.tzinfo)
        return found

    def _next(self, on: date, day: int) -> date:
        match self:
            case Repeat.WEEKLY:
                return on + 7 * DAY
            case Repeat.MONTHLY:
                first = on.replace(day=1) + 31 * DAY
                return first.replace(day=min(day, monthrange(first.year, first.month)[1]))
        on += DAY
        while self is Repeat.WEEKDAYS and on.isoweekday() > FRIDAY:
            on += DAY
        return on

"""A local day: from midnight to midnight in a time zone, however the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """Return the first moments of the day and of the next day, in UTC: 23, 24 or 25 hours apart.

    A midnight that the clocks skip is the moment of the change.
    """
    return _begins(day, zone), _begins(day + timedelta(days=1), zone)


def _begins(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)

"""A day as somebody lives it: from midnight to midnight in their time zone, however the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """The day's first moment and the next day's, in UTC: 23, 24 or 25 hours apart.

    A midnight that the clocks leap over is the moment of the leap.
    """
    return _begins(day, zone), _begins(day + timedelta(days=1), zone)


def _begins(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)

"""Formats a moment in words with its weekday, so that its author sees how it was understood.

`bridge.when.read` can read the result of `in_words`.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bridge.text.texts import _, day_title, short_day, weekday_title

DAY = timedelta(days=1)


def in_words(at: datetime, zone: str, now: datetime, *, is_all_day: bool = False, lasting: bool = False) -> str:
    """Format a moment as seen from `now`: «завтра, вторник, 24 ноября, 10:30». A whole day has no hour.

    Args:
        lasting: the text is also read on later days, so it has no «завтра».
    """
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    day = local.date()
    clock = None if is_all_day else f"{local:%H:%M}"
    near = None if lasting else _near(day, today)
    return ", ".join(filter(None, [near, weekday_title(day), day_title(day, today), clock]))


def in_short(at: datetime, zone: str, now: datetime, *, is_all_day: bool = False, lasting: bool = False) -> str:
    """Format a moment for a button: «завтра 10:30», «пт, 27 нояб.». The arguments are those of `in_words`."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    day = (None if lasting else _near(local.date(), today)) or short_day(local.date(), today)
    return day if is_all_day else f"{day} {local:%H:%M}"


def _near(day: date, today: date) -> str | None:
    return {today: _("today"), today + DAY: _("tomorrow"), today - DAY: _("yesterday")}.get(day)

"""Says when something is due, with the day of the week, so that whoever wrote it sees how it was understood.

What `in_words` says can be read again by `bridge.when.read`.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bridge.text.texts import _, day_title, short_day, weekday_title

DAY = timedelta(days=1)


def in_words(at: datetime, zone: str, now: datetime, *, is_all_day: bool = False, lasting: bool = False) -> str:
    """«завтра, вторник, 24 ноября, 10:30» as seen from `now`; of a whole day without the hour.

    Args:
        lasting: it is read later, too: without «завтра».
    """
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    day = local.date()
    clock = None if is_all_day else f"{local:%H:%M}"
    near = None if lasting else _near(day, today)
    return ", ".join(filter(None, [near, weekday_title(day), day_title(day, today), clock]))


def in_short(at: datetime, zone: str, now: datetime, *, is_all_day: bool = False, lasting: bool = False) -> str:
    """The same as a button has room for: «завтра 10:30», «пт, 27 нояб.»."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    day = (None if lasting else _near(local.date(), today)) or short_day(local.date(), today)
    return day if is_all_day else f"{day} {local:%H:%M}"


def _near(day: date, today: date) -> str | None:
    return {today: _("today"), today + DAY: _("tomorrow"), today - DAY: _("yesterday")}.get(day)

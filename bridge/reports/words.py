"""Numbers in the form that a phone shows."""

from datetime import timedelta

from babel.numbers import format_decimal
from babel.units import format_unit

from bridge.reports.metrics import Metrics, WaitTimes
from bridge.reports.report import Cell
from bridge.text.texts import _, spoken

MINUTE_SECONDS, HOUR_SECONDS, DAY_SECONDS = 60, 3600, 86400


def number(value: float) -> str:
    """«1 234», «4,6»."""
    shown: str = format_decimal(round(value, 1), locale=spoken())
    return shown


def change(now: float, before: float) -> str:
    """The change in percent: « (+12 %)»; empty when the former number is zero."""
    if not before:
        return ""
    percent = round((now - before) / before * 100)
    sign = "+" if percent > 0 else "−" if percent < 0 else "±"
    return f" ({sign}{number(abs(percent))} %)"


def counted(value: float, before: float) -> str:
    """A number in bold, with its change."""
    return f"<b>{number(value)}</b>{change(value, before)}"


def lasting(seconds: float) -> str:
    """«45 с», «12 мин», «3 ч 5 мин», «2 дн. 4 ч»: the two largest units, without seconds beside hours."""
    whole = int(seconds)
    if whole < MINUTE_SECONDS:
        return _unit(whole, "second")
    if whole < HOUR_SECONDS:
        return (
            _two(whole, MINUTE_SECONDS, "minute", 1, "second")
            if whole < 10 * MINUTE_SECONDS
            else _unit(whole // MINUTE_SECONDS, "minute")
        )
    if whole < DAY_SECONDS:
        return _two(whole, HOUR_SECONDS, "hour", MINUTE_SECONDS, "minute")
    return _two(whole, DAY_SECONDS, "day", HOUR_SECONDS, "hour")


def waits(title: str, measured: WaitTimes, worked: WaitTimes) -> list[str]:
    """The waits by the clock; a second line has them in working time when they differ."""
    return both(title, measured, worked)[: 1 if measured == worked else 2]


def both(title: str, measured: WaitTimes, worked: WaitTimes) -> list[str]:
    """The waits by the clock and, in a second line, in working time; empty without waits."""
    if not measured.count:
        return []
    inside = _("in working time: {times}").format(times=_how_long(worked))
    return [f"{title}: {_how_long(measured)}", f"   {inside}"]


def rating(one: Metrics) -> list[str]:
    """«Оценка: 4,6 (12)»; empty without ratings."""
    if one.rating is None:
        return []
    return [_("Rating: {average} ({count})").format(average=f"<b>{number(one.rating)}</b>", count=number(one.rated))]


def times_head() -> list[str]:
    """Titles of the columns that `times` fills: waits and ratings."""
    names = [_("First answer"), _("First answer, working time"), _("Every answer"), _("Every answer, working time")]
    shares = (_("half within"), _("90 % within"))
    return [*(f"{name}: {share}" for name in names for share in shares), _("Rating"), _("Ratings")]


def times(one: Metrics) -> list[Cell]:
    each = (one.first, one.first_worked, one.every, one.every_worked)
    average = None if one.rating is None else round(one.rating, 2)
    return [*(cell for measured in each for cell in _cells(measured)), average, one.rated]


def hours(seconds: float) -> str:
    """«168 ч», «7,5 ч»."""
    shown: str = format_unit(round(seconds / HOUR_SECONDS, 1), "duration-hour", length="short", locale=spoken())
    return shown


def _cells(measured: WaitTimes) -> list[Cell]:
    """The two cells of a wait; empty without waits."""
    if not measured.count:
        return [None, None]
    return [timedelta(seconds=measured.half), timedelta(seconds=measured.most)]


def _how_long(measured: WaitTimes) -> str:
    half, most = f"<b>{lasting(measured.half)}</b>", lasting(measured.most)
    return _("half within {half}, 90 % within {most}").format(half=half, most=most)


def _two(whole: int, size: int, name: str, rest: int, rest_name: str) -> str:
    small = whole % size // rest
    return _unit(whole // size, name) + (f" {_unit(small, rest_name)}" if small else "")


def _unit(amount: int, name: str) -> str:
    shown: str = format_unit(amount, f"duration-{name}", length="short", locale=spoken())
    return shown

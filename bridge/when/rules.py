"""The rules for times as a table: a pattern, and the parts that it stands for. The longest match wins."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from bridge.when.parts import (
    After,
    Day,
    Half,
    Often,
    Part,
    TimeOfDay,
    Weekday,
    end_of_month,
    end_of_week,
    in_days,
    in_months,
    of_month,
    of_week,
    on_date,
)
from bridge.when.vocabulary import HOURS_TO_COME, MONTH, MONTHS, NUMBERS, WEEKDAY, WEEKDAYS
from storage.tasks.repeats import Repeat

Match = re.Match[str]
Parts = list[Part]


def _hours_on(count: float) -> Parts:
    return [After(timedelta(hours=count))]


def _months_on(count: float) -> Parts:
    return [in_months(int(count))]


UNITS: dict[str, Callable[[float], Parts]] = {
    r"мин(?:ут[уы]?)?\.?|min(?:ute)?s?\.?": lambda count: [After(timedelta(minutes=count))],
    r"час(?:а|ов|ик)?|ч\.?|hours?|h": _hours_on,
    r"д(?:ень|ня|ней)|сут(?:ки|ок)|days?": lambda count: [in_days(int(count))],
    r"недел(?:ю|и|ь|ьку)|weeks?": lambda count: [in_days(int(count) * 7)],
    r"месяц(?:а|ев)?|months?": _months_on,
    r"год(?:а)?|лет|years?": lambda count: [in_months(int(count) * 12)],
}
HALVED = {
    "полчаса": (0.5, _hours_on),
    "half an hour": (0.5, _hours_on),
    "полгода": (6.0, _months_on),
}
UNIT = "|".join(UNITS)
NUMBER = r"\d{1,6}|" + "|".join(NUMBERS)
AMOUNT = rf"(?:(?:{NUMBER}|пол(?:тора|торы)|\d[.,]\d)(?: of)? ?)?(?:{UNIT})|полчаса|полгода|half an hour"
HOUR = r"\d{1,2}|" + "|".join(word for word in NUMBERS if word not in ("a", "an", "couple", "пару", "один", "одна"))
BEFORE = r"(?:(?P<before>в|во|к|ко|на|до|с|со|at|on|by|before|until|till|from)\s+(?:the )?)?"
HALVES = {
    r"утр(?:а|ом|у)|(?:in the |this )?morning": Half.MORNING,
    r"дн(?:я|ем)|(?:in the |this )?afternoon": Half.DAY,
    r"вечер(?:а|ом|у)|(?:in the |this )?evening|tonight": Half.EVENING,
    r"ноч(?:и|ью)|at night": Half.NIGHT,
    r"a\.?m\.?": Half.AM,
    r"p\.?m\.?": Half.PM,
}


@dataclass(frozen=True)
class Rule:
    """A pattern and its meaning. `says` turns the match of `written` into parts.

    Args:
        is_weak: among other words the match may mean something else, such as a number.
    """

    written: str
    says: Callable[[Match], Parts]
    is_weak: bool = False

    def at(self, text: str, start: int) -> Match | None:
        return _pattern(self.written).match(text, start)


@cache
def _pattern(written: str) -> re.Pattern[str]:
    """Compile the pattern so that it matches only whole words and whole numbers."""
    return re.compile(rf"(?<!\w)(?<!\d[.:,])(?:{written})(?!\w|[.:,]\d)")


def _day(day: Day) -> Callable[[Match], Parts]:
    return lambda match: [day]


def _clock(hour: int, minute: int = 0) -> Callable[[Match], Parts]:
    return lambda match: [TimeOfDay(hour, minute)]


def _date(match: Match) -> Parts:
    year = match["year"]
    return [on_date(int(match["day"]), _month(match["month"]), _year(year) if year else None)]


def _dotted(match: Match) -> Parts:
    """«25.12» is a date and «в 10.30» is a time. Digits that cannot be a date are a time, too."""
    first, second = int(match["first"]), int(match["second"])
    if match["before"] in ("в", "at") or second > 12:
        return [_time(match["first"], match["second"])]
    return [on_date(first, second)]


def _hours(match: Match) -> Parts:
    half = match.groupdict().get("half")
    clock = _time(match["hour"], match.groupdict().get("minute"))
    return [clock, _half(half)] if half else [clock]


def _half_past(match: Match) -> Parts:
    hour = match["coming"]
    coming = HOURS_TO_COME.index(hour) if hour in HOURS_TO_COME else _number(hour)
    return [TimeOfDay(coming or 12, 30, is_vague=True)]


def _minutes_to(match: Match) -> Parts:
    minutes = 15 if match["minutes"].startswith("четв") or match["minutes"] == "quarter" else _number(match["minutes"])
    return [TimeOfDay((_number(match["hour"]) - 1) or 12, 60 - minutes, is_vague=True)]


def _from_now(match: Match) -> Parts:
    """Hours and minutes count from this moment. Days and longer units name only a day."""
    spans = [span for amount, unit in _amounts(match["amounts"]) for span in unit(amount)]
    days = [span for span in spans if isinstance(span, Day)]
    # «через 2 дня и 3 часа» mixes both: the whole phrase is then impossible, because no hour follows from it.
    return [*days, *([After(_sum(spans))] if len(days) < len(spans) else [])]


def _sum(spans: Parts) -> timedelta:
    return sum((span.span for span in spans if isinstance(span, After)), timedelta())


def _amounts(text: str) -> list[tuple[float, Callable[[float], Parts]]]:
    return [
        (_amount(match[2]), UNITS[_unit(match[3])]) if match[3] else HALVED[match[1]]
        for match in re.finditer(rf"({'|'.join(HALVED)})|(?:({NUMBER}|полтор[аы]|\d[.,]\d)(?: of)? ?)?({UNIT})\b", text)
    ]


def _amount(text: str | None) -> float:
    if text is None:
        return 1
    if text.startswith("полтор"):
        return 1.5
    return float(text.replace(",", ".")) if re.search(r"[.,]", text) else _number(text)


def _unit(text: str) -> str:
    return next(written for written in UNITS if re.fullmatch(written, text))


def _half(text: str) -> Half:
    return next(half for written, half in HALVES.items() if re.fullmatch(written, text))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[text]


def _time(hour: str, minute: str | None) -> TimeOfDay:
    # A leading zero means that the hour is not in the afternoon.
    return TimeOfDay(_number(hour), int(minute or 0), is_vague=not hour.startswith("0"))


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS[text[:3]]


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _weekday(text: str) -> int:
    return next(number for beginning, number in WEEKDAYS.items() if text.startswith(beginning))


HALF = "|".join(HALVES)
OCLOCK = rf"(?P<hour>{HOUR})(?: ?ч(?:ас(?:ов|а|ам|у)?|\.)?)?"
YEAR = r"(?:,? (?P<year>\d{4})(?: ?г(?:\.|ода?)?)?)?"
NEXT = r"следующ(?:ий|ую|ее|ая|ей|ем|его)|next"
THIS = r"эт(?:от|у|о|ой|ом|а)|this"
EVERY = r"кажд(?:ый|ую|ое|ые|ого)|every|each"

RULES = (
    # Days.
    Rule(r"послезавтра|(?:the )?day after tomorrow", _day(in_days(2))),
    Rule(r"завтра(?:шн\w+)?|tomorrow", _day(in_days(1))),
    Rule(r"сегодня(?:шн\w+)?|today", _day(in_days(0))),
    Rule(r"вчера|yesterday", _day(in_days(-1))),
    Rule(r"позавчера", _day(in_days(-2))),
    Rule(r"tonight|this evening", lambda match: [in_days(0), Half.EVENING]),
    Rule(BEFORE + r"(?:конц[аеу] (?:рабочего )?дня|end of (?:the )?(?:working )?day|eod)", _day(in_days(0))),
    Rule(BEFORE + r"(?:конц[аеу] (?:этой )?недели|этой неделе|end of (?:the |this )?week)", _day(Day(end_of_week))),
    Rule(BEFORE + r"(?:конц[аеу] (?:этого )?месяца|end of (?:the |this )?month)", _day(Day(end_of_month))),
    Rule(BEFORE + r"(?:выходны[еху]|weekend)", _day(of_week(6, weeks=0))),
    Rule(BEFORE + rf"(?:{NEXT}) (?:недел[еюи]|week)", _day(of_week(1, weeks=1))),
    Rule(BEFORE + rf"(?:{NEXT}) (?P<weekday>{WEEKDAY})", lambda match: [of_week(_weekday(match["weekday"]), weeks=1)]),
    Rule(BEFORE + rf"(?:{THIS}) (?P<weekday>{WEEKDAY})", lambda match: [of_week(_weekday(match["weekday"]), weeks=0)]),
    Rule(BEFORE + rf"(?P<weekday>{WEEKDAY})", lambda match: [Weekday(_weekday(match["weekday"]))]),
    # Dates.
    Rule(BEFORE + rf"(?P<day>\d{{1,2}})(?:-?го|-?е|st|nd|rd|th)?(?: of)? (?P<month>{MONTH}){YEAR}", _date),
    Rule(BEFORE + rf"(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?{YEAR}", _date),
    Rule(BEFORE + r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4}|\d\d)(?: ?г(?:\.|ода)?)?", _date),
    Rule(BEFORE + r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", _date),
    Rule(BEFORE + r"(?P<first>\d{1,2})\.(?P<second>\d\d)", _dotted, is_weak=True),
    Rule(BEFORE + r"(?P<day>\d{1,2})(?:-?го|-?е)? числ(?:а|о|у)", lambda match: [of_month(int(match["day"]))]),
    Rule(r"(?:on|by) the (?P<day>\d{1,2})(?:st|nd|rd|th)", lambda match: [of_month(int(match["day"]))]),
    # Times of the day.
    Rule(BEFORE + rf"(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?: ?(?P<half>{HALF}))?", _hours),
    Rule(r"(?P<before>в|at|к|by) (?P<hour>\d{1,2})-(?P<minute>\d\d)", _hours),
    Rule(rf"(?:в|к|до|at|by|before) {OCLOCK} ?(?P<half>{HALF})", _hours),
    # Weak, because «на 2 ночи» may mean a stay in a hotel.
    Rule(BEFORE + rf"{OCLOCK} ?(?P<half>{HALF})", _hours, is_weak=True),
    Rule(rf"(?P<before>в|во|к|до|с|at|by|before|from) (?P<hour>{HOUR})(?: o'?clock)?", _hours, is_weak=True),
    Rule(
        r"(?P<before>в|во|к|до|с) (?P<hour>\d{1,2}) ?ч(?:ас(?:ов|а|ам|у)?|\.)?(?: (?P<minute>\d\d) ?мин(?:ут)?)?",
        _hours,
    ),
    Rule(rf"(?:в|к) час (?P<half>{HALF})", lambda match: [TimeOfDay(1), _half(match["half"])]),
    Rule(r"(?:в|к) час", _clock(13), is_weak=True),
    Rule(rf"(?:в |к )?пол(?:овин[еу])?[ -]?(?P<coming>{'|'.join(HOURS_TO_COME)})", _half_past),
    Rule(rf"(?:at )?half past (?P<coming>{HOUR})", _half_past),
    Rule(rf"без (?P<minutes>четверти|{NUMBER})(?: минут)? (?P<hour>{HOUR})", _minutes_to),
    Rule(rf"(?:at )?(?:a )?(?P<minutes>quarter|{NUMBER})(?: minutes)? to (?P<hour>{HOUR})", _minutes_to, is_weak=True),
    Rule(BEFORE + r"(?:обеда?|обеду|lunch(?:time)?)", _clock(13)),
    Rule(BEFORE + r"(?:полдень|полудню|noon|midday)", _clock(12)),
    Rule(BEFORE + r"(?:полночь|полуночи|midnight)", _clock(24)),
    Rule(BEFORE + rf"(?P<half>{HALF})", lambda match: [_half(match["half"])]),
    # Lengths of time from now.
    Rule(rf"(?:через|in) (?P<amounts>(?:{AMOUNT})(?:(?: и| and)? (?:{AMOUNT}))*)", _from_now),
    # Repetitions.
    Rule(rf"(?:{EVERY}) (?:день|day)|ежедневно|daily", lambda match: [Often(Repeat.DAILY)]),
    Rule(
        rf"по (?:будням|рабочим дням)|(?:{EVERY}) (?:будний|рабочий) день|(?:every |on )weekdays?",
        lambda match: [Often(Repeat.WEEKDAYS)],
    ),
    Rule(rf"(?:{EVERY}) (?:неделю|week)|еженедельно|weekly", lambda match: [Often(Repeat.WEEKLY)]),
    Rule(
        rf"(?:по|{EVERY}) (?P<weekday>{WEEKDAY})",
        lambda match: [Often(Repeat.WEEKLY), Weekday(_weekday(match["weekday"]))],
    ),
    Rule(rf"(?:{EVERY}) (?:месяц|month)|ежемесячно|monthly", lambda match: [Often(Repeat.MONTHLY)]),
    Rule(
        rf"(?:{EVERY}) (?P<day>\d{{1,2}})(?:-?го|-?е)? числ[оа]",
        lambda match: [Often(Repeat.MONTHLY), of_month(int(match["day"]))],
    ),
)

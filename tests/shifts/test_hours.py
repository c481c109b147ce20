"""When somebody works: to the moment, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bridge.errors import Refusal
from storage.shifts.hours import ALWAYS, HORIZON, Exempt, Hours, InterruptedHours, Weekly, WithBreaks, together
from storage.shifts.weeks import MINUTES_PER_DAY, ROUND_THE_CLOCK, Interval, Week, day_of, week_of, weekdays
from tests.kit.clock import at

MOSCOW, BERLIN = "Europe/Moscow", "Europe/Berlin"
ZONES = [MOSCOW, BERLIN, "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def hours(*clock: float) -> Interval:
    start, end = (round(each * 60) for each in clock)
    return Interval(start, end if end > start else end + MINUTES_PER_DAY)


OFFICE = Weekly(MOSCOW, weekdays((hours(9, 13), hours(14, 18))))
NIGHTS = Weekly(BERLIN, week_of([(hours(22, 6),)] * 7))


def test_somebody_works_within_their_hours_and_not_in_the_break_between_them():
    worked = {each: OFFICE.is_on(at(f"2026-11-23 {each}")) for each in ("08:59", "09:00", "12:59", "13:00", "14:00")}

    assert worked == {"08:59": False, "09:00": True, "12:59": True, "13:00": False, "14:00": True}


def test_a_shift_ends_and_the_next_one_starts():
    friday = at("2026-11-27 17:00")

    assert OFFICE.ends(friday) == at("2026-11-27 18:00")
    assert OFFICE.next_start(friday) == at("2026-11-30 09:00")
    assert OFFICE.ends(at("2026-11-27 18:00")) is None


def test_a_night_that_leads_into_a_day_off_is_worked_to_its_end():
    nights = Weekly(BERLIN, NIGHTS.week, (Exempt(date(2026, 11, 24), date(2026, 11, 24)),))

    assert nights.is_on(at("2026-11-24 05:59", BERLIN))
    assert not nights.is_on(at("2026-11-24 23:00", BERLIN))
    assert nights.next_start(at("2026-11-24 05:00", BERLIN)) == at("2026-11-25 22:00", BERLIN)


@pytest.mark.parametrize(("night", "lasts"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-11-23", 8)])
def test_a_night_in_which_clocks_change_is_shorter_or_longer(night, lasts):
    begun = at(f"{night} 22:00", BERLIN)

    assert NIGHTS.shifts(begun, begun + 20 * HOUR)[0] == (begun, begun + lasts * HOUR)


def test_a_time_that_clocks_skip_is_the_moment_when_they_are_changed():
    early = Weekly(BERLIN, week_of([(hours(1, 2.5), hours(2.75, 5))] * 7))
    changed = at("2026-03-29 03:00", BERLIN)

    assert early.shifts(at("2026-03-29 00:00", BERLIN), at("2026-03-29 12:00", BERLIN)) == [
        (at("2026-03-29 01:00", BERLIN), at("2026-03-29 05:00", BERLIN))
    ]
    assert early.is_on(changed)


def test_of_an_hour_that_comes_twice_the_first_is_meant():
    until_half_past_two = Weekly(BERLIN, week_of([(hours(0, 2.5),)] * 7))

    assert until_half_past_two.ends(at("2026-10-25 00:00", BERLIN)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_days_that_are_unlike_others_count_instead_of_the_week_and_of_holidays():
    vacation = Exempt(date(2026, 6, 8), date(2026, 6, 10))
    at_work_on_a_holiday = Exempt(date(2026, 6, 12), date(2026, 6, 12), (hours(10, 12),))
    russian = Weekly(MOSCOW, OFFICE.week, (vacation, at_work_on_a_holiday), "RU")

    days = {start.date().day for start, _ in russian.shifts(at("2026-06-08 00:00"), at("2026-06-13 00:00"))}

    assert days == {11, 12}
    assert russian.ends(at("2026-06-12 10:00")) == at("2026-06-12 12:00")
    assert not Weekly(MOSCOW, OFFICE.week, country="RU").is_on(at("2026-06-12 10:00"))


def test_of_two_that_name_the_same_day_the_later_one_counts():
    day = date(2026, 11, 23)
    either = Weekly(MOSCOW, OFFICE.week, (Exempt(day, day), Exempt(day, day, (hours(20, 21),))))

    assert either.is_on(at("2026-11-23 20:30"))


def test_who_works_round_the_clock_never_ends_nor_starts():
    for around in (ALWAYS, Weekly(BERLIN, ROUND_THE_CLOCK)):
        assert around.is_on(at("2026-10-25 02:30", BERLIN))
        assert around.ends(at("2026-11-23 12:00")) is None
        assert around.next_start(at("2026-11-23 12:00")) is None
        assert around.working_time(at("2026-10-24 12:00", BERLIN), at("2026-10-25 12:00", BERLIN)) == 25 * HOUR


def test_pauses_are_left_out():
    paused = InterruptedHours(OFFICE, ((at("2026-11-23 10:00"), at("2026-11-23 10:30")),))

    assert not paused.is_on(at("2026-11-23 10:15"))
    assert paused.ends(at("2026-11-23 09:30")) == at("2026-11-23 10:00")
    assert paused.next_start(at("2026-11-23 10:15")) == at("2026-11-23 10:30")
    assert paused.working_time(at("2026-11-23 10:15"), at("2026-11-23 11:00")) == HOUR / 2


def test_a_whole_shift_has_its_breaks_in_it():
    whole = WithBreaks(OFFICE, 3 * HOUR)

    assert whole.ends(at("2026-11-23 12:00")) == whole.ends(at("2026-11-23 13:30")) == at("2026-11-23 18:00")
    assert whole.next_start(at("2026-11-23 12:00")) == at("2026-11-24 09:00")


def test_working_time_passes_over_nights_and_weekends():
    friday = at("2026-11-27 17:30")

    assert OFFICE.after(friday, HOUR) == at("2026-11-30 09:30")
    assert OFFICE.after(friday, timedelta()) == friday
    assert OFFICE.working_time(friday, at("2026-11-30 09:30")) == HOUR


def test_who_is_away_for_a_year_never_comes():
    away = Weekly(MOSCOW, OFFICE.week, (Exempt(date(2026, 1, 1), date(2028, 12, 31)),))

    assert away.next_start(at("2026-11-23 12:00")) is None
    assert away.after(at("2026-11-23 12:00"), HOUR) is None


def test_of_nobody_nothing_is_ever_worked():
    nobody = together([])

    assert not nobody.is_on(at("2026-11-23 12:00"))
    assert nobody.next_start(at("2026-11-23 12:00")) is None


@pytest.mark.parametrize(
    "days",
    [
        [[hours(9, 13), hours(12, 18)]] + [[]] * 6,
        [[hours(22, 6)], [hours(5, 9)]] + [[]] * 5,
        [[hours(0, 1)]] + [[]] * 5 + [[hours(20, 2)]],
        [[]] * 7,
    ],
    ids=["within a day", "by a night", "from Sunday into Monday", "no working time"],
)
def test_a_week_that_cannot_be_worked_is_refused(days):
    with pytest.raises(Refusal):
        week_of(days)


@pytest.mark.parametrize(
    "interval", [(-1, 60), (60, 60), (120, 60), (MINUTES_PER_DAY, MINUTES_PER_DAY + 1), (0, MINUTES_PER_DAY + 1)]
)
def test_hours_that_do_not_exist_are_refused(interval):
    with pytest.raises(Refusal):
        Interval(*interval)


@pytest.mark.parametrize("day", [[hours(9, 13), hours(12, 18)], [hours(6, 9), hours(22, 7)]])
def test_a_day_of_hours_that_overlap_is_refused(day):
    with pytest.raises(Refusal):
        day_of(day)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
A_WEEK = 7 * MINUTES_PER_DAY


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """Any week that can be worked, nights included: edges anywhere in it, every other one a beginning."""
    edges = sorted(draw(st.lists(st.integers(0, A_WEEK - 1), min_size=2, max_size=20, unique=True)))
    turned = draw(st.integers(0, A_WEEK - 1))
    week: list[list[Interval]] = [[] for _ in range(7)]
    for begins, ends in zip(edges[::2], edges[1::2], strict=False):
        day, minute = divmod((begins + turned) % A_WEEK, MINUTES_PER_DAY)
        week[day].append(Interval(minute, minute + min(ends - begins, MINUTES_PER_DAY)))
    return week_of(week)


@st.composite
def schedules(draw: st.DrawFn) -> Hours:
    day = draw(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
    exempt = Exempt(day, day + draw(st.integers(0, 20)) * DAY, draw(st.sampled_from([(), (hours(8, 9), hours(23, 4))])))
    country = draw(st.sampled_from([None, "RU", "DE"]))
    weekly = Weekly(draw(st.sampled_from(ZONES)), draw(weeks()), (exempt,), country)
    pause = draw(MOMENTS)
    return draw(
        st.sampled_from([weekly, InterruptedHours(weekly, ((pause, pause + 5 * HOUR),)), WithBreaks(weekly, HOUR)])
    )


@given(weeks(), st.sampled_from(ZONES), MOMENTS)
def test_clocks_on_the_wall_say_who_is_on(week, zone, moment):
    local = moment.astimezone(ZoneInfo(zone))
    # Around a change of the clocks the wall says a time twice, or not at all.
    offsets = {(moment + step).astimezone(ZoneInfo(zone)).utcoffset() for step in (-2 * DAY, -DAY, 2 * DAY)}
    assume(len(offsets) == 1)
    minute = local.hour * 60 + local.minute + local.second / 60 + local.microsecond / 60_000_000
    today, yesterday = week[local.weekday()], week[local.weekday() - 1]

    expected = any(it.start <= minute < it.end for it in today) or any(
        minute + MINUTES_PER_DAY < it.end for it in yesterday
    )

    assert Weekly(zone, week).is_on(moment) == expected


@given(st.lists(schedules(), max_size=3), MOMENTS)
def test_who_is_on_now_is_so_in_what_is_worked_in_a_year(several, moment):
    worked = together(several)
    first = next(worked.spans(moment, moment + HORIZON), None)

    assert worked.is_on(moment) == (first is not None and first[0] <= moment)


def test_whether_somebody_is_on_now_asks_for_no_other_days(monkeypatch):
    asked: list[date] = []
    monkeypatch.setattr(Weekly, "of", lambda self, day: asked.append(day) or self.week[day.weekday()])

    assert Weekly(MOSCOW, ROUND_THE_CLOCK).is_on(at("2026-11-23 12:00"))
    assert max(asked) == date(2026, 11, 23)


@given(schedules(), MOMENTS, st.timedeltas(timedelta(), 12 * DAY))
def test_shifts_are_in_order_apart_and_within_what_was_asked(worked, since, length):
    shifts = worked.shifts(since, since + length)

    edges = [edge for shift in shifts for edge in shift]
    assert edges == sorted(set(edges))
    assert all(since <= edge <= since + length for edge in edges)


@given(schedules(), MOMENTS, st.timedeltas(timedelta(), 8 * DAY), st.timedeltas(timedelta(), 8 * DAY))
def test_working_time_adds_up(worked, since, first, second):
    middle, until = since + first, since + first + second

    assert worked.working_time(since, until) == worked.working_time(since, middle) + worked.working_time(middle, until)


@given(schedules(), MOMENTS, st.timedeltas(timedelta(seconds=1), 3 * DAY))
def test_after_is_the_first_moment_at_which_so_much_has_been_worked(worked, since, working):
    moment = worked.after(since, working)

    if moment is None:
        assert worked.working_time(since, since + HORIZON) < working
    else:
        assert worked.working_time(since, moment) == working
        assert worked.working_time(since, moment - timedelta(microseconds=1)) < working


@given(schedules(), MOMENTS)
def test_between_a_change_and_the_next_nothing_changes(worked, moment):
    change = worked.next_change(moment)
    assume(change is not None)

    assert change > moment
    assert worked.is_on(change) != worked.is_on(moment)
    assert worked.is_on(change - timedelta(microseconds=1)) == worked.is_on(moment)
    assert worked.working_time(moment, change) == (change - moment if worked.is_on(moment) else timedelta())


@given(st.lists(schedules(), max_size=3), MOMENTS)
def test_together_somebody_is_on_when_anybody_is(several, moment):
    assert together(several).is_on(moment) == any(each.is_on(moment) for each in several)

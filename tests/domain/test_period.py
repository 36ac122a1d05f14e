from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.day import DayRule, local_day
from domain.period import (
    DEFAULT_WINDOW,
    Period,
    PeriodUnit,
    following,
    period_holding,
    periods_between,
    preceding,
    stepped,
)

FACTS: dict[str, Any] = json.loads((files("tests") / "data" / "periods.json").read_text())
ONE_DAY = timedelta(days=1)

units = st.sampled_from(PeriodUnit)
week_starts = st.integers(0, 6)
middle_dates = st.dates(date(500, 1, 1), date(9500, 1, 1))
steps = st.integers(-400, 400)


def a_period(day: str, unit: str, week_start: int = 1) -> Period:
    return period_holding(day=date.fromisoformat(day), unit=PeriodUnit(unit), week_start=week_start)


@st.composite
def drawn_periods(draw: st.DrawFn) -> Period:
    return period_holding(day=draw(middle_dates), unit=draw(units), week_start=draw(week_starts))


periods = drawn_periods()


# facts


@pytest.mark.parametrize("case", FACTS["holding"]["cases"])
def test_a_period_starts_where_the_peer_says(case: dict[str, Any]) -> None:
    period = a_period(case["day"], case["unit"], case["week_start"])
    assert period.start == date.fromisoformat(case["start"])


@pytest.mark.parametrize("case", FACTS["sums"]["expected"], ids=lambda case: case["unit"])
def test_amounts_group_into_periods_as_the_peer_groups_them(case: dict[str, Any]) -> None:
    sums = Counter[str]()
    for day, amount in FACTS["sums"]["amounts"].items():
        sums[a_period(day, case["unit"], case["week_start"]).start.isoformat()] += amount
    assert sums == case["sums"]


@pytest.mark.parametrize("case", FACTS["rollover"]["cases"])
def test_a_period_rolls_over_with_the_users_local_day(case: dict[str, Any]) -> None:
    rule = DayRule(timezone=case["zone"], day_start=time.fromisoformat(case["day_start"]))
    day = local_day(at=datetime.fromisoformat(case["at"]), rule=rule)
    assert day.isoformat() == case["day"]
    period = a_period(case["day"], case["unit"], case["week_start"])
    assert (period.start == day) is case["is_first_day"]


def test_a_23_hour_day_hides_no_missed_day() -> None:
    first, last = (a_period(day, "day") for day in FACTS["missed_days"]["done_days"])
    missed = periods_between(first=first, last=last) - 1
    assert missed == FACTS["missed_days"]["missed_between"]


# keys


@pytest.mark.parametrize(
    ("day", "unit", "key"),
    [
        ("2026-12-31", "day", "2026-12-31"),
        ("2026-12-31", "week", "2026-W53"),
        ("2027-01-03", "week", "2026-W53"),
        ("2027-01-04", "week", "2027-W01"),
        ("2024-12-30", "week", "2025-W01"),
        ("2026-12-31", "month", "2026-12"),
        ("2026-01-31", "quarter", "2026-Q1"),
        ("2026-04-01", "quarter", "2026-Q2"),
        ("2026-12-31", "quarter", "2026-Q4"),
        ("2026-12-31", "year", "2026"),
        ("0044-03-15", "year", "0044"),
    ],
)
def test_a_period_is_named_by_its_key(day: str, unit: str, key: str) -> None:
    assert a_period(day, unit).key == key


@pytest.mark.parametrize(
    ("day", "week_start", "key"),
    [
        # Sunday 28 December 2025: its 4th day is 31 December, the 365th day.
        ("2025-12-28", 0, "2025-W53"),
        ("2026-01-03", 0, "2025-W53"),
        ("2026-01-04", 0, "2026-W01"),
        # Saturday 3 January 2026: its 4th day is 6 January.
        ("2026-01-03", 6, "2026-W01"),
        ("2026-01-02", 6, "2025-W52"),
    ],
)
def test_a_week_belongs_to_the_year_of_its_fourth_day(day: str, week_start: int, key: str) -> None:
    assert a_period(day, "week", week_start).key == key


@given(day=st.dates())
@example(day=date.min)
@example(day=date.max)
def test_weeks_that_start_on_monday_are_numbered_as_iso_numbers_them(day: date) -> None:
    year, week, _ = day.isocalendar()
    key = period_holding(day=day, unit=PeriodUnit.WEEK).key
    assert key == f"{year:04d}-W{week:02d}"


# laws


@given(day=st.dates(), unit=units, week_start=week_starts)
def test_a_period_holds_the_day_it_was_asked_for(
    day: date, unit: PeriodUnit, week_start: int
) -> None:
    period = period_holding(day=day, unit=unit, week_start=week_start)
    assert period.holds(day)
    assert period_holding(day=period.start, unit=unit, week_start=week_start) == period


@given(period=periods)
def test_consecutive_periods_touch_and_have_different_keys(period: Period) -> None:
    after = following(period)
    assert after.start == period.end
    assert after.key > period.key
    assert preceding(after) == period
    assert period.holds(period.end - ONE_DAY)
    assert not period.holds(period.end)
    assert not period.holds(period.start - ONE_DAY)
    assert period.days == (period.end - period.start).days


@given(day=middle_dates, week_start=week_starts)
def test_a_week_starts_on_the_weekday_asked_for(day: date, week_start: int) -> None:
    week = period_holding(day=day, unit=PeriodUnit.WEEK, week_start=week_start)
    assert week.start.isoweekday() % 7 == week_start


@given(period=periods)
def test_a_period_has_as_many_days_as_its_unit_may_have(period: Period) -> None:
    days = {
        PeriodUnit.DAY: {1},
        PeriodUnit.WEEK: {7},
        PeriodUnit.MONTH: {28, 29, 30, 31},
        PeriodUnit.QUARTER: {90, 91, 92},
        PeriodUnit.YEAR: {365, 366},
    }
    assert period.days in days[period.unit]


@given(period=periods, by=st.integers(-20, 20))
def test_stepping_agrees_with_following_one_after_another(period: Period, by: int) -> None:
    walked = period
    for _ in range(abs(by)):
        walked = following(walked) if by > 0 else preceding(walked)
    assert stepped(period, by=by) == walked


@given(day=middle_dates, unit=units, week_start=week_starts, by=steps)
def test_steps_between_periods_are_the_steps_taken(
    day: date, unit: PeriodUnit, week_start: int, by: int
) -> None:
    period = period_holding(day=day, unit=unit, week_start=week_start)
    assert periods_between(first=period, last=stepped(period, by=by)) == by


@given(week_start=week_starts, by=st.integers(0, 521_722))
def test_every_week_has_its_own_key_also_where_dates_begin(week_start: int, by: int) -> None:
    first = period_holding(day=date.min, unit=PeriodUnit.WEEK, week_start=week_start)
    week = stepped(first, by=by)
    assert periods_between(first=first, last=week) == by
    if by:
        assert preceding(week).key != week.key
        assert preceding(week).end == week.start


# edges


@pytest.mark.parametrize("unit", PeriodUnit)
@pytest.mark.parametrize("week_start", range(7))
def test_the_last_period_ends_on_the_last_date_and_holds_it(
    unit: PeriodUnit, week_start: int
) -> None:
    last = period_holding(day=date.max, unit=unit, week_start=week_start)
    before = preceding(last)
    assert last.end == date.max
    assert last.holds(date.max)
    assert last.days == (date.max - last.start).days + 1
    assert not before.holds(date.max)
    assert before.end == last.start
    assert following(before) == last
    with pytest.raises(ValueError, match=f"no {unit} outside the years 1 to 9999"):
        following(last)


@pytest.mark.parametrize("unit", PeriodUnit)
@pytest.mark.parametrize("week_start", range(7))
def test_the_first_period_starts_on_the_first_date(unit: PeriodUnit, week_start: int) -> None:
    first = period_holding(day=date.min, unit=unit, week_start=week_start)
    assert first.start == date.min
    assert preceding(following(first)) == first
    with pytest.raises(ValueError, match="outside"):
        preceding(first)


def test_a_week_of_which_dates_know_only_the_end_is_named_by_its_fourth_day() -> None:
    assert a_period("0001-01-01", "week", 2).key == "0000-W52"
    assert a_period("9999-12-31", "week", 3).key == "10000-W01"


@pytest.mark.parametrize("week_start", [-1, 7])
def test_a_week_start_that_is_no_weekday_is_refused(week_start: int) -> None:
    with pytest.raises(ValueError, match=f"not {week_start}"):
        a_period("2026-03-04", "week", week_start)


def test_periods_of_different_kinds_have_no_steps_between_them() -> None:
    month = a_period("2026-03-04", "month")
    with pytest.raises(ValueError, match="from 2026-03 to 2026-W10"):
        periods_between(first=month, last=a_period("2026-03-04", "week"))
    with pytest.raises(ValueError, match="no whole number of steps"):
        periods_between(
            first=a_period("2026-03-04", "week", 0), last=a_period("2026-03-04", "week", 1)
        )


def test_a_view_shows_a_month_of_days_and_three_years() -> None:
    assert [DEFAULT_WINDOW[unit] for unit in PeriodUnit] == [30, 12, 12, 4, 3]

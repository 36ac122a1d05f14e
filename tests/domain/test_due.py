from __future__ import annotations

import json
from calendar import monthrange
from datetime import date, timedelta
from importlib.resources import files
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.due import DueRule, due_rule
from domain.period import Period, PeriodUnit, period_holding, stepped
from domain.schedule import Frequency, MonthEnd, NthWeekday, Schedule
from tests.builders import a_schedule

FACTS: dict[str, Any] = json.loads((files("tests") / "data" / "schedules.json").read_text())
ONE_DAY = timedelta(days=1)
LONGER = (PeriodUnit.WEEK, PeriodUnit.MONTH, PeriodUnit.QUARTER, PeriodUnit.YEAR)
SUNDAY, MONDAY, FRIDAY = 0, 1, 5
EVERY_TWELVE_MONTHS: dict[str, Any] = {"frequency": Frequency.MONTHLY, "every": 12}
LEAP_DAYS: dict[str, Any] = {"frequency": Frequency.YEARLY, "month_end": MonthEnd.SKIP}

week_starts = st.integers(0, 6)
starts = st.dates(date(1990, 1, 1), date(2060, 12, 31))
weekday_sets = st.lists(st.integers(0, 6), min_size=1, unique=True).map(tuple)
nth_weekdays = st.builds(NthWeekday, n=st.integers(1, 5), weekday=st.integers(0, 6))


def schedules(longest_step: int) -> st.SearchStrategy[Schedule]:
    return st.builds(
        Schedule,
        frequency=st.none() | st.sampled_from(Frequency),
        every=st.integers(1, longest_step),
        days_of_week=st.none() | weekday_sets,
        day_of_month=st.none() | st.integers(1, 31),
        month_end=st.sampled_from(MonthEnd),
        nth_weekday=st.none() | nth_weekdays,
    )


def a_rule(start: str, *, period: PeriodUnit | None = None, **changes: Any) -> DueRule:
    return due_rule(a_schedule(**changes), period=period, start_on=date.fromisoformat(start))


def a_rule_of(facts: dict[str, Any]) -> DueRule:
    nth = facts.get("nth")
    return a_rule(
        facts["start"],
        frequency=Frequency(facts["frequency"]),
        every=facts["every"],
        days_of_week=tuple(facts["weekdays"]) if "weekdays" in facts else None,
        nth_weekday=NthWeekday(n=nth[0], weekday=nth[1]) if nth else None,
    )


def a_period(day: str, unit: PeriodUnit, week_start: int = 1) -> Period:
    return period_holding(day=date.fromisoformat(day), unit=unit, week_start=week_start)


def due_from(rule: DueRule, day: str, *, count: int) -> list[str]:
    due = rule.due_between(date.fromisoformat(day), date.max)
    return [each.isoformat() for each in islice(due, count)]


def weekday(day: date) -> int:
    return day.isoweekday() % 7


def date_in_month(schedule: Schedule, start: date, year: int, month: int) -> date | None:
    days = [date(year, month, number + 1) for number in range(monthrange(year, month)[1])]
    if nth := schedule.nth_weekday:
        holding = [day for day in days if weekday(day) == nth.weekday]
        return holding[nth.n - 1] if nth.n <= len(holding) else None
    wanted = schedule.day_of_month or start.day
    if schedule.month_end is MonthEnd.CLAMP:
        return days[min(wanted, len(days)) - 1]
    return days[wanted - 1] if wanted <= len(days) else None


def is_due_by_the_book(schedule: Schedule, start: date, week_start: int, day: date) -> bool:
    """Apply the rules of a goal's days one after the other, as they are written."""
    asked, every = schedule.days_of_week, schedule.every
    if day < start or (asked and weekday(day) not in asked):
        return False
    match schedule.frequency:
        case None | Frequency.DAILY | Frequency.CUSTOM:
            return (day - start).days % every == 0
        case Frequency.WEEKLY:
            first, held = (d - (weekday(d) - week_start) % 7 * ONE_DAY for d in (start, day))
            return (held - first).days // 7 % every == 0
        case frequency:
            step = every if frequency is Frequency.MONTHLY else 12 * every
            months = (day.year - start.year) * 12 + day.month - start.month
            picked = date_in_month(schedule, start, day.year, day.month)
            return months % step == 0 and day == picked


# facts


@pytest.mark.parametrize("case", FACTS["next_due"]["cases"], ids=lambda case: case["case"])
def test_the_next_due_days_are_those_of_the_peer(case: dict[str, Any]) -> None:
    rule = a_rule_of(case["rule"])
    day, following = date.fromisoformat(case["rule"]["start"]), list[str]()
    for _ in case["next"]:
        day = rule.next_due(day) or date.max
        following.append(day.isoformat())
    assert following == case["next"]


@pytest.mark.parametrize("case", FACTS["is_due"]["cases"])
def test_a_day_is_due_where_the_peer_says(case: dict[str, Any]) -> None:
    assert a_rule_of(case["rule"]).is_due(date.fromisoformat(case["day"]))


@pytest.mark.parametrize("month_end", MonthEnd)
def test_the_end_of_the_month_does_not_drift(month_end: MonthEnd) -> None:
    facts = FACTS["month_end"]
    named = {"day_of_month": facts["day_of_month"]}
    for day_of_month in ({}, named):
        rule = a_rule(
            facts["start"], frequency=Frequency.MONTHLY, month_end=month_end, **day_of_month
        )
        expected = facts[month_end.value]
        assert due_from(rule, facts["start"], count=len(expected)) == expected


def test_the_weekend_of_a_weekday_goal_is_not_due() -> None:
    facts = FACTS["weekdays"]
    first, last = date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"])
    due = a_rule_of(facts["rule"]).due_between(first, last)
    assert [day.isoformat() for day in due] == facts["due"]


# days


@pytest.mark.parametrize("period", [None, PeriodUnit.DAY])
def test_a_schedule_without_a_frequency_is_daily_in_days(period: PeriodUnit | None) -> None:
    rule = a_rule("2026-03-02", period=period)
    assert due_from(rule, "2026-01-01", count=2) == ["2026-03-02", "2026-03-03"]


def test_every_third_day_falls_on_the_weekdays_asked_for_only() -> None:
    rule = a_rule("2026-03-02", every=3, days_of_week=(MONDAY,), frequency=Frequency.CUSTOM)
    assert due_from(rule, "2026-03-02", count=3) == ["2026-03-02", "2026-03-23", "2026-04-13"]


def test_weekly_without_weekdays_is_due_on_every_day_of_its_weeks() -> None:
    rule = a_rule("2026-03-07", frequency=Frequency.WEEKLY, every=2)
    assert due_from(rule, "2026-03-07", count=3) == ["2026-03-07", "2026-03-08", "2026-03-16"]


@pytest.mark.parametrize(
    ("week_start", "due"), [(MONDAY, ["2026-03-08", "2026-03-16"]), (SUNDAY, ["2026-03-15"])]
)
def test_every_second_week_counts_calendar_weeks_from_the_weeks_start(
    week_start: int, due: list[str]
) -> None:
    fortnightly = a_schedule(frequency=Frequency.WEEKLY, every=2, days_of_week=(SUNDAY, MONDAY))
    start = date(2026, 3, 6)
    rule = due_rule(fortnightly, period=None, start_on=start, week_start=week_start)
    assert due_from(rule, "2026-03-06", count=len(due)) == due


def test_a_month_day_before_the_start_is_due_in_the_next_month_asked_for() -> None:
    rule = a_rule("2026-03-20", frequency=Frequency.MONTHLY, day_of_month=15, every=2)
    assert due_from(rule, "2026-01-01", count=2) == ["2026-05-15", "2026-07-15"]


def test_a_month_day_falls_on_the_weekdays_asked_for_only() -> None:
    rule = a_rule(
        "2026-01-01", frequency=Frequency.MONTHLY, day_of_month=13, days_of_week=(FRIDAY,)
    )
    assert due_from(rule, "2026-01-01", count=3) == ["2026-02-13", "2026-03-13", "2026-11-13"]


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({}, ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
        ({"month_end": MonthEnd.SKIP}, ["2024-02-29", "2028-02-29"]),
        ({"every": 3}, ["2024-02-29", "2027-02-28", "2030-02-28", "2033-02-28", "2036-02-29"]),
        ({"day_of_month": 10}, ["2025-02-10", "2026-02-10"]),
        ({"nth_weekday": NthWeekday(n=1, weekday=MONDAY)}, ["2025-02-03", "2026-02-02"]),
    ],
)
def test_yearly_falls_into_the_month_of_the_start(changes: dict[str, Any], due: list[str]) -> None:
    rule = a_rule("2024-02-29", frequency=Frequency.YEARLY, **changes)
    assert due_from(rule, "2024-02-29", count=len(due)) == due


# longer periods


def test_a_longer_period_is_due_by_every_alone() -> None:
    rule = a_rule("2026-03-04", period=PeriodUnit.WEEK, every=2, days_of_week=(FRIDAY,))
    weeks = [stepped(a_period("2026-03-04", PeriodUnit.WEEK), by=by) for by in range(-2, 4)]
    assert [rule.is_due_period(week) for week in weeks] == [False, False, True, False, True, False]
    assert due_from(rule, "2026-03-07", count=3) == ["2026-03-07", "2026-03-08", "2026-03-16"]


@pytest.mark.parametrize(
    ("unit", "due", "not_due"),
    [
        (PeriodUnit.DAY, "2026-02-18", "2026-02-17"),
        (PeriodUnit.WEEK, "2026-03-05", "2026-02-25"),
        (PeriodUnit.MONTH, "2026-05-01", "2026-04-30"),
        (PeriodUnit.QUARTER, "2026-09-30", "2026-06-30"),
        (PeriodUnit.YEAR, "2029-12-31", "2027-01-01"),
    ],
)
def test_every_third_period_counts_from_the_one_that_holds_the_start(
    unit: PeriodUnit, due: str, not_due: str
) -> None:
    every = 2 if unit is PeriodUnit.QUARTER else 3
    rule = a_rule("2026-02-12", period=unit, every=every)
    assert rule.is_due_period(a_period("2026-02-12", unit))
    assert rule.is_due_period(a_period(due, unit))
    assert not rule.is_due_period(a_period(not_due, unit))
    assert not rule.is_due_period(a_period("2025-01-01", unit))


def test_a_cut_week_counts_as_the_week_that_holds_its_first_day() -> None:
    rule = a_rule("2026-03-02", period=PeriodUnit.WEEK, every=2)
    cut = Period(unit=PeriodUnit.WEEK, start=date(2026, 3, 18), end=date(2026, 3, 20))
    assert rule.is_due_period(cut)
    assert not rule.is_due_period(
        Period(unit=PeriodUnit.WEEK, start=date(2026, 3, 13), end=date(2026, 3, 20))
    )


def test_a_week_of_another_grid_that_holds_the_start_is_due() -> None:
    rule = a_rule("2026-03-04", period=PeriodUnit.WEEK, every=2)
    assert rule.is_due_period(a_period("2026-03-04", PeriodUnit.WEEK, week_start=SUNDAY))
    assert not rule.is_due_period(a_period("2026-02-26", PeriodUnit.WEEK, week_start=SUNDAY))


@given(
    unit=st.sampled_from(LONGER),
    every=st.integers(1, 9_999),
    start=st.dates(),
    day=st.dates(),
    week_start=week_starts,
)
def test_a_longer_period_is_due_where_its_last_day_is(
    unit: PeriodUnit, every: int, start: date, day: date, week_start: int
) -> None:
    schedule = a_schedule(every=every)
    rule = due_rule(schedule, period=unit, start_on=start, week_start=week_start)
    period = period_holding(day=day, unit=unit, week_start=week_start)
    assert rule.is_due_period(period) == rule.is_due(period.start + (period.days - 1) * ONE_DAY)


@given(
    schedule=schedules(9_999),
    units=st.tuples(st.sampled_from(PeriodUnit), st.sampled_from(PeriodUnit)),
    days=st.tuples(st.dates(), st.dates()),
    weeks=st.tuples(week_starts, week_starts),
)
def test_a_period_of_another_grid_is_due_only_with_a_due_day_in_it(
    schedule: Schedule,
    units: tuple[PeriodUnit, PeriodUnit],
    days: tuple[date, date],
    weeks: tuple[int, int],
) -> None:
    rule = due_rule(schedule, period=units[0], start_on=days[0], week_start=weeks[0])
    period = period_holding(day=days[1], unit=units[1], week_start=weeks[1])
    due = next(rule.due_between(period.start, date.max), None)
    assert rule.is_due_period(period) <= (due is not None and period.holds(due))


# laws


@given(schedule=schedules(6), start=starts, week_start=week_starts, away=st.integers(-40, 800))
def test_a_day_is_due_by_the_book(
    schedule: Schedule, start: date, week_start: int, away: int
) -> None:
    rule = due_rule(schedule, period=None, start_on=start, week_start=week_start)
    days = [start + n * ONE_DAY for n in range(away, away + 62)]
    by_the_book = [day for day in days if is_due_by_the_book(schedule, start, week_start, day)]
    assert [day for day in days if rule.is_due(day)] == by_the_book
    assert list(rule.due_between(days[0], days[-1])) == by_the_book


@given(schedule=schedules(6), start=starts, week_start=week_starts, away=st.integers(-40, 400))
def test_the_next_due_day_is_the_first_later_one_that_is_due(
    schedule: Schedule, start: date, week_start: int, away: int
) -> None:
    rule = due_rule(schedule, period=None, start_on=start, week_start=week_start)
    after = start + away * ONE_DAY
    later = (after + n * ONE_DAY for n in range(1, 800))
    searched = next(
        (d for d in later if is_due_by_the_book(schedule, start, week_start, d)), date.max
    )
    found = rule.next_due(after) or date.max
    assert found == searched or min(found, searched) > after + 799 * ONE_DAY


@given(
    schedule=schedules(9_999),
    period=st.none() | st.sampled_from(LONGER),
    start=starts,
    days=st.lists(st.dates(date(1990, 1, 1)), min_size=2, max_size=2, unique=True).map(sorted),
)
def test_no_day_before_the_next_due_day_is_due_whatever_the_step(
    schedule: Schedule, period: PeriodUnit | None, start: date, days: list[date]
) -> None:
    rule = due_rule(schedule, period=period, start_on=start)
    after, later = days
    found = rule.next_due(after)
    assert found is None or (found > after and rule.is_due(found))
    assert rule.is_due(later) <= (found is not None and found <= later)


@given(every=st.integers(1, 9_999), start=starts, count=st.integers(1, 280))
def test_days_are_counted_in_one_go(every: int, start: date, count: int) -> None:
    due = start + every * count * ONE_DAY
    rule = due_rule(a_schedule(every=every), period=None, start_on=start)
    assert rule.next_due(due - min(every, 9) * ONE_DAY) == due


@given(every=st.integers(1, 300), start=starts, count=st.integers(1, 290))
def test_months_are_counted_in_one_go(every: int, start: date, count: int) -> None:
    monthly = a_schedule(frequency=Frequency.MONTHLY, every=every)
    year, month = divmod(start.year * 12 + start.month - 1 + every * count, 12)
    rule = due_rule(monthly, period=None, start_on=start)
    due = date_in_month(monthly, start, year, month + 1)
    assert rule.next_due(date(year, month + 1, 1) - ONE_DAY) == due


# far ahead, and where the calendar ends


@pytest.mark.parametrize(
    ("start", "changes", "after", "due"),
    [
        ("2026-01-01", {"every": 9_999}, "9970-01-01", "9992-07-07"),
        ("2026-01-31", {"frequency": Frequency.MONTHLY}, "9999-11-05", "9999-11-30"),
        ("2096-02-29", LEAP_DAYS, None, "2104-02-29"),
        ("2072-02-29", {**LEAP_DAYS, "days_of_week": (MONDAY,)}, None, "2112-02-29"),
        ("2026-01-01", {"frequency": Frequency.YEARLY, "every": 7_973}, None, "9999-01-01"),
        ("2026-01-01", {"frequency": Frequency.YEARLY, "every": 7_974}, None, None),
        ("2026-01-01", {"frequency": Frequency.WEEKLY, "every": 9_999}, "9900-01-01", None),
        ("2026-03-02", {"every": 7, "days_of_week": (SUNDAY,)}, None, None),
        ("2026-02-01", {**LEAP_DAYS, "day_of_month": 30}, None, None),
        ("2026-02-01", {**LEAP_DAYS, **EVERY_TWELVE_MONTHS, "day_of_month": 30}, None, None),
    ],
)
def test_the_next_due_day_is_found_however_far_off(
    start: str, changes: dict[str, Any], after: str | None, due: str | None
) -> None:
    rule = a_rule(start, **changes)
    found = rule.next_due(date.fromisoformat(after or start))
    assert found == (date.fromisoformat(due) if due else None)


def test_a_daily_goal_is_due_up_to_the_last_date_and_not_after() -> None:
    rule = a_rule("2026-03-02")
    assert rule.next_due(date.max - ONE_DAY) == date.max
    assert rule.next_due(date.max) is None
    assert list(rule.due_between(date.max, date.max)) == [date.max]


@pytest.mark.parametrize("week_start", range(7))
def test_weeks_at_both_ends_of_the_calendar_are_counted(week_start: int) -> None:
    fortnightly = a_schedule(frequency=Frequency.WEEKLY, every=2, days_of_week=tuple(range(7)))
    rule = due_rule(fortnightly, period=None, start_on=date.min, week_start=week_start)
    for first, last in ((date.min, date(1, 2, 28)), (date(9999, 12, 1), date.max)):
        due = list(rule.due_between(first, last))
        days = [first + n * ONE_DAY for n in range((last - first).days + 1)]
        assert due == [day for day in days if rule.is_due(day)]
        assert 0 < len(due) < len(days)


def test_a_week_start_that_is_no_weekday_is_refused() -> None:
    with pytest.raises(ValueError, match="weekStart must be 0"):
        due_rule(
            a_schedule(frequency=Frequency.WEEKLY), period=None, start_on=date.max, week_start=7
        )

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.amount import rounded
from domain.pace import DailyRate, PaceLine, daily_rate, rising_line, straight_line
from domain.period import PeriodUnit
from tests.builders import a_target

FACTS: dict[str, Any] = json.loads(
    (files("tests") / "data" / "pace.json").read_text(), parse_float=Decimal
)
ONE_DAY = timedelta(days=1)
START = date(2024, 2, 20)
HORIZON = 90
# The peer counts in floats.
TOLERANCE = Decimal("1e-9")

Idle = tuple[tuple[date, date], ...]

days = st.integers(-5, HORIZON).map(lambda n: START + n * ONE_DAY)
idle_runs = st.lists(st.tuples(days, st.integers(0, 20)), max_size=4).map(
    lambda runs: tuple((first, first + n * ONE_DAY) for first, n in runs)
)
amounts = st.decimals(-50, 200, places=2)
rates = st.lists(
    st.tuples(days, st.fractions(0, 20, max_denominator=30)),
    min_size=1,
    max_size=3,
    unique_by=lambda rate: rate[0],
).map(lambda pairs: [DailyRate(first=first, amount=amount) for first, amount in sorted(pairs)])


def a_day(text: str) -> date:
    return date.fromisoformat(text)


def a_run(first: str, last: str) -> Idle:
    return ((a_day(first), a_day(last)),)


def a_rising_line(
    rate: Fraction | int, *, start: date = START, idle: Idle = (), is_limit: bool = False
) -> PaceLine:
    each = [DailyRate(first=start, amount=Fraction(rate))]
    return rising_line(start_on=start, rates=each, idle=idle, is_limit=is_limit)


def a_straight_line(
    value: int, *, start: str, end: str, start_value: int = 0, idle: Idle = ()
) -> PaceLine:
    return straight_line(
        start_on=a_day(start),
        start_value=Decimal(start_value),
        ends_on=a_day(end),
        end_value=Decimal(value),
        idle=idle,
    )


def a_line_of(facts: dict[str, Any]) -> PaceLine:
    idle = a_run(*facts["idle"]) if "idle" in facts else ()
    start = a_day(facts["start"])
    if facts["pattern"] == "target":
        return straight_line(
            start_on=start,
            start_value=Decimal(facts["from"]),
            ends_on=a_day(facts["end"]),
            end_value=Decimal(facts["to"]),
            idle=idle,
        )
    rate = daily_rate(a_target(value=Decimal(facts["rate"]), period=PeriodUnit(facts["per"])))
    return a_rising_line(rate, start=start, idle=idle, is_limit=facts["pattern"] == "limit")


def buffer_of(
    line: PaceLine, current: float | str, on: str, *, is_logged: bool = True
) -> int | None:
    return line.buffer_days(
        current=Decimal(str(current)), as_of=a_day(on), is_logged_today=is_logged
    )


def is_idle(day: date, idle: Idle) -> bool:
    return any(first <= day <= last for first, last in idle)


def rate_on(day: date, asked: list[DailyRate]) -> Fraction:
    return [asked[0], *(rate for rate in asked if rate.first <= day)][-1].amount


def added_up(day: date, asked: list[DailyRate], idle: Idle) -> Fraction:
    """Add the line up day by day."""
    until = [START + n * ONE_DAY for n in range(1, (day - START).days + 1)]
    return sum((rate_on(d, asked) for d in until if not is_idle(d, idle)), Fraction(0))


def walked_buffer(
    line: PaceLine, asked: list[DailyRate], current: Decimal, as_of: date, *, is_logged: bool
) -> int | None:
    """Count the days of the buffer one by one, up to the horizon."""
    value = Fraction(current)
    for x in range(HORIZON):
        day = as_of + x * ONE_DAY
        if line.is_lower_better and day >= START and (x > 0 or not is_logged):
            value += 2 * rate_on(day, asked) or 2
        if line.delta(current=rounded_of(value), as_of=day) < 0:
            return x
    return None


def rounded_of(value: Fraction) -> Decimal:
    return rounded(Decimal(value.numerator) / value.denominator)


# what the peer says


@pytest.mark.parametrize("case", FACTS["cases"], ids=lambda case: case["id"])
def test_the_line_and_what_is_needed_are_what_the_peer_says(case: dict[str, Any]) -> None:
    line, as_of = a_line_of(case), a_day(case["as_of"])
    current = Decimal(case["current"])
    needed = [line.needed(current=current, by=as_of + n * ONE_DAY) for n in range(7)]
    assert abs(line.value_on(as_of) - case["line"]) < TOLERANCE
    assert all(abs(a - b) < TOLERANCE for a, b in zip(needed, case["needed"], strict=True))
    side = -1 if line.is_lower_better else 1
    assert abs(line.delta(current=current, as_of=as_of) - side * case["delta"]) < TOLERANCE


@pytest.mark.parametrize("case", FACTS["cases"], ids=lambda case: case["id"])
def test_the_buffer_is_what_the_peer_says_without_its_penalty(case: dict[str, Any]) -> None:
    line = a_line_of(case)
    buffer = buffer_of(line, case["current"], case["as_of"], is_logged=case["is_logged_today"])
    assert buffer == case["buffer_days"]


def test_time_goes_on_for_a_goal_that_the_peer_would_have_stopped() -> None:
    line = a_rising_line(1, start=a_day("2024-01-01"))
    assert line.delta(current=Decimal(3), as_of=a_day("2024-01-10")) == -6


# the line


def test_the_line_of_a_recurring_goal_is_0_on_its_first_day_and_before() -> None:
    line = a_rising_line(8)
    assert [line.value_on(START + n * ONE_DAY) for n in (-9, 0, 1, 2)] == [0, 0, 8, 16]


@pytest.mark.parametrize(
    ("unit", "days_long"),
    [
        (PeriodUnit.DAY, "1"),
        (PeriodUnit.WEEK, "7"),
        (PeriodUnit.MONTH, "30.4375"),
        (PeriodUnit.QUARTER, "91.3125"),
        (PeriodUnit.YEAR, "365.25"),
    ],
)
def test_a_period_has_its_mean_number_of_days(unit: PeriodUnit, days_long: str) -> None:
    assert daily_rate(a_target(value=Decimal(3), period=unit)) * Fraction(days_long) == 3


def test_a_rolling_goal_spreads_its_value_over_its_days() -> None:
    assert daily_rate(a_target(value=Decimal(3), rolling_days=10)) == Fraction(3, 10)


def test_a_year_of_days_adds_up_without_an_error_of_rounding() -> None:
    line = a_rising_line(daily_rate(a_target(value=Decimal(1), period=PeriodUnit.WEEK)))
    assert line.value_on(START + 7 * ONE_DAY) == 1
    assert line.value_on(START + ONE_DAY) == Decimal("0.1428571429")


def test_the_line_rises_by_the_rate_in_force_on_each_day() -> None:
    asked = [
        DailyRate(first=START, amount=Fraction(2)),
        DailyRate(first=START + 4 * ONE_DAY, amount=Fraction(5)),
    ]
    line = rising_line(start_on=START, rates=asked, idle=(), is_limit=False)
    assert [line.value_on(START + n * ONE_DAY) for n in (3, 4, 5)] == [6, 11, 16]


def test_the_line_reaches_the_milestone_on_the_deadline_and_stays_there() -> None:
    line = a_straight_line(100, start="2024-02-25", end="2024-03-06")
    days_of_leap_year = ["2024-02-25", "2024-02-29", "2024-03-01", "2024-03-06", "2024-12-31"]
    assert [line.value_on(a_day(day)) for day in days_of_leap_year] == [0, 40, 50, 100, 100]


def test_the_line_of_a_falling_measurement_falls_and_below_it_is_ahead() -> None:
    line = a_straight_line(70, start="2024-01-01", end="2024-01-11", start_value=80)
    assert line.value_on(a_day("2024-01-04")) == 77
    assert line.delta(current=Decimal(75), as_of=a_day("2024-01-04")) == 2
    assert line.needed(current=Decimal(75), by=a_day("2024-01-08")) == -2


def test_idle_days_are_flat_and_the_others_bring_the_line_to_the_deadline() -> None:
    idle = a_run("2024-01-04", "2024-01-08")
    line = a_straight_line(100, start="2024-01-01", end="2024-01-11", idle=idle)
    looked_at = ["2024-01-03", "2024-01-04", "2024-01-08", "2024-01-09", "2024-01-11"]
    assert [line.value_on(a_day(day)) for day in looked_at] == [40, 40, 40, 60, 100]


@pytest.mark.parametrize("start", ["2024-01-01", "2024-01-11", "2024-02-01"])
def test_with_no_day_to_work_on_the_day_of_the_deadline_brings_it_all(start: str) -> None:
    idle = a_run("2024-01-01", "2024-01-20")
    line = a_straight_line(100, start=start, end="2024-01-11", start_value=10, idle=idle)
    assert [line.value_on(a_day(f"2024-01-{day}")) for day in ("10", "11", "12")] == [10, 100, 100]


@pytest.mark.parametrize("end", [date.min, date.max])
def test_a_line_may_end_on_the_first_and_the_last_date(end: date) -> None:
    line = a_straight_line(100, start=START.isoformat(), end=end.isoformat())
    assert line.value_on(date.max) == 100


@given(rates, idle_runs, days)
def test_the_line_is_what_the_days_add_up_to(asked: list[DailyRate], idle: Idle, day: date) -> None:
    line = rising_line(start_on=START, rates=asked, idle=idle, is_limit=False)
    assert abs(line.value_on(day) - rounded_of(added_up(day, asked, idle))) < TOLERANCE


@given(idle_runs, st.integers(1, HORIZON), amounts, amounts)
def test_a_straight_line_leads_from_its_start_to_its_end_evenly(
    idle: Idle, length: int, low: Decimal, high: Decimal
) -> None:
    end = START + length * ONE_DAY
    line = straight_line(start_on=START, start_value=low, ends_on=end, end_value=high, idle=idle)
    values = [line.value_on(START + n * ONE_DAY) for n in range(length + 1)]
    assert (values[0], values[-1]) == (low, high)
    working = [n for n in range(1, length + 1) if not is_idle(START + n * ONE_DAY, idle)] or [
        length
    ]
    for n in range(1, length + 1):
        rise = (high - low) / len(working) if n in working else 0
        assert abs(values[n] - values[n - 1] - rise) < TOLERANCE


# the buffer


@pytest.mark.parametrize(("current", "buffer"), [(8, 0), (9, 1), ("9.5", 1), (10, 2), (19, 11)])
def test_behind_is_0_on_the_line_1_and_each_day_done_ahead_one_more(
    current: float | str, buffer: int
) -> None:
    assert buffer_of(a_rising_line(1, start=a_day("2024-01-01")), current, "2024-01-10") == buffer


def test_a_new_rate_takes_more_of_the_buffer() -> None:
    asked = [
        DailyRate(first=START, amount=Fraction(1)),
        DailyRate(first=START + 3 * ONE_DAY, amount=Fraction(4)),
    ]
    line = rising_line(start_on=START, rates=asked, idle=(), is_limit=False)
    assert buffer_of(line, 10, "2024-02-20") == 5


def test_the_buffer_ends_with_the_day_of_the_deadline() -> None:
    line = a_straight_line(100, start="2024-01-01", end="2024-01-11")
    assert buffer_of(line, 99, "2024-01-08") == 3
    assert buffer_of(line, 100, "2024-01-08") == 4
    assert buffer_of(line, 500, "2024-01-08") == 4


@pytest.mark.parametrize(("current", "buffer"), [(99, 0), (100, 1)])
def test_past_the_deadline_only_today_counts(current: int, buffer: int) -> None:
    line = a_straight_line(100, start="2024-01-01", end="2024-01-11")
    assert buffer_of(line, current, "2024-05-01") == buffer


def test_a_goal_idle_for_good_never_uses_up_its_buffer() -> None:
    line = a_rising_line(1, idle=((START + ONE_DAY, date.max),))
    assert buffer_of(line, 0, "2024-03-01") is None
    assert buffer_of(line, -1, "2024-03-01") == 0


def test_a_buffer_may_last_for_thousands_of_years_but_not_past_the_calendar() -> None:
    line = a_rising_line(Fraction(1, 1000))
    assert buffer_of(line, 2000, START.isoformat()) == 2_000_001
    assert buffer_of(line, 3000, START.isoformat()) is None


def test_a_limit_of_0_is_taken_to_be_exceeded_by_2_units_a_day() -> None:
    line = a_rising_line(0, is_limit=True)
    assert buffer_of(line, 0, "2024-03-01") == 1
    assert buffer_of(line, 0, "2024-03-01", is_logged=False) == 0
    assert buffer_of(line, -4, "2024-03-01") == 3


def test_idle_days_to_come_are_taken_to_use_up_a_limit_too() -> None:
    line = a_rising_line(2, is_limit=True, idle=a_run("2024-03-02", "2024-03-08"))
    assert line.value_on(a_day("2024-03-08")) == line.value_on(a_day("2024-03-01")) == 20
    assert buffer_of(line, 10, "2024-03-01") == 3


def test_nothing_is_used_up_before_a_limit_begins() -> None:
    line = a_rising_line(2, is_limit=True)
    assert buffer_of(line, 0, "2024-02-17", is_logged=False) == 3


def test_nothing_is_presumed_of_a_falling_measurement() -> None:
    line = a_straight_line(70, start="2024-01-01", end="2024-01-11", start_value=80)
    assert buffer_of(line, 75, "2024-01-04", is_logged=False) == 3


@given(
    asked=rates,
    idle=idle_runs,
    as_of=days,
    current=amounts,
    is_limit=st.booleans(),
    is_logged=st.booleans(),
)
def test_the_buffer_is_what_counting_day_by_day_finds(
    *,
    asked: list[DailyRate],
    idle: Idle,
    as_of: date,
    current: Decimal,
    is_limit: bool,
    is_logged: bool,
) -> None:
    line = rising_line(start_on=START, rates=asked, idle=idle, is_limit=is_limit)
    solved = line.buffer_days(current=current, as_of=as_of, is_logged_today=is_logged)
    walked = walked_buffer(line, asked, current, as_of, is_logged=is_logged)
    assert walked == (None if solved is None or solved >= HORIZON else solved)


@given(rates, idle_runs, days, amounts)
def test_doing_what_is_needed_by_a_day_puts_the_goal_on_the_line(
    asked: list[DailyRate], idle: Idle, day: date, current: Decimal
) -> None:
    line = rising_line(start_on=START, rates=asked, idle=idle, is_limit=False)
    done = current + line.needed(current=current, by=day)
    assert line.delta(current=done, as_of=day) == 0

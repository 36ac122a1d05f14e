from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activity import ActivityType
from domain.day import UnknownTimezoneError
from domain.ledger import day_rollup
from domain.occurrence import Done, Outcome
from domain.period import PeriodUnit, period_holding
from domain.statistics import (
    GoalStatistics,
    Span,
    StatisticsPeriod,
    TimeSince,
    consistency,
    goal_statistics,
    span_of,
    time_since,
)
from tests.builders import DAY, a_day, a_target, an_activity
from tests.domain.evidence import ROLLING, an_occurrence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.activity import Activity
    from domain.occurrence import Occurrence

FACTS: dict[str, Any] = json.loads((files("tests") / "data" / "time_since.json").read_text())
ONE_DAY = timedelta(days=1)
WEEK = Span(period=StatisticsPeriod.WEEK, first_on=DAY, last_on=DAY + 6 * ONE_DAY)
LEAP_DAY = date(2024, 2, 29)
LIFETIME = (date(2020, 5, 17), LEAP_DAY)
ACTIVE = Done(total=Decimal(10), counted=1)
MET = an_occurrence(Outcome.MET, ACTIVE)
MISSED = an_occurrence(Outcome.MISSED)
REST_DAY_USED = an_occurrence(Outcome.MET, ACTIVE, is_due=False)


def span(
    asked: StatisticsPeriod, /, *, today: date = LEAP_DAY, week_start: int = 1, **target: Any
) -> tuple[date, date]:
    found = span_of(
        asked, today=today, target=a_target(**target), lifetime=LIFETIME, week_start=week_start
    )
    assert found.period is asked
    return found.first_on, found.last_on


def logged(
    *values: float, kind: ActivityType = ActivityType.PROGRESS, day: date = DAY
) -> list[Activity]:
    return [
        an_activity(value=Decimal(str(value)), kind=kind, local_day=day, ulid=f"{n:026d}")
        for n, value in enumerate(values)
    ]


def statistics(*activities: Activity, is_lowest_best: bool = False) -> GoalStatistics:
    days = sorted({activity.local_day for activity in activities})
    rollups = [day_rollup(day, [a for a in activities if a.local_day == day]) for day in days]
    return goal_statistics(rollups, (), span=WEEK, is_lowest_best=is_lowest_best)


def values(found: GoalStatistics) -> tuple[object, ...]:
    return found.worst_value, found.average_value, found.best_value


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (StatisticsPeriod.WEEK, date(2024, 2, 26), date(2024, 3, 3)),
        (StatisticsPeriod.MONTH, date(2024, 2, 1), LEAP_DAY),
        (StatisticsPeriod.QUARTER, date(2024, 1, 1), date(2024, 3, 31)),
        (StatisticsPeriod.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        (StatisticsPeriod.CURRENT, date(2024, 1, 31), LEAP_DAY),
        (StatisticsPeriod.ALL, *LIFETIME),
    ],
)
def test_a_span_is_the_calendar_period_that_holds_today(
    period: StatisticsPeriod, first: date, last: date
) -> None:
    assert span(period) == (first, last)


def test_a_week_begins_where_the_owner_s_does() -> None:
    week = span(StatisticsPeriod.WEEK, week_start=0)
    assert week == (date(2024, 2, 25), date(2024, 3, 2))
    current = span(StatisticsPeriod.CURRENT, period=PeriodUnit.WEEK, week_start=0)
    assert current == week


def test_current_is_the_target_s_own_period() -> None:
    current = StatisticsPeriod.CURRENT
    assert span(current, period=PeriodUnit.DAY) == (LEAP_DAY, LEAP_DAY)
    assert span(current, period=PeriodUnit.MONTH) == span(StatisticsPeriod.MONTH)
    assert span(current, rolling_days=7) == (date(2024, 2, 23), LEAP_DAY)


@pytest.mark.parametrize("period", StatisticsPeriod)
@pytest.mark.parametrize("today", [date.min, date.max])
def test_the_first_and_the_last_date_have_a_span_too(period: StatisticsPeriod, today: date) -> None:
    found = span_of(period, today=today, target=a_target(), lifetime=(today, today))
    assert found.holds(today)


def test_activities_are_counted_by_what_they_say_of_their_day() -> None:
    found = statistics(
        *logged(1),
        *logged(2, 3, kind=ActivityType.COMPLETED),
        *logged(6, kind=ActivityType.PARTIAL),
        *logged(0, 0, kind=ActivityType.SKIPPED, day=DAY + ONE_DAY),
    )
    assert found.total_activities == 6
    assert found.completed_activities == 3
    assert found.skipped_activities == 2
    assert found.average_value == 3


def test_values_are_those_of_single_activities_not_of_days() -> None:
    found = statistics(*logged(4, 8), *logged(30, day=DAY + ONE_DAY))
    assert values(found) == (4, 14, 30)


def test_the_lowest_value_is_best_for_a_limit() -> None:
    found = statistics(*logged(4, 8), is_lowest_best=True)
    assert values(found) == (8, 6, 4)


def test_without_a_counting_activity_there_is_no_value() -> None:
    found = statistics(*logged(0, kind=ActivityType.SKIPPED))
    assert values(found) == (None, None, None)
    assert found.total_activities == found.skipped_activities == 1


def test_a_value_of_0_is_a_value() -> None:
    found = statistics(*logged(0))
    assert values(found) == (0, 0, 0)


def test_only_the_days_of_the_span_count() -> None:
    days = [a_day(day=WEEK.first_on + n * ONE_DAY) for n in range(-1, 8)]
    assert goal_statistics(days, (), span=WEEK).total_activities == 7


def test_only_the_periods_with_a_day_in_the_span_count() -> None:
    month = period_holding(day=DAY, unit=PeriodUnit.MONTH)
    days = [WEEK.first_on - ONE_DAY, WEEK.last_on, WEEK.last_on + ONE_DAY]
    periods = [period_holding(day=day, unit=PeriodUnit.DAY) for day in days]
    occurrences = [
        an_occurrence(Outcome.MET, ACTIVE, period=month),
        *(an_occurrence(Outcome.MISSED, period=period) for period in periods),
    ]
    assert goal_statistics((), occurrences, span=WEEK).consistency == 50


def test_a_limit_tells_how_long_ago_the_last_activity_was() -> None:
    since = TimeSince(days=2, duration=timedelta(hours=50))
    assert goal_statistics((), (), span=WEEK, time_since_last=since).time_since_last == since


@given(st.permutations(logged(*range(9)) + logged(5, 1, day=DAY + ONE_DAY)))
def test_no_order_of_activities_changes_what_they_came_to(activities: list[Activity]) -> None:
    assert statistics(*activities) == statistics(*reversed(activities))


@given(st.lists(st.tuples(st.sampled_from(ActivityType), st.integers(0, 6), st.integers(0, 99))))
def test_each_activity_is_completed_partial_or_skipped(
    facts: list[tuple[ActivityType, int, int]],
) -> None:
    activities = [
        an_activity(
            kind=kind, local_day=DAY + day * ONE_DAY, value=Decimal(value), ulid=f"{n:026d}"
        )
        for n, (kind, day, value) in enumerate(facts)
    ]
    found = statistics(*activities)
    partial = sum(kind is ActivityType.PARTIAL for kind, _, _ in facts)
    assert found.total_activities == len(facts)
    assert found.completed_activities + partial + found.skipped_activities == len(facts)
    if found.average_value is not None:
        assert found.worst_value is not None
        assert found.best_value is not None
        assert found.worst_value <= found.average_value <= found.best_value


@pytest.mark.parametrize(
    ("occurrences", "percentage"),
    [
        ([], None),
        ([MET, MISSED], 50),
        ([an_occurrence(Outcome.MISSED, ACTIVE), MISSED], 50),
        ([MISSED], 0),
        ([MET, an_occurrence(Outcome.SKIPPED)], 100),
        ([MET, an_occurrence(Outcome.UNKNOWN)], 100),
        ([MET, an_occurrence(Outcome.EXCUSED, is_due=False)], 100),
        ([MET, MISSED, an_occurrence(Outcome.PENDING)], 50),
        ([MISSED, an_occurrence(Outcome.PENDING, ACTIVE)], 50),
        ([an_occurrence(Outcome.PENDING)], None),
        ([REST_DAY_USED], None),
        ([MET, MISSED, REST_DAY_USED], 100),
        ([MET, REST_DAY_USED], 100),
        ([an_occurrence(Outcome.MET), MISSED], 0),
        ([an_occurrence(Outcome.MET, target=ROLLING), MISSED], 50),
    ],
)
def test_consistency_is_the_share_of_active_periods_in_the_due_ones(
    occurrences: Sequence[Occurrence], percentage: int | None
) -> None:
    assert consistency(occurrences) == percentage


def test_consistency_is_exact() -> None:
    assert consistency([MET, MISSED, MISSED]) == Decimal(100) / 3


@pytest.mark.parametrize(
    "case",
    [FACTS["quit_counter"], *FACTS["by_the_clock"]["cases"]],
    ids=lambda case: case.get("what", "a minute across midnight"),
)
def test_a_day_has_passed_when_the_clock_shows_the_same_time_again(case: dict[str, Any]) -> None:
    since = time_since(
        datetime.fromisoformat(case["last"]),
        as_of=datetime.fromisoformat(case["now"]),
        timezone=case["zone"],
    )
    assert since == TimeSince(days=case["days"], duration=timedelta(seconds=case["seconds"]))


def test_an_unknown_zone_is_refused() -> None:
    now = datetime.fromisoformat("2026-03-07T00:00:00Z")
    with pytest.raises(UnknownTimezoneError):
        time_since(now, as_of=now, timezone="Europe/Atlantis")

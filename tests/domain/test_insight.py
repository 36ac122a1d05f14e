from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activity import Activity, ActivityContext, ActivityType, DayOfWeek, TimeOfDay
from domain.day import Calendar, DayRule
from domain.insight import Factor, Findings, Insight, Measure, findings
from domain.profile import UTC_CALENDAR
from domain.target import GoalPattern
from tests.builders import DAY, an_activity
from tests.domain.journals import a_journal

ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)
MONDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 7)
MORNING, EVENING = time(8), time(18)


def logged(
    value: float,
    *,
    count: int = 5,
    day: date = MONDAY,
    at: time = MORNING,
    kind: ActivityType = ActivityType.PROGRESS,
    context: ActivityContext | None = None,
) -> list[Activity]:
    """Return activities of a value, a week apart, from a day on."""
    days = [day + n * ONE_WEEK for n in range(count)]
    return [
        an_activity(
            value=Decimal(str(value)),
            kind=kind,
            local_day=each,
            occurred_at=datetime.combine(each, at, tzinfo=UTC),
            context=context,
        )
        for each in days
    ]


def found(*groups: list[Activity], is_lowest_best: bool = False) -> Findings:
    activities = [activity for group in groups for activity in group]
    return findings(activities, calendar=UTC_CALENDAR, is_lowest_best=is_lowest_best)


def patterns(of: Findings, factor: Factor) -> list[Insight]:
    return [pattern for pattern in of.success_patterns if pattern.factor is factor]


def test_best_is_the_highest_mean_value() -> None:
    told = found(logged(2), logged(9, day=SATURDAY, at=EVENING))
    assert told.best_time_of_day is TimeOfDay.EVENING
    assert told.best_day_of_week is DayOfWeek.SATURDAY


def test_best_is_the_lowest_mean_value_for_a_limit() -> None:
    told = found(logged(2), logged(9, day=SATURDAY, at=EVENING), is_lowest_best=True)
    assert told.best_time_of_day is TimeOfDay.MORNING
    assert told.best_day_of_week is DayOfWeek.MONDAY


def test_fewer_than_five_activities_tell_nothing() -> None:
    told = found(logged(9, count=4, at=EVENING), logged(2))
    assert told.best_time_of_day is TimeOfDay.MORNING
    assert found(logged(9, count=4)) == Findings()


def test_equal_means_go_by_how_many_activities_there_are() -> None:
    groups = logged(1), logged(1, count=6, at=EVENING)
    assert found(*groups).best_time_of_day is TimeOfDay.EVENING
    assert found(*groups, is_lowest_best=True).best_time_of_day is TimeOfDay.MORNING


def test_what_is_equal_in_all_goes_by_its_order_in_the_day() -> None:
    told = found(logged(1, at=EVENING), logged(1, at=MORNING))
    assert told.best_time_of_day is TimeOfDay.MORNING


def test_skips_tell_nothing() -> None:
    assert found(logged(9, kind=ActivityType.SKIPPED)) == Findings()


def test_the_hour_is_that_of_the_activity_s_own_clock() -> None:
    at = datetime.combine(DAY, time(23, 30), tzinfo=UTC)
    in_tokyo = an_activity(occurred_at=at, local_day=DAY + ONE_DAY, timezone="Asia/Tokyo")
    told = found([in_tokyo] * 5)
    assert told.best_time_of_day is TimeOfDay.MORNING
    assert told.best_day_of_week is DayOfWeek.TUESDAY


@pytest.mark.parametrize(
    ("day", "part"),
    [(date(2026, 3, 28), TimeOfDay.EARLY_MORNING), (date(2026, 3, 29), TimeOfDay.MORNING)],
)
def test_the_same_instant_of_a_day_is_later_once_the_clock_is_put_forward(
    day: date, part: TimeOfDay
) -> None:
    at = datetime.combine(day, time(5, 30), tzinfo=UTC)
    in_berlin = an_activity(occurred_at=at, local_day=day, timezone="Europe/Berlin")
    assert found([in_berlin] * 5).best_time_of_day is part


def test_what_an_activity_says_of_its_time_counts() -> None:
    said = ActivityContext(time_of_day=TimeOfDay.NIGHT, day_of_week=DayOfWeek.FRIDAY)
    told = found(logged(1, context=said))
    assert told.best_time_of_day is TimeOfDay.NIGHT
    assert told.best_day_of_week is DayOfWeek.FRIDAY


@pytest.mark.parametrize("context", [None, ActivityContext()])
@pytest.mark.parametrize("day_start", [time(0), time(4, 30), time(20)])
def test_what_is_logged_for_a_day_alone_tells_no_hour(
    day_start: time, context: ActivityContext | None
) -> None:
    calendar = Calendar.of(DayRule(timezone="America/New_York", day_start=day_start))
    journal = a_journal(GoalPattern.MILESTONE, calendar=calendar)
    activity = journal.made(3, activity_date=date(2026, 2, 25), context=context)
    told = findings([activity] * 5, calendar=calendar)
    assert told == Findings(best_day_of_week=DayOfWeek.WEDNESDAY)


def test_a_second_before_midnight_is_night_where_the_day_ends_later() -> None:
    calendar = Calendar.of(DayRule(timezone="UTC", day_start=time(4)))
    told = findings(logged(1, at=time(23, 59, 59)), calendar=calendar)
    assert told.best_time_of_day is TimeOfDay.NIGHT


def test_a_pattern_names_both_samples() -> None:
    told = found(logged(9, count=6, at=EVENING), logged(3, count=8))
    assert patterns(told, Factor.TIME_OF_DAY) == [
        Insight(
            factor=Factor.TIME_OF_DAY,
            label="evening",
            measure=Measure.MEAN_VALUE,
            value=Decimal(9),
            sample_size=6,
            other_value=Decimal(3),
            other_sample_size=8,
        )
    ]


def test_less_is_a_pattern_of_a_limit() -> None:
    told = found(logged(9, at=EVENING), logged(3), is_lowest_best=True)
    assert [pattern.label for pattern in patterns(told, Factor.TIME_OF_DAY)] == ["morning"]


def test_the_week_s_end_and_company_make_patterns() -> None:
    alone, together = (ActivityContext(with_others=each) for each in (False, True))
    told = found(
        logged(3, context=replace(alone, is_weekend=False)),
        logged(6, context=replace(together, is_weekend=True)),
    )
    assert [(p.factor, p.label) for p in told.success_patterns] == [
        (Factor.DAY_KIND, "weekend"),
        (Factor.COMPANY, "with_others"),
    ]


def test_what_is_not_known_is_no_part_of_a_sample() -> None:
    together = ActivityContext(with_others=True)
    told = found(logged(6, context=together), logged(3))
    assert patterns(told, Factor.COMPANY) == []


@pytest.mark.parametrize(("evening", "is_told"), [(11, False), ("11.06", True)])
def test_a_pattern_is_better_by_more_than_a_tenth_of_the_mean(
    *, evening: float | str, is_told: bool
) -> None:
    told = found(logged(float(evening), at=EVENING), logged(10))
    assert bool(patterns(told, Factor.TIME_OF_DAY)) == is_told


@pytest.mark.parametrize("count", [4, 5])
def test_a_pattern_needs_five_samples_on_both_sides(count: int) -> None:
    told = found(logged(9, at=EVENING), logged(1, count=count))
    assert bool(patterns(told, Factor.TIME_OF_DAY)) == (count == 5)


def test_a_mean_of_0_is_no_scale_to_compare_by() -> None:
    assert found(logged(-4), logged(4, at=EVENING)).success_patterns == ()


def test_the_strongest_pattern_comes_first() -> None:
    alone, together = (ActivityContext(with_others=each) for each in (False, True))
    told = found(
        logged(20, context=replace(alone, is_weekend=True)),
        logged(22, context=replace(together, is_weekend=True)),
        logged(8, context=replace(together, is_weekend=False)),
        logged(1, context=replace(alone, is_weekend=False)),
    )
    assert [pattern.label for pattern in told.success_patterns] == ["weekend", "with_others"]


def test_judged_days_make_patterns_by_the_share_met() -> None:
    mondays = [(MONDAY + n * ONE_WEEK, n < 8) for n in range(10)]
    saturdays = [(SATURDAY + n * ONE_WEEK, n < 2) for n in range(5)]
    told = findings((), [*mondays, *saturdays], calendar=UTC_CALENDAR, is_lowest_best=True)
    assert told.best_day_of_week is None
    assert {pattern.label for pattern in told.success_patterns} == {"monday", "weekday"}
    assert told.success_patterns[0] == Insight(
        factor=Factor.DAY_OF_WEEK,
        label="monday",
        measure=Measure.MET_SHARE,
        value=Decimal(80),
        sample_size=10,
        other_value=Decimal(40),
        other_sample_size=5,
    )


@st.composite
def activities(draw: st.DrawFn) -> list[Activity]:
    zone = draw(st.sampled_from(["UTC", "Asia/Kathmandu", "Pacific/Apia"]))
    made: list[Activity] = []
    for _ in range(draw(st.integers(0, 40))):
        day = DAY + draw(st.integers(0, 13)) * ONE_DAY
        at = datetime.combine(day, time(draw(st.integers(0, 23))), tzinfo=ZoneInfo(zone))
        value = Decimal(draw(st.integers(0, 50)))
        made.append(an_activity(local_day=day, occurred_at=at, timezone=zone, value=value))
    return made


@given(log=activities(), is_lowest_best=st.booleans())
def test_no_order_of_activities_changes_what_they_tell(
    *, log: list[Activity], is_lowest_best: bool
) -> None:
    told = found(log, is_lowest_best=is_lowest_best)
    assert told == found(log[::-1], is_lowest_best=is_lowest_best)


@given(log=activities(), is_lowest_best=st.booleans())
def test_a_pattern_is_better_than_elsewhere(*, log: list[Activity], is_lowest_best: bool) -> None:
    for pattern in found(log, is_lowest_best=is_lowest_best).success_patterns:
        better = pattern.value - pattern.other_value
        assert (better < 0) == is_lowest_best
        assert min(pattern.sample_size, pattern.other_sample_size) >= 5

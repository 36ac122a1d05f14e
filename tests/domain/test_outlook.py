"""The outlook, counted by hand for goals made on Monday, 2 March 2026."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from domain.activity import ActivityType
from domain.day import Calendar, DayRule
from domain.goal import GoalStatus
from domain.level import level_of, weekly_gains
from domain.outlook import Forecast, forecast, pace_line
from domain.period import PeriodUnit
from domain.requests import NewGoal, NewTarget, ScheduleEdit, TargetEdit
from domain.schedule import Frequency
from domain.target import GoalPattern
from tests.domain.diary import Diary, a_diary
from tests.domain.journals import a_journal, log_days, on
from tests.domain.reviewing import reviewed, values

if TYPE_CHECKING:
    from datetime import datetime

    from tests.domain.journal import Journal

ONE_DAY = timedelta(days=1)
APRIL_1 = date(2026, 4, 1)


def march(day: int) -> date:
    return date(2026, 3, day)


def forecast_of(journal: Journal, as_of: datetime | None = None) -> Forecast:
    found = forecast(reviewed(journal, as_of))
    assert found is not None
    return found


def a_dated_diary(value: int) -> Diary:
    """Return the diary of a milestone goal that is due on 1 April."""
    target = NewTarget(value=Decimal(value), unit="u")
    wanted = NewGoal(title="G", pattern=GoalPattern.MILESTONE, target=target, deadline=APRIL_1)
    return Diary(wanted)


def line(journal: Journal, *days: int, as_of: datetime | None = None) -> list[Decimal]:
    """Return the pace line on days of March."""
    found = pace_line(reviewed(journal, as_of))
    assert found is not None
    return [found.value_on(march(day)) for day in days]


def weekly(journal: Journal) -> list[Decimal]:
    review = reviewed(journal)
    return list(weekly_gains(review, level_of(review)))


def log_weeks(journal: Journal, *values: float | None) -> None:
    """Log a value each week, none in a week of None, and wait until the next week."""
    for value in values:
        if value is not None:
            journal.log(value)
        journal.wait(days=7)


def needs(found: Forecast) -> list[tuple[object, ...]]:
    return [(need.day, need.amount) for need in found.need_by or ()]


# what is asked for


def test_a_milestone_goal_is_asked_for_evenly_up_to_its_deadline() -> None:
    journal = a_journal(GoalPattern.MILESTONE, 30, deadline=APRIL_1)
    journal.log(12)
    found = forecast_of(journal, on(12, 20))
    assert values(found.pace_value, found.delta, found.buffer_days) == (10, 2, 3)
    assert found.need_today == -2
    assert needs(found) == [(march(13 + n), n - 1) for n in range(7)]
    assert found.is_on_track is True


def test_a_falling_measurement_is_ahead_below_its_line() -> None:
    journal = a_journal(GoalPattern.TARGET, 55, start_value=Decimal(85), deadline=APRIL_1)
    ahead = forecast_of(journal, on(2, 20))
    assert values(ahead.pace_value, ahead.delta, ahead.need_today) == (85, 0, 0)
    journal.wait(days=10)
    journal.log(76)
    found = forecast_of(journal)
    assert values(found.pace_value, found.delta, found.need_today) == (75, -1, -1)
    assert values(found.buffer_days, found.is_on_track) == (0, False)


def test_a_recurring_goal_is_asked_for_each_day_after_its_first() -> None:
    journal = log_days(a_journal(GoalPattern.RECURRING, 10), 10, 10, 5)
    found = forecast_of(journal)
    assert values(found.pace_value, found.delta, found.buffer_days) == (30, -5, 0)
    assert needs(found)[0] == (march(6), 15)


@pytest.mark.parametrize(
    ("unit", "value", "schedule", "expected"),
    [
        (PeriodUnit.DAY, 10, {}, [0, 10, 20, 30, 40, 50, 60, 70]),
        (PeriodUnit.DAY, 10, {"days_of_week": (1, 3, 5)}, [0, 0, 10, 10, 20, 20, 20, 30]),
        (PeriodUnit.DAY, 10, {"every": 3}, [0, 0, 0, 10, 10, 10, 20, 20]),
        (
            PeriodUnit.DAY,
            10,
            {"frequency": Frequency.MONTHLY, "day_of_month": 5},
            [0, 0, 0, 10, 10, 10, 10, 10],
        ),
        (PeriodUnit.WEEK, 14, {}, [0, 2, 4, 6, 8, 10, 12, 14]),
        (PeriodUnit.WEEK, 14, {"every": 2}, [0, 1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_the_line_rises_on_due_days_and_evenly_over_longer_periods(
    unit: PeriodUnit, value: int, schedule: dict[str, Any], expected: list[int]
) -> None:
    wanted = ScheduleEdit(**schedule)
    journal = a_journal(GoalPattern.RECURRING, value, period=unit, schedule=wanted)
    assert line(journal, *range(2, 10)) == expected
    assert line(journal, *range(2, 10), as_of=on(9, 12)) == expected


def test_rest_days_to_come_lengthen_the_buffer() -> None:
    weekdays = ScheduleEdit(days_of_week=(1, 2, 3, 4, 5))
    journal = a_journal(GoalPattern.RECURRING, 10, schedule=weekdays)
    journal.log(50)
    # Fifty pages last until Monday the 9th, and on Tuesday one is behind.
    assert forecast_of(journal).buffer_days == 8


@pytest.mark.parametrize(
    ("schedule", "logged", "buffer_days"),
    [
        # The goal is due on Monday, 2 March 2026, and the line rises on the due days after it.
        (ScheduleEdit(days_of_week=(1,)), 1_000, 101 * 7),
        (ScheduleEdit(every=9_999), 0, 9_999),
        (ScheduleEdit(frequency=Frequency.YEARLY, every=2), 10, 4 * 365 + 1),
        (ScheduleEdit(), 10_000, 1_001),
    ],
    ids=["mondays", "every 9,999 days", "every other year", "daily"],
)
def test_rest_days_lengthen_the_buffer_over_years_too(
    schedule: ScheduleEdit, logged: int, buffer_days: int
) -> None:
    journal = a_journal(GoalPattern.RECURRING, 10, schedule=schedule)
    journal.log(logged)
    assert forecast_of(journal).buffer_days == buffer_days


def test_a_day_rule_holds_until_the_next_one_takes_over() -> None:
    journal = a_journal(
        GoalPattern.RECURRING, 10, schedule=ScheduleEdit(days_of_week=(1, 3, 5)), period_count=4
    )
    journal.edit(schedule=ScheduleEdit(days_of_week=(0, 6)), days_ahead=4)
    assert line(journal, 4, 5, 6, 7, 8, 9, 13, 14) == [10, 10, 10, 20, 30, 30, 30, 40]


def test_a_new_value_is_asked_for_from_the_first_period_that_has_it() -> None:
    journal = a_journal(GoalPattern.RECURRING, 7, period=PeriodUnit.WEEK)
    journal.wait(days=2)
    journal.edit(target=TargetEdit(value=Decimal(14)))
    assert line(journal, 4, 8, 9, 10) == [2, 6, 8, 10]
    assert line(journal, 9, 10, as_of=on(3)) == [7, 8]


def test_a_rolling_goal_is_asked_for_its_share_of_days_and_counts_done_days() -> None:
    journal = a_journal(GoalPattern.RECURRING, 4, period=None, rolling_days=8)
    journal.log(30)
    journal.log(1)
    journal.wait(days=2)
    found = forecast_of(journal)
    assert values(found.pace_value, found.delta, found.buffer_days) == (1, 0, 1)


def test_what_was_logged_before_the_start_of_a_rate_counts_for_nothing() -> None:
    journal = a_journal(
        GoalPattern.RECURRING, 10, schedule=ScheduleEdit(start_on=march(4)), period_count=4
    )
    log_days(journal, 10, 10, 10)
    assert forecast_of(journal).delta == 0
    assert line(journal, 3, 4, 5) == [0, 0, 10]


def test_a_milestone_goal_counts_all_and_is_asked_for_from_the_start_in_force() -> None:
    journal = a_journal(GoalPattern.MILESTONE, 30, deadline=APRIL_1)
    journal.log(5)
    journal.wait(hours=1)
    journal.edit(schedule=ScheduleEdit(start_on=march(12)))
    found = forecast_of(journal)
    assert values(found.pace_value, found.delta) == (0, 5)
    assert line(journal, 12, 14) == [0, 3]


# limits


def test_a_limit_is_taken_to_use_twice_its_share_on_each_day_to_come() -> None:
    journal = a_journal(GoalPattern.LIMIT, 2)
    journal.wait(days=4)
    found = forecast_of(journal)
    assert values(found.pace_value, found.delta, found.need_today) == (8, 8, 8)
    # With nothing logged today 4 of the 8 are taken to be used today, and 2 more each day.
    assert found.buffer_days == 3
    journal.log(0)
    assert forecast_of(journal).buffer_days == 5


def test_a_skip_says_nothing_of_a_limit_today() -> None:
    journal = a_journal(GoalPattern.LIMIT, 2).wait(days=4)
    before = forecast_of(journal)
    journal.log(0, kind=ActivityType.SKIPPED)
    assert forecast_of(journal).buffer_days == before.buffer_days


# away


def test_the_line_is_flat_on_pauses_and_while_a_goal_is_paused() -> None:
    diary = a_diary(GoalPattern.RECURRING, 10)
    diary.wait(days=2)
    diary.pause_days(days=2)
    assert line(diary, 3, 4, 5, 6) == [10, 10, 10, 20]
    diary.wait(days=3)
    diary.pause_days()
    assert line(diary, 6, 7, 8, 30) == [20, 20, 20, 20]
    diary.log(30)
    assert forecast_of(diary).buffer_days is None


def test_a_goal_paused_for_now_is_asked_for_on_the_days_after_today() -> None:
    diary = a_dated_diary(19)
    diary.wait(days=10)
    diary.pause_days()
    diary.wait(days=10)
    assert line(diary, 11, 12, 22, 31) == [9, 9, 9, 18]


def test_a_pause_is_not_known_before_it_begins() -> None:
    diary = a_diary(GoalPattern.RECURRING, 10)
    diary.wait(days=2)
    diary.pause_days()
    assert line(diary, 5, as_of=on(3, 12)) == [30]


# where it leads


def test_a_total_is_projected_at_the_mean_of_its_weeks_with_a_band() -> None:
    journal = a_journal(GoalPattern.MILESTONE, 60)
    log_weeks(journal, 10, 20)
    found = forecast_of(journal)
    # 30 are left on Monday the 16th, at 15 a week, give or take 7.07.
    assert found.rate == 15
    assert found.projected_completion == march(30)
    assert values(found.earliest_completion, found.latest_completion) == (
        march(26),
        date(2026, 4, 12),
    )
    assert values(found.pace_value, found.need_by, found.is_on_track) == (None, None, None)


def test_a_measurement_is_projected_by_how_the_weeks_moved_it() -> None:
    journal = a_journal(GoalPattern.TARGET, 70, start_value=Decimal(80), deadline=APRIL_1)
    log_weeks(journal, 79, None, 76)
    # By -1, 0 and -3 a week: 6 are left on Monday the 23rd, at 4 in 3 weeks.
    found = forecast_of(journal)
    assert found.rate == Decimal("-1.3333333333")
    assert found.projected_completion == march(23) + 32 * ONE_DAY


def test_the_week_that_is_open_or_was_begun_late_or_has_a_pause_tells_no_rate() -> None:
    diary = Diary(
        NewGoal(
            title="G",
            pattern=GoalPattern.MILESTONE,
            target=NewTarget(value=Decimal(1000), unit="u"),
            schedule=ScheduleEdit(start_on=march(4)),
        )
    )
    log_weeks(diary, 50, 10)
    diary.pause_days(days=1)
    log_weeks(diary, 30, 20)
    diary.log(40)
    assert weekly(diary) == [10, 20]
    assert forecast_of(diary).rate == 15


def test_weeks_begin_on_the_owners_day() -> None:
    sundays = Calendar.of(DayRule(timezone="UTC", week_start=0))
    journal = a_journal(GoalPattern.MILESTONE, 100, calendar=sundays)
    journal.wait(days=6)
    log_weeks(journal, 5, 7)
    assert weekly(journal) == [5, 7]


def test_only_the_last_eight_weeks_tell_the_rate() -> None:
    journal = a_journal(GoalPattern.MILESTONE, 1000)
    log_weeks(journal, 90, *[1] * 8)
    assert weekly(journal) == [1] * 8
    assert forecast_of(journal).rate == 1


def test_a_goal_younger_than_a_week_has_no_rate() -> None:
    journal = a_journal(GoalPattern.MILESTONE, 60)
    journal.log(10)
    found = forecast_of(journal.wait(days=5))
    assert values(found.rate, found.projected_completion) == (None, None)


@pytest.mark.parametrize("pattern", [GoalPattern.RECURRING, GoalPattern.LIMIT])
def test_what_is_asked_for_again_and_again_is_never_completed(pattern: GoalPattern) -> None:
    journal = a_journal(pattern, 10)
    log_weeks(journal, 10, 20)
    found = forecast_of(journal)
    assert values(found.rate, found.projected_completion) == (15, None)


def test_a_streak_has_a_rate_alone() -> None:
    journal = log_days(a_journal(GoalPattern.STREAK, 30), *[1] * 7)
    assert forecast_of(journal) == Forecast(rate=Decimal(7))


# lives


@pytest.mark.parametrize("end", ["complete", "archive"])
def test_a_goal_that_has_ended_leads_nowhere(end: str) -> None:
    journal = a_journal(GoalPattern.RECURRING, 10).wait(days=3)
    getattr(journal, end)()
    assert forecast(reviewed(journal, on(4))) is not None
    assert forecast(reviewed(journal.wait(days=1))) is None


def test_a_draft_leads_nowhere_and_neither_does_a_goal_not_made_yet() -> None:
    draft = a_journal(GoalPattern.RECURRING, 10, status=GoalStatus.DRAFT).wait(days=3)
    assert forecast(reviewed(draft)) is None
    draft.activate()
    assert forecast(reviewed(draft)) is not None
    assert forecast(reviewed(draft, on(1))) is None


def test_a_goal_that_starts_before_it_is_made_has_a_forecast_from_its_start_on() -> None:
    schedule = ScheduleEdit(start_on=date(2026, 2, 20))
    journal = a_journal(GoalPattern.RECURRING, schedule=schedule)
    journal.log(25, activity_date=date(2026, 2, 22))
    assert forecast(reviewed(journal, on(1) - 10 * ONE_DAY)) is None
    found = forecast_of(journal, on(1) - 4 * ONE_DAY)
    assert (found.pace_value, found.delta, found.buffer_days) == values(50, -25, 0)
    by_its_log = a_journal(GoalPattern.LIMIT)
    by_its_log.log(5, activity_date=date(2026, 2, 22))
    assert forecast_of(by_its_log, on(1)).delta == values(65)[0]


def test_a_forecast_of_nothing_says_nothing() -> None:
    assert {getattr(Forecast(), each.name) for each in fields(Forecast)} == {None}

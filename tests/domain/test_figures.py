"""Figures of a reviewed goal, counted by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from domain.activity import ActivityType
from domain.amount import rounded
from domain.analysis import insights_of, statistics_of
from domain.figures import (
    average_value,
    consistency_score,
    days_over_limit,
    period_history,
    success_rate,
    trend_of,
)
from domain.occurrence import Outcome
from domain.outlook import forecast
from domain.period import PeriodUnit
from domain.requests import ScheduleEdit, TargetEdit
from domain.score import smoothed
from domain.statistics import StatisticsPeriod
from domain.target import GoalPattern, MissingPolicy
from domain.trend import Trend
from tests.domain.diary import a_diary
from tests.domain.journals import a_journal, log_days, on
from tests.domain.reviewing import known, reviewed, values
from tests.domain.worlds import onwards, stories, take

if TYPE_CHECKING:
    from datetime import datetime

    from tests.domain.journal import Journal
    from tests.domain.worlds import Step

EVERY_DAY = 0.5 ** (1 / 13)


def score_of(journal: Journal) -> Decimal:
    found = consistency_score(reviewed(journal))
    assert found is not None
    return round(found.value, 6)


def scored(*shares: float | None, start: float = 0.0, multiplier: float = EVERY_DAY) -> Decimal:
    """Return the score after days of these shares; None keeps it."""
    *_, last = smoothed(start, shares, multiplier=multiplier)
    return round(rounded(Decimal(last) * 100), 6)


# periods


def test_the_success_rate_and_the_average_are_those_of_closed_judged_periods() -> None:
    journal = log_days(a_journal(GoalPattern.RECURRING, 10), 12, 6, None)
    journal.log(20)
    review = reviewed(journal)
    assert success_rate(review) == Decimal(100) / 3
    assert average_value(review) == 6
    journal.wait(days=1)
    assert success_rate(reviewed(journal)) == 50
    assert average_value(reviewed(journal)) == Decimal("9.5")


def test_what_is_skipped_or_excused_leaves_the_success_rate() -> None:
    diary = a_diary(GoalPattern.RECURRING, 10)
    log_days(diary, 12)
    diary.log(1, kind=ActivityType.SKIPPED)
    diary.wait(days=1)
    diary.pause_days(days=1)
    diary.wait(days=2)
    assert success_rate(reviewed(diary)) == 50


@pytest.mark.parametrize("pattern", [GoalPattern.MILESTONE, GoalPattern.TARGET])
def test_a_goal_without_periods_has_no_rate_and_no_history(pattern: GoalPattern) -> None:
    journal = a_journal(pattern, 30, start_value=Decimal(10))
    log_days(journal, 12, 14)
    review = reviewed(journal)
    assert (success_rate(review), average_value(review), days_over_limit(review)) == (None,) * 3
    assert period_history(review) == ()


def test_before_its_first_period_has_closed_a_goal_has_no_rate() -> None:
    journal = a_journal(GoalPattern.LIMIT, 2)
    assert success_rate(reviewed(journal)) is None
    assert average_value(reviewed(journal)) is None
    assert success_rate(reviewed(journal.wait(days=1))) == 100


def test_the_periods_over_a_limit_are_counted_with_the_open_one() -> None:
    journal = log_days(a_journal(GoalPattern.LIMIT, 2), 3, 2, None, 5)
    journal.log(2)
    assert days_over_limit(reviewed(journal)) == 2
    journal.log(1)
    assert days_over_limit(reviewed(journal)) == 3


def test_an_excused_period_is_not_over_a_limit() -> None:
    diary = a_diary(GoalPattern.LIMIT, 2)
    diary.pause_days(days=1)
    log_days(diary, 3, 3)
    assert days_over_limit(reviewed(diary)) == 1


def test_the_history_holds_as_many_periods_as_progress_looks_back_on() -> None:
    journal = log_days(a_journal(GoalPattern.RECURRING, 10), 12, 6, None, 30)
    journal.log(1)
    assert period_history(reviewed(journal, on(1))) == ()
    found = period_history(reviewed(journal))
    assert [values(each.period_key, each.outcome, each.value) for each in found] == [
        ("2026-03-03", Outcome.MISSED, 6),
        ("2026-03-04", Outcome.MISSED, 0),
        ("2026-03-05", Outcome.MET, 30),
        ("2026-03-06", Outcome.PENDING, 1),
    ]


def test_the_history_leaves_out_rest_days_on_which_nothing_was_done() -> None:
    schedule = ScheduleEdit(days_of_week=(1, 3, 5))
    journal = a_journal(GoalPattern.RECURRING, 10, schedule=schedule)
    log_days(journal, 12, 12, None, None)
    keys = [each.period_key for each in period_history(reviewed(journal))]
    assert keys == ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-06"]


# trend


def test_the_trend_is_that_of_closed_periods_turned_round_for_a_limit() -> None:
    for pattern, expected in (
        (GoalPattern.RECURRING, Trend.IMPROVING),
        (GoalPattern.LIMIT, Trend.DECLINING),
    ):
        journal = log_days(a_journal(pattern, 10), 9, 2, 3, None, 4, 5)
        journal.log(1)
        assert trend_of(reviewed(journal)) is expected


@pytest.mark.parametrize(
    ("pattern", "values"), [(GoalPattern.MILESTONE, (3, 2)), (GoalPattern.TARGET, (70, 80))]
)
def test_the_trend_of_a_total_or_a_measurement_is_that_of_active_days(
    pattern: GoalPattern, values: tuple[int, int]
) -> None:
    start = Decimal(85) if pattern is GoalPattern.TARGET else None
    journal = a_journal(pattern, 60, start_value=start)
    journal.log(0, kind=ActivityType.SKIPPED)
    journal.wait(days=1)
    log_days(journal, values[0], None, None, values[1])
    assert trend_of(reviewed(journal)) is Trend.DECLINING


# consistency


def test_the_score_is_smoothed_from_the_first_activity_through_today() -> None:
    journal = a_journal(GoalPattern.RECURRING, 10)
    assert consistency_score(reviewed(journal)) is None
    log_days(journal.wait(days=2), 5, 20, None)
    found = consistency_score(reviewed(journal))
    assert found is not None
    assert score_of(journal) == scored(0.5, 1.0, 0.0, 0.0)
    assert values(found.window_days, found.window_sum, found.target, found.share) == (1, 0, 10, 0)
    assert found.multiplier == rounded(Decimal(EVERY_DAY))


def test_skipped_and_paused_days_keep_the_score() -> None:
    diary = a_diary(GoalPattern.RECURRING, 10)
    log_days(diary, 10)
    diary.log(1, kind=ActivityType.SKIPPED)
    diary.wait(days=1)
    diary.pause_days(days=2)
    diary.wait(days=2)
    assert score_of(diary) == scored(1.0, None, None, None, 0.0)
    diary.pause_days()
    assert score_of(diary.wait(days=3)) == scored(1.0, *[None] * 7)


def test_a_pause_before_the_first_activity_keeps_nothing() -> None:
    diary = a_diary(GoalPattern.RECURRING, 10)
    diary.pause_days(ago=5, days=6)
    log_days(diary.wait(days=1), 10)
    assert score_of(diary) == scored(1.0, 0.0)


def test_a_skip_too_many_is_a_day_of_nothing_and_a_skip_beside_a_deed_hides_nothing() -> None:
    journal = a_journal(GoalPattern.RECURRING, 10, schedule=ScheduleEdit(allow_skip_days=1))
    log_days(journal, 10)
    for _ in range(2):
        journal.log(1, kind=ActivityType.SKIPPED)
        journal.wait(days=1)
    journal.log(5)
    journal.log(1, kind=ActivityType.SKIPPED)
    assert score_of(journal) == scored(1.0, None, 0.0, 0.5)


def test_a_limit_starts_from_the_top_and_keeps_what_is_unknown() -> None:
    journal = a_journal(GoalPattern.LIMIT, 2, missing_policy=MissingPolicy.UNKNOWN)
    log_days(journal, 3, None, 4)
    assert score_of(journal) == scored(0.5, None, 0.0, None, start=1.0)


def test_a_new_target_scores_from_its_first_period_on() -> None:
    journal = a_journal(GoalPattern.RECURRING, 10)
    log_days(journal, 5)
    journal.edit(target=TargetEdit(value=Decimal(5)), days_ahead=1)
    log_days(journal, 5, 5)
    journal.log(5)
    assert score_of(journal) == scored(0.5, 0.5, 1.0, 1.0)


def test_a_rolling_goal_is_scored_by_its_done_days() -> None:
    journal = a_journal(GoalPattern.RECURRING, 1, period=None, rolling_days=2)
    log_days(journal, 7, None, None)
    # One day of two is looked for twice in four.
    assert score_of(journal) == scored(0.5, 0.5, 0.5, 0.5, multiplier=0.5 ** (0.5**0.5 / 13))


def test_a_goal_of_weeks_is_scored_by_the_last_seven_days() -> None:
    journal = a_journal(GoalPattern.RECURRING, 10, period=PeriodUnit.WEEK)
    log_days(journal, 5, None, *[None] * 5)
    assert score_of(journal) == scored(*[0.5] * 7, 0.0, multiplier=0.5 ** ((1 / 7) ** 0.5 / 13))


# the law


def told(journal: Journal, as_of: datetime) -> tuple[Any, ...]:
    """Return all that is told of a goal as of a moment."""
    review = reviewed(journal, as_of)
    return (
        forecast(review),
        insights_of(review, known(journal, as_of)),
        consistency_score(review),
        trend_of(review),
        success_rate(review),
        average_value(review),
        days_over_limit(review),
        period_history(review),
        *(statistics_of(review, period=period) for period in StatisticsPeriod),
    )


@given(stories(onwards))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_what_happens_later_changes_nothing_as_of_before(
    drawn: tuple[Journal, list[Step]],
) -> None:
    journal, story = drawn
    seen: list[tuple[datetime, tuple[Any, ...]]] = []
    for step in story:
        if step[0] == "wait" and step[1]["hours"]:
            seen.append((journal.latest, told(journal, journal.latest)))
        take(journal, step)
    for as_of, before in seen:
        assert told(journal, as_of) == before

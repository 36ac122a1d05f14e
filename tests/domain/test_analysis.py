"""The analysis of a reviewed goal: which days, periods and activities its numbers are made of."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from domain.activity import ActivityType, DayOfWeek, TimeOfDay
from domain.analysis import first_day_told, insights_of, statistics_of
from domain.day import Calendar, DayRule
from domain.insight import Factor, Measure
from domain.period import PeriodUnit
from domain.recommendation import RecommendationKind
from domain.requests import ScheduleEdit, TargetEdit
from domain.statistics import GoalStatistics, StatisticsPeriod
from domain.target import GoalPattern
from tests.domain.diary import a_diary
from tests.domain.journals import a_journal, log_days, on
from tests.domain.reviewing import known, reviewed, values

if TYPE_CHECKING:
    from datetime import datetime

    from domain.advice import GoalInsights
    from tests.domain.journal import Journal

MARCH_2 = date(2026, 3, 2)
APRIL_1 = date(2026, 4, 1)
ONE_DAY = timedelta(days=1)


def statistics(
    journal: Journal,
    period: StatisticsPeriod = StatisticsPeriod.CURRENT,
    as_of: datetime | None = None,
) -> GoalStatistics:
    return statistics_of(reviewed(journal, as_of), period=period)


def insights(journal: Journal, as_of: datetime | None = None) -> GoalInsights:
    at = journal.latest if as_of is None else as_of
    return insights_of(reviewed(journal, at), known(journal, at))


def advice(journal: Journal, as_of: datetime | None = None) -> dict[str, dict[str, Decimal]]:
    return {
        each.kind.value: {figure.name: figure.value for figure in each.evidence}
        for each in insights(journal, as_of).recommendations
    }


# statistics


def test_statistics_are_those_of_the_span_that_holds_the_moment() -> None:
    journal = log_days(a_journal(GoalPattern.RECURRING, 10), 12, 8, None, 10)
    journal.log(3, kind=ActivityType.PARTIAL)
    found = statistics(journal, StatisticsPeriod.WEEK)
    assert values(found.span.first_on, found.span.last_on) == (MARCH_2, date(2026, 3, 8))
    assert values(found.total_activities, found.completed_activities) == (4, 3)
    assert values(found.worst_value, found.average_value, found.best_value) == (
        3,
        Decimal("8.25"),
        12,
    )
    # Of five days so far one is empty.
    assert found.consistency == 80
    assert found.time_since_last is None


def test_the_current_span_is_the_period_of_the_target_in_force() -> None:
    journal = a_journal(GoalPattern.RECURRING, 10, period=PeriodUnit.WEEK)
    journal.wait(days=3)
    journal.edit(target=TargetEdit(period=PeriodUnit.MONTH))
    assert statistics(journal).span.last_on == date(2026, 3, 8)
    assert statistics(journal.wait(days=40)).span.last_on == date(2026, 4, 30)


def test_weeks_begin_as_the_owner_has_them() -> None:
    calendar = Calendar.of(DayRule(timezone="UTC", week_start=0))
    journal = a_journal(GoalPattern.RECURRING, 10, calendar=calendar)
    assert statistics(journal, StatisticsPeriod.WEEK).span.first_on == date(2026, 3, 1)


def test_what_is_about_a_limit_or_a_falling_measurement_is_best_at_its_least() -> None:
    falling = a_journal(GoalPattern.TARGET, 70, start_value=Decimal(80), deadline=APRIL_1)
    for journal in (a_journal(GoalPattern.LIMIT, 2), falling):
        log_days(journal, 75, 78)
        found = statistics(journal, StatisticsPeriod.ALL)
        assert values(found.best_value, found.worst_value) == (75, 78)


def test_all_is_from_the_start_or_the_first_activity_to_today() -> None:
    ahead = ScheduleEdit(start_on=MARCH_2 + 10 * ONE_DAY)
    journal = a_journal(GoalPattern.RECURRING, 10, schedule=ahead)
    span = statistics(journal, StatisticsPeriod.ALL).span
    assert (span.first_on, span.last_on) == (MARCH_2, MARCH_2)
    journal.bring(5, occurred_at=on(2) - 9 * ONE_DAY)
    span = statistics(journal.wait(days=3), StatisticsPeriod.ALL).span
    assert (span.first_on, span.last_on) == (date(2026, 2, 21), date(2026, 3, 5))


def test_all_holds_what_a_zone_further_east_logged_on_its_tomorrow() -> None:
    journal = a_journal(GoalPattern.RECURRING, 10).wait(hours=10)
    journal.log(5, timezone="Pacific/Kiritimati")
    found = statistics(journal, StatisticsPeriod.ALL)
    assert values(found.total_activities, found.span.last_on) == (1, MARCH_2 + ONE_DAY)


def test_before_a_goal_was_made_there_is_nothing() -> None:
    journal = log_days(a_journal(GoalPattern.RECURRING, 10), 10)
    found = statistics(journal, StatisticsPeriod.ALL, on(1))
    assert values(found.total_activities, found.consistency) == (0, None)
    assert found.span.first_on == found.span.last_on == date(2026, 3, 1)
    assert advice(journal, on(1)) == {}


def test_a_limit_knows_how_long_its_last_activity_is_ago() -> None:
    journal = a_journal(GoalPattern.LIMIT, 2)
    journal.log(1)
    review = reviewed(journal.wait(days=2, hours=-1))
    found = statistics_of(review, period=StatisticsPeriod.CURRENT, last_at=on(2, 9, 30))
    assert found.time_since_last is not None
    assert found.time_since_last.days == 1
    assert found.time_since_last.duration == timedelta(hours=47)


def test_after_its_end_a_goal_has_statistics_of_nothing() -> None:
    journal = log_days(a_journal(GoalPattern.RECURRING, 10), 10, 10)
    journal.complete()
    journal.wait(days=14)
    week = statistics(journal, StatisticsPeriod.WEEK)
    assert (week.span.first_on, week.total_activities) == (date(2026, 3, 16), 0)
    assert week.consistency is None
    assert statistics(journal, StatisticsPeriod.ALL).total_activities == 2


# insights


def test_insights_tell_when_a_goal_goes_best() -> None:
    journal = a_journal(GoalPattern.RECURRING, 10)
    for day in range(14):
        # On the first five days of a week at 9:30, on the others at 21:30.
        if day % 7 < 5:
            journal.log(12)
            journal.wait(days=1)
        else:
            journal.wait(hours=12).log(2)
            journal.wait(hours=12)
    found = insights(journal)
    assert found.best_time_of_day is TimeOfDay.MORNING
    assert found.best_day_of_week is None
    assert (Factor.DAY_KIND, Measure.MET_SHARE) not in {
        (each.factor, each.measure) for each in found.success_patterns
    }


def test_judged_days_tell_on_which_weekdays_a_goal_is_met() -> None:
    journal = a_journal(GoalPattern.RECURRING, 10)
    log_days(journal, *([12] * 5 + [None, None]) * 6)
    found = {(e.label, e.measure): e for e in insights(journal).success_patterns}
    pattern = found["weekday", Measure.MET_SHARE]
    assert values(pattern.value, pattern.other_value) == (100, 0)
    assert values(pattern.sample_size, pattern.other_sample_size) == (30, 12)


@pytest.mark.parametrize("target", [{"period": PeriodUnit.WEEK}, {"rolling_days": 7}])
def test_days_that_are_not_judged_by_themselves_tell_nothing(target: dict[str, object]) -> None:
    changes: dict[str, object] = {"period": None, **target}
    journal = a_journal(GoalPattern.RECURRING, 3, **changes)
    log_days(journal, *([3] * 5 + [None, None]) * 6)
    measures = {each.measure for each in insights(journal).success_patterns}
    assert measures <= {Measure.MEAN_VALUE}


def test_days_judged_over_a_year_ago_tell_nothing() -> None:
    journal = a_journal(GoalPattern.RECURRING, 10)
    log_days(journal, *([12] * 5 + [None, None]) * 6).wait(days=366 - 42)
    assert first_day_told(reviewed(journal)) == MARCH_2 + ONE_DAY
    patterns = {e.label: e for e in insights(journal).success_patterns}
    # 52 weeks and a Tuesday have closed since.
    assert patterns["weekday"].sample_size == 52 * 5 + 1


def test_the_lowest_is_best_for_a_limit() -> None:
    journal = a_journal(GoalPattern.LIMIT, 5)
    log_days(journal, *[1, 4, 4, 4, 4, 4, 4] * 6)
    assert insights(journal).best_day_of_week is DayOfWeek.MONDAY


# advice


def test_a_goal_behind_its_line_is_to_catch_up_by_the_days_left_today_included() -> None:
    journal = a_journal(GoalPattern.MILESTONE, 30, deadline=APRIL_1)
    journal.log(5)
    assert advice(journal, on(12, 12)) == {
        "catch_up": {
            "behind": Decimal(5),
            "remaining": Decimal(25),
            "days_left": Decimal(21),
            "needed_per_day": Decimal(25) / 21,
        }
    }
    assert advice(journal, on(32 - 1, 12))["catch_up"]["days_left"] == 2


def test_a_measurement_that_is_to_fall_is_to_catch_up_downwards() -> None:
    journal = a_journal(GoalPattern.TARGET, 55, start_value=Decimal(85), deadline=APRIL_1)
    journal.log(84)
    found = advice(journal, on(12, 12))["catch_up"]
    assert values(found["behind"], found["remaining"]) == (9, 29)


def test_past_its_deadline_or_without_one_there_is_nothing_to_catch_up_with() -> None:
    dated = a_journal(GoalPattern.MILESTONE, 30, deadline=APRIL_1)
    dated.log(5)
    assert "catch_up" in advice(dated, on(31) + ONE_DAY)
    assert "catch_up" not in advice(dated, on(31) + 2 * ONE_DAY)
    free = a_journal(GoalPattern.MILESTONE, 30)
    free.log(5)
    assert advice(free, on(12)) == {}


def test_silence_is_counted_from_the_last_activity_of_any_type_else_from_the_start() -> None:
    journal = a_journal(GoalPattern.MILESTONE, 30)
    assert advice(journal.wait(days=30))["log_activity"] == {"silent_days": Decimal(30)}
    journal.log(1, kind=ActivityType.SKIPPED)
    assert advice(journal.wait(days=20)) == {}
    assert advice(journal.wait(days=5))["log_activity"] == {"silent_days": Decimal(25)}


def test_a_streak_at_risk_is_to_be_kept() -> None:
    journal = log_days(a_journal(GoalPattern.STREAK, 30), 1, 1, 1)
    assert advice(journal) == {"keep_streak": {"streak": Decimal(3)}}
    journal.log(1)
    assert advice(journal) == {}


def test_the_open_period_of_a_limit_is_told() -> None:
    journal = log_days(a_journal(GoalPattern.LIMIT, 10), 1)
    journal.log(9)
    assert RecommendationKind.STAY_WITHIN_LIMIT.value in advice(journal)


def test_only_closed_periods_tell_that_a_target_is_too_high() -> None:
    journal = log_days(a_journal(GoalPattern.RECURRING, 10), *[4] * 7)
    journal.log(4)
    assert "ease_target" not in advice(journal)
    assert "ease_target" in advice(journal.wait(days=1))


def test_a_goal_that_is_not_active_is_given_no_advice() -> None:
    diary = a_diary(GoalPattern.STREAK, 30)
    log_days(diary, 1, 1, 1)
    assert advice(diary)
    diary.pause_days()
    assert advice(diary) == {}
    diary.come_back()
    diary.complete()
    assert advice(diary) == {}
    assert insights(diary).best_day_of_week is None

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activity import DayOfWeek, TimeOfDay
from domain.advice import goal_insights, recommendations
from domain.insight import Factor, Findings, Insight, Measure
from domain.occurrence import NOTHING, Done, Occurrence, Outcome
from domain.period import PeriodUnit
from domain.recommendation import Figure, Recommendation, RecommendationKind, Shortfall
from domain.schedule import CheckIn
from domain.target import GoalPattern, Target, TargetType
from tests.domain.evidence import (
    DAILY,
    ROLLING,
    advised,
    an_occurrence,
    figures,
    judged,
    some_evidence,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

EARLY = Insight(
    factor=Factor.TIME_OF_DAY,
    label="early_morning",
    measure=Measure.MEAN_VALUE,
    value=Decimal(9),
    sample_size=6,
    other_value=Decimal(3),
    other_sample_size=8,
)


def an_open_one(total: float, *, target: Target = DAILY) -> Occurrence:
    done = Done(total=Decimal(str(total)), counted=1)
    return an_occurrence(Outcome.PENDING, done, target=target)


def kinds(**changes: Any) -> list[str]:
    return [each.kind.value for each in recommendations(some_evidence(**changes))]


def test_without_evidence_nothing_is_recommended() -> None:
    assert advised() is None


# a streak at risk


def test_a_streak_at_risk_is_to_be_kept() -> None:
    assert advised(streak=12, is_streak_at_risk=True) == Recommendation(
        kind=RecommendationKind.KEEP_STREAK,
        reason="The streak of 12 is at risk until the open period is met.",
        evidence=(Figure(name="streak", value=Decimal(12)),),
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"streak": 12},
        {"is_streak_at_risk": True},
        {"streak": 12, "is_streak_at_risk": True, "pattern": GoalPattern.LIMIT},
    ],
)
def test_no_streak_is_to_be_kept_where_none_is_at_risk_or_logging_more_is_no_help(
    changes: dict[str, Any],
) -> None:
    assert advised(**changes) is None


# a limit nearly used


def limit_of(value: int, **changes: Any) -> Target:
    return replace(DAILY, value=Decimal(value), **changes)


def limited(used: float, *, target: Target = DAILY) -> Recommendation | None:
    return advised(pattern=GoalPattern.LIMIT, open=an_open_one(used, target=target))


@pytest.mark.parametrize("used", [8, 9.5, 10])
def test_a_limit_is_nearly_used_from_80_percent_on(used: float) -> None:
    recommendation = limited(used)
    assert recommendation is not None
    assert recommendation.kind is RecommendationKind.STAY_WITHIN_LIMIT
    left = Decimal(10) - Decimal(str(used))
    assert figures(recommendation) == {"used": Decimal(str(used)), "limit": 10, "left": left}


def test_the_reason_shows_amounts_in_the_goal_s_unit() -> None:
    recommendation = limited(9.5)
    assert recommendation is not None
    assert recommendation.reason == (
        "9.5 of 10 pages are used; 0.5 are left until the period ends."
    )


def test_braces_in_a_unit_are_text() -> None:
    recommendation = limited(9, target=limit_of(10, unit="{used}"))
    assert recommendation is not None
    assert recommendation.reason.startswith("9 of 10 {used} are used")


@pytest.mark.parametrize(
    ("used", "target"),
    [
        (7.9, DAILY),
        (10.1, DAILY),
        (0, limit_of(0)),
        (9, limit_of(10, target_type=TargetType.RANGE)),
    ],
)
def test_a_limit_far_from_used_or_exceeded_recommends_nothing(used: float, target: Target) -> None:
    assert limited(used, target=target) is None


def test_a_limit_is_that_of_the_open_period() -> None:
    assert limited(9, target=limit_of(100)) is None
    assert advised(pattern=GoalPattern.LIMIT) is None


# silence


def test_three_missed_days_without_activity_call_for_one() -> None:
    recommendation = advised(judged=judged(10, None, None, None), silent_days=4)
    assert recommendation is not None
    assert recommendation.kind is RecommendationKind.LOG_ACTIVITY
    assert recommendation.reason == "Nothing was logged for 4 days."
    assert figures(recommendation) == {"silent_days": 4}


@pytest.mark.parametrize(
    ("totals", "silent_days"),
    [((None, None), 2), ((None, None, 5), 1), ((5, None, None), 3), ((None, None, None), 0)],
)
def test_what_was_logged_of_late_breaks_the_silence(
    totals: tuple[int | None, ...], silent_days: int
) -> None:
    assert advised(judged=judged(*totals), silent_days=silent_days) is None


@pytest.mark.parametrize(("silent_days", "is_silent"), [(4, False), (21, True)])
def test_an_activity_of_the_open_week_breaks_the_silence(
    *, silent_days: int, is_silent: bool
) -> None:
    weeks = judged(None, None, None, unit=PeriodUnit.WEEK)
    assert (advised(judged=weeks, silent_days=silent_days) is not None) == is_silent


def test_a_limit_is_kept_in_silence() -> None:
    days = judged(None, None, None, pattern=GoalPattern.LIMIT)
    assert advised(pattern=GoalPattern.LIMIT, judged=days, silent_days=9) is None


def test_a_met_day_of_a_rolling_goal_needs_no_activity() -> None:
    days = tuple(an_occurrence(Outcome.MET, NOTHING, target=ROLLING) for _ in range(3))
    assert advised(target=ROLLING, judged=days, silent_days=4) is None


@pytest.mark.parametrize(
    ("check_in", "days"), [(CheckIn.DAILY, 3), (CheckIn.WEEKLY, 21), (CheckIn.MONTHLY, 93)]
)
def test_a_goal_without_periods_is_silent_after_three_check_ins(
    check_in: CheckIn, days: int
) -> None:
    for pattern in (GoalPattern.MILESTONE, GoalPattern.TARGET):
        asked = {"pattern": pattern, "check_in": check_in}
        assert kinds(**asked, silent_days=days) == ["log_activity"]
        assert kinds(**asked, silent_days=days - 1) == []


# the pace line


def test_a_goal_behind_its_line_is_told_what_it_needs_per_day() -> None:
    shortfall = Shortfall(behind=Decimal(12), remaining=Decimal(40), days_left=6)
    recommendation = advised(shortfall=shortfall)
    assert recommendation is not None
    assert recommendation.kind is RecommendationKind.CATCH_UP
    assert recommendation.reason == (
        "The goal is 12 pages behind its line; 6.67 pages a day are needed from now on "
        "(days left: 6)."
    )
    assert figures(recommendation) == {
        "behind": 12,
        "remaining": 40,
        "days_left": 6,
        "needed_per_day": Decimal(40) / 6,
    }


@pytest.mark.parametrize("behind", [0, -5])
def test_a_goal_on_its_line_or_ahead_needs_nothing(behind: int) -> None:
    shortfall = Shortfall(behind=Decimal(behind), remaining=Decimal(40), days_left=6)
    assert advised(shortfall=shortfall) is None


# patterns


def repeated(*patterns: Insight, pattern: GoalPattern = GoalPattern.RECURRING) -> list[str]:
    evidence = some_evidence(pattern=pattern, findings=Findings(success_patterns=patterns))
    return [each.reason for each in recommendations(evidence)]


def test_the_strongest_time_or_weekday_is_to_be_repeated() -> None:
    company = replace(EARLY, factor=Factor.COMPANY, label="with_others")
    mondays = replace(EARLY, factor=Factor.DAY_OF_WEEK, label="monday", measure=Measure.MET_SHARE)
    assert repeated(company, EARLY, mondays) == [
        "Early morning goes better: mean value 9 over 6 samples, otherwise 3 over 8."
    ]
    assert repeated(mondays) == [
        "Monday goes better: percentage met 9 over 6 samples, otherwise 3 over 8."
    ]
    assert repeated(company) == []


def test_a_pattern_s_numbers_are_its_evidence() -> None:
    recommendation = advised(findings=Findings(success_patterns=(EARLY,)))
    assert figures(recommendation) == {
        "value": 9,
        "sample_size": 6,
        "other_value": 3,
        "other_sample_size": 8,
    }


def test_a_limit_has_no_time_to_repeat() -> None:
    assert repeated(EARLY, pattern=GoalPattern.LIMIT) == []


# all together


def test_the_three_most_urgent_recommendations_stand_in_order() -> None:
    found = kinds(
        streak=3,
        is_streak_at_risk=True,
        shortfall=Shortfall(behind=Decimal(1), remaining=Decimal(1), days_left=1),
        judged=judged(10, 10, 10, *[None] * 7),
        silent_days=8,
        findings=Findings(success_patterns=(EARLY,)),
    )
    assert found == ["keep_streak", "log_activity", "catch_up"]


def test_insights_are_what_was_found_and_what_is_recommended() -> None:
    told = Findings(
        best_time_of_day=TimeOfDay.EVENING,
        best_day_of_week=DayOfWeek.MONDAY,
        success_patterns=(EARLY,),
    )
    evidence = some_evidence(findings=told)
    insights = goal_insights(evidence)
    assert insights.best_time_of_day is TimeOfDay.EVENING
    assert insights.best_day_of_week is DayOfWeek.MONDAY
    assert insights.success_patterns == (EARLY,)
    assert insights.recommendations == recommendations(evidence)


@given(
    st.lists(st.none() | st.integers(0, 30), max_size=60),
    st.sampled_from([GoalPattern.RECURRING, GoalPattern.LIMIT, GoalPattern.STREAK]),
    st.sampled_from([None, *TargetType]),
    st.integers(0, 70),
)
def test_at_most_three_recommendations_come_in_the_order_of_their_kinds(
    totals: Sequence[int | None],
    pattern: GoalPattern,
    target_type: TargetType | None,
    silent_days: int,
) -> None:
    target = replace(DAILY, target_type=target_type)
    days = judged(*totals, pattern=pattern, target=target)
    found = recommendations(
        some_evidence(pattern=pattern, target=target, judged=days, silent_days=silent_days)
    )
    order = [list(RecommendationKind).index(each.kind) for each in found]
    assert order == sorted(set(order))
    assert all(each.evidence for each in found)

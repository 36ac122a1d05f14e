"""Forecast, consistency, statistics and insights as they are answered from a store."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from domain.activity import ActivityType, DayOfWeek, TimeOfDay
from domain.errors import InvalidInputError
from domain.goal import Goal
from domain.statistics import GoalStatistics, StatisticsPeriod
from tests.builders import NOW
from tests.domain.reviewing import values
from tests.resolvers.asking import DAY, Caller
from tests.resolvers.damage import damage_tally

if TYPE_CHECKING:
    from domain.advice import GoalInsights
    from domain.outlook import Forecast

FIELDS = ("forecast", "consistency", "statistics", "insights")
APRIL_1 = date(2026, 4, 1)


async def a_limit(ann: Caller) -> Goal:
    """Return a limit of two cups a day, kept and exceeded on its first two days."""
    goal = await ann.create("limit")
    await ann.log(goal, 1)
    await ann.after(days=1).log(goal, 3)
    return goal


async def time_since(ann: Caller, goal: Goal, **arguments: Any) -> tuple[int, timedelta] | None:
    found: GoalStatistics = await ann.of("statistics", goal, **arguments)
    since = found.time_since_last
    return None if since is None else (since.days, since.duration)


async def test_a_forecast_is_that_of_the_log_so_far(ann: Caller) -> None:
    goal = await ann.create(deadline=APRIL_1)
    await ann.log(goal, 60)
    found: Forecast = await ann.after(days=15).of("forecast", goal)
    assert values(found.pace_value, found.delta, found.need_today) == (50, 10, -10)
    assert found.buffer_days == 4
    # Two weeks of 60 and 0 pages: 40 are left at 30 a week.
    assert found.projected_completion == date(2026, 3, 27)


async def test_as_of_a_moment_nothing_later_is_told(ann: Caller) -> None:
    goal = await a_limit(ann)
    before = [await ann.after(days=1, hours=1).of(name, goal) for name in FIELDS]
    later = ann.after(days=9)
    await later.log(goal, 9)
    await later.log(goal, 9, occurred_at=NOW + 5 * DAY)
    await later.move("archiveGoal", goal)
    at = NOW + DAY + timedelta(hours=1)
    assert [await later.of(name, goal, as_of=at) for name in FIELDS] == before


async def test_the_score_explains_itself(ann: Caller) -> None:
    goal = await ann.create("recurring")
    assert await ann.of("consistency", goal) is None
    await ann.log(goal, 5)
    found = await ann.of("consistency", goal)
    assert values(found.window_sum, found.target, found.share) == (5, 10, Decimal("0.5"))
    assert round(found.value, 4) == round(50 * (1 - found.multiplier), 4)


async def test_statistics_are_of_the_current_period_or_the_one_asked_for(ann: Caller) -> None:
    goal = await ann.create("recurring")
    await ann.log(goal, 5)
    await ann.after(days=1).log(goal, 15)
    later = ann.after(days=1)
    today: GoalStatistics = await later.of("statistics", goal)
    assert values(today.total_activities, today.average_value) == (1, 15)
    week: GoalStatistics = await later.of("statistics", goal, period=StatisticsPeriod.WEEK)
    assert values(week.total_activities, week.average_value) == (2, 10)
    assert week.span.first_on == date(2026, 3, 2)


async def test_a_limit_tells_how_long_its_last_activity_is_ago(ann: Caller) -> None:
    goal = await a_limit(ann)
    assert await time_since(ann.after(days=3), goal) == (2, 2 * DAY)
    await ann.after(days=2).log(goal, 1, kind=ActivityType.SKIPPED)
    assert await time_since(ann.after(days=3), goal) == (2, 2 * DAY)
    assert await time_since(ann.after(days=3), goal, as_of=NOW + 0.5 * DAY) == (0, 0.5 * DAY)


async def test_time_since_the_last_is_that_of_limits_with_an_activity(ann: Caller) -> None:
    recurring = await ann.create("recurring", title="Run")
    await ann.log(recurring, 1)
    assert await time_since(ann, recurring) is None
    limit = await ann.create("limit")
    assert await time_since(ann, limit) is None
    await ann.log(limit, 1, kind=ActivityType.SKIPPED)
    assert await time_since(ann, limit) is None


async def test_insights_are_those_of_the_last_year(ann: Caller) -> None:
    goal = await ann.create("recurring")
    for week in range(5):
        await ann.after(days=7 * week).log(goal, 30)
        await ann.after(days=7 * week + 1, hours=10).log(goal, 10)
    found: GoalInsights = await ann.after(days=35).of("insights", goal)
    assert found.best_time_of_day is TimeOfDay.MORNING
    assert found.best_day_of_week is DayOfWeek.MONDAY
    assert [each.kind for each in found.recommendations]
    nothing: GoalInsights = await ann.after(days=28 + 365).of("insights", goal)
    assert nothing.best_day_of_week is None


@pytest.mark.parametrize("field_name", FIELDS)
async def test_one_goal_that_fails_leaves_the_others_answered(ann: Caller, field_name: str) -> None:
    goals = [await ann.create("limit", title=f"goal {n}") for n in range(3)]
    for goal in goals:
        await ann.log(goal, 1)
    await damage_tally(ann.store, goals[1])
    failed = [isinstance(each, Exception) for each in await ann.each(field_name, goals)]
    assert failed == [False, True, False]


@pytest.mark.parametrize(
    ("field_name", "name"), [("statistics", "statistics_of"), ("insights", "insights_of")]
)
async def test_an_error_of_one_analysis_stays_with_its_goal(
    ann: Caller, field_name: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = await ann.create()

    def tell(*_: object, **__: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(f"resolvers.analysis.{name}", tell)
    assert [type(each) for each in await ann.each(field_name, [goal])] == [ArithmeticError]


@pytest.mark.parametrize("field_name", FIELDS)
async def test_no_moment_more_than_366_days_ahead_is_told(ann: Caller, field_name: str) -> None:
    goal = await ann.create()
    with pytest.raises(InvalidInputError):
        await ann.of(field_name, goal, as_of=NOW + 367 * DAY)

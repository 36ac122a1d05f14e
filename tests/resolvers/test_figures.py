"""Figures beside progress, each as of the moment that its progress is about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest

from domain.answers import GoalProgress
from domain.errors import GoalNotFoundError
from domain.figures import consistency_score as score_of
from domain.goal import Goal
from domain.occurrence import Outcome
from domain.outlook import forecast as forecast_of
from domain.score import Score
from domain.trend import Trend
from resolvers import analysis, registry
from resolvers.figures import consistency_score, projected_completion
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller
from tests.resolvers.counting import counted
from tests.resolvers.damage import damage_tally

FIGURES = (
    "currentStreak",
    "longestStreak",
    "successRate",
    "consistencyScore",
    "averageValue",
    "daysOverLimit",
    "trend",
    "projectedCompletion",
    "periodHistory",
)


async def figure(ann: Caller, name: str, parents: Sequence[GoalProgress]) -> tuple[Any, ...]:
    found = registry.find("GoalProgress", name)
    assert found is not None
    assert found.is_batch
    answers: tuple[Any, ...] = await found.function(ann.context("GoalProgress", name), parents)
    return answers


async def figures(ann: Caller, goal: Goal, **arguments: Any) -> dict[str, Any]:
    """Return all figures beside the progress of a goal, with its streak and history counted."""
    parent = await ann.progress(goal, **arguments)
    return {name: (await figure(ann, name, [parent]))[0] for name in FIGURES}


async def a_recurring_goal(ann: Caller, title: str = "Read more") -> Goal:
    """Return a goal of ten pages a day, met on three of its first four days."""
    goal = await ann.create("recurring", title=title)
    for day, pages in enumerate((12, 4, 10, 14)):
        await ann.after(days=day).log(goal, pages)
    return goal


async def test_the_figures_of_a_recurring_goal(ann: Caller) -> None:
    goal = await a_recurring_goal(ann)
    found = await figures(ann.after(days=4), goal)
    history, score = found.pop("periodHistory"), found.pop("consistencyScore")
    assert found == {
        "currentStreak": 2,
        "longestStreak": 2,
        "successRate": 75,
        "averageValue": 10,
        "daysOverLimit": None,
        "trend": Trend.IMPROVING,
        "projectedCompletion": None,
    }
    assert [each.value for each in history] == [12, 4, 10, 14, 0]
    assert [each.outcome for each in history[-2:]] == [Outcome.MET, Outcome.PENDING]
    # Shares of 1, 0.4, 1, 1 and nothing today, smoothed by 0.5^(1/13).
    assert round(score, 2) == Decimal("15.55")


async def test_figures_are_as_of_the_moment_of_their_progress(ann: Caller) -> None:
    goal = await a_recurring_goal(ann)
    found = await figures(ann.after(days=9), goal, as_of=NOW + DAY)
    assert (found["currentStreak"], found["successRate"]) == (1, 100)
    assert len(found["periodHistory"]) == 2


async def test_the_figures_of_a_milestone_goal(ann: Caller) -> None:
    goal = await ann.create()
    assert (await figures(ann, goal))["consistencyScore"] is None
    await ann.log(goal, 20)
    await ann.after(days=7).log(goal, 20)
    found = await figures(ann.after(days=14), goal)
    assert found.pop("consistencyScore") > 0
    assert found == {
        "currentStreak": 0,
        "longestStreak": 0,
        "successRate": None,
        "averageValue": None,
        "daysOverLimit": None,
        "trend": Trend.STABLE,
        "projectedCompletion": date(2026, 4, 6),
        "periodHistory": (),
    }
    await ann.after(days=15).move("completeGoal", goal)
    assert (await figures(ann.after(days=16), goal))["projectedCompletion"] is None


async def test_days_over_a_limit_are_counted(ann: Caller) -> None:
    goal = await ann.create("limit")
    await ann.log(goal, 3)
    await ann.after(days=1).log(goal, 2)
    assert (await figures(ann.after(days=2), goal))["daysOverLimit"] == 1


async def test_progress_of_several_moments_is_told_at_each(ann: Caller) -> None:
    goals = [await a_recurring_goal(ann, title) for title in ("one", "two")]
    later = ann.after(days=4)
    now = await later.each("progressDetails", goals)
    before = await later.each("progressDetails", goals, as_of=NOW + DAY)
    assert await figure(later, "currentStreak", [*now, *before]) == (2, 2, 1, 1)
    assert await figure(later, "currentStreak", [before[1], now[0]]) == (1, 2)
    assert await figure(later, "currentStreak", []) == ()


async def test_goals_of_a_server_whose_clock_is_ahead_are_studied_with_the_others(
    ann: Caller,
) -> None:
    goals = [await a_recurring_goal(ann, title) for title in ("one", "two", "three")]
    later = ann.after(days=4)
    for minutes, goal in enumerate(goals):
        await later.after(minutes=minutes).log(goal, 10)
    parents = await later.each("progressDetails", goals)
    assert len({parent.as_of for parent in parents}) == 3
    with counted(ann.store) as made:
        assert await figure(later, "currentStreak", parents) == (3, 3, 3)
    assert Counter(made) == {"Query": 6, "GetItem": 1}


async def test_a_goal_and_its_progress_tell_one_score_and_forecast_in_an_operation(
    ann: Caller,
) -> None:
    goal = await a_recurring_goal(ann)
    ctx = ann.after(days=4).context("Query", "goal")
    parent = await ann.after(days=4).progress(goal)
    with (
        patch("resolvers.studying.consistency_score", wraps=score_of) as score,
        patch("resolvers.studying.forecast", wraps=forecast_of) as forecast,
    ):
        (told,), _ = await analysis.consistency(ctx, [goal]), await analysis.forecast(ctx, [goal])
        assert isinstance(told, Score)
        assert await consistency_score(ctx, [parent]) == (told.value,)
        assert await projected_completion(ctx, [parent]) == (None,)
    assert (score.call_count, forecast.call_count) == (1, 1)


async def test_progress_alone_studies_no_log(ann: Caller) -> None:
    goal = await a_recurring_goal(ann)
    with counted(ann.store) as made:
        await ann.after(days=4).progress(goal)
    assert Counter(made) == {"GetItem": 3, "Query": 3}


async def test_one_goal_that_fails_leaves_the_others_answered(ann: Caller) -> None:
    goals = [await a_recurring_goal(ann, f"goal {n}") for n in range(3)]
    parents = await ann.after(days=4).each("progressDetails", goals)
    await damage_tally(ann.store, goals[1])
    first, failed, third = await figure(ann.after(days=4), "currentStreak", parents)
    assert isinstance(failed, Exception)
    assert (first, third) == (2, 2)


async def test_a_goal_of_another_owner_is_not_found(ann: Caller, bob: Caller) -> None:
    goals = [await a_recurring_goal(ann, title) for title in ("one", "two")]
    parents = await ann.after(days=4).each("progressDetails", goals)
    for asked in (parents, parents[:1]):
        with pytest.raises(GoalNotFoundError):
            await figure(bob, "trend", asked)
    unknown = replace(parents[0], goal_id="nothing")
    with pytest.raises(GoalNotFoundError, match="nothing"):
        await figure(ann, "trend", [parents[0], unknown])

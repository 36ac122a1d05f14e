"""Studies of goals: the days of their logs, as they were known at a moment."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.course import course_of
from domain.errors import DomainError, InvalidInputError
from domain.figures import consistency_score
from domain.goal import Goal
from domain.ledger import month_rollups
from domain.outlook import forecast
from domain.rollup import DayRollup
from domain.target import GoalPattern
from persistence import keys
from persistence.store import open_embedded
from resolvers.studying import Study, studies_of
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller
from tests.resolvers.counting import counted
from tests.resolvers.damage import damage, damage_tally
from tests.resolvers.stories import EVERY, STEPS, Step, take


async def study(
    ann: Caller, goals: Sequence[Goal], as_of: datetime | None = None
) -> tuple[Study | Exception, ...]:
    return await studies_of(ann.context("Goal", "streak"), goals, as_of=as_of)


async def days(ann: Caller, goal: Goal, as_of: datetime | None = None) -> tuple[DayRollup, ...]:
    (found,) = await study(ann, [await ann.goal(goal.goal_id)], as_of)
    assert isinstance(found, Study)
    return found.days


async def known(ann: Caller, goal: Goal, as_of: datetime) -> tuple[DayRollup, ...]:
    """Return the days made from the log alone, up to a moment or to the goal's end before it."""
    dossier = await ann.store.ports.goals.dossier(ann.owner, goal.goal_id)
    assert dossier is not None
    at = course_of(dossier).judged_at(as_of)
    activities = await ann.store.ports.log.activities(ann.owner, goal.goal_id)
    months = month_rollups(goal.goal_id, [a for a in activities if a.occurred_at <= at])
    return tuple(day for month in months for day in month.days)


async def told(ann: Caller, goal: Goal, steps: list[Step]) -> Caller:
    """Carry out what the goal's rules allow and return the caller of the last moment."""
    for step in steps:
        ann = ann.after(hours=step.hours)
        with suppress(DomainError, ZeroDivisionError):
            await take(ann, goal, step)
    return ann


async def _holds(pattern: GoalPattern, steps: list[Step], folder: str) -> None:
    with closing(open_embedded(Path(folder) / "law.db", secret="a secret")) as store:
        ann = Caller(store=store)
        goal = await ann.create(pattern.value)
        end = await told(ann, goal, steps)
        for at in (end.now, NOW + (end.now - NOW) / 2, end.now - timedelta(hours=30)):
            assert await days(end, goal, at) == await known(end, goal, at)
        assert (await days(end, goal))[-1:] == (await known(end, goal, end.now))[-1:]


@example(pattern=GoalPattern.RECURRING, steps=EVERY)
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(pattern=st.sampled_from(GoalPattern), steps=STEPS)
def test_the_days_of_any_moment_are_those_of_the_log_up_to_it(
    pattern: GoalPattern, steps: list[Step]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_holds(pattern, steps, folder))


@pytest.mark.parametrize("count", [1, 5, 50])
async def test_studies_of_any_number_of_goals_read_all_months_in_one_request(
    ann: Caller, count: int
) -> None:
    goals = [await ann.create(title=f"goal {number}") for number in range(count)]
    for goal in goals:
        await ann.log(goal, 1)
        await ann.after(days=40).log(goal, 2)
    context = ann.after(days=41).context("Goal", "streak")
    with counted(ann.store) as made:
        found = await studies_of(context, goals, as_of=None)
        again = await studies_of(context, goals, as_of=None)
    assert again == found
    assert all(isinstance(each, Study) and len(each.days) == 2 for each in found)
    is_list = count > 1
    assert Counter(made) == ({"Query": 5, "GetItem": 1} if is_list else {"Query": 4, "GetItem": 2})


async def test_a_study_of_a_past_moment_reads_the_activities_around_it(ann: Caller) -> None:
    goal = await ann.create()
    for day in range(0, 90, 30):
        await ann.after(days=day).log(goal, 10)
    late = ann.after(days=100)
    found = await days(late, goal, NOW + 30 * DAY)
    assert [day.day for day in found] == [NOW.date(), NOW.date() + 30 * DAY]
    assert await days(late, goal, NOW + 30 * DAY - timedelta(microseconds=1)) == found[:1]


async def test_a_study_has_one_review_score_and_forecast_as_of_its_moment(ann: Caller) -> None:
    goal = await ann.create("recurring")
    await ann.log(goal, 10)
    (found,) = await study(ann.after(days=3), [goal], NOW + DAY)
    assert isinstance(found, Study)
    assert found.score == consistency_score(found.review)
    assert found.forecast == forecast(found.review)
    for made in ("review", "score", "forecast"):
        assert getattr(found, made) is getattr(found, made)
    assert found.as_of == found.review.as_of == NOW + DAY
    assert [each.outcome for each in found.review.occurrences] == ["met", "pending"]


async def test_a_goal_that_fails_leaves_the_studies_of_the_others(ann: Caller) -> None:
    goals = [await ann.create(title=f"goal {number}") for number in range(3)]
    for goal in goals:
        await ann.log(goal, 10)
    await damage_tally(ann.store, goals[0])
    month = keys.month(ann.owner, goals[1].goal_id, "2026-03")
    await damage(ann.store, month, days={"S": "{"})
    found = await study(ann.after(days=60), goals)
    assert [isinstance(each, Study) for each in found] == [False, False, True]


async def test_a_moment_too_far_ahead_fails_each_goal(ann: Caller) -> None:
    goal = await ann.create()
    (found,) = await study(ann, [goal], NOW + 367 * DAY)
    assert isinstance(found, InvalidInputError)


async def test_no_goals_have_no_studies(ann: Caller) -> None:
    with counted(ann.store) as made:
        assert await study(ann, []) == ()
    assert made == []


async def test_a_goal_that_a_list_names_twice_is_studied_once(ann: Caller) -> None:
    goal = await ann.create("recurring")
    await ann.log(goal, 10)
    other = await ann.create("recurring", title="other")
    first, between, again = await study(ann, [goal, other, goal])
    assert first is again
    assert isinstance(between, Study)
    assert between.dossier.goal == other

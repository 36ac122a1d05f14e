"""Amending activities."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.activity import ActivityContext, ActivityType, Location, TimeOfDay
from domain.errors import (
    ActivityInvalidError,
    ActivityNotFoundError,
    GoalAlreadyCompletedError,
    GoalNotFoundError,
    VersionConflictError,
)
from domain.goal import GoalStatus
from domain.requests import ActivityEdit
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller
from tests.resolvers.counting import counted

HOUR = timedelta(hours=1)


async def test_what_is_given_takes_the_place_of_what_was_said(ann: Caller) -> None:
    goal = await ann.create()
    context = ActivityContext(mood="good")
    logged = (await ann.log(goal, 10, note="first", context=context)).activity
    later = ann.after(hours=5)
    at = NOW + 4 * HOUR
    new = (await later.amend(logged, value=Decimal(25), occurred_at=at, note="better")).activity
    assert new.context is not None
    assert new.context.time_of_day is TimeOfDay.AFTERNOON
    expected = replace(logged, value=Decimal(25), occurred_at=at, note="better", version=2)
    assert new == replace(expected, context=new.context)
    assert (await later.of("activities", goal)).items == (new,)
    assert await later.reached(goal) == {"First Quarter": at}


async def test_an_amendment_takes_back_what_it_no_longer_proves(ann: Caller) -> None:
    goal = await ann.create()
    first = (await ann.log(goal, 60)).activity
    await ann.after(days=1).log(goal, 40)
    later = ann.after(days=2)
    change = await later.amend(first, value=Decimal(20))
    assert (change.owner, change.goal_id) == ("ann", goal.goal_id)
    assert (change.goal.status, change.goal.completed_at) == (GoalStatus.ACTIVE, None)
    assert (await later.query("me")).active_goals == 1
    assert await later.percent(goal) == 60
    assert await later.reached(goal) == {
        "First Quarter": NOW + DAY,
        "Halfway Point": NOW + DAY,
    }
    (month,) = await ann.store.ports.log.months("ann", goal.goal_id)
    assert [day.total for day in month.days] == [20, 40]
    again = await later.amend(change.activity, value=Decimal(60))
    assert again.goal.completed_at == NOW + DAY


async def test_a_day_may_become_a_skipped_one(ann: Caller) -> None:
    goal = await ann.create("recurring")
    logged = (await ann.log(goal, 10)).activity
    later = ann.after(hours=1)
    await later.amend(logged, kind=ActivityType.SKIPPED)
    assert await later.percent(goal) == 0
    (month,) = await ann.store.ports.log.months("ann", goal.goal_id)
    assert [(day.counted, day.skipped) for day in month.days] == [(0, 1)]


async def test_an_amendment_never_leads_to_another_local_day(ann: Caller) -> None:
    goal = await ann.create()
    logged = (await ann.log(goal)).activity
    with pytest.raises(ActivityInvalidError, match="occurredAt must leave the activity on"):
        await ann.amend(logged, occurred_at=NOW - 10 * HOUR)
    assert (await ann.of("activities", goal)).items == (logged,)


async def test_an_amendment_that_changes_nothing_stores_nothing(ann: Caller) -> None:
    goal = await ann.create()
    logged = (await ann.log(goal)).activity
    with counted(ann.store) as made:
        change = await ann.after(hours=1).amend(logged, value=Decimal(10), unit="pages")
    assert change.activity == logged
    assert "TransactWriteItems" not in made


async def test_words_alone_are_stored_without_reading_the_log(ann: Caller) -> None:
    goal = await ann.create()
    logged = (await ann.log(goal, note="a", location=Location(city="Rome"))).activity
    before = await ann.store.ports.goals.dossier("ann", goal.goal_id)
    with counted(ann.store) as made:
        change = await ann.after(hours=1).amend(logged, note=None, location=None)
    assert (change.activity.note, change.activity.location) == (None, None)
    assert Counter(made) == {"GetItem": 4, "Query": 3, "TransactWriteItems": 1}
    assert await ann.store.ports.goals.dossier("ann", goal.goal_id) == before


async def test_an_amendment_of_another_version_is_refused(ann: Caller) -> None:
    goal = await ann.create()
    logged = (await ann.log(goal)).activity
    amended = (await ann.amend(logged, expected_version=1, note="mine")).activity
    assert amended.version == 2
    with pytest.raises(VersionConflictError, match="current version 2; got 1"):
        await ann.amend(logged, expected_version=1, note="yours")


async def test_what_does_not_exist_cannot_be_amended(ann: Caller) -> None:
    goal = await ann.create()
    with pytest.raises(ActivityNotFoundError):
        await ann.mutate(
            "amendActivity", ActivityEdit(goal_id=goal.goal_id, activity_id="2026-03-02_")
        )
    with pytest.raises(GoalNotFoundError):
        await ann.mutate("amendActivity", ActivityEdit(goal_id="none", activity_id="2026-03-02_"))


async def test_the_log_of_a_goal_that_has_ended_is_amended_within_30_days(ann: Caller) -> None:
    goal = await ann.create()
    logged = (await ann.log(goal, 30)).activity
    await ann.after(hours=2).move("completeGoal", goal)
    month = ann.after(days=30)
    amended = (await month.amend(logged, occurred_at=NOW + HOUR, value=Decimal(50))).activity
    assert (await month.progress(goal)).total_accumulated == 50
    with pytest.raises(GoalAlreadyCompletedError, match="occurredAt must be"):
        await month.amend(amended, occurred_at=NOW + 3 * HOUR)
    with pytest.raises(ActivityInvalidError, match="activityDate must be"):
        await ann.after(days=31).amend(amended, note="too late")

"""Making and editing goals."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import (
    DuplicateTitleError,
    GoalAlreadyCompletedError,
    GoalArchivedError,
    GoalInvalidError,
    GoalNotFoundError,
    InvalidDateRangeError,
    InvalidInputError,
    VersionConflictError,
)
from domain.goal import Answer, GoalContext, GoalRewards, GoalStatus, Visibility
from domain.period import PeriodUnit
from domain.requests import GoalEdit, ScheduleEdit, TargetEdit
from domain.schedule import CheckIn, Schedule
from domain.target import Direction, GoalPattern
from tests.builders import NOW
from tests.resolvers.asking import Caller, a_wanted_target

PATTERNS = [pattern.value for pattern in GoalPattern]
TODAY = NOW.date()


@pytest.mark.parametrize("pattern", PATTERNS)
async def test_a_goal_of_every_pattern_is_made_active(ann: Caller, pattern: str) -> None:
    goal = await ann.create(pattern)
    assert (goal.pattern, goal.status) == (pattern, GoalStatus.ACTIVE)
    assert (goal.owner, goal.created_at, goal.updated_at) == ("ann", NOW, NOW)
    assert await ann.goal(goal.goal_id) == goal


@pytest.mark.parametrize("pattern", PATTERNS)
async def test_a_draft_of_every_pattern_is_made_and_activated(ann: Caller, pattern: str) -> None:
    draft = await ann.create(pattern, status=GoalStatus.DRAFT)
    assert draft.status is GoalStatus.DRAFT
    later = ann.after(hours=1)
    active = await later.move("activateGoal", draft)
    assert active.status is GoalStatus.ACTIVE
    assert [change.at for change in active.changes] == [NOW, later.now]


async def test_all_that_a_goal_is_given_is_kept(ann: Caller) -> None:
    given: dict[str, Any] = {
        "description": "Before bed",
        "category": "learning",
        "tags": ("books", "evening"),
        "icon": "book",
        "color": "#00FF7f",
        "visibility": Visibility.FRIENDS,
        "deadline": TODAY,
        "answers": (Answer(key="why", answer="I like it"),),
        "context": GoalContext(motivation="Joy", importance=5),
        "rewards": GoalRewards(badges=("bookworm",)),
        "metadata": '{"a":[1,2]}',
    }
    asked = ScheduleEdit(start_on=TODAY, check_in=CheckIn.MONTHLY, preferred_times=(time(7),))
    goal = await ann.create(title="  Read more  ", schedule=asked, **given)
    assert goal.title == "Read more"
    assert {name: getattr(goal, name) for name in given} == given
    assert goal.schedule == Schedule(
        start_on=TODAY, check_in=CheckIn.MONTHLY, preferred_times=(time(7),)
    )
    assert await ann.goal(goal.goal_id) == goal


async def test_a_goal_is_refused_for_each_rule_it_breaks(ann: Caller) -> None:
    past = TODAY - timedelta(days=1)
    refused: list[tuple[str, type[Exception], str, dict[str, Any]]] = [
        ("milestone", InvalidInputError, "title must have 1 to 200", {"title": "  "}),
        ("milestone", InvalidInputError, "status must be active", {"status": GoalStatus.PAUSED}),
        ("milestone", GoalInvalidError, "deadline must be 2026-03-02", {"deadline": past}),
        ("recurring", GoalInvalidError, "deadline must not be given", {"deadline": TODAY}),
        ("target", GoalInvalidError, "deadline must be given", {"deadline": None}),
        ("milestone", InvalidInputError, "color must be of the form", {"color": "red"}),
    ]
    for pattern, error, message, changes in refused:
        with pytest.raises(error, match=message):
            await ann.create(pattern, **changes)
    assert (await ann.query("goals")).items == ()


async def test_one_goal_has_a_title_while_it_is_active_or_paused(ann: Caller, bob: Caller) -> None:
    first = await ann.create(title="Read more")
    await bob.create(title="Read more")
    draft = await ann.create(title="read  MORE", status=GoalStatus.DRAFT)
    with pytest.raises(DuplicateTitleError, match=r"title must be unique .*; got 'READ more'"):
        await ann.create(title="READ more")
    with pytest.raises(DuplicateTitleError):
        await ann.move("activateGoal", draft)
    await ann.move("pauseGoal", first)
    with pytest.raises(DuplicateTitleError):
        await ann.move("activateGoal", draft)
    await ann.move("completeGoal", first)
    assert (await ann.move("activateGoal", draft)).is_title_held


async def test_a_new_title_is_taken_and_the_old_one_given_up(ann: Caller) -> None:
    first = await ann.create(title="one")
    second = await ann.create(title="two")
    with pytest.raises(DuplicateTitleError):
        await ann.edit(second, title="ONE")
    assert (await ann.edit(first, title="One")).title == "One"
    await ann.edit(first, title="three")
    assert (await ann.edit(second, title="one")).title == "one"
    with pytest.raises(DuplicateTitleError):
        await ann.create(title="three")
    await ann.create(title="two")


async def test_a_draft_takes_any_title(ann: Caller) -> None:
    await ann.create(title="one")
    draft = await ann.create(title="two", status=GoalStatus.DRAFT)
    assert (await ann.edit(draft, title="one")).title == "one"


async def test_what_an_edit_does_not_name_stays_and_none_clears(ann: Caller) -> None:
    goal = await ann.create(description="Before bed", category="learning", tags=("books",))
    later = ann.after(hours=1)
    edited = await later.edit(goal, description=None, icon="book")
    assert (edited.description, edited.icon) == (None, "book")
    assert (edited.category, edited.tags) == ("learning", ("books",))
    assert (edited.created_at, edited.updated_at, edited.version) == (NOW, later.now, 2)
    assert edited == await ann.goal(goal.goal_id)


async def test_an_edit_of_another_version_is_refused(ann: Caller) -> None:
    goal = await ann.create()
    edited = await ann.edit(goal, title="New", expected_version=1)
    assert edited.version == 2
    message = "expectedVersion must be the current version 2; got 1"
    with pytest.raises(VersionConflictError, match=message):
        await ann.edit(goal, expected_version=1, title="Newer")
    for name in ("pauseGoal", "completeGoal", "archiveGoal"):
        with pytest.raises(VersionConflictError, match=message):
            await ann.move(name, goal, expected_version=1)
    assert await ann.goal(goal.goal_id) == edited


async def test_a_completed_and_an_archived_goal_refuse_edits(ann: Caller) -> None:
    goal = await ann.create()
    await ann.move("completeGoal", goal)
    with pytest.raises(GoalAlreadyCompletedError, match="status must not be completed"):
        await ann.edit(goal, title="New")
    await ann.move("archiveGoal", goal)
    with pytest.raises(GoalArchivedError, match="status must not be archived"):
        await ann.edit(goal, title="New")


async def test_an_unknown_goal_cannot_be_edited(ann: Caller) -> None:
    with pytest.raises(GoalNotFoundError):
        await ann.mutate("updateGoal", GoalEdit(goal_id="nothing", title="New"))


async def test_a_target_edit_holds_for_days_to_come_and_leaves_the_past(ann: Caller) -> None:
    goal = await ann.create("recurring")
    for day in range(3):
        await ann.after(days=day).log(goal, 10)
    edited = await ann.after(days=2, hours=1).edit(goal, target=TargetEdit(value=Decimal(20)))
    assert edited.target.value == 20
    assert await ann.after(days=2, hours=1).percent(goal) == Decimal(200) / 30
    await ann.after(days=3).log(goal, 10)
    assert await ann.after(days=3).percent(goal) == Decimal(200) / 30
    await ann.after(days=4).log(goal, 20)
    assert await ann.after(days=4).percent(goal) == Decimal(300) / 30


async def test_a_target_edit_may_wait_for_a_day(ann: Caller) -> None:
    goal = await ann.create("recurring")
    await ann.log(goal, 10)
    wanted = TargetEdit(value=Decimal(20))
    await ann.after(hours=1).edit(goal, target=wanted, effective_from=TODAY + timedelta(days=2))
    assert await ann.after(hours=1).percent(goal) == Decimal(100) / 30
    for day in range(1, 3):
        await ann.after(days=day).log(goal, 10)
    assert await ann.after(days=2).percent(goal) == Decimal(200) / 30


async def test_two_edits_on_one_day_are_both_kept(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 50)
    for value in (200, 500):
        later = ann.after(minutes=value)
        await later.edit(goal, target=TargetEdit(value=Decimal(value)))
        assert await later.percent(goal) == Decimal(5000) / value
    assert await ann.after(days=1).percent(goal, as_of=NOW + timedelta(minutes=300)) == 25


async def test_milestones_reached_stay_reached_when_the_target_is_raised(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 60)
    later = ann.after(hours=1)
    await later.edit(goal, target=TargetEdit(value=Decimal(1000)))
    assert list(await later.reached(goal)) == ["First Quarter", "Halfway Point"]
    assert await later.percent(goal) == 6


async def test_a_lowered_target_completes_the_goal(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 60)
    later = ann.after(hours=1)
    done = await later.edit(goal, target=TargetEdit(value=Decimal(50)))
    assert (done.status, done.completed_at) == (GoalStatus.COMPLETED, later.now)
    assert (await later.reached(goal))["Complete"] == later.now
    assert await ann.query("activeGoalsCount") == 0


async def test_a_past_day_cannot_be_asked_something_else(ann: Caller) -> None:
    goal = await ann.create("recurring")
    wanted = TargetEdit(value=Decimal(20))
    message = "effectiveFrom must be 2026-03-02 or later; got '2026-03-01'"
    with pytest.raises(InvalidDateRangeError, match=message):
        await ann.edit(goal, target=wanted, effective_from=TODAY - timedelta(days=1))
    assert (await ann.goal(goal.goal_id)).version == 1


async def test_an_edit_that_does_not_fit_the_pattern_is_refused(ann: Caller) -> None:
    goal = await ann.create("recurring")
    with pytest.raises(GoalInvalidError, match=r"target\.value must be above 0"):
        await ann.edit(goal, target=TargetEdit(value=Decimal(0)))
    with pytest.raises(GoalInvalidError, match="deadline must not be given"):
        await ann.edit(goal, deadline=TODAY)
    measured = await ann.create("target", title="Weight")
    with pytest.raises(GoalInvalidError, match="deadline must be given"):
        await ann.edit(measured, deadline=None)


async def test_a_deadline_moves_at_once(ann: Caller) -> None:
    goal = await ann.create(deadline=date(2026, 3, 12))
    await ann.plan(goal)
    later = ann.after(days=5)
    before = await later.progress(goal)
    await later.edit(goal, deadline=date(2026, 4, 12))
    after = await later.progress(goal)
    assert after.time_progress < before.time_progress
    earlier = later.now - timedelta(seconds=1)
    assert (await later.progress(goal, as_of=earlier)).time_progress > after.time_progress


async def test_a_period_may_become_longer(ann: Caller) -> None:
    goal = await ann.create("recurring")
    week = TargetEdit(period=PeriodUnit.WEEK, value=Decimal(50))
    edited = await ann.edit(goal, target=week)
    assert edited.target.period is PeriodUnit.WEEK
    assert edited.target.direction is Direction.INCREASE
    for day in range(7, 12):
        await ann.after(days=day).log(goal, 10)
    assert await ann.after(days=12).percent(goal) == Decimal(100) / 12


async def test_a_goal_may_start_on_a_day_to_come(ann: Caller) -> None:
    asked = ScheduleEdit(start_on=TODAY + timedelta(days=3))
    goal = await ann.create(
        "recurring", schedule=asked, target=a_wanted_target(GoalPattern.RECURRING, period_count=4)
    )
    for day in (3, 4):
        await ann.after(days=day).log(goal, 10)
    assert await ann.after(days=4).percent(goal) == 50

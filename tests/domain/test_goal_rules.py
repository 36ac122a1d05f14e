from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import (
    GoalInvalidError,
    InvalidDateRangeError,
    InvalidInputError,
    VersionConflictError,
)
from domain.goal import (
    Answer,
    Goal,
    GoalContext,
    GoalRewards,
    GoalStatus,
    MilestoneReward,
    Visibility,
)
from domain.goal_rules import Moment, check_version, edited, first_revision, new_goal, revision_of
from domain.period import PeriodUnit
from domain.profile import UTC_CALENDAR
from domain.requests import GoalEdit, NewGoal, NewTarget, ScheduleEdit, TargetEdit
from domain.schedule import CheckIn, Frequency
from domain.target import GoalPattern
from tests.builders import DAY, GOAL_ID, NOW, OWNER, a_goal

MOMENT = Moment(now=NOW, calendar=UTC_CALENDAR)
IMPORT = replace(MOMENT, is_import=True)
WANTED = NewGoal(
    title="Read more",
    pattern=GoalPattern.MILESTONE,
    target=NewTarget(value=Decimal(100), unit="pages"),
)
RATE = NewTarget(value=Decimal(8), unit="cups", period=PeriodUnit.DAY)
YESTERDAY = DAY - timedelta(days=1)


def made(moment: Moment = MOMENT, **changes: Any) -> Goal:
    return new_goal(replace(WANTED, **changes), goal_id=GOAL_ID, owner=OWNER, moment=moment)


def edit_of(goal: Goal, moment: Moment = MOMENT, **changes: Any) -> Goal:
    return edited(goal, GoalEdit(goal_id=goal.goal_id, **changes), moment=moment)


def test_a_new_goal_is_active_from_now_on() -> None:
    goal = made()
    assert (goal.goal_id, goal.owner, goal.status) == (GOAL_ID, OWNER, GoalStatus.ACTIVE)
    assert goal.created_at == goal.updated_at == goal.changes[0].at == NOW


def test_a_new_goal_may_be_a_draft_but_nothing_else() -> None:
    assert made(status=GoalStatus.DRAFT).status is GoalStatus.DRAFT
    with pytest.raises(InvalidInputError, match="status must be active or draft; got 'paused'"):
        made(status=GoalStatus.PAUSED)


def test_today_is_the_local_day_that_holds_now() -> None:
    assert MOMENT.today == DAY


def test_a_deadline_may_be_today_but_not_yesterday() -> None:
    assert made(deadline=DAY).deadline == DAY
    with pytest.raises(GoalInvalidError, match="deadline must be 2026-03-02 or later"):
        made(deadline=YESTERDAY)


def test_an_import_may_bring_a_deadline_that_has_passed() -> None:
    assert made(moment=IMPORT, deadline=YESTERDAY).deadline == YESTERDAY


def test_a_target_that_does_not_fit_the_pattern_is_refused() -> None:
    with pytest.raises(GoalInvalidError, match=r"target\.period must be given for a limit goal"):
        made(pattern=GoalPattern.LIMIT)


def test_every_text_of_a_goal_is_brought_into_canonical_form() -> None:
    goal = made(
        title=" Read ", description=" all ", category=" mind ", tags=(" a", "a", "b"), icon=" x "
    )
    assert (goal.title, goal.description, goal.category) == ("Read", "all", "mind")
    assert (goal.tags, goal.icon) == (("a", "b"), "x")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "x" * 201}, "title"),
        ({"title": ""}, "title"),
        ({"description": "x" * 1_001}, "description"),
        ({"category": ""}, "category"),
        ({"category": "x" * 51}, "category"),
        ({"tags": tuple(map(str, range(21)))}, "tags"),
        ({"tags": ("x" * 51,)}, "tags[0]"),
        ({"icon": "x" * 51}, "icon"),
        ({"color": "red"}, "color"),
        ({"metadata": "x" * 32_769}, "metadata"),
        ({"answers": (Answer(key="", answer="a"),)}, "answers[0].key"),
        ({"answers": (Answer(key="k", answer="x" * 2_001),)}, "answers[0].answer"),
        ({"answers": (Answer(key="k", answer="a"),) * 51}, "answers"),
        ({"context": GoalContext(motivation="x" * 501)}, "context.motivation"),
        ({"context": GoalContext(importance=6)}, "context.importanceLevel"),
        ({"context": GoalContext(obstacles=("",))}, "context.obstacles[0]"),
        ({"context": GoalContext(supporting_goals=("x",) * 51)}, "context.supportingGoals"),
        ({"rewards": GoalRewards(points_per_activity=-1)}, "rewards.pointsPerActivity"),
        ({"rewards": GoalRewards(badges=("x" * 101,))}, "rewards.badges[0]"),
        (
            {
                "rewards": GoalRewards(
                    milestone_rewards=(MilestoneReward(value=Decimal(1), reward=""),)
                )
            },
            "rewards.milestoneRewards[0].reward",
        ),
        (
            {
                "rewards": GoalRewards(
                    milestone_rewards=(MilestoneReward(value=Decimal("NaN"), reward="x"),)
                )
            },
            "rewards.milestoneRewards[0].value",
        ),
        (
            {
                "rewards": GoalRewards(
                    milestone_rewards=(MilestoneReward(value=Decimal(1), reward="x"),) * 51
                )
            },
            "rewards.milestoneRewards",
        ),
        ({"schedule": ScheduleEdit(preferred_times=(time(8),) * 25)}, "schedule.preferredTimes"),
        ({"schedule": ScheduleEdit(start_on=date(1899, 1, 1))}, "schedule.startDate"),
        ({"schedule": ScheduleEdit(every=0)}, "schedule.every"),
    ],
)
def test_a_field_that_breaks_its_rule_is_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        made(**changes)
    assert refusal.value.details["field"] == field


def test_answers_context_and_rewards_are_kept() -> None:
    context = GoalContext(motivation="why", importance=5, avoid_activities=("tv",))
    reward = MilestoneReward(value=Decimal("50.0"), reward="a day off")
    goal = made(
        answers=(Answer(key="why", answer="because"),),
        context=context,
        rewards=GoalRewards(milestone_rewards=(reward,), badges=("first",)),
        metadata="{}",
    )
    assert goal.answers == (Answer(key="why", answer="because"),)
    assert goal.context == context
    assert goal.rewards is not None
    assert goal.rewards.milestone_rewards[0].reward == "a day off"
    assert goal.metadata == "{}"


def test_the_schedule_is_the_patterns_default_where_the_owner_says_nothing() -> None:
    wanted = ScheduleEdit(preferred_times=(time(20), time(8), time(20)), start_on=YESTERDAY)
    schedule = made(schedule=wanted).schedule
    assert schedule.check_in is CheckIn.WEEKLY
    assert schedule.is_catch_up_allowed
    assert schedule.preferred_times == (time(8), time(20))
    assert schedule.start_on == YESTERDAY


def test_an_edit_changes_what_it_gives_and_leaves_the_rest() -> None:
    before = a_goal(description="old", tags=("a",), icon="x")
    later = replace(MOMENT, now=NOW + timedelta(hours=1))
    after = edit_of(before, later, title="New", description=None, color="#000000")
    assert after == replace(
        before, title="New", description=None, color="#000000", updated_at=later.now
    )


def test_an_edit_may_change_every_field() -> None:
    changes: dict[str, Any] = {
        "title": "New",
        "description": "d",
        "category": "c",
        "tags": ("t",),
        "icon": "i",
        "color": "#ffffff",
        "visibility": Visibility.PUBLIC,
        "deadline": DAY,
        "answers": (Answer(key="k", answer="a"),),
        "context": GoalContext(importance=1),
        "rewards": GoalRewards(),
        "metadata": "{}",
    }
    after = edit_of(a_goal(), **changes)
    assert all(getattr(after, name) == value for name, value in changes.items())


def test_an_edit_checks_the_target_against_pattern_and_deadline() -> None:
    assert edit_of(a_goal(), target=TargetEdit(value=Decimal(5))).target.value == 5
    with pytest.raises(GoalInvalidError, match=r"target\.value must be above 0"):
        edit_of(a_goal(), target=TargetEdit(value=Decimal(0)))
    rate = made(pattern=GoalPattern.RECURRING, target=RATE)
    with pytest.raises(GoalInvalidError, match="deadline must not be given"):
        edit_of(rate, deadline=DAY)


def test_a_schedule_is_checked_against_the_target_it_is_for() -> None:
    weekdays = ScheduleEdit(days_of_week=(5, 1))
    by_day = made(pattern=GoalPattern.RECURRING, target=RATE, schedule=weekdays)
    assert by_day.schedule.days_of_week == (1, 5)
    by_week = replace(RATE, period=PeriodUnit.WEEK)
    with pytest.raises(GoalInvalidError, match=r"schedule\.daysOfWeek .* for period week"):
        made(pattern=GoalPattern.RECURRING, target=by_week, schedule=weekdays)


def test_an_edit_checks_an_old_schedule_against_a_new_target() -> None:
    weekdays = ScheduleEdit(days_of_week=(1, 5))
    by_day = made(pattern=GoalPattern.RECURRING, target=RATE, schedule=weekdays)
    to_week = TargetEdit(period=PeriodUnit.WEEK)
    with pytest.raises(GoalInvalidError, match=r"schedule\.daysOfWeek .* for period week"):
        edit_of(by_day, target=to_week)
    after = edit_of(by_day, target=to_week, schedule=ScheduleEdit(days_of_week=None))
    assert (after.target.period, after.schedule.days_of_week) == (PeriodUnit.WEEK, None)


def test_an_edit_of_a_schedule_leaves_what_it_does_not_give() -> None:
    before = made(schedule=ScheduleEdit(start_on=DAY, preferred_times=(time(8),), every=2))
    after = edit_of(before, schedule=ScheduleEdit(frequency=Frequency.WEEKLY, start_on=None))
    expected = replace(before.schedule, frequency=Frequency.WEEKLY, start_on=None)
    assert after.schedule == expected


def test_an_edit_leaves_a_deadline_that_has_passed_but_sets_none() -> None:
    overdue = a_goal(deadline=YESTERDAY)
    assert edit_of(overdue, title="Late").deadline == YESTERDAY
    assert edit_of(overdue, deadline=None).deadline is None
    with pytest.raises(GoalInvalidError, match="deadline must be"):
        edit_of(overdue, deadline=YESTERDAY)


def test_an_edit_of_another_version_is_refused() -> None:
    with pytest.raises(VersionConflictError):
        edit_of(a_goal(version=2), expected_version=1, title="New")
    assert edit_of(a_goal(version=2), expected_version=2, title="New").title == "New"


def test_a_version_is_checked_only_where_one_is_expected() -> None:
    check_version(None, current=7)
    check_version(7, current=7)
    with pytest.raises(VersionConflictError, match="current version 7; got 6"):
        check_version(6, current=7)


def test_the_first_revision_holds_what_the_goal_asked_for_when_it_was_made() -> None:
    goal = made(deadline=DAY)
    revision = first_revision(goal, moment=MOMENT)
    assert (revision.effective_on, revision.made_at) == (DAY, NOW)
    assert (revision.target, revision.schedule) == (goal.target, goal.schedule)
    assert revision.deadline == DAY


def test_an_edit_that_asks_for_nothing_else_makes_no_revision() -> None:
    before = a_goal()
    after = replace(before, title="New")
    assert revision_of(before, after, effective_from=None, moment=MOMENT) is None


@pytest.mark.parametrize("ahead", [0, 9])
def test_an_edit_of_target_schedule_or_deadline_is_a_revision_from_a_day_on(ahead: int) -> None:
    before, day = a_goal(), DAY + timedelta(days=ahead)
    for changes in (
        {"target": replace(before.target, value=Decimal(5))},
        {"schedule": replace(before.schedule, check_in=CheckIn.MONTHLY)},
        {"deadline": DAY},
    ):
        after = replace(before, **changes)
        revision = revision_of(before, after, effective_from=day, moment=MOMENT)
        assert revision is not None
        assert (revision.effective_on, revision.made_at) == (day, NOW)
        assert (revision.target, revision.deadline) == (after.target, after.deadline)


def test_the_past_keeps_what_it_was_asked() -> None:
    after = replace(a_goal(), deadline=DAY)
    with pytest.raises(InvalidDateRangeError, match="effectiveFrom must be 2026-03-02 or later"):
        revision_of(a_goal(), after, effective_from=YESTERDAY, moment=MOMENT)


def test_answers_and_context_together_fit_into_a_stored_goal() -> None:
    long = Answer(key="k", answer="\U0001f642" * 2_000)
    assert len(made(answers=(long,) * 30).answers) == 30
    with pytest.raises(InvalidInputError, match="answers must have, together with context"):
        made(answers=(long,) * 50)

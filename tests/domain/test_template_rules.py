from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import GoalInvalidError, InvalidInputError, TemplateNotFoundError
from domain.goal import GoalStatus
from domain.goal_rules import Moment, new_goal
from domain.period import PeriodUnit
from domain.profile import UTC_CALENDAR
from domain.requests import ScheduleEdit, TargetEdit
from domain.target import Direction, GoalPattern
from domain.template import (
    Difficulty,
    TemplateChoice,
    TemplateFilter,
    TemplateSort,
    template_of,
)
from domain.template_rules import checked, counted, fits, position, wanted_goal
from tests.builders import DAY, NOW, OWNER, a_schedule, a_target, a_template

if TYPE_CHECKING:
    from domain.goal import Goal
    from domain.template import GoalTemplate

TODAY = NOW.date()
DAYS_30 = timedelta(days=29)
WATER = a_template(
    pattern=GoalPattern.RECURRING, target=a_target(value=Decimal(8), period=PeriodUnit.DAY)
)
ROLLING = a_template(
    pattern=GoalPattern.RECURRING, target=a_target(value=Decimal(5), rolling_days=7)
)
WEIGHT = a_template(
    pattern=GoalPattern.TARGET,
    target=a_target(value=Decimal(75), start_value=Decimal(80), direction=Direction.DECREASE),
)


def made(template: GoalTemplate, **changes: Any) -> Goal:
    """Return the goal that is made today of a template, with what is to differ from it."""
    choice = TemplateChoice(template_id=template.template_id, **changes)
    moment = Moment(now=NOW, calendar=UTC_CALENDAR)
    wanted = wanted_goal(template, choice, today=moment.today)
    return new_goal(wanted, goal_id="g1", owner=OWNER, moment=moment)


def test_a_goal_is_what_its_template_says() -> None:
    template = a_template(schedule=a_schedule(start_on=DAY))
    goal = made(template)
    assert (goal.title, goal.description) == (template.name, template.description)
    assert (goal.category, goal.tags, goal.pattern) == ("learning", ("reading",), template.pattern)
    assert (goal.target, goal.schedule) == (template.target, template.schedule)
    assert goal.status is GoalStatus.ACTIVE


def test_a_goal_differs_from_its_template_as_its_owner_says() -> None:
    goal = made(
        WATER,
        title="Water",
        description=None,
        target=TargetEdit(value=Decimal(6)),
        schedule=ScheduleEdit(days_of_week=(1, 2)),
        status=GoalStatus.DRAFT,
    )
    assert (goal.title, goal.description) == ("Water", None)
    assert goal.target == replace(WATER.target, value=Decimal(6))
    assert goal.schedule.days_of_week == (1, 2)
    assert goal.status is GoalStatus.DRAFT


@pytest.mark.parametrize("template", [a_template(), WEIGHT])
def test_a_total_or_a_measurement_is_due_when_its_days_are_over(template: GoalTemplate) -> None:
    assert made(template).deadline == TODAY + DAYS_30
    later = TODAY + timedelta(days=5)
    assert made(template, start_on=later).deadline == later + DAYS_30
    assert made(template, schedule=ScheduleEdit(start_on=later)).deadline == later + DAYS_30


def test_the_days_of_a_goal_that_started_before_are_counted_from_today() -> None:
    goal = made(a_template(), start_on=TODAY - timedelta(days=400))
    assert goal.schedule.start_on == TODAY - timedelta(days=400)
    assert goal.deadline == TODAY + DAYS_30


def test_an_owner_sets_another_deadline_or_none() -> None:
    assert made(a_template(), deadline=TODAY).deadline == TODAY
    assert made(a_template(), deadline=None).deadline is None


def test_a_rate_has_no_deadline() -> None:
    assert made(WATER).deadline is None
    with pytest.raises(GoalInvalidError, match="deadline must not be given"):
        made(WATER, deadline=TODAY)


def test_a_leap_day_is_a_day_of_the_template() -> None:
    goal = made(a_template(duration_days=366), start_on=date(2028, 1, 1))
    assert goal.deadline == date(2028, 12, 31)


@given(st.dates(min_value=TODAY), st.integers(1, 3_660))
def test_no_start_is_too_late_for_a_deadline(start: date, days: int) -> None:
    goal = made(a_template(duration_days=days), start_on=start)
    assert goal.deadline is not None
    is_last = goal.deadline == date.max
    assert is_last or (goal.deadline - start).days == days - 1


def test_two_different_starts_are_refused() -> None:
    schedule = ScheduleEdit(start_on=DAY)
    assert made(WATER, start_on=DAY, schedule=schedule).schedule.start_on == DAY
    with pytest.raises(InvalidInputError, match=r"startDate must equal schedule\.startDate, 2026"):
        made(WATER, start_on=TODAY + timedelta(days=1), schedule=schedule)


def test_the_direction_follows_the_owner_s_numbers_unless_it_is_given() -> None:
    assert made(WEIGHT).target.direction is Direction.DECREASE
    more = TargetEdit(value=Decimal(90))
    assert made(WEIGHT, target=more).target.direction is Direction.INCREASE
    kept = TargetEdit(direction=Direction.MAINTAIN)
    assert made(WEIGHT, target=kept).target.direction is Direction.MAINTAIN


def test_rolling_days_do_not_take_the_place_of_a_period() -> None:
    with pytest.raises(GoalInvalidError, match=r"target\.rollingDays must not take the place"):
        made(ROLLING, target=TargetEdit(rolling_days=None, period=PeriodUnit.WEEK))


def test_a_template_is_found_by_its_id() -> None:
    assert template_of((WATER, WEIGHT), WATER.template_id) == WATER
    with pytest.raises(TemplateNotFoundError, match="template 'none' does not exist"):
        template_of((WATER,), "none")


@pytest.mark.parametrize(("owners", "told"), [(0, None), (19, None), (20, 20), (21, 21)])
def test_fewer_than_twenty_owners_are_not_told_of(owners: int, told: int | None) -> None:
    counts = {"read-a-book": owners} if owners else {}
    assert counted(a_template(), counts).popularity == told


@pytest.mark.parametrize(
    ("wanted", "is_listed"),
    [
        (TemplateFilter(), True),
        (TemplateFilter(category=("Learning", "health")), True),
        (TemplateFilter(category=("health",)), False),
        (TemplateFilter(difficulty=(Difficulty.BEGINNER,)), True),
        (TemplateFilter(difficulty=(Difficulty.ADVANCED,)), False),
        (TemplateFilter(pattern=(GoalPattern.MILESTONE,)), True),
        (TemplateFilter(pattern=()), False),
        (TemplateFilter(search="BOOK hundred learn reading"), True),
        (TemplateFilter(search="book water"), False),
    ],
)
def test_a_filter_lists_what_fits_all_its_kinds(wanted: TemplateFilter, is_listed: bool) -> None:  # noqa: FBT001 - a column of the table
    assert fits(a_template(), wanted) is is_listed


def test_a_filter_s_texts_are_checked() -> None:
    wanted = TemplateFilter(category=(" health ",), search=" water ")
    assert checked(wanted) == TemplateFilter(category=("health",), search="water")
    with pytest.raises(InvalidInputError, match=r"filter\.search"):
        checked(TemplateFilter(search="a" * 201))
    with pytest.raises(InvalidInputError, match=r"filter\.category"):
        checked(TemplateFilter(category=("a" * 51,)))


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (TemplateSort.POPULARITY, "c b a d"),
        (TemplateSort.NAME, "a b c d"),
        (TemplateSort.DIFFICULTY, "c d a b"),
        (TemplateSort.DURATION, "d a b c"),
    ],
)
def test_templates_have_an_order(sort: TemplateSort, order: str) -> None:
    easy, hard = Difficulty.BEGINNER, Difficulty.ADVANCED
    templates = [
        a_template(template_id="1", name="d", difficulty=easy, duration_days=7),
        a_template(template_id="2", name="A", difficulty=hard, duration_days=30),
        a_template(template_id="3", name="b", difficulty=hard, popularity=20),
        a_template(template_id="4", name="c", difficulty=easy, duration_days=365, popularity=100),
    ]
    listed = sorted(templates, key=lambda template: position(template, sort))
    assert " ".join(each.name.lower() for each in listed) == order

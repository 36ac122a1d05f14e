"""Records from outside: what was sound when it was made is taken as it is."""

from decimal import Decimal

import pytest

from domain.errors import GoalInvalidError, InvalidInputError, InvalidPatternOperationError
from domain.period import PeriodUnit
from domain.portable_rules import (
    checked_activity,
    checked_goal,
    checked_milestone,
    checked_profile,
    checked_revision,
    checked_task,
)
from domain.target import GoalPattern
from tests.builders import (
    a_goal,
    a_milestone,
    a_profile,
    a_revision,
    a_schedule,
    a_target,
    a_task,
    an_activity,
)


def test_ordinary_records_stay_as_they_are() -> None:
    pattern = GoalPattern.MILESTONE
    assert checked_profile(a_profile()) == a_profile()
    assert checked_goal(a_goal()) == a_goal()
    assert checked_revision(a_revision(), pattern=pattern) == a_revision()
    assert checked_task(a_task()) == a_task()
    assert checked_milestone(a_milestone(), pattern=pattern) == a_milestone()
    assert checked_activity(an_activity()) == an_activity()


def test_texts_are_trimmed_and_amounts_rounded() -> None:
    wanted = an_activity(value=Decimal("0.12345678901"), note=" far ")
    checked = checked_activity(wanted)
    assert (checked.value, checked.note) == (Decimal("0.1234567890"), "far")
    assert checked_goal(a_goal(title=" Read ")).title == "Read"
    assert checked_task(a_task(title=" Read ")).title == "Read"


def test_a_schedule_must_fit_its_target() -> None:
    target = a_target(period=PeriodUnit.WEEK)
    revision = a_revision(target=target, schedule=a_schedule(days_of_week=(1,)))
    with pytest.raises(GoalInvalidError, match=r"schedule.daysOfWeek must not be given"):
        checked_revision(revision, pattern=GoalPattern.RECURRING)


def test_a_milestone_by_amount_may_lie_off_the_way_of_a_pattern_with_amounts() -> None:
    milestone = a_milestone(percentage=None, amount=Decimal(5_000))
    assert checked_milestone(milestone, pattern=GoalPattern.MILESTONE) == milestone
    with pytest.raises(InvalidPatternOperationError):
        checked_milestone(milestone, pattern=GoalPattern.LIMIT)


def test_an_activity_may_have_another_unit_than_the_goal_has_now() -> None:
    assert checked_activity(an_activity(unit="chapters")).unit == "chapters"


@pytest.mark.parametrize("activity_id", ["2026-03-02", "2026-03-02_", "01KJQ3M8E0000000000000000A"])
def test_an_activity_is_named_by_its_day_and_a_ulid(activity_id: str) -> None:
    with pytest.raises(InvalidInputError, match="activityId must be 2026-03-02"):
        checked_activity(an_activity(activity_id=activity_id))

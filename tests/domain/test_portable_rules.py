"""Records from outside: what was sound when it was made is taken as it is."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.day import DayRule, local_day
from domain.errors import GoalInvalidError, InvalidInputError, InvalidPatternOperationError
from domain.period import PeriodUnit
from domain.portable_rules import (
    check_made,
    checked_activity,
    checked_goal,
    checked_milestone,
    checked_profile,
    checked_revision,
    checked_task,
)
from domain.target import GoalPattern
from tests.builders import (
    NOW,
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


@given(
    at=st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 3)),  # noqa: DTZ001 - naive bounds
    timezone=st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"]),
    day_start=st.times(),
)
def test_whatever_local_day_an_instant_has_is_taken(
    at: datetime, timezone: str, day_start: time
) -> None:
    day = local_day(at=at, rule=DayRule(timezone=timezone, day_start=day_start))
    activity = an_activity(occurred_at=at, timezone=timezone, local_day=day)
    assert checked_activity(activity) == activity


@pytest.mark.parametrize("days", [-2, 3])
def test_a_local_day_that_its_instant_has_nowhere_is_refused(days: int) -> None:
    activity = an_activity(occurred_at=NOW, local_day=NOW.date() + timedelta(days=days))
    with pytest.raises(InvalidInputError, match="localDay must be a local day of 2026-03-02T09:30"):
        checked_activity(activity)


def test_what_a_clock_ahead_made_is_taken_and_what_is_made_another_day_refused() -> None:
    later, much_later = NOW + timedelta(days=1), NOW + timedelta(days=1, seconds=1)
    for record in (a_goal(created_at=later), a_revision(made_at=later), a_task()):
        check_made(record, now=NOW)
    with pytest.raises(InvalidInputError, match="createdAt must be 2026-03-02T09:30"):
        check_made(a_goal(created_at=much_later), now=NOW)
    with pytest.raises(InvalidInputError, match="madeAt must be 2026-03-02T09:30"):
        check_made(a_revision(made_at=much_later), now=NOW)

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.activity import (
    ActivityContext,
    ActivityType,
    Attachment,
    AttachmentType,
    DayOfWeek,
    Location,
    TimeOfDay,
)
from domain.amending import amended, is_counted_the_same
from domain.day import Calendar, DayRule
from domain.errors import (
    ActivityInvalidError,
    InvalidInputError,
    InvalidPatternOperationError,
    VersionConflictError,
)
from domain.goal import GoalStatus
from domain.goal_rules import Moment
from domain.profile import UTC_CALENDAR
from domain.requests import ActivityEdit
from domain.target import Aggregation, GoalPattern
from tests.builders import DAY, GOAL_ID, NOW, a_goal, an_activity
from tests.domain.diary import a_diary, amending, diaries
from tests.domain.journals import on
from tests.domain.test_laws import QUIET, proved
from tests.domain.worlds import take

if TYPE_CHECKING:
    from domain.activity import Activity
    from domain.goal import Goal

HOUR = timedelta(hours=1)
MOMENT = Moment(now=NOW + timedelta(days=1), calendar=UTC_CALENDAR)
EVENING = NOW.replace(hour=20)


def edited(
    activity: Activity | None = None,
    goal: Goal | None = None,
    moment: Moment = MOMENT,
    **changes: Any,
) -> Activity:
    old = activity or an_activity()
    edit = ActivityEdit(goal_id=GOAL_ID, activity_id=old.activity_id, **changes)
    return amended(old, edit, goal or a_goal(), moment=moment)


def in_days_of(timezone: str, day_start: time = time(0)) -> Moment:
    rule = DayRule(timezone=timezone, day_start=day_start)
    return replace(MOMENT, calendar=Calendar.of(rule))


def test_what_is_given_takes_the_place_of_what_was_said_and_the_rest_stays() -> None:
    old = an_activity(note="before", location=Location(city="Rome"), version=3)
    changes: dict[str, Any] = {
        "value": Decimal(25),
        "kind": ActivityType.PARTIAL,
        "occurred_at": EVENING,
        "note": " after ",
        "attachments": (Attachment(kind=AttachmentType.LINK, url="https://a.example"),),
    }
    new = edited(old, expected_version=3, **changes)
    assert new == replace(old, **(changes | {"note": "after"}))
    assert edited(old) == old


def test_a_note_a_place_and_a_context_can_be_cleared() -> None:
    old = an_activity(note="x", location=Location(city="Rome"), context=ActivityContext(mood="m"))
    the_instants = ActivityContext(
        time_of_day=TimeOfDay.MORNING, day_of_week=DayOfWeek.MONDAY, is_weekend=False
    )
    expected = an_activity(context=the_instants)
    assert edited(old, note=None, location=None, context=None) == expected


def test_another_version_than_the_one_seen_is_refused() -> None:
    with pytest.raises(VersionConflictError, match="current version 2; got 1"):
        edited(an_activity(version=2), expected_version=1)


@pytest.mark.parametrize(
    ("pattern", "changes", "error", "message"),
    [
        ("milestone", {"value": Decimal(0)}, ActivityInvalidError, "value must be above 0"),
        ("limit", {"value": Decimal(-1)}, ActivityInvalidError, "value must be 0 or above"),
        ("streak", {"value": Decimal(2)}, InvalidPatternOperationError, "value must be 1"),
        ("milestone", {"value": Decimal("NaN")}, InvalidInputError, "value must be a finite"),
        ("milestone", {"unit": "km"}, ActivityInvalidError, "unit must be pages; got 'km'"),
        ("milestone", {"note": "n" * 501}, InvalidInputError, "note must have 0 to 500"),
        ("milestone", {"timezone": "Mars/Base"}, InvalidInputError, "timezone must be an IANA"),
        (
            "milestone",
            {"occurred_at": MOMENT.now + timedelta(minutes=6)},
            InvalidInputError,
            "occurredAt must be 2026-03-03T09:35:00.* or earlier: the future cannot be logged",
        ),
    ],
)
def test_what_logging_refuses_amending_refuses(
    pattern: str, changes: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        edited(goal=a_goal(pattern=GoalPattern(pattern)), **changes)


def test_what_is_not_given_is_not_judged_anew() -> None:
    imported = an_activity(value=Decimal(0), unit="km", occurred_at=NOW + timedelta(days=9))
    assert edited(imported, note="why") == replace(imported, note="why")
    assert edited(imported, unit="km") == imported


def test_a_skip_that_becomes_progress_needs_a_value_that_counts() -> None:
    skip = an_activity(kind=ActivityType.SKIPPED, value=Decimal(0))
    with pytest.raises(ActivityInvalidError, match="value must be above 0; got '0'"):
        edited(skip, kind=ActivityType.PROGRESS)
    assert edited(skip, kind=ActivityType.PROGRESS, value=Decimal(3)).value == 3


def test_a_skip_may_keep_any_value() -> None:
    assert edited(kind=ActivityType.SKIPPED).value == 10


# time


def test_an_activity_never_moves_to_another_local_day() -> None:
    message = (
        r"occurredAt must leave the activity on 2026-03-02: remove it and log it for 2026-03-03;"
        r" got '2026-03-03T00:00:00\+00:00'"
    )
    with pytest.raises(ActivityInvalidError, match=message):
        edited(occurred_at=datetime(2026, 3, 3, tzinfo=UTC))
    with pytest.raises(ActivityInvalidError, match="log it for 2026-03-01"):
        edited(occurred_at=on(2) - timedelta(microseconds=1))
    assert edited(occurred_at=on(2)).occurred_at == on(2)


def test_up_to_five_minutes_ahead_mean_now() -> None:
    now = Moment(now=EVENING, calendar=UTC_CALENDAR)
    assert edited(moment=now, occurred_at=EVENING + timedelta(minutes=5)).occurred_at == EVENING


def test_the_local_day_is_that_of_the_activitys_own_zone() -> None:
    there = an_activity(timezone="Asia/Tokyo")
    assert edited(there, occurred_at=on(1, 15)).occurred_at == on(1, 15)
    with pytest.raises(ActivityInvalidError, match="log it for 2026-03-03"):
        edited(there, occurred_at=on(2, 15))


def test_the_local_day_is_the_owners_where_the_zone_tells_another() -> None:
    early = an_activity(timezone="America/New_York", occurred_at=on(2, 4))
    assert edited(early, occurred_at=on(2, 1)).occurred_at == on(2, 1)
    with pytest.raises(ActivityInvalidError, match="log it for 2026-03-01"):
        edited(early, occurred_at=on(1, 23))


def test_the_day_start_holds_for_an_amended_instant_too() -> None:
    moment = in_days_of("Europe/Berlin", time(4))
    late = an_activity(timezone="Europe/Berlin")
    assert edited(late, moment=moment, occurred_at=on(3, 2, 59)).occurred_at == on(3, 2, 59)
    with pytest.raises(ActivityInvalidError, match="log it for 2026-03-03"):
        edited(late, moment=moment, occurred_at=on(3, 3))


def test_a_zone_may_change_where_the_local_day_stays() -> None:
    moved = edited(timezone="Asia/Tokyo")
    assert (moved.timezone, moved.occurred_at) == ("Asia/Tokyo", NOW)
    assert moved.local_day == DAY
    evening = an_activity(occurred_at=EVENING)
    message = "timezone must leave the activity on 2026-03-02: .*; got 'Asia/Tokyo'"
    with pytest.raises(ActivityInvalidError, match=message):
        edited(evening, timezone="Asia/Tokyo")
    assert edited(evening, timezone="Asia/Tokyo", occurred_at=NOW).occurred_at == NOW


# context


def part_of(activity: Activity) -> TimeOfDay | None:
    assert activity.context is not None
    return activity.context.time_of_day


def test_the_part_of_the_day_moves_with_the_instant_it_was_taken_from() -> None:
    told = an_activity(context=ActivityContext(time_of_day=TimeOfDay.MORNING))
    assert part_of(edited(told, occurred_at=EVENING)) is TimeOfDay.EVENING
    assert part_of(edited(told, timezone="Asia/Tokyo")) is TimeOfDay.EVENING
    assert part_of(edited(told, note="still in the morning")) is TimeOfDay.MORNING


def test_a_part_of_the_day_that_was_said_stays() -> None:
    told = an_activity(context=ActivityContext(time_of_day=TimeOfDay.NIGHT))
    assert part_of(edited(told, occurred_at=EVENING)) is TimeOfDay.NIGHT


def test_a_context_is_given_in_full_and_filled_in() -> None:
    told = an_activity(context=ActivityContext(mood="good", time_of_day=TimeOfDay.NIGHT))
    new = edited(told, context=ActivityContext(energy_level=4)).context
    assert new is not None
    assert (new.mood, new.energy_level, new.time_of_day) == (None, 4, TimeOfDay.MORNING)
    assert (new.day_of_week, new.is_weekend) == ("monday", False)
    with pytest.raises(InvalidInputError, match=r"context\.energyLevel must be a whole number"):
        edited(context=ActivityContext(energy_level=11))


def test_a_day_alone_tells_no_hour_until_an_instant_is_given() -> None:
    alone = an_activity(occurred_at=on(3) - timedelta(seconds=1))
    told = edited(alone, context=ActivityContext(mood="good"))
    assert part_of(told) is None
    assert part_of(edited(told, occurred_at=EVENING)) is TimeOfDay.EVENING


# what it does


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({"note": "x"}, True),
        ({"timezone": "Asia/Tokyo"}, True),
        ({"value": Decimal(3)}, False),
        ({"kind": ActivityType.SKIPPED}, False),
        ({"occurred_at": EVENING}, False),
    ],
)
def test_value_type_and_instant_are_what_progress_is_computed_from(
    changes: dict[str, Any], is_same: object
) -> None:
    assert is_counted_the_same(an_activity(), edited(**changes)) is is_same


def test_an_amendment_takes_back_what_it_no_longer_proves() -> None:
    diary = a_diary(GoalPattern.MILESTONE, 100)
    diary.log(60)
    diary.wait(days=1).log(40)
    assert diary.goal.completed_at == on(3, 9, 30)
    diary.wait(days=1)
    diary.amend(0, value=Decimal(30))
    assert diary.goal.status is GoalStatus.ACTIVE
    assert diary.reached() == {"25": on(2, 9, 30), "50": on(3, 9, 30)}


def test_an_amended_instant_moves_what_it_proves() -> None:
    diary = a_diary(GoalPattern.MILESTONE, 100)
    diary.log(60)
    diary.wait(days=1)
    diary.amend(0, hours=3)
    assert diary.reached() == {"25": on(2, 12, 30), "50": on(2, 12, 30)}


def test_amending_a_measurement_changes_which_of_a_day_is_last() -> None:
    diary = a_diary(GoalPattern.RECURRING, 5, aggregation=Aggregation.LAST)
    diary.log(5)
    diary.wait(hours=1).log(3)
    diary.wait(hours=5)
    assert diary.details().current_period_value == 3
    diary.amend(0, hours=2)
    assert diary.details().current_period_value == 5


def test_the_log_of_a_goal_that_has_ended_is_amended_up_to_its_end() -> None:
    diary = a_diary(GoalPattern.MILESTONE, 100)
    diary.log(60)
    diary.wait(hours=1).archive()
    assert diary.amend(0, value=Decimal(20)) is not None
    assert diary.progress() == 20


@pytest.mark.parametrize("pattern", GoalPattern)
@given(data=st.data())
@settings(max_examples=30, suppress_health_check=QUIET)
def test_amending_equals_counting_the_whole_log(pattern: GoalPattern, data: st.DataObject) -> None:
    diary, story = data.draw(diaries(amending, pattern=pattern))
    for step in story:
        take(diary, step)
        if diary.tally.through >= diary.goal.created_at:
            assert proved(diary.dossier) == proved(diary.rebuilt())
        assert diary.held_months() == diary.counted_months()

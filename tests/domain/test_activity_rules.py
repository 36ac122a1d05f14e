from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from domain.activity import (
    Activity,
    ActivityContext,
    ActivityType,
    Attachment,
    AttachmentType,
    DayOfWeek,
    Location,
    TimeOfDay,
    Weather,
)
from domain.activity_rules import When, check_log_open, new_activity, when
from domain.day import Calendar, DayRule
from domain.errors import (
    ActivityInvalidError,
    DomainError,
    GoalAlreadyCompletedError,
    GoalArchivedError,
    InvalidDateRangeError,
    InvalidInputError,
    InvalidPatternOperationError,
)
from domain.goal import GoalStatus, StatusChange
from domain.goal_rules import Moment
from domain.profile import UTC_CALENDAR
from domain.requests import NewActivity
from domain.target import GoalPattern
from tests.builders import DAY, GOAL_ID, NOW, OWNER, ULID, a_goal, a_target

if TYPE_CHECKING:
    from domain.goal import Goal

MOMENT = Moment(now=NOW, calendar=UTC_CALENDAR)
IMPORT = replace(MOMENT, is_import=True)
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
MINUTE = timedelta(minutes=1)
TEN = Decimal(10)


def happened(moment: Moment = MOMENT, **said: Any) -> When:
    return when(NewActivity(goal_id=GOAL_ID, **said), moment=moment)


def logged(goal: Goal | None = None, moment: Moment = MOMENT, **said: Any) -> Activity:
    fields: dict[str, Any] = {"value": TEN, **said}
    wanted = NewActivity(goal_id=GOAL_ID, **fields)
    return new_activity(wanted, goal or a_goal(), ulid=ULID, moment=moment)


def a_goal_that(*statuses: GoalStatus) -> Goal:
    """Return a goal that took a status each day, active first."""
    changes = tuple(
        StatusChange(status=status, at=NOW + timedelta(days=n))
        for n, status in enumerate((GoalStatus.ACTIVE, *statuses))
    )
    return a_goal(changes=changes)


# when


def test_without_a_time_an_activity_happened_now() -> None:
    assert happened() == When(occurred_at=NOW, timezone="UTC", local_day=DAY)


def test_the_day_of_today_alone_means_now() -> None:
    assert happened(activity_date=DAY).occurred_at == NOW


def test_a_past_day_alone_means_its_last_second() -> None:
    found = happened(activity_date=YESTERDAY)
    assert found.occurred_at == datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
    assert found.local_day == YESTERDAY


def test_a_past_day_ends_where_the_owners_day_ends() -> None:
    calendar = Calendar.of(DayRule(timezone="America/New_York", day_start=time(4)))
    found = happened(replace(MOMENT, calendar=calendar), activity_date=date(2026, 2, 27))
    assert found.occurred_at == datetime(2026, 2, 28, 8, 59, 59, tzinfo=UTC)
    assert (found.timezone, found.local_day) == ("America/New_York", date(2026, 2, 27))


def test_a_future_day_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="activityDate must be 2026-03-02 or earlier"):
        happened(activity_date=TOMORROW)


def test_an_instant_is_kept_as_it_is_said() -> None:
    at = NOW - timedelta(days=3, seconds=7)
    assert happened(occurred_at=at).occurred_at == at


@pytest.mark.parametrize("ahead", [MINUTE, 5 * MINUTE])
def test_up_to_five_minutes_ahead_count_as_now(ahead: timedelta) -> None:
    assert happened(occurred_at=NOW + ahead).occurred_at == NOW


def test_more_than_five_minutes_ahead_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="the future cannot be logged"):
        happened(occurred_at=NOW + 5 * MINUTE + timedelta(microseconds=1))


def test_a_fast_clock_at_midnight_does_not_reach_the_next_day() -> None:
    midnight = replace(MOMENT, now=datetime(2026, 3, 2, 23, 58, tzinfo=UTC))
    assert happened(midnight, occurred_at=midnight.now + 4 * MINUTE).local_day == DAY


def test_an_instant_and_a_day_must_belong_together() -> None:
    assert happened(occurred_at=NOW, activity_date=DAY).local_day == DAY
    with pytest.raises(InvalidDateRangeError, match="the local day of occurredAt in UTC; got"):
        happened(occurred_at=NOW, activity_date=YESTERDAY)


def test_an_import_keeps_what_lies_ahead() -> None:
    assert happened(IMPORT, activity_date=TOMORROW).local_day == TOMORROW
    at = NOW + timedelta(days=8)
    assert happened(IMPORT, occurred_at=at).occurred_at == at


def test_nothing_is_logged_for_a_day_before_1900() -> None:
    with pytest.raises(InvalidInputError, match="activityDate must be 1900-01-01 or later"):
        happened(activity_date=date(1899, 12, 31))
    with pytest.raises(InvalidInputError, match="occurredAt must be 1900-01-01 or later"):
        happened(occurred_at=datetime(1899, 12, 31, tzinfo=UTC))


def test_an_activitys_own_zone_tells_its_local_day() -> None:
    found = happened(occurred_at=NOW, timezone="Pacific/Pago_Pago")
    assert (found.timezone, found.local_day) == ("Pacific/Pago_Pago", YESTERDAY)


def test_today_is_the_day_in_the_activitys_own_zone() -> None:
    east = replace(MOMENT, now=datetime(2026, 3, 2, 12, tzinfo=UTC))
    found = happened(east, activity_date=TOMORROW, timezone="Pacific/Kiritimati")
    assert (found.occurred_at, found.local_day) == (east.now, TOMORROW)


def test_the_owners_day_start_holds_in_another_zone_too() -> None:
    calendar = Calendar.of(DayRule(timezone="UTC", day_start=time(4)))
    moment = replace(MOMENT, calendar=calendar)
    at = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
    assert happened(moment, occurred_at=at, timezone="Asia/Tokyo").local_day == date(2026, 3, 1)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="timezone must be an IANA time zone; got 'Moon'"):
        happened(timezone="Moon")


def test_a_day_that_never_was_in_the_zone_is_refused() -> None:
    with pytest.raises(InvalidDateRangeError, match="must be 2011-12-29"):
        happened(activity_date=date(2011, 12, 30), timezone="Pacific/Apia")


# new_activity


def test_an_activity_keeps_what_is_fixed_when_it_is_logged() -> None:
    activity = logged(note=" good ")
    assert activity.activity_id == f"2026-03-02_{ULID}"
    assert (activity.goal_id, activity.owner, activity.unit) == (GOAL_ID, OWNER, "pages")
    assert (activity.occurred_at, activity.logged_at, activity.local_day) == (NOW, NOW, DAY)
    assert (activity.value, activity.note) == (TEN, "good")


def test_an_activity_has_the_unit_of_its_goal() -> None:
    assert logged().unit == logged(unit="pages").unit == logged(unit=" pages ").unit == "pages"
    with pytest.raises(ActivityInvalidError, match="unit must be pages; got 'km'"):
        logged(unit="km")


def test_a_value_is_rounded_to_10_places_and_must_be_finite() -> None:
    assert logged(value=Decimal("1.00000000001")).value == 1
    with pytest.raises(InvalidInputError, match="value must be a finite number"):
        logged(value=Decimal("NaN"))


def test_a_value_is_needed_except_for_a_skip_and_a_streak() -> None:
    with pytest.raises(InvalidInputError, match="value must be given for a milestone goal"):
        logged(value=None)
    assert logged(value=None, kind=ActivityType.SKIPPED).value == 0
    assert logged(a_goal(pattern=GoalPattern.STREAK), value=None).value == 1


@pytest.mark.parametrize(
    ("pattern", "value", "error"),
    [
        (GoalPattern.MILESTONE, "0", ActivityInvalidError),
        (GoalPattern.MILESTONE, "-1", ActivityInvalidError),
        (GoalPattern.RECURRING, "-1", ActivityInvalidError),
        (GoalPattern.LIMIT, "-0.5", ActivityInvalidError),
        (GoalPattern.STREAK, "2", InvalidPatternOperationError),
    ],
)
def test_a_value_that_does_not_fit_the_pattern_is_refused(
    pattern: GoalPattern, value: str, error: type[DomainError]
) -> None:
    with pytest.raises(error, match="value must be"):
        logged(a_goal(pattern=pattern), value=Decimal(value))
    skipped = logged(a_goal(pattern=pattern), value=Decimal(value), kind=ActivityType.SKIPPED)
    assert not skipped.kind.is_counting
    assert logged(a_goal(pattern=pattern), IMPORT, value=Decimal(value)).value == Decimal(value)


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        (GoalPattern.MILESTONE, "0.1"),
        (GoalPattern.RECURRING, "0"),
        (GoalPattern.LIMIT, "0"),
        (GoalPattern.STREAK, "1"),
        (GoalPattern.TARGET, "-40"),
    ],
)
def test_a_value_that_fits_the_pattern_is_taken(pattern: GoalPattern, value: str) -> None:
    assert logged(a_goal(pattern=pattern), value=Decimal(value)).value == Decimal(value)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"note": "x" * 501}, "note"),
        ({"location": Location(city="x" * 101)}, "location.city"),
        ({"location": Location(coordinates=(Decimal(181), Decimal(0)))}, "location.coordinates[0]"),
        ({"location": Location(coordinates=(Decimal(0), Decimal(91)))}, "location.coordinates[1]"),
        ({"context": ActivityContext(energy_level=11)}, "context.energyLevel"),
        ({"context": ActivityContext(stress_level=0)}, "context.stressLevel"),
        ({"context": ActivityContext(difficulty=6)}, "context.difficulty"),
        ({"context": ActivityContext(enjoyment=6)}, "context.enjoyment"),
        ({"context": ActivityContext(sleep_hours=Decimal(25))}, "context.sleepHours"),
        ({"context": ActivityContext(duration=Decimal(-1))}, "context.duration"),
        ({"context": ActivityContext(mood="x" * 101)}, "context.mood"),
        (
            {"context": ActivityContext(weather=Weather(humidity=TEN * 11))},
            "context.weather.humidity",
        ),
        ({"attachments": (Attachment(kind=AttachmentType.LINK),) * 11}, "attachments"),
        (
            {"attachments": (Attachment(kind=AttachmentType.LINK, url="x" * 2_001),)},
            "attachments[0].url",
        ),
    ],
)
def test_a_field_that_breaks_its_rule_is_named(said: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        logged(**said)
    assert refusal.value.details["field"] == field


def test_place_and_attachments_are_kept_in_canonical_form() -> None:
    place = Location(city=" Rome ", coordinates=(Decimal("12.50"), Decimal("41.90")))
    link = Attachment(kind=AttachmentType.LINK, url=" https://x.org ", entity_id="e")
    activity = logged(location=place, attachments=(link,))
    assert activity.location is not None
    assert (activity.location.city, activity.location.coordinates) == (
        "Rome",
        (Decimal("12.5"), Decimal("41.9")),
    )
    assert logged(location=Location(city="Rome")).location == Location(city="Rome")
    assert activity.attachments == (replace(link, url="https://x.org"),)


def test_what_a_context_does_not_say_of_the_time_is_filled_in() -> None:
    weather = Weather(temperature=Decimal("20.50"), condition=" dry ")
    context = logged(context=ActivityContext(mood=" ok ", weather=weather)).context
    assert context is not None
    assert (context.mood, context.day_of_week, context.is_weekend) == (
        "ok",
        DayOfWeek.MONDAY,
        False,
    )
    assert context.time_of_day is TimeOfDay.MORNING
    assert context.weather == Weather(temperature=Decimal("20.5"), condition="dry")


def test_a_day_alone_tells_no_time_of_day() -> None:
    context = logged(activity_date=YESTERDAY).context
    assert context is not None
    assert (context.time_of_day, context.is_weekend) == (None, True)


def test_an_activity_without_a_context_has_that_of_its_instant() -> None:
    assert logged().context == ActivityContext(
        time_of_day=TimeOfDay.MORNING, day_of_week=DayOfWeek.MONDAY, is_weekend=False
    )


@pytest.mark.parametrize(
    ("own", "other"), [("caf\u00e9s", "cafe\u0301s"), ("cafe\u0301s", "caf\u00e9s")]
)
def test_an_accent_written_as_a_letter_of_its_own_makes_no_other_unit(own: str, other: str) -> None:
    goal = a_goal(target=a_target(unit=own))
    assert logged(goal=goal, unit=other).unit == own


# check_log_open


def check(goal: Goal, *, at: datetime = NOW, day: date = DAY, today: date = DAY) -> None:
    check_log_open(goal, at=at, day=day, today=today, window_days=30)


@pytest.mark.parametrize("status", [GoalStatus.ACTIVE, GoalStatus.PAUSED])
def test_the_log_of_an_active_or_paused_goal_is_open_however_far_back(status: GoalStatus) -> None:
    goal = a_goal(changes=(StatusChange(status=status, at=NOW),))
    check(goal, day=date(1990, 1, 1))
    assert goal.status is status


def test_the_log_of_a_draft_is_closed() -> None:
    draft = a_goal(changes=(StatusChange(status=GoalStatus.DRAFT, at=NOW),))
    with pytest.raises(ActivityInvalidError, match="status must be active or paused; got 'draft'"):
        check(draft)


@pytest.mark.parametrize(
    ("statuses", "error"),
    [
        ([GoalStatus.COMPLETED], GoalAlreadyCompletedError),
        ([GoalStatus.ARCHIVED], GoalArchivedError),
        ([GoalStatus.COMPLETED, GoalStatus.ARCHIVED], GoalArchivedError),
    ],
)
def test_a_closed_log_is_corrected_up_to_the_goals_end(
    statuses: list[GoalStatus], error: type[DomainError]
) -> None:
    goal = a_goal_that(*statuses)
    end = NOW + timedelta(days=1)
    check(goal, at=end)
    with pytest.raises(error, match="occurredAt must be 2026-03-03"):
        check(goal, at=end + timedelta(microseconds=1))


@pytest.mark.parametrize("status", [GoalStatus.COMPLETED, GoalStatus.ARCHIVED])
def test_a_closed_log_is_corrected_within_the_window_of_days(status: GoalStatus) -> None:
    goal = a_goal_that(status)
    check(goal, day=DAY - timedelta(days=30))
    with pytest.raises(ActivityInvalidError, match="activityDate must be 2026-01-31 or later"):
        check(goal, day=DAY - timedelta(days=31))

"""Logging activities: what fits a goal, and the instant and local day that are fixed then."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, assert_never

from domain.activity import Activity, ActivityContext, ActivityType, activity_id
from domain.activity_details import with_details_checked
from domain.amount import ZERO, amount
from domain.day import Calendar, UnknownTimezoneError, zone
from domain.errors import (
    ActivityInvalidError,
    GoalAlreadyCompletedError,
    GoalArchivedError,
    InvalidDateRangeError,
    InvalidInputError,
    InvalidPatternOperationError,
)
from domain.fields import day as checked_day
from domain.goal import Goal, GoalStatus
from domain.goal_rules import Moment
from domain.requests import ToLog
from domain.target import GoalPattern
from domain.time_of_day import filled_in

_TOLERANCE: Final = timedelta(minutes=5)
_LAST_SECOND: Final = timedelta(seconds=1)
_ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When an activity happened: the instant, the zone then, and the local day."""

    occurred_at: datetime
    timezone: str
    local_day: date


def when(wanted: ToLog, *, moment: Moment) -> When:
    """Return when the activity happened: as said, by the local day alone, or now.

    With a day alone the instant is now if that is today, else the last second of that day. Up
    to five minutes ahead count as now, for clocks that run fast.

    Raises:
        InvalidInputError: The zone is unknown, or the time lies in the future or before 1900.
        InvalidDateRangeError: The instant and the day given do not belong together.
    """
    calendar = _calendar(wanted, moment)
    name = wanted.timezone or calendar.rule_on(moment.today).timezone
    today = calendar.day_of(moment.now)
    day, at = wanted.activity_date, wanted.occurred_at
    if at is None and day is not None and day != today:
        _check_past(day <= today or moment.is_import, "activityDate", f"{today} or earlier", day)
        at = calendar.end_of(checked_day(day, field="activityDate")) - _LAST_SECOND
    elif at is None:
        at = moment.now
    elif not moment.is_import:
        at = past_instant(at, now=moment.now)
    local_day = checked_day(calendar.day_of(at), field="occurredAt")
    if day is not None and day != local_day:
        rule = f"must be {local_day}, the local day of occurredAt in {name}"
        raise InvalidDateRangeError("activityDate", rule, day)
    return When(occurred_at=at, timezone=name, local_day=local_day)


def past_instant(at: datetime, *, now: datetime) -> datetime:
    """Return when something happened; up to five minutes ahead count as now.

    Raises:
        InvalidInputError: It lies further in the future.
    """
    limit = now + _TOLERANCE
    _check_past(at <= limit, "occurredAt", f"{limit.isoformat()} or earlier", at.isoformat())
    return min(at, now)


def checked_zone(name: str) -> str:
    """Return the name of a time zone.

    Raises:
        InvalidInputError: There is no such zone.
    """
    try:
        zone(name)
    except UnknownTimezoneError as error:
        raise InvalidInputError("timezone", "must be an IANA time zone", name) from error
    return name


def new_activity(wanted: ToLog, goal: Goal, *, ulid: str, moment: Moment) -> Activity:
    """Return the activity asked for.

    Raises:
        ActivityInvalidError: It does not fit the goal.
        InvalidInputError: A field breaks its own rule.
    """
    happened = when(wanted, moment=moment)
    activity = Activity(
        activity_id=activity_id(local_day=happened.local_day, ulid=ulid),
        goal_id=goal.goal_id,
        owner=goal.owner,
        value=_value(wanted, goal.pattern),
        unit=unit_of(wanted.unit, goal),
        kind=wanted.kind,
        local_day=happened.local_day,
        occurred_at=happened.occurred_at,
        logged_at=moment.now,
        timezone=happened.timezone,
        note=wanted.note,
        location=wanted.location,
        context=_context(wanted, happened),
        attachments=wanted.attachments,
        source=wanted.source,
    )
    if not moment.is_import:
        check_value(activity, goal.pattern)
    return with_details_checked(activity)


def unit_of(wanted: str | None, goal: Goal) -> str:
    """Return the goal's unit, if none or that is wanted.

    White space around it, and how a letter is composed (é as one character or two), make no other.

    Raises:
        ActivityInvalidError: The unit is not the target's.
    """
    unit = goal.target.unit
    if wanted is not None and _composed(wanted) != _composed(unit):
        raise ActivityInvalidError("unit", f"must be {unit}", wanted)
    return unit


def _composed(unit: str) -> str:
    return unicodedata.normalize("NFC", unit.strip())


def check_value(activity: Activity, pattern: GoalPattern) -> None:
    """Refuse a value that the goal's pattern does not take; a skip's does not count.

    Raises:
        ActivityInvalidError: The value is negative, or 0 where something must be added.
        InvalidPatternOperationError: A streak's value is not 1.
    """
    value = activity.value
    if not activity.kind.is_counting:
        return
    match pattern:
        case GoalPattern.MILESTONE:
            if value <= ZERO:
                raise ActivityInvalidError("value", "must be above 0", value)
        case GoalPattern.RECURRING | GoalPattern.LIMIT:
            if value < ZERO:
                raise ActivityInvalidError("value", "must be 0 or above", value)
        case GoalPattern.STREAK:
            if value != _ONE:
                message = f"value must be 1 for a streak goal; got '{value}'"
                raise InvalidPatternOperationError(message, pattern=pattern.value)
        case GoalPattern.TARGET:
            return
        case _ as never:
            assert_never(never)


def check_log_open(goal: Goal, *, at: datetime, day: date, today: date, window_days: int) -> None:
    """Refuse to change the log of a goal that is a draft, or closed for that long.

    The log of a completed or archived goal may be corrected up to its end, and only on the last
    `window_days` local days.

    Raises:
        ActivityInvalidError: The goal is a draft, or the day lies before the window.
        GoalAlreadyCompletedError: The activity lies after the goal's completion.
        GoalArchivedError: The activity lies after the goal was archived.
    """
    match goal.status:
        case GoalStatus.ACTIVE | GoalStatus.PAUSED:
            return
        case GoalStatus.DRAFT:
            raise ActivityInvalidError("status", "must be active or paused", goal.status)
        case GoalStatus.COMPLETED | GoalStatus.ARCHIVED:
            _check_correction(goal, at)
            first = today - timedelta(days=window_days)
            if day < first:
                rule = f"must be {first} or later, for the goal is {goal.status}"
                raise ActivityInvalidError("activityDate", rule, day)
        case _ as never:
            assert_never(never)


def _check_correction(goal: Goal, at: datetime) -> None:
    ended = goal.completed_at or goal.archived_at
    if ended is None or at <= ended:
        return
    message = f"occurredAt must be {ended.isoformat()} or earlier, when the goal was {{}}; got "
    if goal.status is GoalStatus.COMPLETED:
        raise GoalAlreadyCompletedError(message.format("completed") + at.isoformat())
    raise GoalArchivedError(message.format("archived or completed") + at.isoformat())


def _calendar(wanted: ToLog, moment: Moment) -> Calendar:
    """Return the owner's calendar, in the activity's own zone if it names one."""
    if wanted.timezone is None:
        return moment.calendar
    rule = moment.calendar.rule_on(moment.today)
    return Calendar.of(replace(rule, timezone=checked_zone(wanted.timezone)))


def _check_past(holds: bool, field: str, limit: str, value: object) -> None:  # noqa: FBT001
    if not holds:
        raise InvalidInputError(field, f"must be {limit}: the future cannot be logged", value)


def _value(wanted: ToLog, pattern: GoalPattern) -> Decimal:
    if wanted.value is not None:
        return amount(wanted.value, field="value")
    if wanted.kind is ActivityType.SKIPPED:
        return ZERO
    if pattern is GoalPattern.STREAK:
        return _ONE
    raise InvalidInputError("value", f"must be given for a {pattern} goal", None)


def _context(wanted: ToLog, happened: When) -> ActivityContext:
    """Return the context, its parts of time filled in; a day alone tells no hour."""
    is_hour_known = wanted.occurred_at is not None or wanted.activity_date is None
    wall = happened.occurred_at.astimezone(zone(happened.timezone)).time()
    context = wanted.context or ActivityContext()
    return filled_in(context, day=happened.local_day, wall=wall if is_hour_known else None)

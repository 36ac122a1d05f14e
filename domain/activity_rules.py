"""Logging activities: what fits a goal, and the instant and local day that are fixed then."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, assert_never

from domain.activity import (
    Activity,
    ActivityContext,
    ActivityType,
    Attachment,
    Location,
    Weather,
    activity_id,
)
from domain.amount import ZERO, amount
from domain.day import Calendar, DayRule, UnknownTimezoneError, zone
from domain.errors import (
    ActivityInvalidError,
    GoalAlreadyCompletedError,
    GoalArchivedError,
    InvalidDateRangeError,
    InvalidInputError,
    InvalidPatternOperationError,
)
from domain.fields import day as checked_day
from domain.fields import number, optional_number, optional_text, whole
from domain.goal import Goal, GoalStatus
from domain.goal_rules import Moment
from domain.requests import NewActivity
from domain.target import GoalPattern
from domain.time_of_day import filled_in

_TOLERANCE: Final = timedelta(minutes=5)
_LAST_SECOND: Final = timedelta(seconds=1)
_ONE: Final = Decimal(1)
_MOST_ATTACHMENTS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When an activity happened: the instant, the zone then, and the local day."""

    occurred_at: datetime
    timezone: str
    local_day: date


def when(wanted: NewActivity, *, moment: Moment) -> When:
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
        limit = moment.now + _TOLERANCE
        _check_past(at <= limit, "occurredAt", f"{limit.isoformat()} or earlier", at.isoformat())
        at = min(at, moment.now)
    local_day = checked_day(calendar.day_of(at), field="occurredAt")
    if day is not None and day != local_day:
        rule = f"must be {local_day}, the local day of occurredAt in {name}"
        raise InvalidDateRangeError("activityDate", rule, day)
    return When(occurred_at=at, timezone=name, local_day=local_day)


def new_activity(wanted: NewActivity, goal: Goal, *, ulid: str, moment: Moment) -> Activity:
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
        unit=goal.target.unit if wanted.unit is None else wanted.unit,
        kind=wanted.kind,
        local_day=happened.local_day,
        occurred_at=happened.occurred_at,
        logged_at=moment.now,
        timezone=happened.timezone,
        note=optional_text(wanted.note, field="note", longest=500),
        location=None if wanted.location is None else _location(wanted.location),
        context=None if wanted.context is None else _context(wanted, wanted.context, happened),
        attachments=_attachments(wanted.attachments),
        source=wanted.source,
    )
    if activity.unit != goal.target.unit:
        raise ActivityInvalidError("unit", f"must be {goal.target.unit}", activity.unit)
    if not moment.is_import:
        _check_value(activity, goal.pattern)
    return activity


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


def _calendar(wanted: NewActivity, moment: Moment) -> Calendar:
    """Return the owner's calendar, in the activity's own zone if it names one."""
    if wanted.timezone is None:
        return moment.calendar
    try:
        zone(wanted.timezone)
    except UnknownTimezoneError as error:
        rule = "must be an IANA time zone"
        raise InvalidInputError("timezone", rule, wanted.timezone) from error
    rule_now = moment.calendar.rule_on(moment.today)
    rule_there = DayRule(
        timezone=wanted.timezone, day_start=rule_now.day_start, week_start=rule_now.week_start
    )
    return Calendar.of(rule_there)


def _check_past(holds: bool, field: str, limit: str, value: object) -> None:  # noqa: FBT001
    if not holds:
        raise InvalidInputError(field, f"must be {limit}: the future cannot be logged", value)


def _value(wanted: NewActivity, pattern: GoalPattern) -> Decimal:
    if wanted.value is not None:
        return amount(wanted.value, field="value")
    if wanted.kind is ActivityType.SKIPPED:
        return ZERO
    if pattern is GoalPattern.STREAK:
        return _ONE
    raise InvalidInputError("value", f"must be given for a {pattern} goal", None)


def _check_value(activity: Activity, pattern: GoalPattern) -> None:
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


def _location(location: Location) -> Location:
    city = optional_text(location.city, field="location.city", longest=100)
    if location.coordinates is None:
        return replace(location, city=city)
    longitude, latitude = location.coordinates
    return replace(
        location,
        city=city,
        coordinates=(
            number(longitude, field="location.coordinates[0]", least=-180, most=180),
            number(latitude, field="location.coordinates[1]", least=-90, most=90),
        ),
    )


def _context(wanted: NewActivity, context: ActivityContext, happened: When) -> ActivityContext:
    """Return the context checked, its parts of time filled in; a day alone tells no hour."""
    is_hour_known = wanted.occurred_at is not None or wanted.activity_date is None
    wall = happened.occurred_at.astimezone(zone(happened.timezone)).time()
    checked = _checked_context(context)
    return filled_in(checked, day=happened.local_day, wall=wall if is_hour_known else None)


def _checked_context(context: ActivityContext) -> ActivityContext:
    def level(value: int | None, name: str, most: int) -> int | None:
        return whole(value, field=f"context.{name}", least=1, most=most)

    def words(value: str | None, name: str) -> str | None:
        return optional_text(value, field=f"context.{name}", longest=100)

    return replace(
        context,
        sleep_hours=optional_number(
            context.sleep_hours, field="context.sleepHours", least=0, most=24
        ),
        duration=optional_number(context.duration, field="context.duration", least=0, most=100_000),
        weather=None if context.weather is None else _weather(context.weather),
        energy_level=level(context.energy_level, "energyLevel", 10),
        stress_level=level(context.stress_level, "stressLevel", 10),
        difficulty=level(context.difficulty, "difficulty", 5),
        enjoyment=level(context.enjoyment, "enjoyment", 5),
        previous_activity=words(context.previous_activity, "previousActivity"),
        next_activity=words(context.next_activity, "nextActivity"),
        mood=words(context.mood, "mood"),
    )


def _weather(weather: Weather) -> Weather:
    where = "context.weather"
    return replace(
        weather,
        condition=optional_text(weather.condition, field=f"{where}.condition", longest=100),
        temperature=optional_number(
            weather.temperature, field=f"{where}.temperature", least=-100, most=100
        ),
        humidity=optional_number(weather.humidity, field=f"{where}.humidity", least=0, most=100),
    )


def _attachments(attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    if len(attachments) > _MOST_ATTACHMENTS:
        rule = f"must have at most {_MOST_ATTACHMENTS} entries"
        raise InvalidInputError("attachments", rule, len(attachments))
    return tuple(
        replace(
            attachment,
            url=optional_text(attachment.url, field=f"attachments[{i}].url", longest=2_000),
            entity_id=optional_text(
                attachment.entity_id, field=f"attachments[{i}].entityId", longest=200
            ),
        )
        for i, attachment in enumerate(attachments)
    )

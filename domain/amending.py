"""Amending an activity: what is given takes the place of what was said, on the same local day."""

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from typing import Final

from domain.activity import Activity, ActivityContext
from domain.activity_details import with_details_checked
from domain.activity_rules import check_value, checked_zone, past_instant, unit_of
from domain.amount import amount
from domain.day import Calendar, zone
from domain.errors import ActivityInvalidError
from domain.goal import Goal
from domain.goal_rules import Moment, check_version
from domain.requests import ActivityEdit
from domain.time_of_day import filled_in, time_of_day
from domain.unset import Unset, given

_LAST_SECOND: Final = timedelta(seconds=1)


def amended(activity: Activity, edit: ActivityEdit, goal: Goal, *, moment: Moment) -> Activity:
    """Return the activity with the changes given; what is not given is not judged anew.

    Raises:
        VersionConflictError: The activity is not at the version expected.
        ActivityInvalidError: It no longer fits the goal, or would lie on another local day.
        InvalidPatternOperationError: Its value is none that the goal's pattern has.
        InvalidInputError: A field breaks its own rule.
    """
    check_version(edit.expected_version, current=activity.version)
    moved = _moved(activity, edit, moment=moment)
    changed = replace(
        moved,
        value=_value(activity, edit),
        unit=_unit(activity, edit, goal),
        kind=given(edit.kind, otherwise=activity.kind),
        note=given(edit.note, otherwise=activity.note),
        location=given(edit.location, otherwise=activity.location),
        context=_context(activity, moved, edit, moment=moment),
        attachments=given(edit.attachments, otherwise=activity.attachments),
    )
    if (changed.value, changed.kind) != (activity.value, activity.kind):
        check_value(changed, goal.pattern)
    return with_details_checked(changed)


def is_counted_the_same(before: Activity, after: Activity) -> bool:
    """Say whether an amendment changes nothing that progress is computed from."""
    return (before.value, before.kind, before.occurred_at) == (
        after.value,
        after.kind,
        after.occurred_at,
    )


def _unit(activity: Activity, edit: ActivityEdit, goal: Goal) -> str:
    if isinstance(edit.unit, Unset) or edit.unit == activity.unit:
        return activity.unit
    return unit_of(edit.unit, goal)


def _value(activity: Activity, edit: ActivityEdit) -> Decimal:
    if isinstance(edit.value, Unset):
        return activity.value
    return amount(edit.value, field="value")


def _moved(activity: Activity, edit: ActivityEdit, *, moment: Moment) -> Activity:
    """Return the activity at the instant and in the zone given, on the same local day."""
    if isinstance(edit.occurred_at, Unset) and isinstance(edit.timezone, Unset):
        return activity
    at, calendar, timezone = activity.occurred_at, _calendar(activity, moment), activity.timezone
    if not isinstance(edit.occurred_at, Unset):
        at = past_instant(edit.occurred_at, now=moment.now)
    if not isinstance(edit.timezone, Unset):
        timezone = checked_zone(edit.timezone)
        calendar = _calendar_there(timezone, activity, moment)
    day = calendar.day_of(at)
    if day != activity.local_day:
        rule = f"must leave the activity on {activity.local_day}: remove it and log it for {day}"
        if isinstance(edit.occurred_at, Unset):
            raise ActivityInvalidError("timezone", rule, timezone)
        raise ActivityInvalidError("occurredAt", rule, at.isoformat())
    return replace(activity, occurred_at=at, timezone=timezone)


def _calendar(activity: Activity, moment: Moment) -> Calendar:
    """Return the calendar that puts the activity on its local day: its zone's, or the owner's."""
    own = _calendar_there(activity.timezone, activity, moment)
    is_own = own.day_of(activity.occurred_at) == activity.local_day
    return own if is_own else moment.calendar


def _calendar_there(timezone: str, activity: Activity, moment: Moment) -> Calendar:
    """Return the calendar of a zone, with the day start in force on the activity's local day."""
    return Calendar.of(replace(moment.calendar.rule_on(activity.local_day), timezone=timezone))


def _context(
    before: Activity, after: Activity, edit: ActivityEdit, *, moment: Moment
) -> ActivityContext | None:
    """Return the context with what it does not say of the time taken from the instant.

    The part of the day that was taken from the instant before moves with it.
    """
    if isinstance(edit.context, Unset) and before.context is None:
        return None
    context = given(edit.context, otherwise=before.context) or ActivityContext()
    if isinstance(edit.context, Unset):
        if _wall(after) == _wall(before):
            return context
        if context.time_of_day is time_of_day(_wall(before)):
            context = replace(context, time_of_day=None)
    # The last second of a day stands for the day alone, which tells no hour.
    end = _calendar(after, moment).end_of(after.local_day)
    wall = None if after.occurred_at == end - _LAST_SECOND else _wall(after)
    return filled_in(context, day=after.local_day, wall=wall)


def _wall(activity: Activity) -> time:
    return activity.occurred_at.astimezone(zone(activity.timezone)).time()

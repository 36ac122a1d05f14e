"""What a record from outside must be, so that the account can hold it as if it were its own.

A record was made under these rules once; what was judged then against the moment of its making
(a deadline ahead, a status that may follow another) is not judged again.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final
from uuid import UUID

from domain import goal_rules, milestone_rules, schedule_rules, target_rules, task_rules
from domain.activity import Activity
from domain.activity_details import with_details_checked
from domain.activity_rules import checked_zone
from domain.amount import amount
from domain.errors import InvalidDateRangeError, InvalidInputError
from domain.fields import day, text, whole
from domain.goal import Cause, Goal, GoalStatus, Pause, Revision, StatusChange
from domain.goal_rules import Moment
from domain.horizon import settles_on
from domain.milestone import CustomMilestone
from domain.pause import MOST_PAUSES
from domain.portable import Record
from domain.profile import UTC_CALENDAR, Profile
from domain.requests import GoalEdit, TaskEdit
from domain.target import GoalPattern
from domain.task import Task, TaskChange
from domain.thresholds import check_amount_allowed

# The first and the last local day that an instant may belong to lie 50 hours apart.
_MOST_DAYS_APART: Final = 3
# What the clocks of the machine that made an export and of this one may differ by.
_CLOCKS_APART: Final = timedelta(days=1)
_ULID: Final = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def checked_profile(profile: Profile) -> Profile:
    """Return the profile, whose calendar is sound already.

    Raises:
        InvalidInputError: A field breaks its rule.
    """
    for place, (_, rule) in enumerate(profile.calendar.revisions):
        field = f"calendar.revisions[{place}][1]"
        whole(rule.week_start, field=f"{field}.weekStart", least=0, most=6)
        checked_zone(rule.timezone)
    return profile


def checked_goal(goal: Goal) -> Goal:
    """Return the goal with its texts trimmed and its amounts rounded.

    Raises:
        InvalidInputError: A field breaks its own rule.
        GoalInvalidError: The target does not fit the pattern, or the schedule the target.
    """
    _check_id(goal.goal_id, field="goalId")
    _check_changes(goal.changes)
    _check_causes(goal.changes)
    if goal.changes[0].status not in {GoalStatus.DRAFT, GoalStatus.ACTIVE}:
        status = goal.changes[0].status
        raise InvalidInputError("changes[0].status", "must be draft or active", status)
    _check_pauses(goal.pauses)
    _check_json(goal.metadata)
    target = target_rules.checked(goal.target, pattern=goal.pattern, deadline=goal.deadline)
    moment = Moment(now=goal.updated_at, calendar=UTC_CALENDAR, is_import=True)
    unchanged = GoalEdit(goal_id=goal.goal_id)
    return goal_rules.edited(replace(goal, target=target), unchanged, moment=moment)


def checked_revision(revision: Revision, *, pattern: GoalPattern) -> Revision:
    """Return the revision of a goal of the pattern with its amounts rounded.

    Raises:
        InvalidInputError: A field breaks its own rule.
        GoalInvalidError: The target does not fit the pattern, or the schedule the target.
    """
    target = target_rules.checked(revision.target, pattern=pattern, deadline=revision.deadline)
    schedule = schedule_rules.checked(revision.schedule, target=target)
    return replace(revision, target=target, schedule=schedule)


def check_made(record: Record, *, now: datetime) -> None:
    """Check that a goal or a revision was not made ahead of now, for days are judged from there.

    Raises:
        InvalidInputError: It lies more than a day ahead.
    """
    match record:
        case Goal(created_at=at):
            field = "createdAt"
        case Revision(made_at=at):
            field = "madeAt"
        case _:
            return
    if at > now + _CLOCKS_APART:
        raise InvalidInputError(field, f"must be {now.isoformat()} or earlier", at.isoformat())


def checked_task(task: Task) -> Task:
    """Return the task with its texts trimmed.

    Raises:
        InvalidInputError: A field breaks its rule.
    """
    _check_id(task.task_id, field="taskId")
    _check_changes(task.changes)
    unchanged = TaskEdit(goal_id=task.goal_id, task_id=task.task_id)
    return task_rules.edited(task, unchanged, now=task.updated_at)


def checked_milestone(milestone: CustomMilestone, *, pattern: GoalPattern) -> CustomMilestone:
    """Return the milestone of a goal of the pattern, its texts trimmed and its numbers rounded.

    An amount may lie off the goal's way: the target may have moved since.

    Raises:
        InvalidInputError: A field breaks its own rule.
        InvalidPatternOperationError: It is by amount, and the pattern has none.
    """
    _check_id(milestone.milestone_id, field="milestoneId")
    if milestone.amount is not None:
        check_amount_allowed(pattern)
    return milestone_rules.with_fields_checked(milestone)


def checked_activity(activity: Activity) -> Activity:
    """Return the activity with its texts trimmed and its amounts rounded.

    Its unit may be another than the goal's: the target may have changed since.

    Raises:
        InvalidInputError: A field breaks its rule.
    """
    local_day = day(activity.local_day, field="localDay").isoformat()
    head, _, ulid = activity.activity_id.partition("_")
    if head != local_day or not _ULID.fullmatch(ulid):
        rule = f"must be {local_day} (the localDay), _ and a ULID"
        raise InvalidInputError("activityId", rule, activity.activity_id)
    _check_day(activity)
    checked_zone(activity.timezone)
    checked = replace(
        activity,
        value=amount(activity.value, field="value"),
        unit=text(activity.unit, field="unit", longest=50, shortest=1),
    )
    return with_details_checked(checked)


def _check_id(value: str, *, field: str) -> None:
    try:
        is_plain = str(UUID(value)) == value
    except ValueError:
        is_plain = False
    if not is_plain:
        raise InvalidInputError(field, "must be a UUID in lower case", value)


def _check_changes(changes: Sequence[StatusChange | TaskChange]) -> None:
    if not changes:
        raise InvalidInputError("changes", "must hold a status", "none")
    for place, (earlier, later) in enumerate(pairwise(changes), start=1):
        if later.at < earlier.at:
            rule = f"must be {earlier.at.isoformat()} or later"
            raise InvalidInputError(f"changes[{place}].at", rule, later.at.isoformat())


def _check_causes(changes: Sequence[StatusChange]) -> None:
    for place, change in enumerate(changes):
        if change.cause is Cause.LOG and change.status is not GoalStatus.COMPLETED:
            rule = f"must not be {Cause.LOG}, which completes a goal and does nothing else"
            raise InvalidInputError(f"changes[{place}].cause", rule, change.status)


def _check_day(activity: Activity) -> None:
    """Refuse a local day that its instant has nowhere on Earth."""
    days = (activity.local_day - settles_on(activity.occurred_at)).days
    if not 0 <= days <= _MOST_DAYS_APART:
        rule = f"must be a local day of {activity.occurred_at.isoformat()}"
        raise InvalidInputError("localDay", rule, activity.local_day)


def _check_pauses(pauses: Sequence[Pause]) -> None:
    if len(pauses) > MOST_PAUSES:
        raise InvalidInputError("pauses", f"must have at most {MOST_PAUSES} entries", len(pauses))
    for place, pause in enumerate(pauses):
        day(pause.first, field=f"pauses[{place}].first")
        if pause.last < pause.first:
            rule = f"must be {pause.first} or later"
            raise InvalidDateRangeError(f"pauses[{place}].last", rule, pause.last)


def _check_json(metadata: str | None) -> None:
    try:
        json.loads(metadata or "null")
    except (ValueError, RecursionError) as error:
        raise InvalidInputError("metadata", "must be JSON", metadata) from error

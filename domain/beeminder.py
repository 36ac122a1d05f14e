"""A goal that Beeminder exported, as one of ours."""

import math
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from domain.activity import ActivitySource
from domain.amount import amount
from domain.beeminder_export import Datapoint, Export
from domain.day import UnknownTimezoneError, zone
from domain.errors import InvalidInputError
from domain.goal import GoalStatus
from domain.loads import Load, goal_id_of, ulid_of
from domain.period import PeriodUnit
from domain.requests import NewActivity, NewGoal, NewTarget
from domain.target import GoalPattern

_SOURCE: Final = "beeminder"
_DAYS: Final = {
    "y": Decimal("365.25"),
    "m": Decimal("365.25") / 12,
    "w": Decimal(7),
    "d": Decimal(1),
    "h": 1 / Decimal(24),
}
_PERIODS: Final = {
    "y": PeriodUnit.YEAR,
    "m": PeriodUnit.MONTH,
    "w": PeriodUnit.WEEK,
    "d": PeriodUnit.DAY,
    "h": PeriodUnit.DAY,
}


def plan(export: Export, *, owner: str, now: datetime) -> Load:
    """Return the load that an export asks for.

    Raises:
        InvalidInputError: The export does not make a goal.
    """
    try:
        zone(export.timezone)
    except UnknownTimezoneError as error:
        raise InvalidInputError("timezone", "must be an IANA time zone", export.timezone) from error
    unit = (export.gunits or "").strip() or "units"
    return Load(
        goal_id=goal_id_of(_SOURCE, owner, export.slug),
        goal=_goal(export, unit),
        made_at=now,
        activities=tuple(_activities(export, unit=unit, owner=owner)),
        places=tuple(f"datapoints[{row}]" for row in range(len(export.datapoints))),
    )


def _goal(export: Export, unit: str) -> NewGoal:
    """Return the goal: a falling measurement is a target, a rising one a milestone or a rate.

    What adds up and is to stay below its rate is a limit.
    """
    if export.direction < 0 and not export.kyoom:
        return _target(export, unit)
    if export.direction < 0:
        return _rate(export, unit, GoalPattern.LIMIT)
    if export.goalval is not None:
        return _named(
            export,
            GoalPattern.MILESTONE,
            NewTarget(value=export.goalval, unit=unit, aggregation=export.aggday),
        )
    return _rate(export, unit, GoalPattern.RECURRING)


def _named(
    export: Export, pattern: GoalPattern, target: NewTarget, *, deadline: date | None = None
) -> NewGoal:
    return NewGoal(
        title=(export.title or export.slug).strip() or export.slug,
        pattern=pattern,
        target=target,
        deadline=deadline,
        status=GoalStatus.DRAFT,
    )


def _rate(export: Export, unit: str, pattern: GoalPattern) -> NewGoal:
    """Return a goal of so much in each period; a rate per hour becomes one per day."""
    rate = _given(export.rate, "rate", f"must be given for a {pattern} goal")
    per_period = rate * (24 if export.runits == "h" else 1)
    target = NewTarget(
        value=amount(per_period, field="rate"),
        unit=unit,
        period=_PERIODS[export.runits],
        aggregation=export.aggday,
    )
    return _named(export, pattern, target)


def _target(export: Export, unit: str) -> NewGoal:
    """Return a goal that falls from its first value to the goal value by a deadline.

    Without a goal date the deadline is where the rate leads from the first day on.
    """
    if not export.datapoints:
        raise InvalidInputError(
            "datapoints", "must hold the value that the goal starts from", "none"
        )
    first = min(export.datapoints, key=lambda point: point.daystamp)
    value = _given(export.goalval, "goalval", "must be given for a falling goal")
    deadline = export.goaldate or _end(export, first, value)
    target = NewTarget(
        value=value,
        unit=unit,
        start_value=first.value,
        aggregation=export.aggday,
    )
    return _named(export, GoalPattern.TARGET, target, deadline=deadline)


def _end(export: Export, first: Datapoint, value: Decimal) -> date:
    given = _given(export.rate, "rate", "must be given where goaldate is not")
    rate = amount(given, field="rate")
    distance = value - first.value
    if not rate or distance / rate < 0:
        raise InvalidInputError("rate", f"must lead from {first.value} to {value}", rate)
    days = math.ceil(distance / rate * _DAYS[export.runits])
    try:
        return first.daystamp + timedelta(days=days)
    except OverflowError as error:
        raise InvalidInputError("rate", "must reach goalval before the year 10000", rate) from error


def _activities(export: Export, *, unit: str, owner: str) -> Iterator[tuple[str, NewActivity]]:
    """Yield each row as an activity of its local day, in the file's zone and order."""
    goal_id = goal_id_of(_SOURCE, owner, export.slug)
    for row, point in enumerate(export.datapoints):
        yield (
            ulid_of(row, _SOURCE, export.slug, str(row)),
            NewActivity(
                goal_id=goal_id,
                value=point.value,
                unit=unit,
                activity_date=point.daystamp,
                timezone=export.timezone,
                source=ActivitySource.IMPORT,
            ),
        )


def _given(value: Decimal | None, field: str, rule: str) -> Decimal:
    if value is None:
        raise InvalidInputError(field, rule, None)
    return value

"""Bringing in the habits of a folder that Loop Habit Tracker exported as CSV."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Final

from domain.activity import ActivitySource, ActivityType
from domain.day import Calendar
from domain.errors import InvalidInputError
from domain.goal import GoalStatus
from domain.loads import Load, goal_id_of, ulid_of
from domain.period import PeriodUnit
from domain.policy import Policy
from domain.requests import NewActivity, NewGoal, NewTarget
from domain.target import Aggregation, GoalPattern
from persistence.store import Store
from server.importing.loop_export import SKIP, UNKNOWN, YES, Entry, Habit, read
from server.importing.run import ImportReport, run

_SOURCE: Final = "loop"
_TIMES: Final = "times"
_THOUSAND: Final = Decimal(1000)
_PERIODS: Final[Mapping[int, PeriodUnit]] = MappingProxyType(
    {
        1: PeriodUnit.DAY,
        7: PeriodUnit.WEEK,
        **dict.fromkeys((30, 31), PeriodUnit.MONTH),
        **dict.fromkeys((90, 91, 92), PeriodUnit.QUARTER),
        **dict.fromkeys((365, 366), PeriodUnit.YEAR),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopReport:
    """What an import did to each goal, and what the export has that it could not bring in."""

    goals: tuple[ImportReport, ...]
    left_out: tuple[str, ...]
    notes_left_out: int

    def lines(self) -> tuple[str, ...]:
        """Return the report as lines to print."""
        lines = [line for goal in self.goals for line in goal.lines()]
        lines += [f"left out '{name}': the export has no folder for it" for name in self.left_out]
        if self.notes_left_out:
            lines.append(f"left out {self.notes_left_out} notes on days without an activity")
        return tuple(lines)


def import_folder(
    store: Store,
    *,
    path: Path,
    owner: str,
    now: datetime,
    is_dry_run: bool,
    policy: Policy | None = None,
) -> LoopReport:
    """Bring in a folder, checked as a whole before the first write.

    Raises:
        DomainError: A file breaks a rule, or asks for what a rule of goals forbids; the message
            names the file, the line and the field.
        OSError: A file cannot be read.
    """
    export = read(path)
    calendar = asyncio.run(store.ports.profiles.get(owner)).calendar
    loads = [plan(each, owner=owner, now=now, calendar=calendar) for each in export.habits]
    entries = [(habit, entry) for habit in export.habits for entry in habit.entries]
    return LoopReport(
        goals=run(
            store,
            loads=loads,
            owner=owner,
            now=now,
            is_dry_run=is_dry_run,
            policy=policy or Policy(),
        ),
        left_out=export.left_out,
        notes_left_out=sum(e.note is not None and not _is_activity(e, of=h) for h, e in entries),
    )


def plan(habit: Habit, *, owner: str, now: datetime, calendar: Calendar) -> Load:
    """Return the load that a habit asks for.

    A goal is known again by the habit's name, an activity by its day: Loop moves positions and
    writes the newest day first.

    Raises:
        InvalidInputError: The habit does not make a goal, or a day does not exist in the zone.
    """
    goal_id = goal_id_of(_SOURCE, owner, habit.name)
    goal = _goal(habit)
    kept = [entry for entry in habit.entries if _is_activity(entry, of=habit)]
    for entry in kept:
        _check_exists(entry, calendar)
    return Load(
        goal_id=goal_id,
        goal=goal,
        made_at=now,
        activities=tuple(
            (
                ulid_of(entry.day.toordinal(), _SOURCE, habit.name, entry.day.isoformat()),
                _activity(entry, goal_id=goal_id, habit=habit),
            )
            for entry in kept
        ),
        is_archived=habit.is_archived,
        place=habit.place,
        places=tuple(entry.place for entry in kept),
    )


def _goal(habit: Habit) -> NewGoal:
    is_limit = habit.amount is not None and habit.amount.is_limit
    return NewGoal(
        title=habit.name,
        pattern=GoalPattern.LIMIT if is_limit else GoalPattern.RECURRING,
        target=_target(habit),
        description=habit.description,
        color=habit.color,
        status=GoalStatus.DRAFT,
    )


def _target(habit: Habit) -> NewTarget:
    """Return an amount each period, once a day, or so many done days in any run of days.

    Of a habit that counts Loop judges the amount alone, whatever the number of times.
    """
    if habit.amount is not None:
        return NewTarget(value=habit.amount.value, unit=habit.amount.unit, period=_period(habit))
    if habit.times >= habit.days:
        once = Decimal(1)
        return NewTarget(
            value=once, unit=_TIMES, period=PeriodUnit.DAY, aggregation=Aggregation.UNARY
        )
    return NewTarget(
        value=Decimal(habit.times),
        unit=_TIMES,
        rolling_days=habit.days,
        aggregation=Aggregation.UNARY,
    )


def _period(habit: Habit) -> PeriodUnit:
    period = _PERIODS.get(habit.days)
    if period is None:
        lengths = ", ".join(map(str, _PERIODS))
        rule = f"must be one of {lengths} for a habit of type NUMERICAL"
        raise InvalidInputError(f"{habit.place}: FrequencyDenominator", rule, habit.days)
    return period


def _is_activity(entry: Entry, *, of: Habit) -> bool:
    """Say whether a day has an activity: a number, zero too; else a yes by hand, or a skip."""
    if of.amount is not None:
        return entry.code != UNKNOWN
    return entry.code in {YES, SKIP}


def _check_exists(entry: Entry, calendar: Calendar) -> None:
    if not calendar.exists(entry.day):
        name = calendar.rule_on(entry.day).timezone
        raise InvalidInputError(
            f"{entry.place}: Date", f"must be a day that exists in {name}", entry.day
        )


def _activity(entry: Entry, *, goal_id: str, habit: Habit) -> NewActivity:
    kind, value, unit = ActivityType.COMPLETED, Decimal(1), _TIMES
    if habit.amount is not None:
        kind, value, unit = ActivityType.PROGRESS, entry.code / _THOUSAND, habit.amount.unit
    is_skip = entry.code == SKIP
    return NewActivity(
        goal_id=goal_id,
        value=None if is_skip else value,
        unit=unit,
        kind=ActivityType.SKIPPED if is_skip else kind,
        activity_date=entry.day,
        note=entry.note,
        source=ActivitySource.IMPORT,
    )

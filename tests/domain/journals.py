"""Journals for short stories: a goal of a pattern just made, and days that pass."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from domain.day import Calendar, DayRule
from domain.period import PeriodUnit
from domain.requests import NewGoal, NewTarget
from domain.target import GoalPattern
from tests.domain.journal import Journal

DEADLINE: Final = date(2026, 3, 31)
LOOKING_BACK: Final = {GoalPattern.RECURRING, GoalPattern.LIMIT}


def a_journal(pattern: GoalPattern, value: float = 10, **changes: Any) -> Journal:
    """Return the journal of a goal just made: daily if it is a rate, looking back on 4 days."""
    goal = {
        name: changes.pop(name) for name in ("deadline", "schedule", "status") if name in changes
    }
    calendar = changes.pop("calendar", Calendar.of(DayRule(timezone="UTC")))
    if pattern.is_periodic:
        changes.setdefault("period", PeriodUnit.DAY)
    if pattern in LOOKING_BACK:
        changes.setdefault("period_count", 4)
    if pattern is GoalPattern.TARGET:
        goal.setdefault("deadline", DEADLINE)
    target = NewTarget(value=Decimal(str(value)), unit="u", **changes)
    return Journal(NewGoal(title="G", pattern=pattern, target=target, **goal), calendar=calendar)


def log_days(journal: Journal, *values: float | None) -> Journal:
    """Log a value each day, none on a day of None, and wait until the next day."""
    for value in values:
        if value is not None:
            journal.log(value)
        journal.wait(days=1)
    return journal


def on(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return an instant of March 2026, the month in which goals are made on the 2nd at 9:30."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)

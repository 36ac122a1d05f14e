"""Planned work and time: the shares of progress that tasks and the deadline make up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Final

from domain.amount import HUNDRED, ZERO
from domain.day import Calendar
from domain.goal import Goal
from domain.task import TaskStatus

_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much tasks and elapsed time count in a goal that has both."""

    tasks: Decimal = Decimal("0.7")
    time: Decimal = Decimal("0.3")


WEIGHTS: Final = Weights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The counted tasks of a goal, and how many of them are completed."""

    completed: int = 0
    counted: int = 0

    @property
    def progress(self) -> Decimal:
        """Return completed / counted x 100; 0 without counted tasks."""
        return self.completed * HUNDRED / self.counted if self.counted else ZERO


def work_of(statuses: Iterable[TaskStatus]) -> Work:
    """Return the work that tasks of these statuses make up."""
    counted = [status for status in statuses if status.is_counted]
    return Work(completed=counted.count(TaskStatus.COMPLETED), counted=len(counted))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The time from a goal's creation to the end of its deadline's local day."""

    start: datetime
    end: datetime

    def progress(self, at: datetime) -> Decimal:
        """Return elapsed / total time x 100, continuous and held between 0 and 100."""
        if at >= self.end:
            return HUNDRED
        if at <= self.start:
            return ZERO
        return Decimal((at - self.start) // _MICROSECOND) * HUNDRED / self._length

    def first_at(self, progress: Decimal) -> datetime:
        """Return the first microsecond at which time progress is at least this percentage."""
        if progress <= ZERO:
            return self.start
        share = (progress * self._length / HUNDRED).to_integral_value(rounding=ROUND_CEILING)
        at = min(self.start + int(share) * _MICROSECOND, self.end)
        return at if self.progress(at) >= progress else at + _MICROSECOND

    @property
    def _length(self) -> int:
        return (self.end - self.start) // _MICROSECOND


def span_of(goal: Goal, *, deadline: date | None, calendar: Calendar) -> Span | None:
    """Return the time that a goal has; None without a deadline."""
    if deadline is None:
        return None
    return Span(start=goal.created_at, end=calendar.end_of(deadline))


def hybrid(work: Work, span: Span | None, *, at: datetime) -> Decimal:
    """Return 0.7 · task progress + 0.3 · time progress; task progress alone without a deadline."""
    if span is None:
        return work.progress
    return WEIGHTS.tasks * work.progress + WEIGHTS.time * span.progress(at)


def hybrid_first_at(work: Work, span: Span, *, threshold: Decimal) -> datetime | None:
    """Return the first instant at which time alone lifts progress to a threshold, if it does."""
    missing = (threshold - WEIGHTS.tasks * work.progress) / WEIGHTS.time
    if missing > HUNDRED:
        return None
    at = span.first_at(missing)
    return at if hybrid(work, span, at=at) >= threshold else at + _MICROSECOND

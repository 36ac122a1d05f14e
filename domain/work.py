"""Planned work and time: the shares of progress that tasks and the deadline make up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

from domain.amount import HUNDRED, ZERO
from domain.course import Course
from domain.day import Calendar
from domain.goal import Goal
from domain.percentage import percent_complete
from domain.standing import Standing
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

    def share(self, at: datetime) -> Fraction:
        """Return elapsed / total time, continuous and held between 0 and 1."""
        if at >= self.end:
            return Fraction(1)
        if at <= self.start:
            return Fraction(0)
        elapsed, total = at - self.start, self.end - self.start
        return Fraction(elapsed // _MICROSECOND, total // _MICROSECOND)

    def progress(self, at: datetime) -> Decimal:
        """Return elapsed / total time x 100, from 0 to 100."""
        return _percentage(self.share(at))

    def first_at(self, share: Fraction) -> datetime:
        """Return the first microsecond at which at least this share of the time has elapsed."""
        total = max((self.end - self.start) // _MICROSECOND, 0)
        return self.start + ceil(share * total) * _MICROSECOND


def span_of(goal: Goal, *, deadline: date | None, calendar: Calendar) -> Span | None:
    """Return the time that a goal has; None without a deadline."""
    if deadline is None:
        return None
    return Span(start=goal.created_at, end=calendar.end_of(deadline))


def span_at(course: Course, at: datetime) -> Span | None:
    """Return the time that a goal has by the deadline and the calendar in force at an instant."""
    deadline = course.revision_at(at).deadline
    return span_of(course.goal, deadline=deadline, calendar=course.calendar_at(at))


def progress_at(standing: Standing, work: Work, *, at: datetime) -> Decimal:
    """Return progress at an instant, from 0 to 100: by tasks and time, else by the pattern."""
    if standing.course.was_completed(at):
        return HUNDRED
    if work.counted:
        return hybrid(work, span_at(standing.course, at), at=at)
    return ZERO if standing.is_empty else percent_complete(standing, at=at)


def hybrid(work: Work, span: Span | None, *, at: datetime) -> Decimal:
    """Return 0.7 · task progress + 0.3 · time progress; task progress alone without a deadline."""
    if span is None:
        return work.progress
    return _percentage(_tasks_part(work) + Fraction(WEIGHTS.time) * span.share(at))


def hybrid_first_at(work: Work, span: Span, *, threshold: Decimal) -> datetime | None:
    """Return the first instant at which time alone lifts progress to a threshold, if it does."""
    missing = (Fraction(threshold) / 100 - _tasks_part(work)) / Fraction(WEIGHTS.time)
    return None if missing > 1 else span.first_at(max(missing, Fraction(0)))


def _tasks_part(work: Work) -> Fraction:
    return Fraction(WEIGHTS.tasks) * Fraction(work.completed, work.counted)


def _percentage(share: Fraction) -> Decimal:
    """Return a share as a percentage, rounded once so that thresholds compare exactly."""
    return share.numerator * HUNDRED / share.denominator

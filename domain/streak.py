"""Streaks: how far a run of met periods has come, and what a miss or a skip does to it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, assert_never

from domain.occurrence import Outcome
from domain.rollup import month_of
from domain.schedule import Schedule, SkipPolicy


class StreakState(StrEnum):
    """How a goal's streak stands."""

    NOT_STARTED = "not_started"
    ACTIVE = "active"
    AT_RISK = "at_risk"
    BROKEN = "broken"
    PAUSED = "paused"


class Run(NamedTuple):
    """The streak after some periods, in periods.

    `is_on_notice` says that the last due period was missed and the next one decides whether that is
    forgiven. `freezes` are held, `earned` is the number of met periods towards the next one.
    """

    length: int = 0
    longest: int = 0
    is_on_notice: bool = False
    freezes: int = 0
    earned: int = 0

    @property
    def has_started(self) -> bool:
        """Say whether there was ever a streak."""
        return self.longest > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Streak:
    """A maximal run of met periods: its first and last met day, and its length in periods."""

    start_on: date
    end_on: date
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Skips:
    """How many skips were granted in a calendar month, YYYY-MM; earlier months are forgotten."""

    month: str = ""
    count: int = 0

    def is_granted(self, day: date, *, schedule: Schedule) -> bool:
        """Say whether a skip on a day is one of the first that its month allows."""
        allowed = schedule.allow_skip_days
        if allowed is None:
            return True
        return (self.count if self.month == month_of(day) else 0) < allowed

    def including(self, day: date) -> "Skips":
        """Return the skips with one more, granted on a day of this month or a later one."""
        month = month_of(day)
        return Skips(month=month, count=self.count + 1 if self.month == month else 1)


def run_after(run: Run, outcome: Outcome, *, schedule: Schedule, is_due: bool = True) -> Run:
    """Return the run after one more period, oldest first.

    A met period adds one and, if it was due, forgives the miss before it where the schedule
    forgives single misses. A miss spends a freeze where they are still earned, is put on notice
    where it may be forgiven, and else breaks. A skip bridges, or adds one to a streak where the
    policy counts it; right after a miss that waits to be forgiven it breaks. Whatever else happens
    bridges.
    """
    match outcome:
        case Outcome.MET:
            every = schedule.freeze_every
            longer = _longer(run) if every is None else _earning(run, schedule, every=every)
            return longer if is_due or not run.is_on_notice else longer._replace(is_on_notice=True)
        case Outcome.MISSED:
            return _missed(run, schedule)
        case Outcome.SKIPPED:
            if run.is_on_notice:
                return _broken(run)
            is_one_more = schedule.skip_policy is SkipPolicy.COUNT and run.length
            return _longer(run) if is_one_more else run
        case Outcome.EXCUSED | Outcome.PENDING | Outcome.UNKNOWN:
            return run
        case _ as never:
            assert_never(never)


def _earning(run: Run, schedule: Schedule, *, every: int) -> Run:
    earned, freezes = run.earned, run.freezes
    if freezes < (schedule.freeze_max or 1):
        earned += 1
    if earned >= every:
        earned, freezes = 0, freezes + 1
    return _longer(run)._replace(earned=earned, freezes=freezes)


def _longer(run: Run) -> Run:
    length, longest, _, freezes, earned = run
    length += 1
    return Run(length, max(length, longest), False, freezes, earned)  # noqa: FBT003


def _missed(run: Run, schedule: Schedule) -> Run:
    if not run.length:
        return run
    if run.freezes and schedule.freeze_every is not None:
        return run._replace(freezes=run.freezes - 1)
    if schedule.is_single_miss_forgiven and not run.is_on_notice:
        return run._replace(is_on_notice=True)
    return _broken(run)


def _broken(run: Run) -> Run:
    return run._replace(length=0, is_on_notice=False)

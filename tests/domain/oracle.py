"""The oracle: progress and milestones in the plainest way, from the raw lists at every instant.

It is written from the rules' words and shares no computation with what it judges, except the
calendar of local days.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from domain.day import Calendar
from domain.goal import Cause, GoalStatus
from domain.occurrence import Outcome
from domain.target import GoalPattern
from domain.task import TaskStatus
from tests.domain.oracle_judging import ENDED, JUDGED, Change, Judging
from tests.domain.oracle_periods import DAY, TICK
from tests.domain.oracle_streaks import lengths

if TYPE_CHECKING:
    from domain.activity import Activity
    from domain.dossier import Dossier
    from domain.target import Target
    from domain.task import Task

OPEN: Final = {GoalStatus.ACTIVE, GoalStatus.PAUSED}


class Oracle:
    """What the log of a goal says, computed anew for every question."""

    def __init__(self, dossier: Dossier, activities: list[Activity]) -> None:
        self.goal, self.pattern = dossier.goal, dossier.goal.pattern
        self.revisions, self.calendar = dossier.revisions, dossier.calendar
        self.tasks, self.milestones = dossier.tasks, dossier.milestones
        self.activities = sorted(
            activities, key=lambda a: (a.occurred_at, a.logged_at, a.activity_id)
        )
        self.changes = [(c.status, c.at) for c in self.goal.changes if c.cause is not Cause.LOG]
        self.judging = Judging(dossier, self.activities, self.changes)

    # questions

    def progress(self, as_of: datetime, *, now: datetime) -> Fraction:
        """Return progress as of an instant, when what is known is what is known now."""
        changes = self.life(now)
        return self._progress(judged(changes, as_of), changes=changes, known=as_of)

    def share(self, as_of: datetime, *, now: datetime) -> Fraction:
        """Return the pattern's percentComplete as of an instant."""
        return self.percentage(judged(self.life(now), as_of))

    def reached(self, as_of: datetime, *, now: datetime) -> dict[str, datetime]:
        """Return when progress first reached each milestone."""
        changes = self.life(now)
        end, found = judged(changes, as_of), dict[str, datetime]()
        for before, at in pairwise([None, *self._instants(end)]):
            assert at is not None
            if before is not None:
                self._cross(before, at, changes, as_of, found)
            if judged(changes, at) == at:
                progress = self._progress(at, changes=changes, known=as_of)
                for key, threshold in self._thresholds(at).items():
                    if progress >= threshold:
                        found.setdefault(key, at)
        shown = {m.milestone_id for m in self.milestones if m.created_at > as_of}
        return {key: at for key, at in found.items() if key not in shown}

    def life(self, now: datetime) -> list[Change]:
        """Return the changes of status, with the completion that the log proves by now."""
        tail = self.changes[-1:] if self.changes[-1][0] is GoalStatus.ARCHIVED else []
        body = self.changes[: len(self.changes) - len(tail)]
        finished = self.finished(now)
        if finished is None or body[-1][0] not in OPEN:
            return self.changes
        return [*body, (GoalStatus.COMPLETED, max(finished, body[-1][1])), *tail]

    def finished(self, now: datetime) -> datetime | None:
        """Return the first instant at which the goal, open and without tasks, was at 100 %."""
        if self.pattern in {GoalPattern.RECURRING, GoalPattern.LIMIT}:
            return None
        for at in self._instants(now):
            taken = [status for status, since in self.changes if since <= at]
            is_open = not taken or taken[-1] in OPEN
            has_work = self._work(at, known=now)[1] > 0
            if is_open and not has_work and self._log(at) and self.percentage(at) >= 100:
                return at
        return None

    def percentage(self, at: datetime) -> Fraction:
        """Return the pattern's percentComplete."""
        target = max(
            (r for r in self.revisions if r.made_at <= at),
            key=lambda r: r.made_at,
            default=self.revisions[0],
        ).target
        if self.pattern is GoalPattern.MILESTONE:
            total = sum(self.judging.known(at).amounts.values(), Fraction(0))
            return clamp(total * 100 / Fraction(target.value))
        if self.pattern is GoalPattern.TARGET:
            return self._moved(at, target)
        periods = self.judging.periods(at)
        if self.pattern is GoalPattern.STREAK:
            longest = max(lengths(periods), default=0)
            return clamp(Fraction(longest) * 100 / Fraction(target.value))
        verdicts = [each.outcome is Outcome.MET for each in periods if each.outcome in JUDGED]
        window = self.judging.window(at)
        return Fraction(sum(verdicts[-window:])) * 100 / window

    # progress

    def _progress(
        self,
        at: datetime,
        *,
        changes: list[Change],
        known: datetime,
    ) -> Fraction:
        if was_completed(changes, at):
            return Fraction(100)
        done, counted = self._work(at, known=known)
        if counted:
            tasks, time = Fraction(done, counted) * 100, self._time(at)
            return tasks if time is None else tasks * 7 / 10 + time * 3 / 10
        return self.percentage(at) if self._log(at) else Fraction(0)

    def _work(self, at: datetime, *, known: datetime) -> tuple[int, int]:
        """Return completed and counted tasks, by the evidence that stands when all is known."""
        statuses = [
            status
            for task in self.tasks
            if task.deleted_at is None or task.deleted_at > known
            for status in self._status(task, at, known)
        ]
        counted = [s for s in statuses if s not in {TaskStatus.CANCELLED, TaskStatus.ARCHIVED}]
        return counted.count(TaskStatus.COMPLETED), len(counted)

    def _status(self, task: Task, at: datetime, known: datetime) -> list[TaskStatus]:
        held = [change for change in task.changes if change.at <= known]
        standing: list[TaskStatus] = []
        for index, change in enumerate(held):
            after = held[index + 1].status if index + 1 < len(held) else None
            is_reopened = after in {TaskStatus.ACTIVE, TaskStatus.PAUSED}
            is_evidence = change.status is not TaskStatus.COMPLETED or not is_reopened
            if change.at <= at and is_evidence:
                standing = [change.status]
        return standing

    def _time(self, at: datetime) -> Fraction | None:
        made = [r for r in self.revisions if r.made_at <= at] or [self.revisions[0]]
        deadline = max(made, key=lambda r: r.made_at).deadline
        if deadline is None:
            return None
        today, rules = self.calendar.day_of(at), self.calendar.revisions
        in_force = Calendar(revisions=(rules[0], *(r for r in rules[1:] if r[0] <= today)))
        start, end = self.goal.created_at, in_force.end_of(deadline)
        if at >= end:
            return Fraction(100)
        return clamp(Fraction((at - start) // TICK, (end - start) // TICK) * 100)

    def _thresholds(self, at: datetime) -> dict[str, Fraction]:
        made = [r for r in self.revisions if r.made_at <= at] or [self.revisions[0]]
        target = max(made, key=lambda r: r.made_at).target
        found = {str(n): Fraction(n) for n in (25, 50, 75, 100)}
        for milestone in self.milestones:
            if milestone.percentage is not None:
                found[milestone.milestone_id] = Fraction(milestone.percentage)
                continue
            is_measured = self.pattern is GoalPattern.TARGET
            start = Fraction(target.start_value or 0) if is_measured else Fraction(0)
            share = (Fraction(milestone.amount or 0) - start) / (Fraction(target.value) - start)
            found[milestone.milestone_id] = clamp(share * 100)
        return found

    def _instants(self, end: datetime) -> list[datetime]:
        """Return all instants at which progress may jump, up to the end and with it."""
        instants = {a.occurred_at for a in self.activities}
        instants |= {at for _, at in self.changes} | {r.made_at for r in self.revisions}
        instants |= {change.at for task in self.tasks for change in task.changes}
        earliest = min([self.goal.created_at, *instants, end])
        day = self.calendar.day_of(earliest)
        while (start := self.calendar.start_of(day)) < end:
            instants.add(start)
            day += DAY
        return [*sorted(at for at in instants if earliest <= at < end), end]

    def _cross(
        self,
        low: datetime,
        high: datetime,
        changes: list[Change],
        known: datetime,
        found: dict[str, datetime],
    ) -> None:
        """Find the first microsecond between two instants at which time crosses a threshold."""
        last = high - TICK
        if last <= low or status_at(changes, low) is GoalStatus.ARCHIVED:
            return
        if not self._work(low, known=known)[1]:
            return
        top = self._progress(last, changes=changes, known=known)
        for key, threshold in self._thresholds(low).items():
            if key in found or top < threshold:
                continue
            before, after = low, last
            while after - before > TICK:
                middle = before + (after - before) // TICK // 2 * TICK
                has = self._progress(middle, changes=changes, known=known) >= threshold
                before, after = (before, middle) if has else (middle, after)
            found[key] = after

    # amounts

    def _log(self, at: datetime) -> list[Activity]:
        return [a for a in self.activities if a.occurred_at <= at]

    def _moved(self, at: datetime, target: Target) -> Fraction:
        amounts = list(self.judging.known(at).amounts.values())
        if not amounts:
            return Fraction(0)
        start = Fraction(target.start_value or 0)
        return clamp((amounts[-1] - start) * 100 / (Fraction(target.value) - start))


def status_at(changes: list[Change], at: datetime) -> GoalStatus | None:
    taken = [status for status, since in changes if since <= at]
    return taken[-1] if taken else None


def was_completed(changes: list[Change], at: datetime) -> bool:
    """Say whether the goal was completed by then, also if it was archived since."""
    taken = [status for status, since in changes if since <= at]
    kept = [status for status in taken if status is not GoalStatus.ARCHIVED]
    is_at_end = bool(taken) and taken[-1] in ENDED
    return is_at_end and bool(kept) and kept[-1] is GoalStatus.COMPLETED


def judged(changes: list[Change], as_of: datetime) -> datetime:
    """Return the moment up to which the goal is judged: its end if it had ended by then."""
    taken = [change for change in changes if change[1] <= as_of]
    end = as_of
    while taken and taken[-1][0] in ENDED:
        end = taken.pop()[1]
    return end


def clamp(value: Fraction) -> Fraction:
    return max(Fraction(0), min(Fraction(100), value))

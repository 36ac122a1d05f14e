"""The oracle: progress and milestones in the plainest way, from the raw lists at every instant.

It is written from the rules' words and shares no computation with what it judges, except the
calendar of local days.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from domain.day import Calendar
from domain.goal import Cause, GoalStatus
from domain.period import DEFAULT_WINDOW, PeriodUnit
from domain.target import Aggregation, GoalPattern, TargetType
from domain.task import TaskStatus
from tests.domain.oracle_periods import DAY, Grid, grids, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.activity import Activity
    from domain.dossier import Dossier
    from domain.goal import Revision
    from domain.target import Target
    from domain.task import Task

Change: TypeAlias = tuple[GoalStatus, datetime]

TICK: Final = timedelta(microseconds=1)
OPEN: Final = {GoalStatus.ACTIVE, GoalStatus.PAUSED}
ENDED: Final = {GoalStatus.COMPLETED, GoalStatus.ARCHIVED}


class Oracle:
    """What the log of a goal says, computed anew for every question."""

    def __init__(self, dossier: Dossier, activities: list[Activity]) -> None:
        self.goal, self.pattern = dossier.goal, dossier.goal.pattern
        self.revisions, self.calendar = dossier.revisions, dossier.calendar
        self.tasks, self.milestones = dossier.tasks, dossier.milestones
        self.activities = sorted(
            activities, key=lambda a: (a.occurred_at, a.logged_at, a.activity_id)
        )
        self.changes = [(c.status, c.at) for c in self.goal.changes if c.cause is Cause.OWNER]
        self._active: dict[Grid, bool] = {}

    # questions

    def progress(self, as_of: datetime, *, now: datetime) -> Fraction:
        """Return progress as of an instant, when what is known is what is known now."""
        changes = self.life(now)
        return self._progress(judged(changes, as_of), changes=changes, known=as_of)

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
            total = sum((amount for _, amount in self._amounts(at)), Fraction(0))
            return clamp(total * 100 / Fraction(target.value))
        if self.pattern is GoalPattern.TARGET:
            return self._moved(at, target)
        verdicts = self._verdicts(at)
        if self.pattern is GoalPattern.STREAK:
            runs = [len(list(run)) for is_met, run in groupby(verdicts) if is_met]
            return clamp(Fraction(max(runs, default=0)) * 100 / Fraction(target.value))
        window = self._window(at)
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

    def _days(self, at: datetime) -> dict[date, list[Activity]]:
        held = sorted(self._log(at), key=lambda a: a.local_day)
        return {day: list(group) for day, group in groupby(held, key=lambda a: a.local_day)}

    def _amounts(self, at: datetime) -> Iterator[tuple[date, Fraction]]:
        """Yield each day that has an amount, in order."""
        for day, held in self._days(at).items():
            values = [Fraction(a.value) for a in held if a.kind.is_counting]
            if values:
                yield day, aggregated(values, self._aggregation(day))

    def _aggregation(self, day: date) -> Aggregation:
        """Return how a day adds up: as asked for before it began."""
        held = [
            r
            for r in self.revisions
            if r.effective_on <= day and self.calendar.day_of(r.made_at) < day
        ]
        default = Aggregation.LAST if self.pattern is GoalPattern.TARGET else Aggregation.SUM
        return (held or [self.revisions[0]])[-1].target.aggregation or default

    def _moved(self, at: datetime, target: Target) -> Fraction:
        amounts = list(self._amounts(at))
        if not amounts:
            return Fraction(0)
        start = Fraction(target.start_value or 0)
        return clamp((amounts[-1][1] - start) * 100 / (Fraction(target.value) - start))

    # periods

    def _window(self, at: datetime) -> int:
        """Return W of the target that holds for the open period."""
        today = self.calendar.day_of(at)
        grid = next(g for g in self._grids if g.first <= today <= g.last)
        target = self._revision(grid, at).target
        return target.period_count or DEFAULT_WINDOW[target.period or PeriodUnit.DAY]

    def _verdicts(self, at: datetime) -> list[bool]:
        """Return the verdict on each judged period up to the open one, oldest first."""
        today = self.calendar.day_of(at)
        amounts, days = dict(self._amounts(at)), self._days(at)
        start = min([self.calendar.day_of(self.goal.created_at), *days])
        named = [r.schedule.start_on for r in self.revisions if r.schedule.start_on]
        earliest = min([start, *named])
        found = [
            self._verdict(grid, at, start, today, amounts, days)
            for grid in self._grids
            if grid.last >= earliest and grid.first <= today
        ]
        return [verdict for verdict in found if verdict is not None]

    def _verdict(
        self,
        grid: Grid,
        at: datetime,
        default: date,
        today: date,
        amounts: dict[date, Fraction],
        days: dict[date, list[Activity]],
    ) -> bool | None:
        """Return whether a period is met; None if it is not judged."""
        revision, is_closed = self._revision(grid, at), grid.last < today
        start = revision.schedule.start_on or default
        in_it = [d for d in days if grid.first <= d <= grid.last]
        total = sum((amounts.get(d, Fraction(0)) for d in in_it), Fraction(0))
        held = [a for d in in_it for a in days[d]]
        is_counting = any(a.kind.is_counting for a in held)
        is_active = self._is_active(grid)
        if self.pattern is GoalPattern.STREAK:
            is_met = is_counting
        elif self.pattern is GoalPattern.LIMIT:
            is_met = is_closed and satisfies(total, revision.target, is_limit=True)
            is_met = is_met and is_active and grid.last >= start
        else:
            is_met = is_counting and satisfies(total, revision.target, is_limit=False)
        if is_met:
            return True
        is_due = is_active and not grid.is_cut and grid.first >= start
        is_skipped = any(not a.kind.is_counting for a in held)
        return False if is_due and not is_skipped and is_closed else None

    def _is_active(self, grid: Grid) -> bool:
        """Say whether the goal was active at the end of each of the period's days."""
        if grid in self._active:
            return self._active[grid]
        day, is_active = grid.first, True
        while day <= grid.last:
            last = self.calendar.end_of(day) - TICK
            taken = [status for status, since in self.changes if since <= last]
            is_active = is_active and (not taken or taken[-1] is GoalStatus.ACTIVE)
            day += DAY
        exists = grid.unit is not PeriodUnit.DAY or self.calendar.exists(grid.first)
        self._active[grid] = is_active and exists
        return self._active[grid]

    def _revision(self, grid: Grid, at: datetime) -> Revision:
        held = [
            r
            for r in self.revisions
            if r.effective_on <= grid.first and r.made_at <= at and unit_of(r) is grid.unit
        ]
        return (held or [self.revisions[0]])[-1]

    @cached_property
    def _grids(self) -> list[Grid]:
        starts = [r.schedule.start_on for r in self.revisions if r.schedule.start_on]
        days = [self.goal.created_at.date(), *(a.local_day for a in self.activities), *starts]
        first, last = min(days) - 400 * DAY, max(days) + 800 * DAY
        return grids(self.revisions, self.calendar, first=first, last=last)


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


def satisfies(total: Fraction, target: Target, *, is_limit: bool) -> bool:
    value = Fraction(target.value)
    match target.target_type or (TargetType.MAXIMUM if is_limit else TargetType.MINIMUM):
        case TargetType.MINIMUM:
            return total >= value
        case TargetType.MAXIMUM:
            return total <= value
        case TargetType.EXACT:
            return total == value
        case TargetType.RANGE:
            low, high = target.min_value, target.max_value
            return (low is None or total >= low) and (high is None or total <= high)


def aggregated(values: list[Fraction], how: Aggregation) -> Fraction:
    match how:
        case Aggregation.SUM:
            return sum(values, Fraction(0))
        case Aggregation.COUNT:
            return Fraction(len(values))
        case Aggregation.MIN:
            return min(values)
        case Aggregation.MAX:
            return max(values)
        case Aggregation.LAST:
            return values[-1]
        case Aggregation.FIRST:
            return values[0]
        case Aggregation.UNARY:
            return Fraction(1)
        case Aggregation.MEAN:
            return sum(values, Fraction(0)) / len(values)


def clamp(value: Fraction) -> Fraction:
    return max(Fraction(0), min(Fraction(100), value))

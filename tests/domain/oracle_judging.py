"""The oracle's verdicts: every period of a goal judged from the raw lists, in date order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeAlias

from domain.goal import GoalStatus
from domain.occurrence import Outcome
from domain.period import DEFAULT_WINDOW, PeriodUnit
from domain.target import Aggregation, GoalPattern, MissingPolicy, TargetType
from tests.domain.oracle_periods import DAY, TICK, Grid, grids, unit_of
from tests.domain.oracle_schedules import is_scheduled
from tests.domain.oracle_streaks import Judged, rolled

if TYPE_CHECKING:
    from datetime import date

    from domain.activity import Activity
    from domain.dossier import Dossier
    from domain.goal import Revision
    from domain.target import Target

Change: TypeAlias = tuple[GoalStatus, "datetime"]
ENDED: Final = {GoalStatus.COMPLETED, GoalStatus.ARCHIVED}
JUDGED: Final = {Outcome.MET, Outcome.MISSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was logged by an instant, and each day's amount, if it has one."""

    at: datetime
    today: date
    days: dict[date, list[Activity]]
    amounts: dict[date, Fraction]

    def within(self, grid: Grid) -> list[Activity]:
        return [a for day, held in self.days.items() if holds(grid, day) for a in held]


class Judging:
    """What a goal's log came to in each period, as of any instant."""

    def __init__(self, dossier: Dossier, activities: list[Activity], changes: list[Change]) -> None:
        self.goal, self.pattern = dossier.goal, dossier.goal.pattern
        self.revisions, self.calendar = dossier.revisions, dossier.calendar
        self.activities, self.changes = activities, changes
        self._closed: dict[Grid, bool] = {}

    def known(self, at: datetime) -> Known:
        """Return what was logged by an instant."""
        log = sorted((a for a in self.activities if a.occurred_at <= at), key=lambda a: a.local_day)
        days = {day: list(held) for day, held in groupby(log, key=lambda a: a.local_day)}
        counting = {
            day: [Fraction(a.value) for a in held if a.kind.is_counting]
            for day, held in days.items()
        }
        amounts = {
            day: aggregated(values, self._aggregation(day))
            for day, values in counting.items()
            if values
        }
        return Known(at=at, today=self.calendar.day_of(at), days=days, amounts=amounts)

    def window(self, at: datetime) -> int:
        """Return W of the target that holds for the open period."""
        today = self.calendar.day_of(at)
        grid = next(g for g in self._grids if g.first <= today <= g.last)
        target = self._revision(grid, at).target
        return target.period_count or DEFAULT_WINDOW[target.period or PeriodUnit.DAY]

    def periods(self, at: datetime) -> list[Judged]:
        """Return the verdict on each period up to the open one, oldest first."""
        known = self.known(at)
        start = min([self.calendar.day_of(self.goal.created_at), *known.days])
        named = [r.schedule.start_on for r in self.revisions if r.schedule.start_on]
        granted, found = Counter[str](), list[Judged]()
        for grid in self._grids:
            if grid.last < min([start, *named]) or grid.first > known.today:
                continue
            revision = self._revision(grid, at)
            skips = [a.local_day for a in known.within(grid) if not a.kind.is_counting]
            month = f"{skips[0]:%Y-%m}" if skips else ""
            allowed = revision.schedule.allow_skip_days
            is_granted = bool(skips) and (allowed is None or granted[month] < allowed)
            outcome, is_due = self._outcome(grid, revision, known, start, is_granted=is_granted)
            granted[month] += outcome is Outcome.SKIPPED
            found.append(Judged(grid.first, outcome, revision.schedule, is_due))
        return found

    # a period

    def _outcome(
        self, grid: Grid, revision: Revision, known: Known, default: date, *, is_granted: bool
    ) -> tuple[Outcome, bool]:
        start = revision.schedule.start_on or default
        is_closed = grid.last < known.today
        is_asked = grid.last >= start and self._is_active(grid, known.at)
        is_asked = is_asked and is_scheduled(grid, revision.schedule, start=start)
        is_due = is_asked and not grid.is_cut and grid.first >= start
        is_unknown = False
        if revision.target.rolling_days is not None:
            met, pending = self._rolled(revision.target, known)
            is_met, is_closed = grid.first in met, is_closed and grid.first not in pending
            is_due = is_due and any(day <= grid.first for day in met)
        else:
            counting = [a for a in known.within(grid) if a.kind.is_counting]
            policy = revision.target.missing_policy
            is_unknown = policy is MissingPolicy.UNKNOWN and not counting
            total = sum((n for day, n in known.amounts.items() if holds(grid, day)), Fraction(0))
            is_met = self._is_met(total, revision.target, is_counting=bool(counting))
            if self.pattern is GoalPattern.LIMIT:
                is_met = is_met and is_closed and is_asked and not is_unknown
        if is_met or not is_due:
            return Outcome.MET if is_met else Outcome.EXCUSED, is_due
        if is_granted or not is_closed:
            return Outcome.SKIPPED if is_granted else Outcome.PENDING, is_due
        return Outcome.UNKNOWN if is_unknown else Outcome.MISSED, is_due

    def _is_met(self, total: Fraction, target: Target, *, is_counting: bool) -> bool:
        if self.pattern is GoalPattern.STREAK:
            return is_counting
        is_limit = self.pattern is GoalPattern.LIMIT
        return (is_counting or is_limit) and satisfies(total, target, is_limit=is_limit)

    def _rolled(self, target: Target, known: Known) -> tuple[set[date], set[date]]:
        done = [day for day in known.amounts if day <= known.today]
        assert target.rolling_days is not None
        return rolled(tuple(done), int(target.value), target.rolling_days, known.today)

    def _is_active(self, grid: Grid, at: datetime) -> bool:
        """Say whether the goal was there on all of a period's days, by what was known then."""
        if grid.unit is PeriodUnit.DAY and not self.calendar.exists(grid.first):
            return False
        pauses = self.goal.pauses
        if any(pause.first <= grid.last and grid.first <= pause.last for pause in pauses):
            return False
        if grid.last >= self.calendar.day_of(at):
            return self._was_active(grid, at)
        if grid not in self._closed:
            self._closed[grid] = self._was_active(grid, self.calendar.end_of(grid.last))
        return self._closed[grid]

    def _was_active(self, grid: Grid, at: datetime) -> bool:
        """Say whether the goal was active at the end of each day, or at the instant if earlier.

        The period in which it ends is judged as it stood before.
        """
        changes = [c for c in self.changes if c[1] != at or c[0] not in ENDED]
        day, ends = grid.first, list[datetime]()
        while day <= grid.last:
            ends.append(min(self.calendar.end_of(day) - TICK, at))
            day += DAY
        taken = [[status for status, since in changes if since <= end] for end in ends]
        return all(not known or known[-1] is GoalStatus.ACTIVE for known in taken)

    def _revision(self, grid: Grid, at: datetime) -> Revision:
        held = [
            r
            for r in self.revisions
            if r.effective_on <= grid.first and r.made_at <= at and unit_of(r) is grid.unit
        ]
        return (held or [self.revisions[0]])[-1]

    # the log

    def _aggregation(self, day: date) -> Aggregation:
        """Return how a day adds up: as asked for before it began."""
        held = [
            r
            for r in self.revisions
            if r.effective_on <= day and self.calendar.day_of(r.made_at) < day
        ]
        default = Aggregation.LAST if self.pattern is GoalPattern.TARGET else Aggregation.SUM
        return (held or [self.revisions[0]])[-1].target.aggregation or default

    @cached_property
    def _grids(self) -> list[Grid]:
        starts = [r.schedule.start_on for r in self.revisions if r.schedule.start_on]
        days = [self.goal.created_at.date(), *(a.local_day for a in self.activities), *starts]
        first, last = min(days) - 400 * DAY, max(days) + 800 * DAY
        return grids(self.revisions, self.calendar, first=first, last=last)


def holds(grid: Grid, day: date) -> bool:
    return grid.first <= day <= grid.last


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


def aggregated(values: list[Fraction], how: Aggregation) -> Fraction:  # noqa: PLR0911 - one a member
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

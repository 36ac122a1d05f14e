"""The standing of a goal: its log walked through in time, and the percentage at a moment."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final, assert_never

from domain.activity import Activity
from domain.amount import HUNDRED, ZERO
from domain.course import Course
from domain.occurrence import Done, Outcome, is_met, outcome_of
from domain.period import Period
from domain.rollup import DayRollup
from domain.tally import Settled
from domain.target import GoalPattern, Target

_WESTERNMOST: Final = timedelta(hours=24)
_EASTERNMOST: Final = timedelta(hours=26)


def settles_on(at: datetime) -> date:
    """Return the first local day that an activity at or after the instant may still belong to.

    Clocks run at most 12 hours behind UTC, and a day start delays a day by less than 12 more.
    """
    return (at.astimezone(UTC) - _WESTERNMOST).date()


def reaches_to(at: datetime) -> date:
    """Return the last local day that an activity at or before the instant may belong to.

    Clocks run at most 14 hours ahead of UTC, and a day start brings a day up to 12 forward.
    """
    return (at.astimezone(UTC) + _EASTERNMOST).date()


class Standing:
    """What a goal's log has come to: days settled for good, and the recent ones still open."""

    def __init__(self, course: Course, settled: Settled, recent: Iterable[DayRollup] = ()) -> None:
        self._course = course
        self._pattern = course.goal.pattern
        self._created_on = course.calendar.day_of(course.goal.created_at)
        self._recent = {rollup.day: rollup for rollup in recent}
        self._window = list(settled.window)
        self._done = Done(
            total=settled.open_total, count=settled.open_count, skipped=settled.open_skipped
        )
        self._run, self._best_run = settled.run, settled.best_run
        self._until, self._active_days = settled.until, settled.active_days
        self._first_on, self._last_on = settled.first_on, settled.last_on
        self._total, self._measurement = settled.total, settled.measurement

    def add(self, activity: Activity) -> None:
        """Count in an activity, the latest so far in the order of its local day."""
        day = activity.local_day
        rollup = self._recent.get(day) or DayRollup(day=day)
        self._recent[day] = rollup.including(activity)

    @property
    def recent(self) -> tuple[DayRollup, ...]:
        """Return the days not settled, oldest first."""
        return tuple(self._recent[day] for day in sorted(self._recent))

    @property
    def is_empty(self) -> bool:
        """Say whether there is no activity at all."""
        return not self._recent and not self._active_days

    @property
    def first_on(self) -> date | None:
        """Return the first local day with an activity."""
        return min(filter(None, (self._first_on, *self._recent)), default=None)

    @property
    def last_on(self) -> date | None:
        """Return the last local day with an activity."""
        return max(filter(None, (self._last_on, *self._recent)), default=None)

    @property
    def total(self) -> Decimal:
        """Return the sum of the days' amounts."""
        return sum((self._amount(rollup) for rollup in self.recent), self._total)

    @property
    def measurement(self) -> Decimal | None:
        """Return the amount of the last day that has one."""
        for rollup in reversed(self.recent):
            if rollup.count:
                return self._amount(rollup)
        return self._measurement

    def settled(self) -> Settled:
        """Return what the settled days came to; runs are of use to a streak goal alone."""
        is_streak = self._pattern is GoalPattern.STREAK
        return Settled(
            until=self._until,
            active_days=self._active_days,
            first_on=self._first_on,
            last_on=self._last_on,
            total=self._total,
            measurement=self._measurement,
            open_total=self._done.total,
            open_count=self._done.count,
            open_skipped=self._done.skipped,
            window=tuple(self._window),
            run=self._run if is_streak else 0,
            best_run=self._best_run if is_streak else 0,
        )

    def settle(self, until: date) -> None:
        """Fold the days before `until` for good and judge the periods that end by then."""
        for rollup in self.recent:
            if rollup.day >= until:
                break
            self._close_periods(rollup.day)
            self._fold(rollup)
            del self._recent[rollup.day]
        self._close_periods(until)

    def percentage(self, at: datetime) -> Decimal:
        """Return the pattern's percentComplete at an instant, from 0 to 100."""
        target = self._course.revision_at(at).target
        match self._pattern:
            case GoalPattern.MILESTONE:
                return _clamped(self.total * HUNDRED / target.value)
            case GoalPattern.TARGET:
                return self._moved(target)
            case GoalPattern.STREAK:
                return _clamped(self._judged(at)[1] * HUNDRED / target.value)
            case GoalPattern.RECURRING | GoalPattern.LIMIT:
                width = self._course.window(at)
                return Decimal(sum(self._judged(at)[0][-width:])) * HUNDRED / width
            case _ as never:
                assert_never(never)

    def done_in_period(self, at: datetime) -> Decimal:
        """Return the total of the period that holds the instant."""
        *_, (_, done) = self._unsettled(self._course.calendar.day_of(at))
        return done.total

    def _amount(self, rollup: DayRollup) -> Decimal:
        return rollup.amount(self._course.aggregation_on(rollup.day)) or ZERO

    def _moved(self, target: Target) -> Decimal:
        start, current = target.start_value or ZERO, self.measurement
        if current is None:
            return ZERO
        return _clamped((current - start) * HUNDRED / (target.value - start))

    def _start(self) -> date:
        """Return the first day on which the goal is due where its schedule names none."""
        return min(self._created_on, self.first_on or self._created_on)

    def _fold(self, rollup: DayRollup) -> None:
        self._active_days += 1
        self._first_on = self._first_on or rollup.day
        self._last_on = rollup.day
        self._total += self._amount(rollup)
        if rollup.count:
            self._measurement = self._amount(rollup)
        self._done = self._with(self._done, rollup)

    def _with(self, done: Done, rollup: DayRollup) -> Done:
        return Done(
            total=done.total + self._amount(rollup),
            count=done.count + rollup.count,
            skipped=done.skipped + rollup.skipped,
        )

    def _close_periods(self, until: date) -> None:
        """Judge the periods from the open one on that end by `until`."""
        if not self._pattern.is_periodic:
            self._until = max(self._until, until)
            return
        start = self._start()
        period = self._course.period(self._until)
        while period.end <= until:
            at = self._course.calendar.start_of(period.end)
            outcome = self._outcome(period, self._done, start=start, at=at, is_closed=True)
            self._run, self._best_run = _judge(outcome, self._window, self._run, self._best_run)
            self._done = Done()
            self._until = period.end
            period = self._course.following(period)
        del self._window[: -self._course.longest_window]
        self._until = max(self._until, until)

    def _unsettled(self, today: date) -> Iterator[tuple[Period, Done]]:
        """Yield the periods not settled up to the one holding today, with what was done."""
        period = self._course.period(self._until)
        done = self._done
        recent = self.recent
        while period.start <= today:
            for rollup in recent:
                if period.start <= rollup.day < period.end:
                    done = self._with(done, rollup)
            yield period, done
            done = Done()
            period = self._course.following(period)

    def _judged(self, at: datetime) -> tuple[list[bool], int]:
        """Return the verdicts of the judged periods up to an instant, and the longest run."""
        today = self._course.calendar.day_of(at)
        start, window = self._start(), self._window.copy()
        run, best = self._run, self._best_run
        for period, done in self._unsettled(today):
            is_closed = period.end <= today
            outcome = self._outcome(period, done, start=start, at=at, is_closed=is_closed)
            run, best = _judge(outcome, window, run, best)
        return window, best

    def _outcome(
        self, period: Period, done: Done, *, start: date, at: datetime, is_closed: bool
    ) -> Outcome:
        asked = self._course.revision_for(period, at=at)
        start = asked.schedule.start_on or start
        is_active = self._course.is_due(period)
        # Nothing done keeps a limit, so only a period that was in force proves anything.
        is_proof = self._pattern is not GoalPattern.LIMIT or (is_active and period.end > start)
        met = is_met(done, target=asked.target, pattern=self._pattern, is_closed=is_closed)
        return outcome_of(
            done,
            is_met=met and is_proof,
            is_due=is_active and period.start >= start and self._course.is_whole(period),
            is_closed=is_closed,
        )


def _judge(outcome: Outcome, window: list[bool], run: int, best: int) -> tuple[int, int]:
    """Append a verdict to the window and return the current and the longest run of met ones."""
    match outcome:
        case Outcome.MET:
            window.append(True)
            return run + 1, max(best, run + 1)
        case Outcome.MISSED:
            window.append(False)
            return 0, best
        case Outcome.SKIPPED | Outcome.EXCUSED | Outcome.PENDING:
            return run, best
        case _ as never:
            assert_never(never)


def _clamped(percentage: Decimal) -> Decimal:
    return max(ZERO, min(HUNDRED, percentage))

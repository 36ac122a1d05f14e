"""The standing of a goal: its log walked through in time."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from domain.activity import Activity
from domain.amount import ZERO
from domain.course import Course
from domain.fold import Fold, with_day
from domain.goal import Revision
from domain.judging import Judge, Verdict
from domain.occurrence import Done, Outcome
from domain.period import Period
from domain.rolled import RolledDays
from domain.rollup import DayRollup
from domain.streak import Run
from domain.tally import Settled

_UNSETTLED: Final = timedelta(days=5)
_BETWEEN_MARKS: Final = timedelta(days=16)


class Standing:
    """What a goal's log has come to: its days, folded as far as was asked for.

    The fold goes forward with the moments asked about. An activity of a day that is folded
    already takes it back to where it stood before that day.
    """

    def __init__(
        self,
        course: Course,
        settled: Settled,
        recent: Sequence[DayRollup] = (),
        *,
        is_recording: bool = False,
    ) -> None:
        self.course = course
        self._asked_at = course.goal.created_at
        self._today = self._created_on = course.calendar.day_of(self._asked_at)
        self._days = {rollup.day: rollup for rollup in recent}
        self._order = sorted(self._days)
        self._settled = settled
        self._passed: list[Verdict] | None = [] if is_recording else None
        self._fold = Fold(settled)
        self._verdicts = list(settled.window)
        self._marks = [self._fold.copy()]
        self._next = 0
        self._period = course.period(settled.until)
        self.judge = Judge(course, start=self._start())
        self._is_judging = course.goal.pattern.is_periodic and not course.is_rolling
        self._rolled = RolledDays(course, settled, recent) if course.is_rolling else None

    def add(self, activity: Activity) -> None:
        """Count in an activity, the latest so far in the order of its local day."""
        held = self._days.get(activity.local_day)
        self.add_day(held.including(activity) if held else DayRollup.of(activity))

    def add_day(self, rollup: DayRollup) -> None:
        """Count in a local day, in place of what was counted of it so far."""
        day = rollup.day
        if day not in self._days:
            insort(self._order, day)
        self._days[day] = rollup
        if self._rolled is not None:
            self._rolled.add(rollup)
        if day < self._fold.until:
            self._take_back(day)
        if day < self.judge.start:
            self._take_back(self._settled.until)
            self.judge = Judge(self.course, start=self._start())

    def today(self, at: datetime) -> date:
        """Return the local day that holds an instant."""
        if at != self._asked_at:
            self._asked_at, self._today = at, self.course.calendar.day_of(at)
        return self._today

    @property
    def is_empty(self) -> bool:
        """Say whether there is no activity at all."""
        return not self._order and not self._settled.active_days

    @property
    def first_on(self) -> date | None:
        """Return the first local day with an activity."""
        return self._settled.first_on or (self._order[0] if self._order else None)

    @property
    def last_on(self) -> date | None:
        """Return the last local day with an activity."""
        return self._order[-1] if self._order else self._settled.last_on

    @property
    def total(self) -> Decimal:
        """Return the sum of the days' amounts."""
        self._fold_totals()
        total = self._fold.total
        for rollup in self._ahead():
            total += self._amount(rollup)
        return total

    @property
    def measurement(self) -> Decimal | None:
        """Return the amount of the last day that has one."""
        latest_first = (self._days[day] for day in reversed(self._order))
        found = next((rollup for rollup in latest_first if rollup.counted), None)
        return self._settled.measurement if found is None else self._amount(found)

    def verdicts(self, at: datetime, *, width: int) -> list[bool]:
        """Return the last verdicts at an instant, met or not; the open period's once it is met."""
        if self._rolled is not None:
            return self._rolled.verdicts(self.judge, at=at, width=width)
        outcome = self.open(at).outcome
        verdicts = self._verdicts[-width:]
        return [*verdicts, True][-width:] if outcome is Outcome.MET else verdicts

    def run(self, at: datetime) -> Run:
        """Return the streak at an instant; the open period adds to it once it is met."""
        if self._rolled is not None:
            return self._rolled.run(self.judge, at=at)
        now = self.open(at)
        run, asked = self._fold.run, now.asked
        return self.judge.run_after(run, now.outcome, now.period, asked=asked, at=at)

    def open(self, at: datetime) -> Verdict:
        """Return the verdict on the period that holds an instant, as it stands then."""
        if self._rolled is not None:
            *_, now = self._rolled.judged(self.judge, first=self.today(at), at=at)
            return now
        self._advance(self.today(at))
        period = self._period
        asked, done = self.judge.asked(period, at=at), self._done_in(period)
        outcome = self.judge.outcome(period, done, asked=asked, skips=self._fold.skips, at=at)
        return Verdict(period=period, done=done, outcome=outcome, asked=asked)

    def judged(self, at: datetime) -> list[Verdict]:
        """Return all verdicts passed on periods, if they were recorded, and the open one's."""
        if self._rolled is not None:
            return [*self._rolled.judged(self.judge, first=self._settled.until, at=at)]
        now = self.open(at)
        return [*(self._passed or ()), now]

    def held_until(self, at: datetime, *, asked: Revision | None = None) -> date | None:
        """Return the last day on which a rolling goal's done days hold it, by what is asked."""
        if self._rolled is None:
            return None
        return self._rolled.held_until(asked or self._asked(at), today=self.today(at))

    def days_after(self, day: date) -> list[date]:
        """Return the days after a day on which something was logged already."""
        return self._order[bisect_right(self._order, day) :]

    def done_in_period(self, at: datetime) -> Decimal:
        """Return the total of the period that holds the instant; if rolling, the days done."""
        if self._rolled is not None:
            return Decimal(self._rolled.done_in(self._asked(at), until=self.today(at)))
        return self.open(at).done.total

    def settled(self, until: date) -> Settled:
        """Return what the days before `until` came to, if that is later than what is settled."""
        until = max(until, self._settled.until)
        self._take_back(until)
        self._advance(until)
        rolled = self._rolled
        return self._fold.settled(
            window=tuple(self._verdicts[-self.course.longest_window :]),
            done_days=() if rolled is None else rolled.done_until(until),
            skipped_days=() if rolled is None else rolled.skipped_until(until),
        )

    def recent(self, since: date) -> tuple[DayRollup, ...]:
        """Return the days from `since` on that hold an activity, oldest first."""
        return tuple(self._days[day] for day in self._order[bisect_left(self._order, since) :])

    def _asked(self, at: datetime) -> Revision:
        return self.judge.asked(self.course.period(self.today(at)), at=at)

    def _start(self) -> date:
        """Return the first day on which the goal is due where its schedule names none."""
        return min(self._created_on, self.first_on or self._created_on)

    def _amount(self, rollup: DayRollup) -> Decimal:
        return rollup.amount(self.course.aggregation_on(rollup.day)) or ZERO

    def _ahead(self) -> Iterator[DayRollup]:
        """Yield the days that are not folded, oldest first."""
        return (self._days[day] for day in self._order[self._next :])

    def _done_in(self, period: Period) -> Done:
        """Return what was done in the open period."""
        done = self._fold.done
        for rollup in self._ahead():
            if rollup.day >= period.end:
                break
            done = with_day(done, rollup, self._amount(rollup))
        return done

    def _fold_totals(self) -> None:
        """Fold all days but the last, where no period is judged."""
        if self._order and not self.course.goal.pattern.is_periodic:
            self._advance(self._order[-1])

    def _advance(self, until: date) -> None:
        """Fold the days before `until` and judge the periods that end by then."""
        # A mark some days before spares the next step back all the days before it.
        if until - self._fold.until > _BETWEEN_MARKS:
            self._fold_to(until - _UNSETTLED)
        if self._fold.until < until:
            self._fold_to(until)

    def _fold_to(self, until: date) -> None:
        fold, days = self._fold, self._days
        begin, self._next = self._next, bisect_left(self._order, until, lo=self._next)
        for day in self._order[begin : self._next]:
            self._close_periods(day)
            fold.take(rollup := days[day], amount := self._amount(rollup))
            if self._is_judging:
                fold.done = with_day(fold.done, rollup, amount)
        self._close_periods(until)
        fold.until = until
        if until - self._marks[-1].until >= _BETWEEN_MARKS:
            self._marks.append(fold.copy())

    def _close_periods(self, until: date) -> None:
        """Judge the periods from the open one on that end by `until`."""
        fold, judge = self._fold, self.judge
        while self._is_judging and self._period.end <= until:
            period, done = self._period, fold.done
            asked = judge.asked(period)
            outcome = judge.outcome(period, done, asked=asked, skips=fold.skips)
            is_met = outcome is Outcome.MET
            if is_met or outcome is Outcome.MISSED:
                self._verdicts.append(is_met)
            elif outcome is Outcome.SKIPPED and done.skipped_on is not None:
                fold.skips = fold.skips.including(done.skipped_on)
            if self._passed is not None:
                self._passed.append(Verdict(period, done, outcome, asked))
            fold.run = judge.run_after(fold.run, outcome, period, asked=asked, at=None)
            fold.close(period.end, judged=len(self._verdicts))
            self._period = self.course.following(period)

    def _take_back(self, day: date) -> None:
        """Go back to where the fold stood before a day."""
        while len(self._marks) > 1 and self._marks[-1].until > day:
            self._marks.pop()
        if self._fold.until <= day:
            return
        self._fold = self._marks[-1].copy()
        self._next = bisect_left(self._order, self._fold.until)
        del self._verdicts[self._fold.judged :]
        self._period = self.course.period(self._fold.until)

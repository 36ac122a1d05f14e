"""Rolling goals judged: the verdict on each local day, from the days done by an instant."""

from bisect import insort
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from domain.amount import ZERO
from domain.course import Course
from domain.fold import with_day
from domain.goal import Revision
from domain.judging import Judge, Verdict
from domain.occurrence import NOTHING, Done, Outcome, outcome_of
from domain.rolling import Rolling, rolling
from domain.rollup import DayRollup
from domain.streak import Run, Skips
from domain.tally import Settled

_DAY = timedelta(days=1)


class RolledDays:
    """The done and the skipped days of a rolling goal."""

    def __init__(self, course: Course, settled: Settled, recent: Sequence[DayRollup]) -> None:
        self._course = course
        self._done = list(settled.done_days)
        self._skipped = set(settled.skipped_days)
        self._days: dict[date, Done] = {}
        for rollup in recent:
            self.add(rollup)

    def add(self, rollup: DayRollup) -> None:
        """Take what was logged on a day so far."""
        amount = rollup.amount(self._course.aggregation_on(rollup.day)) or ZERO
        self._days[rollup.day] = with_day(NOTHING, rollup, amount)
        if rollup.counted and rollup.day not in self._done[-1:]:
            self._insert(rollup.day)
        if rollup.skipped:
            self._skipped.add(rollup.day)

    def done_until(self, until: date) -> tuple[date, ...]:
        """Return the done days before a day."""
        return tuple(day for day in self._done if day < until)

    def skipped_until(self, until: date) -> tuple[date, ...]:
        """Return the skipped days before a day."""
        return tuple(sorted(day for day in self._skipped if day < until))

    def verdicts(self, judge: Judge, *, at: datetime, width: int) -> list[bool]:
        """Return the verdicts on the last judged days at an instant, met or not."""
        today, span = self._course.calendar.day_of(at), 2 * width
        while self._done:
            first = max(self._done[0], date.fromordinal(max(1, today.toordinal() - span)))
            outcomes = (verdict.outcome for verdict in self.judged(judge, first=first, at=at))
            found = [o is Outcome.MET for o in outcomes if o in {Outcome.MET, Outcome.MISSED}]
            if len(found) >= width or first == self._done[0]:
                return found[-width:]
            span *= 2
        return []

    def run(self, judge: Judge, *, at: datetime) -> Run:
        """Return the streak at an instant, in days."""
        run, today = Run(), self._course.calendar.day_of(at)
        for period, _, outcome, asked in self.judged(judge, first=self._first(), at=at):
            now = at if period.holds(today) else None
            run = judge.run_after(run, outcome, period, asked=asked, at=now)
        return run

    def held_until(self, asked: Revision, *, today: date) -> date | None:
        """Return the last day that what was done by a day still holds or leaves pending."""
        return self._rolling(asked, {}, since=today, today=today).ends_on

    def done_in(self, asked: Revision, *, until: date) -> int:
        """Return how many days were done in the run of days that ends on a day."""
        first = until.toordinal() - (asked.target.rolling_days or 1)
        return sum(first < day.toordinal() <= until.toordinal() for day in self._done)

    def judged(self, judge: Judge, *, first: date, at: datetime) -> Iterator[Verdict]:
        """Yield the verdict on each day from a day on, up to the instant's own."""
        today, skips = self._course.calendar.day_of(at), Skips()
        known: dict[tuple[int, int], Rolling] = {}
        # A month's skips are granted in order, so they are counted from its first day on.
        day = first.replace(day=1)
        while day <= today:
            period = self._course.period(day)
            now = at if day == today else None
            asked = judge.asked(period, at=now)
            held = self._rolling(asked, known, since=first.replace(day=1), today=today)
            is_due = judge.is_due(period, asked=asked, at=now)
            outcome = self._outcome(day, asked, held, skips, is_due=is_due)
            if outcome is Outcome.SKIPPED:
                skips = skips.including(day)
            if day >= first:
                done = self._days.get(day, NOTHING)
                yield Verdict(period=period, done=done, outcome=outcome, asked=asked)
            day += _DAY

    def _outcome(
        self, day: date, asked: Revision, held: Rolling, skips: Skips, *, is_due: bool
    ) -> Outcome:
        has_begun = held.first_on is not None and held.first_on <= day
        is_open = day == held.as_of or held.is_pending(day)
        is_skipped = day in self._skipped and skips.is_granted(day, schedule=asked.schedule)
        return outcome_of(
            is_met=held.is_met(day),
            is_due=has_begun and is_due,
            is_skipped=is_skipped,
            is_closed=not is_open,
            is_known=True,
        )

    def _rolling(
        self,
        asked: Revision,
        known: dict[tuple[int, int], Rolling],
        *,
        since: date,
        today: date,
    ) -> Rolling:
        times, days = int(asked.target.value), asked.target.rolling_days or 1
        if (times, days) not in known:
            known[times, days] = rolling(
                self._done, times=times, days=days, as_of=today, since=since
            )
        return known[times, days]

    def _first(self) -> date:
        return self._done[0] if self._done else date.max

    def _insert(self, day: date) -> None:
        if not self._done or day > self._done[-1]:
            self._done.append(day)
        elif day not in self._done:
            insort(self._done, day)

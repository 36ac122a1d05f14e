"""A review of a goal's whole log as of a moment: every period judged, and the streaks they make."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.course import Course, course_of
from domain.dossier import Dossier
from domain.judging import Verdict
from domain.occurrence import Occurrence, Outcome
from domain.rollup import DayRollup
from domain.standing import Standing
from domain.streak import Run, Streak, run_after
from domain.tally import Settled

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A goal's log as of a moment, judged from its start to the open period.

    It is judged at `at`, its end if it had ended by then. `days` and `occurrences` are oldest
    first; a rolling goal has an occurrence a day. The last of `streaks`, oldest first, goes on
    while `run` has a length.
    """

    as_of: datetime
    at: datetime
    today: date
    course: Course
    standing: Standing
    days: tuple[DayRollup, ...]
    occurrences: tuple[Occurrence, ...]
    streaks: tuple[Streak, ...]
    run: Run


def known_at(dossier: Dossier, at: datetime) -> Dossier:
    """Return what was known of a goal at an instant; the first revision holds from ever."""
    first, *others = dossier.revisions
    goal = dossier.goal
    taken = tuple(change for change in goal.changes if change.at <= at)
    return replace(
        dossier,
        goal=replace(goal, changes=taken or goal.changes[:1]),
        revisions=(first, *(revision for revision in others if revision.made_at <= at)),
        calendar=dossier.calendar.known_at(at),
    )


def review(dossier: Dossier, days: Sequence[DayRollup], *, as_of: datetime) -> Review:
    """Return the review of a goal by the days that were logged by a moment, oldest first.

    A goal that had ended by then is judged up to its end.
    """
    at = course_of(dossier).judged_at(as_of)
    course = course_of(known_at(dossier, at))
    created_on = course.calendar.day_of(course.goal.created_at)
    begin = course.first_day_to_judge(min([created_on, *(day.day for day in days[:1])]))
    standing = Standing(course, Settled(until=begin), days, is_recording=True)
    verdicts = standing.judged(at) if course.goal.pattern.is_periodic else []
    told = _Story(standing, at=at)
    for verdict in verdicts:
        told.take(verdict)
    return Review(
        as_of=as_of,
        at=at,
        today=standing.today(at),
        course=course,
        standing=standing,
        days=tuple(days),
        occurrences=tuple(told.occurrences),
        streaks=told.streaks,
        run=told.run,
    )


class _Story:
    """The periods of a goal told one after the other, as occurrences and streaks."""

    def __init__(self, standing: Standing, *, at: datetime) -> None:
        self._standing = standing
        self._at = at
        self._today = standing.today(at)
        self._ended: list[Streak] = []
        self._begun: tuple[date, date] | None = None
        self._length = 0
        self._on_notice = 0
        self.occurrences: list[Occurrence] = []
        self.run = Run()

    @property
    def streaks(self) -> tuple[Streak, ...]:
        """Return the streaks, oldest first."""
        return (*self._ended, *self._going())

    def take(self, verdict: Verdict) -> None:
        """Take the next period."""
        before, outcome = self.run, verdict.outcome
        is_due = self._is_due(verdict)
        self.run = run_after(before, outcome, schedule=verdict.asked.schedule, is_due=is_due)
        self._extend(verdict)
        if outcome is Outcome.MET and before.is_on_notice and is_due:
            missed = self.occurrences[self._on_notice]
            self.occurrences[self._on_notice] = replace(missed, is_forgiven=True)
        if self.run.is_on_notice and not before.is_on_notice:
            self._on_notice = len(self.occurrences)
        is_frozen = outcome is Outcome.MISSED and self.run.freezes < before.freezes
        self.occurrences.append(self._occurrence(verdict, is_due=is_due, is_frozen=is_frozen))

    def _extend(self, verdict: Verdict) -> None:
        """Lengthen the streak, begin one, or end it."""
        length, period = self.run.length, verdict.period
        if not length:
            self._ended.extend(self._going())
            self._begun = None
        elif verdict.outcome is Outcome.MET or self._begun is None:
            end_on = min(max(period.start, period.end - _DAY), self._today)
            self._begun = (self._begun[0] if self._begun else period.start, end_on)
        self._length = length

    def _going(self) -> Iterator[Streak]:
        """Yield the streak that goes on, if one does."""
        if self._begun is not None:
            start_on, end_on = self._begun
            yield Streak(start_on=start_on, end_on=end_on, length=self._length)

    def _is_due(self, verdict: Verdict) -> bool:
        if verdict.outcome is Outcome.MET:
            at = self._at if verdict.period.holds(self._today) else None
            return self._standing.judge.is_due(verdict.period, asked=verdict.asked, at=at)
        return verdict.outcome is not Outcome.EXCUSED

    def _occurrence(self, verdict: Verdict, *, is_due: bool, is_frozen: bool) -> Occurrence:
        return Occurrence(
            period=verdict.period,
            outcome=verdict.outcome,
            done=verdict.done,
            target=verdict.asked.target,
            is_due=is_due,
            is_open=verdict.period.holds(self._today),
            is_frozen=is_frozen,
        )

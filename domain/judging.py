"""Judging: the verdict on each period of a goal, taken one after the other."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.course import Course
from domain.due import DueRule, due_rule
from domain.goal import Revision
from domain.occurrence import NOTHING, Done, Outcome, is_known, is_met, outcome_of
from domain.period import Period, PeriodUnit
from domain.schedule import Schedule
from domain.streak import Run, Skips, run_after
from domain.target import GoalPattern

_DAY = timedelta(days=1)


class Verdict(NamedTuple):
    """What was done in a period, the verdict on it, and what it was judged by."""

    period: Period
    done: Done
    outcome: Outcome
    asked: Revision


class Judge:
    """Judges the periods of a goal whose log and life begin on `start`."""

    def __init__(self, course: Course, *, start: date) -> None:
        self.start = start
        self._course = course
        self._pattern = course.goal.pattern
        self._is_limit = self._pattern is GoalPattern.LIMIT
        self._rules: dict[tuple[int, date, int], DueRule] = {}
        self._asks_for_all = all(_asks_for_all(each.schedule) for each in course.revisions)

    def asked(self, period: Period, *, at: datetime | None = None) -> Revision:
        """Return what a period is judged by at an instant, at its close without one."""
        course = self._course
        if len(course.revisions) == 1:
            return course.revisions[0]
        return course.revision_for(period, at=at or course.calendar.start_of(period.end))

    def is_due(self, period: Period, *, asked: Revision, at: datetime | None = None) -> bool:
        """Say whether a period is due: in force, whole, begun with the goal, and scheduled.

        An instant's own period may be due as it was known then.
        """
        start = asked.schedule.start_on or self.start
        if period.start < start or self._course.is_away(period, at=at):
            return False
        return self._course.is_whole(period) and self._is_scheduled(period, asked, start)

    def run_after(
        self, run: Run, outcome: Outcome, period: Period, *, asked: Revision, at: datetime | None
    ) -> Run:
        """Return the run after the verdict on a period, passed at an instant or at its close."""
        is_due = not run.is_on_notice or self.is_due(period, asked=asked, at=at)
        return run_after(run, outcome, schedule=asked.schedule, is_due=is_due)

    def next_due(self, after: Period, *, at: datetime) -> Verdict | None:
        """Return the first later due period, not judged yet, by what is known at an instant."""
        course, period = self._course, after
        while period.end < date.max:
            period = course.following(period)
            asked = self.asked(period, at=at)
            if self.is_due(period, asked=asked):
                return Verdict(period=period, done=NOTHING, outcome=Outcome.PENDING, asked=asked)
            period = self._before_next(period, asked)
        return None

    def _before_next(self, period: Period, asked: Revision) -> Period:
        """Return a period, this one or later, up to which none is in force and scheduled."""
        away_until = self._course.away_until(period)
        if away_until is not None:
            return self._course.period(away_until)
        rule = self._rule(period, asked, asked.schedule.start_on or self.start)
        if rule is None or period.unit is not PeriodUnit.DAY:
            return period
        later = (day for day in self._course.turns() if day > period.start)
        due = min(rule.next_due(period.start) or date.max, min(later, default=date.max))
        return self._course.period(due - _DAY)

    def outcome(
        self,
        period: Period,
        done: Done,
        *,
        asked: Revision,
        skips: Skips,
        at: datetime | None = None,
    ) -> Outcome:
        """Return the verdict on a period by what was asked, after the skips granted before it.

        It is the verdict at an instant in the period, at its close without one.
        """
        is_closed = at is None
        met = is_met(done, target=asked.target, pattern=self._pattern, is_closed=is_closed)
        if met and (not self._is_limit or self._is_in_force(period, asked)):
            return Outcome.MET
        skipped_on = done.skipped_on
        return outcome_of(
            is_met=False,
            is_due=self.is_due(period, asked=asked, at=at),
            is_skipped=skipped_on is not None
            and skips.is_granted(skipped_on, schedule=asked.schedule),
            is_closed=is_closed,
            is_known=is_known(done, target=asked.target),
        )

    def _is_scheduled(self, period: Period, asked: Revision, start: date) -> bool:
        if self._asks_for_all:
            return True
        rule = self._rule(period, asked, start)
        return rule is None or rule.is_due_period(period)

    def _rule(self, period: Period, asked: Revision, start: date) -> DueRule | None:
        """Return the rule of the schedule by the weeks in force; None if all periods are due."""
        schedule = asked.schedule
        if _asks_for_all(schedule):
            return None
        key = (id(asked), start, self._course.week_start(period))
        if key not in self._rules:
            self._rules[key] = due_rule(
                schedule, period=asked.target.period, start_on=start, week_start=key[2]
            )
        return self._rules[key]

    def _is_in_force(self, period: Period, asked: Revision) -> bool:
        """Say whether keeping a limit proves anything: nothing done keeps it too."""
        start = asked.schedule.start_on or self.start
        if period.end <= start or self._course.is_away(period):
            return False
        return self._asks_for_all or self._is_scheduled(period, asked, start)


def _asks_for_all(schedule: Schedule) -> bool:
    """Say whether every period is due from the start on."""
    return schedule.every == 1 and schedule.frequency is None and schedule.days_of_week is None

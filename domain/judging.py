"""Judging: the verdict on each period of a goal, taken one after the other."""

from datetime import date, datetime

from domain.course import Course
from domain.due import DueRule, due_rule
from domain.goal import Revision
from domain.occurrence import Done, Outcome, is_known, is_met, outcome_of
from domain.period import Period
from domain.streak import Skips
from domain.target import GoalPattern


class Judge:
    """Judges the periods of a goal whose log and life begin on `start`."""

    def __init__(self, course: Course, *, start: date) -> None:
        self.start = start
        self._course = course
        self._pattern = course.goal.pattern
        self._rules: dict[tuple[int, date, int], DueRule] = {}

    def asked(self, period: Period, *, at: datetime | None = None) -> Revision:
        """Return what a period is judged by at an instant, at its close without one."""
        course = self._course
        if len(course.revisions) == 1:
            return course.revisions[0]
        return course.revision_for(period, at=at or course.calendar.start_of(period.end))

    def is_due(self, period: Period, *, asked: Revision) -> bool:
        """Say whether a period is due: in force, whole, begun with the goal, and scheduled."""
        start = asked.schedule.start_on or self.start
        if period.start < start or self._course.is_away(period):
            return False
        return self._course.is_whole(period) and self._is_scheduled(period, asked, start)

    def outcome(
        self,
        period: Period,
        done: Done,
        *,
        asked: Revision,
        is_closed: bool,
        skips: Skips,
    ) -> Outcome:
        """Return the verdict on a period by what was asked, after the skips granted before it."""
        met = is_met(done, target=asked.target, pattern=self._pattern, is_closed=is_closed)
        if met and (self._pattern is not GoalPattern.LIMIT or self._is_in_force(period, asked)):
            return Outcome.MET
        skipped_on = done.skipped_on
        return outcome_of(
            is_met=False,
            is_due=self.is_due(period, asked=asked),
            is_skipped=skipped_on is not None
            and skips.is_granted(skipped_on, schedule=asked.schedule),
            is_closed=is_closed,
            is_known=is_known(done, target=asked.target),
        )

    def _is_scheduled(self, period: Period, asked: Revision, start: date) -> bool:
        """Say whether the schedule asks for the period, by the weeks in force when it starts."""
        schedule = asked.schedule
        if schedule.every == 1 and schedule.frequency is None and schedule.days_of_week is None:
            return True
        key = (id(asked), start, self._course.week_start(period))
        rule = self._rules.get(key)
        if rule is None:
            unit, week_start = asked.target.period, key[2]
            rule = due_rule(schedule, period=unit, start_on=start, week_start=week_start)
            self._rules[key] = rule
        return rule.is_due_period(period)

    def _is_in_force(self, period: Period, asked: Revision) -> bool:
        """Say whether keeping a limit proves anything: nothing done keeps it too."""
        start = asked.schedule.start_on or self.start
        is_here = period.end > start and not self._course.is_away(period)
        return is_here and self._is_scheduled(period, asked, start)

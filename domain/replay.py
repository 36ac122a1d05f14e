"""Replaying a log: walk its events in order of time and note when each milestone was reached.

Between two events progress moves with time alone, so its first crossing of a threshold is solved
there; at an event it is computed anew. Walking on from a tally equals walking from the start.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from domain.activity import Activity
from domain.amount import HUNDRED, ZERO
from domain.course import course_of
from domain.dossier import Dossier
from domain.goal import Cause, Goal, GoalStatus
from domain.rollup import MonthRollup
from domain.standing import Standing, settles_on
from domain.tally import Settled, Tally
from domain.target import GoalPattern
from domain.task import TaskChange, TaskStatus, evidence
from domain.thresholds import thresholds
from domain.work import Span, Work, hybrid, hybrid_first_at, span_of, work_of

_EARLIEST: Final = timedelta(days=2)
_ZONES_APART: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPart:
    """The activities of the local days from `first_day` on, and the months before them."""

    first_day: date
    months: tuple[MonthRollup, ...]
    activities: tuple[Activity, ...]


class Walk:
    """A goal's log being walked through: its standing, its work, and what it reached when."""

    def __init__(self, dossier: Dossier, start: Tally, *, until: datetime) -> None:
        self.course = course_of(dossier)
        self.standing = Standing(self.course, start.settled, start.recent)
        self.reached = dict(start.reached)
        self.finished_at = start.finished_at
        self.latest_at = start.latest_at
        self.at = start.through
        self._dossier = dossier
        self._until = until
        self._settles_on = start.settled.until
        changes = sorted(_task_changes(dossier, until), key=lambda item: item[1].at)
        self._changes = changes[::-1]
        self._statuses: dict[str, TaskStatus] = {}
        self.work = Work()
        self._take_tasks(start.through)

    @property
    def progress(self) -> Decimal:
        """Return progress at the moment reached, from 0 to 100."""
        if self.course.was_completed(self.at):
            return HUNDRED
        if self.work.counted:
            return hybrid(self.work, self.span, at=self.at)
        return ZERO if self.standing.is_empty else self.standing.percentage(self.at)

    def run(self, activities: Sequence[Activity], *, since: datetime) -> None:
        """Walk through activities in order to the end, noting what is reached from `since` on."""
        pending = list(reversed(activities))
        self.latest_at = activities[-1].occurred_at if activities else self.latest_at
        for at in self._moments(activities):
            self._drift(at, since=since)
            self.at = at
            while pending and pending[-1].occurred_at <= at:
                self.standing.add(pending.pop())
            self._take_tasks(at)
            self._settle(at)
            if at >= since:
                self._note()

    def _moments(self, activities: Sequence[Activity]) -> list[datetime]:
        """Return the instants after the start at which progress may jump, and the end."""
        moments = {self._until, *(activity.occurred_at for activity in activities)}
        moments.update(change.at for _, change in self._changes)
        moments.update(change.at for change in self._dossier.goal.changes)
        moments.update(revision.made_at for revision in self._dossier.revisions)
        moments.update(self.course.calendar.start_of(day) for day in self.course.turns())
        moments.update(self._openings(activities))
        return sorted(moment for moment in moments if self.at < moment <= self._until)

    def _openings(self, activities: Sequence[Activity]) -> Iterator[datetime]:
        """Yield the starts of periods that may lift the percentage.

        A limit's period is judged when the next one opens; any other period can only lift it on
        opening where an activity was logged for it ahead, from a zone further east.
        """
        calendar = self.course.calendar
        if self.course.goal.pattern is GoalPattern.LIMIT and not self._has_reached_all():
            period = self.course.period(calendar.day_of(self.at))
            while (at := calendar.start_of(period.end)) <= self._until:
                yield at
                period = self.course.following(period)
        earliest = {rollup.day: self.at for rollup in self.standing.recent}
        for activity in activities:
            earliest.setdefault(activity.local_day, activity.occurred_at)
        for day, at in earliest.items():
            opens_at = calendar.start_of(self.course.period(day).start)
            if opens_at > at:
                yield opens_at

    def _drift(self, to: datetime, *, since: datetime) -> None:
        """Note the thresholds that time alone crosses before the next moment."""
        span = self.span
        if not self.work.counted or span is None or self._is_over():
            return
        for milestone, threshold in self._missing():
            at = hybrid_first_at(self.work, span, threshold=threshold)
            if at is not None and max(self.at, since) <= at < to:
                self.reached[milestone] = at

    def _note(self) -> None:
        """Note the milestones that progress has reached at this moment."""
        if self.course.judged_at(self.at) < self.at:
            return
        self._note_finish()
        missing = list(self._missing())
        if missing:
            progress = self.progress
            self.reached.update({m: self.at for m, threshold in missing if progress >= threshold})

    def _note_finish(self) -> None:
        if self.finished_at is not None or not self.course.goal.pattern.completes_itself:
            return
        if self.work.counted or self.standing.is_empty or not self._may_finish():
            return
        if self.standing.percentage(self.at) >= HUNDRED:
            self.finished_at = self.at

    def _may_finish(self) -> bool:
        """Say whether the goal was open to finishing by itself: not yet made, active or paused."""
        taken = [
            change.status
            for change in self.course.goal.changes
            if change.at <= self.at and change.cause is not Cause.LOG
        ]
        return not taken or taken[-1] in {GoalStatus.ACTIVE, GoalStatus.PAUSED}

    def _missing(self) -> Iterator[tuple[str, Decimal]]:
        """Yield the thresholds not reached yet."""
        target = self.course.revision_at(self.at).target
        for milestone, threshold in thresholds(self._dossier, target=target):
            if milestone not in self.reached:
                yield milestone, threshold

    def _has_reached_all(self) -> bool:
        return not any(True for _ in self._missing())

    def _is_over(self) -> bool:
        over = {GoalStatus.COMPLETED, GoalStatus.ARCHIVED}
        return self.course.status_at(self.at) in over

    @property
    def span(self) -> Span | None:
        """Return the time from creation to the deadline that holds at this moment."""
        goal = self.course.goal
        deadline = self.course.revision_at(self.at).deadline
        return span_of(goal, deadline=deadline, calendar=self.course.calendar_at(self.at))

    def _take_tasks(self, at: datetime) -> None:
        """Take the task changes up to an instant."""
        if not self._changes or self._changes[-1][1].at > at:
            return
        while self._changes and self._changes[-1][1].at <= at:
            task_id, change = self._changes.pop()
            self._statuses[task_id] = change.status
        self.work = work_of(self._statuses.values())

    def _settle(self, at: datetime) -> None:
        day = settles_on(at)
        if day > self._settles_on:
            self.standing.settle(day)
            self._settles_on = day


def _task_changes(dossier: Dossier, until: datetime) -> Iterator[tuple[str, TaskChange]]:
    for task in dossier.tasks:
        for change in evidence(task, at=until):
            yield task.task_id, change


def first_day_to_read(since: datetime) -> date:
    """Return the local day from which the log is read to walk anew from an instant on.

    Every day before it ended well before the instant, so its rollup tells all of it.
    """
    return settles_on(since) - timedelta(days=3)


def whole_log(goal: Goal, activities: Sequence[Activity]) -> tuple[datetime, LogPart]:
    """Return all of a goal's log as one part, and the instant to walk it from: the very first."""
    since = min([goal.created_at, *(activity.occurred_at for activity in activities)])
    first = first_day_to_read(since)
    return since, LogPart(first_day=first, months=(), activities=tuple(activities))


def first_day_of_part(since: datetime, *, months: Sequence[MonthRollup]) -> date:
    """Return the local day from which activities are read one by one, the latest before too.

    Zones differ, so the latest may lie up to three local days before the last active one.
    """
    first = first_day_to_read(since)
    active = (day.day for month in months for day in month.days if day.day < first)
    last = max(active, default=None)
    return first if last is None else last - _ZONES_APART


def start_of_walk(dossier: Dossier, part: LogPart, *, since: datetime) -> Tally:
    """Return the tally as of the days before the part that is read one by one.

    What was reached before `since` stands; the rest is found anew.
    """
    days = [day for month in part.months for day in month.days if day.day < part.first_day]
    course = course_of(dossier)
    begin = min([settles_on(dossier.goal.created_at), part.first_day, *(day.day for day in days)])
    begin = course.first_day_to_judge(begin)
    standing = Standing(course, Settled(until=begin), days)
    standing.settle(part.first_day)
    old = dossier.tally
    return replace(
        old,
        settled=standing.settled(),
        recent=standing.recent,
        through=datetime.combine(part.first_day, time(), UTC) - _EARLIEST,
        reached={key: at for key, at in old.reached.items() if at < since},
        finished_at=_before(old.finished_at, since),
        latest_at=None,
    )


def replay(dossier: Dossier, part: LogPart, *, since: datetime, until: datetime) -> Walk:
    """Walk through a part of the log, finding anew what is reached from `since` on."""
    start = start_of_walk(dossier, part, since=since)
    activities = sorted(part.activities, key=lambda activity: activity.order)
    walk = Walk(dossier, start, until=until)
    walk.run([a for a in activities if a.occurred_at <= until], since=since)
    return walk


def walk_on(dossier: Dossier, activities: Sequence[Activity], *, until: datetime) -> Walk:
    """Walk on from the tally through later activities."""
    walk = Walk(dossier, dossier.tally, until=until)
    walk.run(activities, since=dossier.tally.through)
    return walk


def tally_after(walk: Walk, *, before: Tally, next_at: datetime | None) -> Tally:
    """Return the tally of a walk, in place of the one before."""
    return replace(
        before,
        settled=walk.standing.settled(),
        recent=walk.standing.recent,
        through=walk.at,
        reached=walk.reached,
        finished_at=walk.finished_at,
        latest_at=walk.latest_at,
        next_at=next_at,
    )


def _before(at: datetime | None, limit: datetime) -> datetime | None:
    return at if at is not None and at < limit else None

"""A walk through a goal's log in order of time, noting when each milestone was reached.

Between two events progress moves with time alone, so its first crossing of a threshold is solved
there; at an event it is computed anew, unless it is sure that no threshold can be reached yet.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from heapq import heappop, heappush

from domain.activity import Activity
from domain.amount import HUNDRED, ONE
from domain.course import course_of
from domain.dossier import Dossier
from domain.goal import Cause, GoalStatus
from domain.percentage import least_steps
from domain.standing import Standing
from domain.tally import Tally
from domain.target import GoalPattern, Target
from domain.task import TaskChange, TaskStatus, evidence
from domain.thresholds import thresholds
from domain.work import Span, Work, hybrid_first_at, progress_at, span_at, work_of


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
        self._is_periodic = dossier.goal.pattern.is_periodic
        self._completes_itself = dossier.goal.pattern.completes_itself
        self._thresholds_of: Target | None = None
        self._left: list[tuple[str, Decimal]] = []
        self._until = until
        changes = sorted(_task_changes(dossier, until), key=lambda item: item[1].at)
        self._changes = changes[::-1]
        self._statuses: dict[str, TaskStatus] = {}
        self.work = Work()
        self._take_tasks(start.through)
        self._moments = self._first_moments()
        self._slack: Decimal | int = 0
        self._touched: date | None = None
        self._newest = self.standing.last_on or date.min
        self._per_day = self._rise_per_day()

    @property
    def progress(self) -> Decimal:
        """Return progress at the moment reached, from 0 to 100."""
        return progress_at(self.standing, self.work, at=self.at)

    def run(self, activities: Sequence[Activity], *, since: datetime) -> None:
        """Walk through activities in order to the end, noting what is reached from `since` on."""
        pending = list(reversed(activities))
        self._push_openings()
        # What was logged ahead before then opens later, and is looked for from here on.
        self._push(since)
        while self._moments and self._has_more_to_note():
            if pending and pending[-1].occurred_at < self._moments[0]:
                self._take_activities(pending, since=since)
            else:
                self._take_moment(pending, since=since)
        if self._has_ended():
            return
        # With nothing left to note, no moment before the end matters.
        while pending:
            self._add(pending.pop())
        self._take_tasks(self._until)
        self.at = self._until

    def _has_ended(self) -> bool:
        """Say whether the goal has just completed itself, with no change of its status to come."""
        is_last = all(change.at <= self.at for change in self.course.goal.changes)
        return self.finished_at == self.at and is_last

    def _add(self, activity: Activity) -> None:
        self.standing.add(activity)
        self.latest_at = activity.occurred_at

    def _has_more_to_note(self) -> bool:
        """Say whether a milestone is not reached yet, or the goal may still complete itself."""
        return self._is_open_to_finish() or bool(self._missing())

    def _first_moments(self) -> list[datetime]:
        """Return a heap of the instants, other than activities', at which progress may jump."""
        calendar, goal = self.course.calendar, self._dossier.goal
        moments = {change.at for _, change in self._changes}
        moments.update(change.at for change in goal.changes)
        moments.update(revision.made_at for revision in self._dossier.revisions)
        moments.update(calendar.start_of(day) for day in self.course.turns())
        if self._moves_by_itself():
            moments.add(self._close(periods=1))
        held = [moment for moment in moments if self.at < moment < self._until]
        return sorted(held) + [self._until] * (self.at < self._until)

    def _take_activities(self, pending: list[Activity], *, since: datetime) -> None:
        """Take activities up to the next moment, or up to one that may reach something."""
        moment = self._moments[0]
        while pending and pending[-1].occurred_at < moment:
            activity = pending.pop()
            self._add(activity)
            at = activity.occurred_at
            self._spend_slack(activity)
            may_reach = self._slack <= 0 and at >= since and not self.work.counted
            if may_reach and (not pending or pending[-1].occurred_at > at):
                self.at = at
                self._note()
                return

    def _spend_slack(self, activity: Activity) -> None:
        """Spend slack: on what an activity may add to a sum, or on another day of periods.

        A day before the latest one spends it all: it may change a verdict that was counted on, or
        join two streaks.
        """
        day = activity.local_day
        if not self._is_periodic:
            self._slack -= max(activity.value, ONE)
        elif day < self._newest:
            self._slack = 0
        elif day != self._touched:
            self._newest = self._touched = day
            self._slack -= self._per_day

    def _take_moment(self, pending: list[Activity], *, since: datetime) -> None:
        """Take the next moment, with what happens at it."""
        at = heappop(self._moments)
        self._drift(at, since=since)
        self.at = at
        while pending and pending[-1].occurred_at == at:
            self._add(pending.pop())
        self._take_tasks(at)
        if at >= since:
            self._note()
        else:
            self._push_close(periods=1)

    def _moves_by_itself(self) -> bool:
        """Say whether periods prove something without an activity in them.

        A limit is kept by nothing done, and a rolling goal's days to come lie in intervals.
        """
        return self.course.goal.pattern is GoalPattern.LIMIT or self.course.is_rolling

    def _rise_per_day(self) -> int:
        """Return how many periods one day of the log can make met: none of a limit."""
        if self.course.goal.pattern is GoalPattern.LIMIT:
            return 0
        return max(revision.target.rolling_days or 1 for revision in self.course.revisions)

    def _push(self, moment: datetime) -> None:
        if self.at < moment < self._until and moment not in self._moments:
            heappush(self._moments, moment)

    def _push_close(self, *, periods: int) -> None:
        """Come back when the next periods have closed, if that alone may reach something."""
        if self._moves_by_itself():
            self._push(self._close(periods=periods))

    def _close(self, *, periods: int) -> datetime:
        """Return when the period that holds the moment reached closes, or one so many on."""
        period = self.course.period(self.standing.today(self.at))
        last = self.course.following(period, by=periods - 1)
        return self.course.calendar.start_of(last.end)

    def _push_openings(self) -> None:
        """Come back when a period opens for which something was logged ahead.

        An activity from a zone further east may belong to a local day that has not begun here.
        """
        for day in self.standing.days_after(self.standing.today(self.at)):
            self._push(self.course.calendar.start_of(self.course.period(day).start))

    def _drift(self, to: datetime, *, since: datetime) -> None:
        """Note the thresholds that time alone crosses before the next moment."""
        if not self.work.counted or self.course.has_ended(self.at):
            return
        span = self.span
        if span is None:
            return
        for milestone, threshold in self._missing():
            at = hybrid_first_at(self.work, span, threshold=threshold)
            if at is not None and max(self.at, since) <= at < to:
                self._reach(milestone, at)

    def _note(self) -> None:
        """Note what progress has reached at this moment, and how far off the next threshold is."""
        self._slack, self._touched = 0, None
        if self.course.judged_at(self.at) < self.at:
            return
        progress = self.progress
        for milestone, threshold in self._missing():
            if progress >= threshold:
                self._reach(milestone, self.at)
        if progress >= HUNDRED:
            self._note_finish()
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Find how many steps can pass before anything more may be reached."""
        if self.course.goal.pattern is GoalPattern.TARGET:
            return
        lowest = min((threshold for _, threshold in self._missing()), default=HUNDRED)
        self._slack = least_steps(self.standing, threshold=lowest, at=self.at)
        if self._is_periodic:
            self._newest = max(self._newest, self.standing.today(self.at))
            self._push_openings()
            self._push_close(periods=max(self._slack, 1))

    def _note_finish(self) -> None:
        """Note that the log alone completes the goal, if it may."""
        has_proof = not self.work.counted and not self.standing.is_empty
        if self._is_open_to_finish() and has_proof and self._may_finish():
            self.finished_at = self.at

    def _is_open_to_finish(self) -> bool:
        return self._completes_itself and self.finished_at is None

    def _may_finish(self) -> bool:
        """Say whether the goal was open to finishing by itself: not yet made, active or paused."""
        taken = [
            change.status
            for change in self.course.goal.changes
            if change.at <= self.at and change.cause is not Cause.LOG
        ]
        return not taken or taken[-1] in {GoalStatus.ACTIVE, GoalStatus.PAUSED}

    def _missing(self) -> list[tuple[str, Decimal]]:
        """Return the thresholds not reached yet."""
        target = self.course.revision_at(self.at).target
        if self._thresholds_of is not target:
            self._thresholds_of = target
            found = thresholds(self._dossier, target=target)
            self._left = [left for left in found if left[0] not in self.reached]
        return self._left

    def _reach(self, milestone: str, at: datetime) -> None:
        self.reached[milestone] = at
        self._left = [left for left in self._left if left[0] != milestone]

    @property
    def span(self) -> Span | None:
        """Return the time from creation to the deadline that holds at this moment."""
        return span_at(self.course, self.at)

    def _take_tasks(self, at: datetime) -> None:
        """Take the task changes up to an instant."""
        if not self._changes or self._changes[-1][1].at > at:
            return
        while self._changes and self._changes[-1][1].at <= at:
            task_id, change = self._changes.pop()
            self._statuses[task_id] = change.status
        self.work = work_of(self._statuses.values())


def _task_changes(dossier: Dossier, until: datetime) -> Iterator[tuple[str, TaskChange]]:
    for task in dossier.tasks:
        for change in evidence(task, at=until):
            yield task.task_id, change

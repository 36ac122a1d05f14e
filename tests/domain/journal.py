"""A journal: one goal kept in memory, changed and read in the very order in which resolvers do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from domain import lives, milestone_rules, profile_rules, task_rules
from domain.activity_rules import check_log_open, new_activity
from domain.dossier import Dossier
from domain.goal_rules import Moment, edited, first_revision, new_goal, revision_of
from domain.horizon import reaches_to
from domain.ledger import (
    day_rollup,
    first_tally,
    month_rollups,
    needs_log,
    recounted,
    walk_end,
    walk_start,
    with_activity,
    with_day,
    writes,
)
from domain.profile import UTC_CALENDAR, Profile
from domain.progress import (
    first_instant_to_walk,
    goal_progress,
    is_tally_enough,
    walk_to,
)
from domain.replay import LogPart, first_day_of_part, first_day_to_read
from domain.requests import (
    GoalEdit,
    MilestoneEdit,
    NewActivity,
    NewGoal,
    NewMilestone,
    NewTask,
    ProfileEdit,
)
from domain.rollup import MonthRollup, month_of
from domain.task import Task, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.activity import Activity
    from domain.answers import GoalProgress
    from domain.day import Calendar
    from domain.goal import Goal
    from domain.milestone import CustomMilestone, Milestone
    from domain.tally import Tally
    from domain.walk import Walk

GOAL_ID: Final = "goal"
BEGIN: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Journal:
    """One goal with its tasks, milestones, activities and months; `now` moves forward only."""

    def __init__(
        self, wanted: NewGoal, *, now: datetime = BEGIN, calendar: Calendar = UTC_CALENDAR
    ) -> None:
        self.now = now
        self.activities: list[Activity] = []
        self.months: dict[str, MonthRollup] = {}
        self.quota = 50
        self._made = 0
        moment = Moment(now=now, calendar=calendar)
        goal = new_goal(wanted, goal_id=GOAL_ID, owner="ann", moment=moment)
        dossier = Dossier(
            goal=goal,
            revisions=(first_revision(goal, moment=moment),),
            calendar=calendar,
            tally=first_tally(goal),
        )
        self.dossier, _ = writes(None, dossier, quota=self.quota)

    def __repr__(self) -> str:
        goal, calendar = self.goal, self.dossier.calendar
        return f"Journal({goal.pattern}, {goal.target}, {goal.schedule}, {calendar})"

    @property
    def goal(self) -> Goal:
        return self.dossier.goal

    @property
    def tally(self) -> Tally:
        return self.dossier.tally

    @property
    def tasks(self) -> list[Task]:
        return [task for task in self.dossier.tasks if task.deleted_at is None]

    @property
    def moment(self) -> Moment:
        return Moment(now=self.now, calendar=self.dossier.calendar)

    @property
    def latest(self) -> datetime:
        """Return now, and never a moment before what is already counted in."""
        return max(self.now, self.tally.through)

    def wait(self, **span: float) -> Journal:
        self.now += timedelta(**span)
        return self

    # the log

    def log(self, value: Decimal | float | None = None, **fields: Any) -> Activity:
        """Log an activity, refused where the resolver refuses it."""
        logged = self.made(value, is_import=False, **fields)
        self._check_open(logged)
        self.take(logged)
        return logged

    def bring(self, value: Decimal | float | None = None, **fields: Any) -> Activity:
        """Import an activity, which may lie ahead."""
        brought = self.made(value, **fields)
        self.take(brought)
        return brought

    def made(
        self, value: Decimal | float | None = None, *, is_import: bool = True, **fields: Any
    ) -> Activity:
        """Return an activity that fits the goal, not yet counted in."""
        self._made += 1
        amount = None if value is None else Decimal(str(value))
        wanted = NewActivity(goal_id=GOAL_ID, value=amount, **fields)
        moment = replace(self.moment, is_import=is_import)
        return new_activity(wanted, self.goal, ulid=f"{self._made:026d}", moment=moment)

    def take(self, activity: Activity) -> None:
        """Count in an activity that arrives now."""
        before, since = self.dossier, activity.occurred_at
        month = self._month(activity.local_day)
        self.activities.append(activity)
        is_last = self.tally.next_at is None and since <= self.now
        if is_last and not needs_log(before.tally, since=since, until=since):
            after = recounted(before, since=since, until=since, fresh=(activity,))
            self.months[month.month] = with_activity(month, activity)
        else:
            after = self._anew(before, since=since)
            self._take_day(activity.local_day)
        self._keep(after)

    def remove(self, which: int) -> None:
        """Remove an activity as a correction."""
        if not self.activities:
            return
        removed = self.activities[which % len(self.activities)]
        self._check_open(removed)
        self.activities.remove(removed)
        after = self._anew(self.dossier, since=removed.occurred_at)
        self._take_day(removed.local_day)
        self._keep(after)

    # tasks

    def task(self, title: str = "Step") -> Task:
        """Make a task."""
        lives.check_editable(self.goal)
        self._made += 1
        wanted = NewTask(goal_id=GOAL_ID, title=title)
        task_id = f"task {self._made}"
        made = task_rules.new_task(wanted, task_id=task_id, owner="ann", now=self.now)
        self._keep_task(None, made)
        return made

    def complete_task(self, which: int = 0) -> None:
        self._change_task(which, lambda t: task_rules.completed(t, note=None, now=self.now))

    def reopen_task(self, which: int = 0) -> None:
        self._change_task(which, lambda task: task_rules.reopened(task, now=self.now))

    def cancel_task(self, which: int = 0) -> None:
        self._change_task(which, lambda t: task_rules.taking(t, TaskStatus.CANCELLED, now=self.now))

    def delete_task(self, which: int = 0) -> None:
        self._change_task(which, lambda task: task_rules.deleted(task, now=self.now))

    # the goal

    def pause(self) -> None:
        self._move(lives.paused)

    def resume(self) -> None:
        self._move(lives.resumed)

    def activate(self) -> None:
        self._move(lives.activated)

    def complete(self) -> None:
        self._move(lives.completed)

    def archive(self) -> None:
        self._move(lives.archived)

    def restore(self) -> None:
        self._move(lives.restored)

    def edit(self, *, days_ahead: int = 0, **fields: Any) -> None:
        """Edit the goal; a new target or schedule holds from some days ahead."""
        lives.check_editable(self.goal)
        moment = self.moment
        effective_from = moment.today + timedelta(days=days_ahead)
        goal = edited(self.goal, GoalEdit(goal_id=GOAL_ID, **fields), moment=moment)
        revision = revision_of(self.goal, goal, effective_from=effective_from, moment=moment)
        after = replace(self.dossier, goal=goal)
        if revision is not None:
            held = sorted((*after.revisions, revision), key=lambda r: (r.effective_on, r.made_at))
            after = self._anew(replace(after, revisions=tuple(held)), since=self.now)
        self._keep(after)

    def milestone(self, **fields: Any) -> CustomMilestone:
        """Make a milestone of the owner's own."""
        lives.check_editable(self.goal)
        self._made += 1
        made = milestone_rules.new_milestone(
            NewMilestone(goal_id=GOAL_ID, name="Own", **fields),
            self.goal,
            milestone_id=f"milestone {self._made}",
            now=self.now,
        )
        self._keep_milestone(made)
        return made

    def edit_milestone(self, which: int = 0, **fields: Any) -> None:
        lives.check_editable(self.goal)
        held = self.dossier.milestones
        if held:
            old = held[which % len(held)]
            edit = MilestoneEdit(goal_id=GOAL_ID, milestone_id=old.milestone_id, **fields)
            self._keep_milestone(milestone_rules.edited(old, edit, self.goal, now=self.now))

    def revise_profile(self, **fields: Any) -> None:
        """Change how days are counted from the next local day on."""
        profile = Profile(owner="ann", calendar=self.dossier.calendar)
        edit = ProfileEdit(**fields)
        changed = profile_rules.edited(profile, edit, has_goals=True, now=self.now)
        self.dossier = replace(self.dossier, calendar=changed.calendar)

    # reading

    def walked(self, as_of: datetime) -> Walk:
        """Return the log walked to a moment, read only where the tally does not suffice."""
        if is_tally_enough(self.dossier, as_of=as_of):
            return walk_to(self.dossier, None, as_of=as_of)
        since = first_instant_to_walk(self.dossier, as_of=as_of)
        return walk_to(self.dossier, self._part(since, until=as_of), as_of=as_of)

    def details(self, as_of: datetime | None = None) -> GoalProgress:
        """Return how far along the goal is."""
        at = self.latest if as_of is None else as_of
        return goal_progress(self.dossier, self.walked(at), as_of=at)

    def progress(self, as_of: datetime | None = None) -> Decimal:
        """Return the progress percentage."""
        return self.details(as_of).progress_percentage

    def reached(self, as_of: datetime | None = None) -> dict[str, datetime]:
        """Return when each milestone was first reached; the ladder's are named by percentage."""
        found: tuple[Milestone, ...] = self.details(as_of).milestones
        return {
            m.milestone_id if m.is_custom else str(m.percentage): m.achieved_at
            for m in found
            if m.achieved_at is not None
        }

    # laws

    def settle(self, until: datetime) -> None:
        """Bring the tally up to a moment by a change that changes nothing."""
        self.now = until
        self._keep(self._counted_in(self.dossier, since=until))

    def rebuilt(self) -> Dossier:
        """Return the dossier with its tally computed from the whole log."""
        since, part = self._whole_log()
        return recounted(self.dossier, since=since, until=self._known_until(), part=part)

    def rebuilt_by_months(self) -> Dossier:
        """Return the dossier with its tally computed from the month rollups as far as possible."""
        since = self.tally.through
        part = self._part(since)
        return recounted(self.dossier, since=since, until=self._known_until(), part=part)

    def _known_until(self) -> datetime:
        """Return up to when changes are counted in: a goal that has ended takes corrections."""
        has_ended = self.goal.completed_at or self.goal.archived_at
        return max(self.now, self.tally.through) if has_ended else self.tally.through

    def held_months(self) -> tuple[MonthRollup, ...]:
        """Return the stored months that hold a day, oldest first."""
        held = (replace(self.months[key], version=0) for key in sorted(self.months))
        return tuple(month for month in held if month.days)

    def counted_months(self) -> tuple[MonthRollup, ...]:
        """Return the months counted from the whole log."""
        return month_rollups(GOAL_ID, self.activities)

    # what resolvers do

    def _check_open(self, activity: Activity) -> None:
        today = self.moment.today
        at, day = activity.occurred_at, activity.local_day
        check_log_open(self.goal, at=at, day=day, today=today, window_days=30)

    def _move(self, step: Callable[..., Goal]) -> None:
        goal = step(self.goal, at=self.now)
        if goal != self.goal:
            moved = replace(self.dossier, goal=goal)
            self._keep(self._counted_in(moved, since=goal.changes[-1].at))

    def _change_task(self, which: int, step: Callable[[Task], Task]) -> None:
        lives.check_editable(self.goal)
        if self.tasks:
            old = self.tasks[which % len(self.tasks)]
            self._keep_task(old, step(old))

    def _keep_task(self, old: Task | None, task: Task) -> None:
        if task == old:
            return
        others = [held for held in self.dossier.tasks if held.task_id != task.task_id]
        changed = replace(self.dossier, tasks=(*others, task))
        self._keep(self._counted_in(changed, since=_since(old, task, self.now)))

    def _keep_milestone(self, milestone: CustomMilestone) -> None:
        since, part = self._whole_log()
        held = self.dossier.milestones
        others = [m for m in held if m.milestone_id != milestone.milestone_id]
        asked = replace(self.dossier, milestones=(*others, milestone))
        until = walk_end(self.tally, now=self.now)
        self._keep(recounted(asked, since=since, until=until, part=part))

    def _keep(self, after: Dossier) -> None:
        is_reopened = self.goal.completed_at is not None and after.goal.completed_at is None
        quota = None if is_reopened else self.quota
        self.dossier, _ = writes(self.dossier, after, quota=quota)

    def _counted_in(self, dossier: Dossier, *, since: datetime) -> Dossier:
        until = walk_end(dossier.tally, now=self.now)
        if not needs_log(dossier.tally, since=since, until=until):
            return recounted(dossier, since=since, until=until)
        return self._anew(dossier, since=since)

    def _anew(self, dossier: Dossier, *, since: datetime) -> Dossier:
        start = walk_start(dossier.tally, since=since)
        until = walk_end(dossier.tally, now=self.now)
        return recounted(dossier, since=start, until=until, part=self._part(start))

    def _part(self, since: datetime, *, until: datetime | None = None) -> LogPart:
        first = first_day_to_read(since)
        months = tuple(self.months[key] for key in sorted(self.months) if key <= month_of(first))
        first = first_day_of_part(since, months=months)
        last = date.max if until is None else reaches_to(until)
        read = tuple(a for a in self.activities if first <= a.local_day <= last)
        return LogPart(first_day=first, months=months, activities=read)

    def _whole_log(self) -> tuple[datetime, LogPart]:
        since = min([self.goal.created_at, *(a.occurred_at for a in self.activities)])
        first = first_day_to_read(since)
        return since, LogPart(first_day=first, months=(), activities=tuple(self.activities))

    def _month(self, day: date) -> MonthRollup:
        empty = MonthRollup(goal_id=GOAL_ID, month=month_of(day), days=())
        return self.months.get(empty.month, empty)

    def _take_day(self, day: date) -> None:
        rollup = day_rollup(day, [a for a in self.activities if a.local_day == day])
        month = with_day(self._month(day), rollup)
        self.months[month.month] = month


def _since(old: Task | None, task: Task, now: datetime) -> datetime:
    if old is None:
        return now
    is_taken_back = old.status is TaskStatus.COMPLETED and task.status is not TaskStatus.COMPLETED
    if is_taken_back or task.deleted_at is not None:
        return task.created_at
    return max(now, task.changes[-1].at) if task.changes != old.changes else now

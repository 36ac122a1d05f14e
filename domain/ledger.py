"""The ledger: what each change of a goal writes, so that its projections stay in step with it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final, TypeVar

from domain.activity import Activity
from domain.course import course_of, first_day_to_judge
from domain.dossier import Dossier
from domain.goal import Goal
from domain.horizon import settles_on
from domain.lives import completed_by_log, keeping, without_log_completion
from domain.replay import LogPart, replay, tally_after, walk_on
from domain.repositories import Change, Entity, Save
from domain.rollup import DayRollup, MonthRollup, month_of
from domain.tally import Settled, Tally
from domain.task import Task, evidence

_MOMENT: Final = timedelta(microseconds=1)
AnyEntity = TypeVar("AnyEntity", bound=Entity)


def first_tally(goal: Goal) -> Tally:
    """Return the tally of a goal just made, whose log is empty."""
    first_day = first_day_to_judge(settles_on(goal.created_at), schedule=goal.schedule)
    return Tally(
        goal_id=goal.goal_id,
        settled=Settled(until=first_day),
        through=goal.created_at - _MOMENT,
    )


def needs_log(tally: Tally, *, since: datetime, until: datetime) -> bool:
    """Say whether a change at `since` can be counted in only by walking through the log anew."""
    is_ahead = tally.next_at is not None and tally.next_at <= until
    return since <= tally.through or is_ahead


def walk_start(tally: Tally, *, since: datetime) -> datetime:
    """Return the instant from which the log is walked anew for a change at `since`.

    What happened since the tally was last brought up to date is not noted yet, so it is walked too.
    """
    return min(since, tally.through)


def walk_end(tally: Tally, *, now: datetime) -> datetime:
    """Return the moment to which a change made now is counted in."""
    return max(now, tally.through + _MOMENT)


def recounted(
    dossier: Dossier,
    *,
    since: datetime,
    until: datetime,
    part: LogPart | None = None,
    fresh: Sequence[Activity] = (),
) -> Dossier:
    """Return the dossier with its tally, and the completion its log proves, brought up to date.

    `fresh` are activities after all others; with a `part` of the log (which holds them too) what
    was reached from `since` on is found anew. The tally of a goal that has ended goes no further
    than its end, so that reading it needs no log.
    """
    after = _walked(dossier, since=since, until=until, part=part, fresh=fresh)
    end = course_of(after).judged_at(until)
    if after.tally.through == end:
        return after
    known = replace(dossier, tasks=_proving(dossier.tasks, at=until))
    ended = _walked(known, since=min(since, end), until=end, part=part, fresh=fresh)
    return replace(after, tally=ended.tally)


def _proving(tasks: Sequence[Task], *, at: datetime) -> tuple[Task, ...]:
    """Return the tasks with the changes that prove something by what is known at an instant."""
    held = ((task, evidence(task, at=at)) for task in tasks)
    return tuple(replace(task, changes=changes) for task, changes in held if changes)


def _walked(
    dossier: Dossier,
    *,
    since: datetime,
    until: datetime,
    part: LogPart | None,
    fresh: Sequence[Activity],
) -> Dossier:
    base = replace(dossier, goal=without_log_completion(dossier.goal))
    if part is None:
        walk = walk_on(base, [a for a in fresh if a.occurred_at <= until], until=until)
        later = [a.occurred_at for a in fresh if a.occurred_at > walk.at]
        next_at = min(filter(None, (dossier.tally.next_at, *later)), default=None)
    else:
        walk = replay(base, part, since=since, until=until)
        later = [a.occurred_at for a in part.activities if a.occurred_at > walk.at]
        next_at = min(later, default=None)
    tally = tally_after(walk, before=dossier.tally, next_at=next_at)
    goal = completed_by_log(dossier.goal, finished_at=tally.finished_at)
    if goal.changes != dossier.goal.changes:
        goal = replace(goal, updated_at=max(goal.updated_at, until))
    return replace(dossier, goal=goal, tally=tally)


def writes(
    before: Dossier | None, after: Dossier, *, quota: int | None, is_title_free: bool = True
) -> tuple[Dossier, tuple[Change, ...]]:
    """Return the dossier as it will be stored, and the changes that store its goal and tally."""
    old = None if before is None else before.goal
    is_counted = before is None or after.tally != before.tally
    changes: list[Change] = [Save(entity=after.tally)] if is_counted else []
    goal, tally = after.goal, stored(after.tally) if is_counted else after.tally
    if goal != old:
        goal, kept = keeping(old, goal, quota=quota, is_title_free=is_title_free)
        changes += [Save(entity=goal), *kept]
        goal = stored(goal)
    return replace(after, goal=goal, tally=tally), tuple(changes)


def stored(entity: AnyEntity) -> AnyEntity:
    """Return the entity as it is once saved: one version higher."""
    return replace(entity, version=entity.version + 1)


def day_rollup(day: date, activities: Iterable[Activity]) -> DayRollup:
    """Return what the activities of one local day came to."""
    rollup = DayRollup(day=day)
    for activity in sorted(activities, key=lambda activity: activity.order):
        rollup = rollup.including(activity)
    return rollup


def with_day(month: MonthRollup, rollup: DayRollup) -> MonthRollup:
    """Return the month with a day in place of what it had of it; an empty day is left out."""
    kept = [day for day in month.days if day.day != rollup.day]
    if rollup.counted or rollup.skipped:
        kept.append(rollup)
    return replace(month, days=tuple(sorted(kept, key=lambda day: day.day)))


def with_activity(month: MonthRollup, activity: Activity) -> MonthRollup:
    """Return the month with one more activity, the latest of its local day."""
    day = activity.local_day
    old = next((kept for kept in month.days if kept.day == day), DayRollup(day=day))
    return with_day(month, old.including(activity))


def month_rollups(goal_id: str, activities: Sequence[Activity]) -> tuple[MonthRollup, ...]:
    """Return the rollups of a whole log, oldest month first."""
    ordered = sorted(activities, key=lambda activity: activity.local_day)
    days = [day_rollup(day, held) for day, held in groupby(ordered, key=lambda a: a.local_day)]
    return tuple(
        MonthRollup(goal_id=goal_id, month=month, days=tuple(held))
        for month, held in groupby(days, key=lambda day: month_of(day.day))
    )

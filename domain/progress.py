"""Progress and milestones of a goal at a moment, read from a walk through its log."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, assert_never

from domain.amount import ZERO
from domain.answers import GoalProgress, ProgressBasis
from domain.course import course_of
from domain.dossier import Dossier
from domain.lives import completed_by_log
from domain.milestone import LADDER, CustomMilestone, Milestone
from domain.percentage import percent_complete
from domain.replay import LogPart, replay, walk_on
from domain.target import GoalPattern, Target
from domain.task import Task, TaskStatus
from domain.thresholds import amount_at, percentage_of
from domain.walk import Walk

_URGENT: Final = timedelta(days=8)


def is_tally_enough(dossier: Dossier, *, as_of: datetime) -> bool:
    """Say whether the tally alone tells the goal's progress at a moment, without its log."""
    tally = dossier.tally
    judged_at = course_of(dossier).judged_at(as_of)
    return tally.through <= judged_at and (tally.next_at is None or judged_at < tally.next_at)


def first_instant_to_walk(dossier: Dossier, *, as_of: datetime) -> datetime:
    """Return the instant from which the log must be walked anew to answer as of a moment.

    A goal that had ended by then is judged up to its end, so nothing later needs to be walked.
    Milestones proved by a task's completion are lost with a later reopening or deletion, so for
    a moment before that correction they are found anew from the task's creation on.
    """
    until = course_of(dossier).judged_at(as_of)
    corrected = [task.created_at for task in dossier.tasks if _is_corrected(task, until)]
    return min([until, dossier.tally.through, *corrected])


def walk_to(dossier: Dossier, part: LogPart | None, *, as_of: datetime) -> Walk:
    """Walk the goal's log to a moment: from the tally, or anew through the part given.

    What was logged ahead may have completed the goal when its day opened, before anything was
    stored again; it is walked as the completed goal that the next change will store.
    """
    walk = _walked(dossier, part, as_of=as_of)
    if walk.finished_at is None or walk.course.was_completed(as_of):
        return walk
    goal = completed_by_log(dossier.goal, finished_at=walk.finished_at)
    return _walked(replace(dossier, goal=goal), part, as_of=as_of)


def _walked(dossier: Dossier, part: LogPart | None, *, as_of: datetime) -> Walk:
    until = course_of(dossier).judged_at(as_of)
    if part is None:
        return walk_on(dossier, (), until=until)
    since = first_instant_to_walk(dossier, as_of=as_of)
    return replay(dossier, part, since=since, until=until)


def goal_progress(dossier: Dossier, walk: Walk, *, as_of: datetime) -> GoalProgress:
    """Return how far along the goal is at a moment to which its log was walked."""
    goal, standing = walk.course.goal, walk.standing
    span = walk.span
    is_completed = walk.course.was_completed(as_of)
    is_past = span is not None and as_of >= span.end
    return GoalProgress(
        goal_id=goal.goal_id,
        as_of=as_of,
        progress_percentage=walk.progress,
        basis=_basis(walk),
        task_progress=walk.work.progress,
        time_progress=ZERO if span is None else span.progress(walk.at),
        activity_progress=percent_complete(standing, at=walk.at),
        completed_tasks=walk.work.completed,
        total_tasks=walk.work.counted,
        milestones=milestones(dossier, walk, as_of=as_of),
        last_updated=_last_updated(dossier, walk, as_of=as_of),
        is_overdue=is_past and not is_completed,
        is_urgent=(
            span is not None and not is_past and not is_completed and span.end - as_of < _URGENT
        ),
        total_accumulated=None if goal.pattern is GoalPattern.TARGET else standing.total,
        remaining_to_goal=_remaining(walk),
        current_period_value=(
            standing.done_in_period(walk.at) if goal.pattern.is_periodic else None
        ),
        last_activity_date=standing.last_on,
    )


def milestones(dossier: Dossier, walk: Walk, *, as_of: datetime) -> tuple[Milestone, ...]:
    """Return the goal's milestones by percentage, each with when it was first reached by then."""
    target = walk.course.revision_at(walk.at).target
    found = [*_ladder(dossier, walk), *_custom(dossier, walk, target=target, as_of=as_of)]
    return tuple(sorted(found, key=lambda milestone: milestone.percentage))


def _ladder(dossier: Dossier, walk: Walk) -> Iterator[Milestone]:
    goal_id = dossier.goal.goal_id
    for percentage, name in LADDER:
        yield Milestone(
            milestone_id=f"milestone_{percentage}_{goal_id}",
            name=name,
            percentage=Decimal(percentage),
            achieved_at=walk.reached.get(str(percentage)),
            description=f"Reach {percentage}% progress",
        )


def _custom(
    dossier: Dossier, walk: Walk, *, target: Target, as_of: datetime
) -> Iterator[Milestone]:
    for milestone in dossier.milestones:
        if milestone.created_at <= as_of:
            yield custom(milestone, walk, target=target)


def custom(milestone: CustomMilestone, walk: Walk, *, target: Target) -> Milestone:
    """Return a custom milestone as it stands at the end of a walk."""
    pattern = walk.course.goal.pattern
    percentage = percentage_of(milestone, target=target, pattern=pattern)
    amount = milestone.amount
    if amount is None:
        amount = amount_at(percentage, target=target, pattern=pattern)
    return Milestone(
        milestone_id=milestone.milestone_id,
        name=milestone.name,
        percentage=percentage,
        achieved_at=walk.reached.get(milestone.milestone_id),
        description=milestone.description,
        amount=amount,
        is_custom=True,
    )


def _basis(walk: Walk) -> ProgressBasis:
    if walk.course.was_completed(walk.at):
        return ProgressBasis.COMPLETED
    if walk.work.counted:
        return ProgressBasis.TASKS if walk.span is None else ProgressBasis.TASKS_AND_TIME
    return ProgressBasis.NONE if walk.standing.is_empty else ProgressBasis.PATTERN


def _remaining(walk: Walk) -> Decimal | None:
    """Return what is left in the goal's unit: to the total, or from the measurement."""
    target = walk.course.revision_at(walk.at).target
    match walk.course.goal.pattern:
        case GoalPattern.MILESTONE:
            return max(ZERO, target.value - walk.standing.total)
        case GoalPattern.TARGET:
            return _left_to_target(target, walk.standing.measurement)
        case GoalPattern.RECURRING | GoalPattern.STREAK | GoalPattern.LIMIT:
            return None
        case _ as never:
            assert_never(never)


def _left_to_target(target: Target, measurement: Decimal | None) -> Decimal:
    start = target.start_value or ZERO
    current = start if measurement is None else measurement
    left = target.value - current
    return max(ZERO, left if target.value > start else -left)


def _last_updated(dossier: Dossier, walk: Walk, *, as_of: datetime) -> datetime:
    """Return the instant of the latest change that is not after the moment."""
    goal = walk.course.goal
    instants = [change.at for change in goal.changes]
    instants += [revision.made_at for revision in dossier.revisions]
    instants += [change.at for task in dossier.tasks for change in task.changes]
    instants += [task.deleted_at for task in dossier.tasks if task.deleted_at is not None]
    instants += [milestone.updated_at for milestone in dossier.milestones]
    if walk.latest_at is not None:
        instants.append(walk.latest_at)
    return max((at for at in instants if at <= as_of), default=goal.created_at)


def _is_corrected(task: Task, as_of: datetime) -> bool:
    """Say whether a task's completion was taken back after the moment."""
    if task.deleted_at is not None and task.deleted_at > as_of:
        return True
    later = [change.status for change in task.changes if change.at > as_of]
    return any(status is not TaskStatus.COMPLETED for status in later)

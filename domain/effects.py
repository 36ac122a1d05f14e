"""The effects of a change: what two readings of one moment, before and after it, differ in."""

from collections.abc import Iterator
from dataclasses import replace

from domain.amount import shown_percentage
from domain.answers import Effects, GoalProgress, ProgressBasis, StreakChange
from domain.milestone import Milestone
from domain.streak import StreakState
from domain.streak_summary import streak_state
from domain.walk import Walk


def effects(before: GoalProgress, after: GoalProgress, *, streak: StreakChange) -> Effects:
    """Return what the readings before and after a change, of the same moment, differ in."""
    is_completed = after.basis is ProgressBasis.COMPLETED
    return Effects(
        progress_delta=(
            shown_percentage(after.progress_percentage)
            - shown_percentage(before.progress_percentage)
        ),
        activity_progress_delta=(
            shown_percentage(after.activity_progress) - shown_percentage(before.activity_progress)
        ),
        milestones_achieved=tuple(_achieved_only(after, before)),
        milestones_lost=tuple(_lost(before, after)),
        streak=streak,
        goal_completed=is_completed and before.basis is not ProgressBasis.COMPLETED,
    )


def streak_change(before: Walk, after: Walk) -> StreakChange:
    """Return how the streak stands after a change, from walks to the same moment before and after.

    The streak of a goal that has ended stands as it did then, and nothing puts it at risk.
    """
    (was, _), (current, state) = _streak(before), _streak(after)
    if state is StreakState.AT_RISK and after.course.has_ended(after.at):
        state = StreakState.ACTIVE
    return StreakChange(current=current, extended=current > was, state=state)


def _streak(walk: Walk) -> tuple[int, StreakState]:
    if not walk.course.goal.pattern.is_periodic:
        return 0, StreakState.NOT_STARTED
    run = walk.standing.run(walk.at)
    return run.length, streak_state(walk.standing, run, at=walk.at)


def _lost(before: GoalProgress, after: GoalProgress) -> Iterator[Milestone]:
    """Yield what is no longer achieved as it stands now; a deleted milestone as it was."""
    standing = {milestone.milestone_id: milestone for milestone in after.milestones}
    for milestone in _achieved_only(before, after):
        gone = replace(milestone, achieved_at=None)
        yield standing.get(milestone.milestone_id, gone)


def _achieved_only(one: GoalProgress, other: GoalProgress) -> Iterator[Milestone]:
    """Yield the milestones achieved in one reading and not in the other."""
    achieved = {m.milestone_id for m in other.milestones if m.achieved_at is not None}
    for milestone in one.milestones:
        if milestone.achieved_at is not None and milestone.milestone_id not in achieved:
            yield milestone

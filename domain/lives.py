"""The lives of a goal: which status may follow which, and what each change brings with it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from domain.errors import (
    DuplicateTitleError,
    GoalAlreadyCompletedError,
    GoalArchivedError,
    InvalidStatusTransitionError,
)
from domain.goal import Cause, Goal, GoalStatus, StatusChange, title_key
from domain.repositories import Change, CountActive, HoldTitle, ReleaseTitle

_FROM: Final = {
    GoalStatus.ACTIVE: {GoalStatus.DRAFT, GoalStatus.PAUSED},
    GoalStatus.PAUSED: {GoalStatus.ACTIVE},
    GoalStatus.COMPLETED: {GoalStatus.ACTIVE, GoalStatus.PAUSED},
}


def check_editable(goal: Goal) -> None:
    """Refuse to edit a goal that is completed or archived.

    Raises:
        GoalAlreadyCompletedError: The goal is completed.
        GoalArchivedError: The goal is archived.
    """
    if goal.status is GoalStatus.COMPLETED:
        message = f"status must not be completed; this goal was completed {_on(goal.completed_at)}"
        raise GoalAlreadyCompletedError(message, status=goal.status.value)
    if goal.status is GoalStatus.ARCHIVED:
        message = f"status must not be archived; this goal was archived {_on(goal.archived_at)}"
        raise GoalArchivedError(message, status=goal.status.value)


def activated(goal: Goal, *, at: datetime) -> Goal:
    """Return a draft made active."""
    return _moved(goal, GoalStatus.ACTIVE, at, expected=GoalStatus.DRAFT)


def paused(goal: Goal, *, at: datetime, cause: Cause = Cause.OWNER) -> Goal:
    """Return an active goal paused."""
    return _moved(goal, GoalStatus.PAUSED, at, expected=GoalStatus.ACTIVE, cause=cause)


def resumed(goal: Goal, *, at: datetime, cause: Cause = Cause.OWNER) -> Goal:
    """Return a paused goal made active again."""
    return _moved(goal, GoalStatus.ACTIVE, at, expected=GoalStatus.PAUSED, cause=cause)


def completed(goal: Goal, *, at: datetime) -> Goal:
    """Return an active or paused goal completed by hand."""
    return _moved(goal, GoalStatus.COMPLETED, at)


def archived(goal: Goal, *, at: datetime) -> Goal:
    """Return a goal archived; one that is archived stays as it is."""
    if goal.status is GoalStatus.ARCHIVED:
        return goal
    return _taking(goal, GoalStatus.ARCHIVED, at)


def restored(goal: Goal, *, at: datetime) -> Goal:
    """Return an archived goal as what it was before; of a completed one no trace of it stays.

    One that was paused with all others is so again, and resumed with them.
    """
    if goal.status is not GoalStatus.ARCHIVED:
        raise InvalidStatusTransitionError(current=goal.status, wanted="restored")
    before = goal.changes[:-1]
    last = before[-1]
    if last.status is GoalStatus.COMPLETED:
        return replace(goal, changes=before, updated_at=at)
    return _taking(goal, last.status, at, last.cause)


def without_log_completion(goal: Goal) -> Goal:
    """Return the goal as its owner alone has moved it."""
    kept = tuple(change for change in goal.changes if change.cause is not Cause.LOG)
    return replace(goal, changes=kept)


def completed_by_log(goal: Goal, *, finished_at: datetime | None) -> Goal:
    """Return the goal with the completion that its log proves, and with no other.

    It is completed at the later of two instants: when its log reached 100 %, and when its owner
    last changed its status while it was active or paused.
    """
    base = without_log_completion(goal)
    is_archived = base.status is GoalStatus.ARCHIVED
    open_part = base.changes[:-1] if is_archived else base.changes
    last = open_part[-1]
    if finished_at is None or last.status not in _FROM[GoalStatus.COMPLETED]:
        return base
    at = max(finished_at, last.at)
    completion = StatusChange(status=GoalStatus.COMPLETED, at=at, cause=Cause.LOG)
    tail = base.changes[-1:] if is_archived else ()
    return replace(base, changes=(*open_part, completion, *tail))


def keeping(
    before: Goal | None, after: Goal, *, quota: int | None, is_title_free: bool = True
) -> tuple[Goal, list[Change]]:
    """Return the goal to store and the changes that keep quota and title in step with it.

    The quota of active goals is checked where one becomes active, unless it is None. A title
    that is not free is left to the goal that holds it.
    """
    step = _is_active(after) - _is_active(before)
    is_renamed = before is not None and title_key(before.title) != title_key(after.title)
    is_holding = before is not None and before.is_title_held
    takes = _is_open(after) and (is_renamed or not _is_open(before)) and is_title_free
    keeps = _is_open(after) and is_holding and not is_renamed
    changes: list[Change] = []
    if step:
        changes.append(CountActive(by=step, limit=quota if step > 0 else None))
    if before is not None and is_holding and not keeps:
        changes.append(ReleaseTitle(goal=before))
    if takes:
        changes.append(HoldTitle(goal=after, refusal=DuplicateTitleError(after.title)))
    return replace(after, is_title_held=takes or keeps), changes


def is_title_free(goal: Goal, others: Iterable[Goal]) -> bool:
    """Say whether no other goal of the owner holds the goal's title."""
    key = title_key(goal.title)
    return not any(
        other.is_title_held and other.goal_id != goal.goal_id and title_key(other.title) == key
        for other in others
    )


def _is_open(goal: Goal | None) -> bool:
    return goal is not None and goal.status in {GoalStatus.ACTIVE, GoalStatus.PAUSED}


def _is_active(goal: Goal | None) -> bool:
    return goal is not None and goal.status is GoalStatus.ACTIVE


def _moved(
    goal: Goal,
    to: GoalStatus,
    at: datetime,
    *,
    expected: GoalStatus | None = None,
    cause: Cause = Cause.OWNER,
) -> Goal:
    """Return the goal with a new status, or refuse what its life does not have."""
    check_editable(goal)
    allowed = {expected} if expected is not None else _FROM[to]
    if goal.status not in allowed:
        raise InvalidStatusTransitionError(current=goal.status, wanted=to)
    return _taking(goal, to, at, cause)


def _taking(goal: Goal, status: GoalStatus, at: datetime, cause: Cause = Cause.OWNER) -> Goal:
    moment = max(at, goal.changes[-1].at)
    change = StatusChange(status=status, at=moment, cause=cause)
    return replace(goal, changes=(*goal.changes, change), updated_at=moment)


def _on(at: datetime | None) -> str:
    return "" if at is None else f"at {at.isoformat()}"

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from domain import lives
from domain.errors import (
    DomainError,
    DuplicateTitleError,
    GoalAlreadyCompletedError,
    GoalArchivedError,
    InvalidStatusTransitionError,
)
from domain.goal import Cause, Goal, GoalStatus, StatusChange
from domain.repositories import Change, CountActive, HoldTitle, ReleaseTitle
from tests.builders import NOW, a_goal

if TYPE_CHECKING:
    from collections.abc import Callable

DRAFT, ACTIVE, PAUSED = GoalStatus.DRAFT, GoalStatus.ACTIVE, GoalStatus.PAUSED
COMPLETED, ARCHIVED = GoalStatus.COMPLETED, GoalStatus.ARCHIVED
HOUR = timedelta(hours=1)
LATER = NOW + 9 * HOUR
STEPS: dict[str, Callable[..., Goal]] = {
    "activated": lives.activated,
    "paused": lives.paused,
    "resumed": lives.resumed,
    "completed": lives.completed,
    "archived": lives.archived,
    "restored": lives.restored,
}
ALLOWED = {
    ("activated", DRAFT): ACTIVE,
    ("paused", ACTIVE): PAUSED,
    ("resumed", PAUSED): ACTIVE,
    ("completed", ACTIVE): COMPLETED,
    ("completed", PAUSED): COMPLETED,
    ("archived", DRAFT): ARCHIVED,
    ("archived", ACTIVE): ARCHIVED,
    ("archived", PAUSED): ARCHIVED,
    ("archived", COMPLETED): ARCHIVED,
    ("archived", ARCHIVED): ARCHIVED,
    ("restored", ARCHIVED): ACTIVE,
}


def a_goal_that(*statuses: GoalStatus, **changes: Any) -> Goal:
    """Return a goal that took these statuses one hour after the other."""
    taken = [StatusChange(status=status, at=NOW + n * HOUR) for n, status in enumerate(statuses)]
    return replace(a_goal(), changes=tuple(taken), **changes)


def in_status(status: GoalStatus) -> Goal:
    return a_goal_that(status) if status in {DRAFT, ACTIVE} else a_goal_that(ACTIVE, status)


def completed_by_log(goal: Goal, *, hours: float | None) -> Goal:
    finished_at = None if hours is None else NOW + hours * HOUR
    return lives.completed_by_log(goal, finished_at=finished_at)


def statuses_of(goal: Goal) -> list[GoalStatus]:
    return [change.status for change in goal.changes]


# transitions


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("status", GoalStatus)
def test_a_status_follows_another_only_where_the_life_has_it(name: str, status: GoalStatus) -> None:
    goal = in_status(status)
    expected = ALLOWED.get((name, status))
    if expected is None:
        with pytest.raises(DomainError):
            STEPS[name](goal, at=LATER)
        return
    moved = STEPS[name](goal, at=LATER)
    assert moved.status is expected
    if moved != goal:
        assert moved.changes[:-1] == goal.changes
        assert moved.changes[-1] == StatusChange(status=expected, at=LATER)
        assert moved.updated_at == LATER


@pytest.mark.parametrize(
    ("status", "error"),
    [(COMPLETED, GoalAlreadyCompletedError), (ARCHIVED, GoalArchivedError)],
)
def test_a_goal_that_has_ended_is_not_edited_and_says_when_it_ended(
    status: GoalStatus, error: type[DomainError]
) -> None:
    with pytest.raises(error, match="2026-03-02T10:30") as refusal:
        lives.check_editable(in_status(status))
    assert refusal.value.details == {"status": status.value}


@pytest.mark.parametrize("status", [DRAFT, ACTIVE, PAUSED])
def test_a_goal_under_way_is_edited(status: GoalStatus) -> None:
    goal = in_status(status)
    lives.check_editable(goal)
    assert goal.status is status


def test_a_refused_transition_tells_from_where_to_where() -> None:
    with pytest.raises(InvalidStatusTransitionError, match="cannot go from draft to completed"):
        lives.completed(a_goal_that(DRAFT), at=LATER)
    with pytest.raises(InvalidStatusTransitionError, match="cannot go from active to restored"):
        lives.restored(a_goal_that(ACTIVE), at=LATER)


def test_archiving_twice_changes_nothing() -> None:
    goal = in_status(ARCHIVED)
    assert lives.archived(goal, at=LATER) is goal


@pytest.mark.parametrize("status", [DRAFT, ACTIVE, PAUSED])
def test_a_restored_goal_is_what_it_was(status: GoalStatus) -> None:
    restored = lives.restored(a_goal_that(status, ARCHIVED), at=LATER)
    assert statuses_of(restored) == [status, ARCHIVED, status]


def test_no_trace_of_the_archive_stays_on_a_restored_completed_goal() -> None:
    goal = a_goal_that(ACTIVE, COMPLETED, ARCHIVED)
    restored = lives.restored(goal, at=LATER)
    assert statuses_of(restored) == [ACTIVE, COMPLETED]
    assert restored.completed_at == NOW + HOUR
    assert restored.updated_at == LATER


def test_a_change_is_never_dated_before_the_one_before() -> None:
    paused = a_goal_that(ACTIVE, PAUSED)
    assert lives.resumed(paused, at=NOW - HOUR).changes[-1].at == NOW + HOUR


# completion by the log


@pytest.mark.parametrize("step", [lives.paused, lives.resumed])
def test_a_change_tells_whether_it_was_one_of_all_goals(step: Callable[..., Goal]) -> None:
    goal = in_status(ACTIVE if step is lives.paused else PAUSED)
    assert step(goal, at=LATER).changes[-1].cause is Cause.OWNER
    assert step(goal, at=LATER, cause=Cause.ALL).changes[-1].cause is Cause.ALL


def test_a_log_that_reached_100_completes_the_goal_at_that_instant() -> None:
    goal = completed_by_log(a_goal_that(ACTIVE), hours=5)
    assert goal.changes[-1] == StatusChange(status=COMPLETED, at=NOW + 5 * HOUR, cause=Cause.LOG)


def test_a_log_that_reached_100_before_the_owners_last_change_completes_the_goal_then() -> None:
    goal = completed_by_log(a_goal_that(ACTIVE, PAUSED), hours=0.5)
    assert goal.completed_at == NOW + HOUR


def test_a_completion_by_the_log_goes_when_its_evidence_goes() -> None:
    goal = completed_by_log(a_goal_that(ACTIVE), hours=5)
    assert completed_by_log(goal, hours=None) == a_goal_that(ACTIVE)
    assert completed_by_log(goal, hours=3).completed_at == NOW + 3 * HOUR


def test_a_completion_by_hand_stays_whatever_the_log_says() -> None:
    goal = a_goal_that(ACTIVE, COMPLETED)
    assert completed_by_log(goal, hours=0.5) == goal
    assert completed_by_log(goal, hours=None) == goal


def test_a_draft_is_not_completed_by_its_log() -> None:
    assert completed_by_log(a_goal_that(DRAFT), hours=5) == a_goal_that(DRAFT)


def test_an_archived_goal_was_completed_before_it_was_archived() -> None:
    goal = completed_by_log(a_goal_that(ACTIVE, ARCHIVED), hours=0.5)
    assert statuses_of(goal) == [ACTIVE, COMPLETED, ARCHIVED]
    assert goal.completed_at == NOW + 0.5 * HOUR
    assert lives.restored(goal, at=LATER).status is COMPLETED


def test_without_its_completion_by_the_log_a_goal_is_as_its_owner_moved_it() -> None:
    goal = completed_by_log(a_goal_that(ACTIVE, PAUSED), hours=5)
    assert lives.without_log_completion(goal) == a_goal_that(ACTIVE, PAUSED)


# quota and title


def kept(
    before: Goal | None, after: Goal, *, quota: int | None = 50, is_title_free: bool = True
) -> tuple[Goal, list[Change]]:
    return lives.keeping(before, after, quota=quota, is_title_free=is_title_free)


def held(status: GoalStatus, **changes: Any) -> Goal:
    return replace(in_status(status), is_title_held=True, **changes)


def test_a_new_active_goal_takes_a_place_of_the_quota_and_its_title() -> None:
    goal, changes = kept(None, in_status(ACTIVE))
    assert goal.is_title_held
    assert changes[0] == CountActive(by=1, limit=50)
    assert isinstance(changes[1], HoldTitle)
    assert isinstance(changes[1].refusal, DuplicateTitleError)


def test_a_new_draft_takes_neither() -> None:
    goal, changes = kept(None, in_status(DRAFT))
    assert (goal.is_title_held, changes) == (False, [])


def test_a_paused_goal_gives_up_its_place_but_not_its_title() -> None:
    goal, changes = kept(held(ACTIVE), in_status(PAUSED))
    assert goal.is_title_held
    assert changes == [CountActive(by=-1)]


def test_a_resumed_goal_takes_a_place_again() -> None:
    _, changes = kept(held(PAUSED), in_status(ACTIVE))
    assert changes == [CountActive(by=1, limit=50)]


@pytest.mark.parametrize("status", [COMPLETED, ARCHIVED])
def test_a_goal_that_ends_gives_up_place_and_title(status: GoalStatus) -> None:
    before = held(ACTIVE)
    goal, changes = kept(before, in_status(status))
    assert not goal.is_title_held
    assert changes == [CountActive(by=-1), ReleaseTitle(goal=before)]


def test_a_paused_goal_that_ends_gives_up_its_title_alone() -> None:
    before = held(PAUSED)
    assert kept(before, in_status(ARCHIVED))[1] == [ReleaseTitle(goal=before)]


def test_a_new_title_is_taken_and_the_old_one_given_up() -> None:
    before = held(ACTIVE)
    goal, changes = kept(before, replace(before, title="Other"))
    assert goal.is_title_held
    assert [type(change) for change in changes] == [ReleaseTitle, HoldTitle]


def test_a_title_that_differs_in_case_and_space_alone_is_the_same() -> None:
    before = held(ACTIVE)
    assert kept(before, replace(before, title=" READ  more ")) == (
        replace(before, title=" READ  more "),
        [],
    )


def test_a_goal_reopened_by_a_correction_comes_over_the_quota_and_without_a_taken_title() -> None:
    before, after = in_status(COMPLETED), in_status(ACTIVE)
    goal, changes = kept(before, after, quota=None, is_title_free=False)
    assert not goal.is_title_held
    assert changes == [CountActive(by=1, limit=None)]


def test_a_title_is_free_unless_another_goal_holds_it() -> None:
    goal = in_status(ACTIVE)
    other = held(ACTIVE, goal_id="other")
    assert not lives.is_title_free(goal, [other])
    assert lives.is_title_free(goal, [replace(other, title="Else")])
    assert lives.is_title_free(goal, [replace(other, is_title_held=False)])
    assert lives.is_title_free(goal, [held(ACTIVE)])

"""Keys and bodies: what counts as the same request, and what is kept of its answer."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from domain.activity import Location, LocationType
from domain.answers import (
    ActivityChange,
    BulkChange,
    BulkResult,
    BulkStatus,
    Effects,
    GoalChange,
    StreakChange,
)
from domain.errors import IdempotencyConflictError, InvalidInputError
from domain.idempotency import Keyed, Request, answered, check_same, request_of
from domain.requests import GoalEdit, GoalMove, NewActivity, NewTask
from domain.task import TaskChange, TaskStatus
from domain.unset import UNSET
from tests.builders import GOAL_ID, NOW, OWNER, a_goal, a_profile, a_task, an_activity

LOG = NewActivity(
    goal_id=GOAL_ID,
    value=Decimal("2.5"),
    activity_date=date(2026, 3, 2),
    occurred_at=NOW,
    location=Location(kind=LocationType.GYM, coordinates=(Decimal(8), Decimal(50))),
)


def made(wanted: Keyed, key: str = "k", *, operation: str = "logActivity") -> Request:
    """Return the request that is made for what is wanted under a key."""
    keyed = replace(wanted, idempotency_key=key)
    request = request_of(keyed, owner=OWNER, operation=operation, now=NOW)
    assert request is not None
    return request


def test_without_a_key_nothing_is_to_be_remembered() -> None:
    assert request_of(LOG, owner=OWNER, operation="logActivity", now=NOW) is None


@pytest.mark.parametrize("key", ["a", "a" * 128, " ", "é 1/2 🏃", "0f8fad5b-d9cb-469f-a165"])
def test_a_key_is_1_to_128_printable_characters(key: str) -> None:
    assert made(LOG, key).key_digest != made(LOG, "another").key_digest


@pytest.mark.parametrize("key", ["", "a" * 129, "a\n", "a\0", "\u202e", "\ud800", "\u200b"])
def test_any_other_key_is_refused(key: str) -> None:
    rule = "idempotencyKey must have 1 to 128 printable characters; got "
    with pytest.raises(InvalidInputError, match=rule):
        made(LOG, key)


def test_the_key_is_no_part_of_the_body() -> None:
    assert made(LOG, "one").body_digest == made(LOG, "two").body_digest


def test_equal_bodies_are_the_same_however_they_were_made() -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(0)))
    assert made(replace(LOG, occurred_at=elsewhere)).body_digest == made(LOG).body_digest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LOG, replace(LOG, value=Decimal("2.6"))),
        (LOG, replace(LOG, value=None)),
        (LOG, replace(LOG, occurred_at=datetime(2026, 3, 2, 9, 30, 1, tzinfo=NOW.tzinfo))),
        (LOG, replace(LOG, location=Location(kind=LocationType.HOME))),
        (GoalEdit(goal_id="g", title=UNSET), GoalEdit(goal_id="g", title="Unset.UNSET")),
        (GoalEdit(goal_id="g", deadline=UNSET), GoalEdit(goal_id="g", deadline=None)),
        (GoalMove(goal_id="g"), GoalMove(goal_id="g", expected_version=1)),
        (NewTask(goal_id="g", title="a"), NewTask(goal_id="g", title="a", tags=("b",))),
    ],
)
def test_bodies_that_differ_in_anything_are_not_the_same(one: Keyed, other: Keyed) -> None:
    known = made(one)
    check_same(known, made(one), key="k")
    rule = "idempotencyKey must come with the input that it came with before; got 'k'"
    with pytest.raises(IdempotencyConflictError, match=rule) as refused:
        check_same(known, made(other), key="k")
    assert refused.value.details["field"] == "idempotencyKey"


def kept(answer: Any) -> Request:
    """Return the request as it is remembered with its answer."""
    return answered(made(LOG), answer)


def test_of_a_change_all_is_kept_but_the_goal() -> None:
    goal, activity = a_goal(), an_activity()
    effects = Effects(streak=StreakChange(current=2))
    change = ActivityChange(
        owner=OWNER, goal_id=GOAL_ID, activity=activity, goal=goal, effects=effects
    )
    assert kept(change) == replace(made(LOG), goal_id=GOAL_ID, activity=activity, effects=effects)


def test_of_a_task_s_changes_only_the_last_is_kept() -> None:
    changes = tuple(
        TaskChange(status=status, at=NOW) for status in (TaskStatus.ACTIVE, TaskStatus.COMPLETED)
    )
    task = a_task(changes=changes)
    found = kept(GoalChange(owner=OWNER, goal_id=GOAL_ID, goal=a_goal(), task=task)).task
    assert found == replace(task, changes=changes[1:])


def results(count: int, goal_id: str = GOAL_ID) -> tuple[BulkResult, ...]:
    """Return so many results of things that were done."""
    return tuple(
        BulkResult(index=index, goal_id=goal_id, status=BulkStatus.DONE) for index in range(count)
    )


@pytest.mark.parametrize("count", [0, 1, 1_000])
def test_of_many_things_all_results_are_kept(count: int) -> None:
    assert kept(BulkChange(owner=OWNER, results=results(count))).results == results(count)


def test_results_that_are_too_many_are_kept_from_the_first_on() -> None:
    found = kept(BulkChange(owner=OWNER, results=results(10_000))).results or ()
    assert 1_000 < len(found) < 10_000
    assert found == results(len(found))


def test_an_id_that_is_no_text_is_kept_as_one() -> None:
    found = kept(BulkChange(owner=OWNER, results=results(1, "g\ud800"))).results
    assert found == results(1, "g?")


def test_of_a_part_of_a_batch_what_happened_to_its_goal_is_kept() -> None:
    effects = Effects(goal_completed=True)
    goal = GoalChange(owner=OWNER, goal_id=GOAL_ID, goal=a_goal(), effects=effects)
    found = kept(BulkChange(owner=OWNER, results=results(2), goals=(goal,)))
    assert (found.goal_id, found.effects, found.results) == (GOAL_ID, effects, results(2))


def test_of_a_profile_nothing_is_kept() -> None:
    assert kept(a_profile()) == made(LOG)

"""Archiving many goals at once."""

from collections import Counter
from collections.abc import Sequence

import pytest

from domain.answers import BulkChange, BulkResult, BulkStatus
from domain.bulk import GoalsMove
from domain.errors import IdempotencyConflictError, InvalidInputError
from domain.goal import GoalStatus
from persistence.errors import UnreadableItemError
from tests.resolvers.asking import Caller
from tests.resolvers.counting import counted
from tests.resolvers.damage import damage_tally

UNKNOWN = "3f1c2b4a-0000-4000-8000-000000000009"


async def archive(ann: Caller, goal_ids: Sequence[str], key: str | None = None) -> BulkChange:
    wanted = GoalsMove(goal_ids=tuple(goal_ids), idempotency_key=key)
    answer: BulkChange = await ann.mutate("archiveGoals", wanted)
    return answer


async def statuses(ann: Caller, goal_ids: Sequence[str]) -> list[GoalStatus]:
    return [(await ann.goal(goal_id)).status for goal_id in goal_ids]


async def test_goals_are_archived_each_on_its_own(ann: Caller, bob: Caller) -> None:
    goal_ids = [(await ann.create(title=title)).goal_id for title in "abc"]
    foreign = (await bob.create()).goal_id
    answer = await archive(ann, [goal_ids[2], foreign, goal_ids[0], goal_ids[2]])
    done = BulkStatus.DONE
    refused = BulkResult(
        index=1,
        goal_id=foreign,
        status=BulkStatus.FAILED,
        code="GOAL_NOT_FOUND",
        message=f"goal '{foreign}' does not exist",
    )
    assert answer.results == (
        BulkResult(index=0, goal_id=goal_ids[2], status=done),
        refused,
        BulkResult(index=2, goal_id=goal_ids[0], status=done),
        BulkResult(index=3, goal_id=goal_ids[2], status=done),
    )
    archived = GoalStatus.ARCHIVED
    assert await statuses(ann, goal_ids) == [archived, GoalStatus.ACTIVE, archived]
    assert await statuses(bob, [foreign]) == [GoalStatus.ACTIVE]
    assert (await ann.query("me")).active_goals == 1


async def test_1_to_1000_goals_are_archived_at_once(ann: Caller) -> None:
    with pytest.raises(InvalidInputError, match="goalIds must have 1 to 1000 entries; got '0'"):
        await archive(ann, [])
    with pytest.raises(InvalidInputError, match="goalIds must have 1 to 1000 entries; got '1001'"):
        await archive(ann, [UNKNOWN] * 1_001)
    with pytest.raises(InvalidInputError, match="goalIds must be a UUID in lower case; got ''"):
        await archive(ann, [UNKNOWN, ""])
    assert {each.code for each in (await archive(ann, [UNKNOWN] * 1_000, "k")).results} == {
        "GOAL_NOT_FOUND"
    }


async def test_archiving_50_goals_costs_a_transaction_each_and_6_readings(ann: Caller) -> None:
    goal_ids = [(await ann.create(title=f"goal {number}")).goal_id for number in range(50)]
    with counted(ann.store) as made:
        answer = await archive(ann.after(hours=1), goal_ids)
    assert {result.status for result in answer.results} == {BulkStatus.DONE}
    assert Counter(made) == {"TransactWriteItems": 50, "Query": 5, "GetItem": 1}


async def test_a_goal_that_is_named_twice_is_archived_once(ann: Caller) -> None:
    goal = await ann.create()
    answer = await archive(ann.after(hours=1), [goal.goal_id] * 3)
    assert [result.status for result in answer.results] == [BulkStatus.DONE] * 3
    assert (await ann.goal(goal.goal_id)).version == 2


async def test_an_unforeseen_failure_is_raised_once_the_other_goals_are_archived(
    ann: Caller,
) -> None:
    goals = [await ann.create(title=title) for title in "ab"]
    await damage_tally(ann.store, goals[0])
    with pytest.raises(UnreadableItemError):
        await archive(ann, [goal.goal_id for goal in goals])
    assert (await ann.goal(goals[1].goal_id)).status is GoalStatus.ARCHIVED


async def test_goals_archived_under_a_key_are_archived_once(ann: Caller) -> None:
    goal = await ann.create()
    first = await archive(ann, [goal.goal_id, UNKNOWN], "k")
    later = ann.after(hours=1)
    await later.move("restoreGoal", goal)
    again = await archive(later, [goal.goal_id, UNKNOWN], "k")
    assert (again.results, again.is_replayed) == (first.results, True)
    assert (await ann.goal(goal.goal_id)).status is GoalStatus.ACTIVE
    with pytest.raises(IdempotencyConflictError):
        await archive(later, [goal.goal_id], "k")


async def test_a_goal_archived_already_stays_as_it_is(ann: Caller) -> None:
    goal = await ann.create()
    before = await ann.move("archiveGoal", goal)
    answer = await archive(ann.after(hours=1), [goal.goal_id])
    assert answer.results[0].status is BulkStatus.DONE
    assert await ann.goal(goal.goal_id) == before
    assert before.archived_at == ann.now

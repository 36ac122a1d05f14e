from collections import Counter
from typing import Any

import pytest

from domain.errors import GoalNotFoundError
from domain.goal import Goal, GoalStatus
from persistence.store import Store
from schema.codec import encode
from server.lambdas.sources import parents_of
from tests.resolvers.asking import Caller
from tests.resolvers.counting import counted


@pytest.fixture
def ann(store: Store) -> Caller:
    return Caller(store=store)


async def goals_of(ann: Caller, sources: list[dict[str, Any]]) -> list[Goal]:
    found = await parents_of(ann.context("Goal", "progress"), sources)
    return [goal for goal in found if isinstance(goal, Goal)]


async def test_a_goal_is_read_again_with_all_the_changes_of_its_status(ann: Caller) -> None:
    goal = await ann.create()
    await ann.after(days=1).move("pauseGoal", goal)
    source = encode(await ann.after(days=2).move("resumeGoal", goal))
    (found,) = await goals_of(ann, [source])
    assert found == await ann.goal(goal.goal_id)
    statuses = [change.status for change in found.changes]
    assert statuses == [GoalStatus.ACTIVE, GoalStatus.PAUSED, GoalStatus.ACTIVE]


async def test_goals_keep_the_order_of_their_sources(ann: Caller) -> None:
    made = [await ann.create(title=title) for title in ("a", "b", "c")]
    asked = [made[2], made[0], made[2], made[1]]
    assert await goals_of(ann, [encode(goal) for goal in asked]) == asked


async def test_goals_are_read_in_one_request_for_any_number(ann: Caller) -> None:
    sources = [encode(await ann.create(title=str(number))) for number in range(5)]
    for asked, request in (
        (sources, "Query"),
        (sources[:1], "GetItem"),
        (sources[:1] * 3, "GetItem"),
    ):
        with counted(ann.store) as made:
            await goals_of(ann, asked)
        assert Counter(made) == {request: 1}


async def test_a_goal_that_the_caller_does_not_have_is_not_found(ann: Caller, store: Store) -> None:
    bob = Caller(store=store, owner="bob")
    hers, his = encode(await ann.create()), encode(await bob.create())
    for sources in ([his], [hers, his]):
        with pytest.raises(GoalNotFoundError):
            await goals_of(ann, sources)


async def test_progress_is_what_its_own_resolver_answered(ann: Caller) -> None:
    goal = await ann.create()
    await ann.log(goal, 40)
    progress = await ann.progress(goal)
    found = await parents_of(ann.context("GoalProgress", "trend"), [encode(progress)])
    assert found == [progress]

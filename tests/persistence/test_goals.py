"""Goals and their dossiers over every engine."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from domain.dossier import Dossier
from domain.goal import Goal
from persistence import keys
from persistence.errors import MissingTallyError, UnreadableItemError
from persistence.keys import Key
from persistence.store import Store
from persistence.writes import Update
from tests.builders import (
    DAY,
    NOW,
    OWNER,
    a_goal,
    a_milestone,
    a_profile,
    a_revision,
    a_tally,
    a_task,
)
from tests.persistence.saving import save
from tests.persistence.wire import Wire


def saved(entity: Any) -> Any:
    return replace(entity, version=entity.version + 1)


async def save_goal(store: Store, goal_id: str) -> Goal:
    goal = a_goal(goal_id=goal_id)
    await save(store, goal, a_revision(goal_id=goal_id), a_tally(goal_id=goal_id))
    return goal


async def test_a_goal_is_read_as_it_was_saved(store: Store) -> None:
    await save(store, a_goal(tags=("books",), deadline=DAY, metadata='{"a":1}'))

    found = await store.ports.goals.get(OWNER, a_goal().goal_id)

    assert found == a_goal(tags=("books",), deadline=DAY, metadata='{"a":1}', version=1)


async def test_an_owner_does_not_see_the_goals_of_another(store: Store) -> None:
    await save_goal(store, "g")

    assert await store.ports.goals.get("bob", "g") is None
    assert await store.ports.goals.get(OWNER, "g" * 3_000) is None
    assert await store.ports.goals.all("bob") == ()
    assert await store.ports.goals.dossier("bob", "g") is None


async def test_all_goals_of_an_owner_are_listed_whatever_else_there_is(store: Store) -> None:
    goals = [await save_goal(store, goal_id) for goal_id in ("g", "h", "GOAL#g")]

    found = await store.ports.goals.all(OWNER)

    assert {goal.goal_id for goal in found} == {goal.goal_id for goal in goals}


async def test_a_list_of_goals_does_not_stop_at_one_megabyte(store: Store) -> None:
    text = "x" * 390_000
    for number in range(4):
        await save(store, a_goal(goal_id=f"g{number}", metadata=text))

    found = await store.ports.goals.all(OWNER)

    assert [(goal.goal_id, goal.metadata) for goal in found] == [(f"g{n}", text) for n in range(4)]


async def test_a_dossier_holds_all_that_is_the_goals_own(store: Store) -> None:
    later = a_revision(made_at=NOW + timedelta(minutes=1))
    parts = (a_revision(), later, a_task(), a_milestone(), a_tally(), a_profile())
    await save(store, a_goal(), *parts)
    await save_goal(store, a_goal().goal_id + "#")

    found = await store.ports.goals.dossier(OWNER, a_goal().goal_id)

    assert found == Dossier(
        goal=saved(a_goal()),
        revisions=(saved(a_revision()), saved(later)),
        calendar=a_profile().calendar,
        tally=saved(a_tally()),
        tasks=(saved(a_task()),),
        milestones=(saved(a_milestone()),),
    )


@pytest.mark.parametrize("count", [1, 2, 5])
async def test_dossiers_are_those_of_the_goals_one_by_one(store: Store, count: int) -> None:
    for number in range(count):
        await save_goal(store, f"g{number}")
        await save(store, a_task(goal_id=f"g{number}"), a_milestone(goal_id=f"g{number}"))
    goals = await store.ports.goals.all(OWNER)

    found = await store.ports.goals.dossiers(OWNER, goals)

    assert found == tuple([await store.ports.goals.dossier(OWNER, g.goal_id) for g in goals])


async def test_dossiers_keep_the_order_of_the_goals(store: Store) -> None:
    goals = [await save_goal(store, goal_id) for goal_id in ("b", "a", "c")]

    found = await store.ports.goals.dossiers(OWNER, goals)

    named = [dossier.goal.goal_id for dossier in found if isinstance(dossier, Dossier)]
    assert named == ["b", "a", "c"]


@pytest.mark.parametrize(("count", "requests"), [(0, 0), (1, 5), (2, 5), (40, 5)])
async def test_dossiers_cost_the_same_requests_for_any_number_of_goals(
    embedded_store: Store, wire: Wire, count: int, requests: int
) -> None:
    goals = [await save_goal(embedded_store, f"g{number}") for number in range(count)]
    wire.requests.clear()

    await embedded_store.ports.goals.dossiers(OWNER, goals)

    assert len(wire.requests) == requests


async def test_the_tally_is_read_before_all_else(embedded_store: Store, wire: Wire) -> None:
    goals = [await save_goal(embedded_store, goal_id) for goal_id in ("g", "h")]
    wire.requests.clear()

    await embedded_store.ports.goals.dossier(OWNER, "g")
    single = wire.requests[0][1]
    wire.requests.clear()
    await embedded_store.ports.goals.dossiers(OWNER, goals)

    assert single["Key"]["SK"] == {"S": "TALLY#g"}
    assert {"S": "TALLY#"} in wire.requests[0][1]["ExpressionAttributeValues"].values()


async def test_a_goal_created_while_its_dossier_is_read_is_read_again(
    embedded_store: Store, wire: Wire
) -> None:
    await save_goal(embedded_store, "g")
    wire.hide_next("TALLY#g")

    found = await embedded_store.ports.goals.dossier(OWNER, "g")

    assert found is not None
    assert found.tally == a_tally(goal_id="g", version=1)


@pytest.mark.parametrize("goal_ids", [("lost",), ("whole", "lost")])
async def test_a_goal_that_lost_its_tally_is_an_error_in_its_place(
    store: Store, goal_ids: tuple[str, ...]
) -> None:
    await save_goal(store, "whole")
    await save(store, a_goal(goal_id="lost"))

    found = await store.ports.goals.dossiers(OWNER, [a_goal(goal_id=one) for one in goal_ids])

    assert [isinstance(one, MissingTallyError) for one in found] == [
        goal_id == "lost" for goal_id in goal_ids
    ]
    with pytest.raises(MissingTallyError, match="rebuild"):
        await store.ports.goals.dossier(OWNER, "lost")


@pytest.mark.parametrize(
    ("damaged", "attribute"),
    [
        (keys.tally(OWNER, "bad"), Path("settled").set("[")),
        (keys.task(OWNER, "bad", "t"), Path("changes").set('[{"status":"odd"}]')),
        (keys.task(OWNER, "bad", "t"), Path("title").remove()),
        (keys.milestone(OWNER, "bad", "m"), Path("percentage").set("ten")),
    ],
)
async def test_a_damaged_item_spoils_the_dossier_of_its_own_goal_alone(
    store: Store, damaged: Key, attribute: Action
) -> None:
    goals = [await save_goal(store, goal_id) for goal_id in ("bad", "good")]
    await save(store, a_task(goal_id="bad", task_id="t"))
    await save(store, a_milestone(goal_id="bad", milestone_id="m"))
    await store.table.transact_write(
        [Update(key=damaged, actions=(attribute,))],
        token=str(uuid4()),
        attempts=store.table.patience.start(),
    )

    bad, good = await store.ports.goals.dossiers(OWNER, goals)

    assert isinstance(bad, UnreadableItemError)
    assert isinstance(good, Dossier)
    with pytest.raises(UnreadableItemError, match="bad"):
        await store.ports.goals.dossier(OWNER, "bad")

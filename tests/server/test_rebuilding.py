"""Rebuilding what is derived from the log, and mending what is lost or damaged."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from domain.errors import GoalNotFoundError
from domain.goal import Cause, Goal, GoalStatus, StatusChange
from domain.repositories import Save, Unit
from persistence import keys
from persistence.errors import MissingTallyError, UnreadableItemError
from persistence.store import Store
from resolvers.rebuilding import rebuild_goal
from server.rebuilding import rebuild
from tests.builders import NOW
from tests.resolvers.asking import DAY, Caller
from tests.resolvers.damage import damage, damage_tally, drop_tally


async def _goal(store: Store, **changes: Any) -> Goal:
    """Return a goal with a log of three months, a task and a milestone of its own."""
    ann = Caller(store=store, **changes)
    goal = await ann.create()
    for day in (0, 20, 40, 60, 90):
        await ann.after(days=day).log(goal, 15)
    await ann.after(days=91).aim(goal, amount=40)
    return await ann.goal(goal.goal_id)


async def _kept(store: Store, goal: Goal) -> tuple[Any, ...]:
    """Return what is kept beside the log, versions and the moment reached left out."""
    dossier = await store.ports.goals.dossier(goal.owner, goal.goal_id)
    assert dossier is not None
    months = await store.ports.log.months(goal.owner, goal.goal_id)
    tally = replace(dossier.tally, version=0, through=NOW)
    settled = replace(tally.settled, until=NOW.date())
    held = tuple(replace(month, version=0) for month in months)
    return replace(tally, settled=settled), held, dossier.goal.changes


def _rebuild(store: Store, owner: str | None = None, goal_id: str | None = None) -> int:
    return rebuild(store, owner=owner, goal_id=goal_id, now=NOW + 91 * DAY)


async def _save(store: Store, *entities: Any) -> None:
    async def decide() -> Unit[None]:
        return Unit(
            owner="ann", changes=tuple(Save(entity=entity) for entity in entities), result=None
        )

    await store.ports.units.change(decide)


async def _miscount(store: Store, goal: Goal) -> None:
    """Leave a tally and a month that are wrong, and a month of which the log knows nothing."""
    dossier = await store.ports.goals.dossier(goal.owner, goal.goal_id)
    assert dossier is not None
    months = await store.ports.log.months(goal.owner, goal.goal_id)
    first, second = months[:2]
    await _save(
        store,
        replace(dossier.tally, reached={"100": NOW}, latest_at=None),
        replace(first, days=second.days),
        replace(first, month="2001-01", version=0),
    )


async def _damage_month(store: Store, goal: Goal) -> None:
    await damage(store, keys.month(goal.owner, goal.goal_id, "2026-03"), days={"S": "?"})


async def _damage_all(store: Store, goal: Goal) -> None:
    await _damage_month(store, goal)
    await damage_tally(store, goal)


@pytest.mark.parametrize("harm", [_miscount, damage_tally, drop_tally, _damage_month, _damage_all])
def test_what_was_damaged_is_made_anew_from_the_log(
    store: Store, harm: Callable[[Store, Goal], Awaitable[None]]
) -> None:
    async def harmed() -> tuple[Goal, tuple[Any, ...]]:
        goal = await _goal(store)
        before = await _kept(store, goal)
        await harm(store, goal)
        with pytest.raises((AssertionError, MissingTallyError, UnreadableItemError)):
            assert await _kept(store, goal) == before
        return goal, before

    goal, before = asyncio.run(harmed())
    assert _rebuild(store) == 1
    assert asyncio.run(_kept(store, goal)) == before


def test_a_rebuild_of_what_is_sound_writes_nothing(store: Store) -> None:
    goal = asyncio.run(_goal(store))

    async def versions() -> list[int]:
        dossier = await store.ports.goals.dossier("ann", goal.goal_id)
        assert dossier is not None
        months = await store.ports.log.months("ann", goal.goal_id)
        return [dossier.goal.version, dossier.tally.version, *(m.version for m in months)]

    before = asyncio.run(versions())
    assert _rebuild(store, "ann", goal.goal_id) == 1
    assert asyncio.run(versions()) == before


def test_one_goal_an_owners_goals_or_all_goals_are_rebuilt(store: Store) -> None:
    async def made() -> Goal:
        ann = Caller(store=store)
        goal = await ann.create()
        await ann.create(title="other")
        await replace(ann, owner="bob").create()
        return goal

    goal = asyncio.run(made())
    assert _rebuild(store) == 3
    assert _rebuild(store, "ann") == 2
    assert _rebuild(store, "ann", goal.goal_id) == 1
    assert _rebuild(store, "nobody") == 0


def test_an_unknown_goal_is_not_rebuilt(store: Store) -> None:
    goal = asyncio.run(_goal(store))
    refused: list[tuple[str | None, str]] = [("ann", "no"), ("bob", goal.goal_id), (None, "no")]
    for owner, goal_id in refused:
        with pytest.raises(GoalNotFoundError):
            _rebuild(store, owner, goal_id)
    with pytest.raises(GoalNotFoundError):
        asyncio.run(rebuild_goal(store.ports, owner="bob", goal_id=goal.goal_id, now=NOW))


def test_a_log_of_more_months_than_a_unit_holds_is_rebuilt_in_parts(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = asyncio.run(_goal(store))
    before = asyncio.run(_kept(store, goal))
    months = [month.month for month in before[1]]
    assert len(months) == 3

    async def harmed() -> None:
        await damage_tally(store, goal)
        for month in months:
            await damage(store, keys.month("ann", goal.goal_id, month), days={"S": "?"})

    asyncio.run(harmed())
    for module in ("resolvers.rebuilding", "server.mending"):
        monkeypatch.setattr(f"{module}._AT_ONCE", 1)
    assert _rebuild(store) == 1
    assert asyncio.run(_kept(store, goal)) == before


async def _completed_wrongly(store: Store, *, by_log: bool) -> Goal:
    """Return a goal whose completion its log does not prove, its title taken by another."""
    ann = Caller(store=store)
    goal = await ann.create()
    cause = Cause.LOG if by_log else Cause.OWNER
    done = StatusChange(status=GoalStatus.COMPLETED, at=NOW, cause=cause)
    moved = await ann.move("completeGoal", goal)
    await _save(store, replace(moved, changes=(*goal.changes, done)))
    return moved


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_completion_that_the_log_does_not_prove_is_taken_back(
    store: Store, *, is_taken: bool
) -> None:
    goal = asyncio.run(_completed_wrongly(store, by_log=True))
    ann = Caller(store=store)
    if is_taken:
        asyncio.run(ann.create(title="READ more"))
    assert _rebuild(store) == 1 + is_taken
    found = asyncio.run(ann.goal(goal.goal_id))
    assert (found.status, found.is_title_held) == (GoalStatus.ACTIVE, not is_taken)
    assert asyncio.run(ann.query("me")).active_goals == 1 + is_taken


def test_a_completion_by_hand_is_not_taken_back(store: Store) -> None:
    goal = asyncio.run(_completed_wrongly(store, by_log=False))
    assert _rebuild(store) == 1
    found = asyncio.run(Caller(store=store).goal(goal.goal_id))
    assert found.status is GoalStatus.COMPLETED

"""Plans over every engine: active goals and titles are conditions; a unit has its limits."""

import asyncio
from dataclasses import replace

import pytest

from domain.errors import DomainError, DuplicateTitleError, GoalQuotaExceededError
from domain.goal import Goal
from domain.repositories import Change, CountActive, HoldTitle, ReleaseTitle, Remove, Save
from persistence.errors import StorageBusyError, UnfitUnitError
from persistence.store import Store
from tests.builders import OWNER, a_goal, a_profile, a_tally, a_task
from tests.persistence.saving import change, save


def creation(number: int, *, limit: int) -> tuple[Change, ...]:
    goal = a_goal(goal_id=f"g{number}", title=f"Title {number}")
    tally = a_tally(goal_id=goal.goal_id)
    return (Save(entity=goal), hold(goal), Save(entity=tally), CountActive(by=1, limit=limit))


def hold(goal: Goal) -> HoldTitle:
    return HoldTitle(goal=goal, refusal=DuplicateTitleError(goal.title))


async def outcome(store: Store, number: int, *, limit: int) -> DomainError | None:
    try:
        await change(store, *creation(number, limit=limit))
    except GoalQuotaExceededError as refusal:
        return refusal
    return None


async def test_a_hundred_goals_created_at_once_leave_exactly_fifty(embedded_store: Store) -> None:
    outcomes = await asyncio.gather(
        *(outcome(embedded_store, number, limit=50) for number in range(100))
    )

    refusals = [refusal.details for refusal in outcomes if refusal is not None]
    assert refusals == [{"current_count": 50, "max_allowed": 50}] * 50
    assert len(await embedded_store.ports.goals.all(OWNER)) == 50
    assert (await embedded_store.ports.profiles.get(OWNER)).active_goals == 50


async def test_goals_created_one_by_one_stop_at_the_limit(store: Store) -> None:
    outcomes = [await outcome(store, number, limit=3) for number in range(5)]

    assert [refusal is None for refusal in outcomes] == [True, True, True, False, False]
    assert len(await store.ports.goals.all(OWNER)) == 3


async def test_a_goal_less_makes_room_for_another(store: Store) -> None:
    await change(store, *creation(1, limit=1))
    await change(store, CountActive(by=-1, limit=1))

    assert await outcome(store, 2, limit=1) is None


async def test_without_a_limit_every_goal_is_counted(store: Store) -> None:
    await save(store, a_profile())
    await change(store, *creation(1, limit=1))

    await change(store, CountActive(by=1))

    assert (await store.ports.profiles.get(OWNER)).active_goals == 2


@pytest.mark.parametrize(("by", "limit", "is_refused"), [(2, 2, False), (3, 2, True), (1, 0, True)])
async def test_an_owner_without_goals_is_counted_from_zero(
    store: Store, by: int, limit: int, *, is_refused: bool
) -> None:
    expected = 0 if is_refused else by
    if is_refused:
        with pytest.raises(GoalQuotaExceededError) as refused:
            await change(store, CountActive(by=by, limit=limit))
        assert refused.value.details == {"current_count": 0, "max_allowed": limit}
    else:
        await change(store, CountActive(by=by, limit=limit))

    assert (await store.ports.profiles.get(OWNER)).active_goals == expected


async def test_one_goal_holds_a_title(store: Store) -> None:
    await change(store, hold(a_goal()))

    with pytest.raises(DuplicateTitleError):
        await change(store, hold(a_goal(goal_id="h", title=" READ  more ")))
    await change(store, hold(a_goal()))
    await change(store, hold(a_goal(goal_id="h", title="Read less")))
    await change(store, hold(a_goal(goal_id="h", owner="bob")), owner="bob")


async def test_a_title_given_up_can_be_held_by_another_goal(store: Store) -> None:
    await change(store, hold(a_goal()))

    await change(store, ReleaseTitle(goal=a_goal()))

    await change(store, hold(a_goal(goal_id="h")))


async def test_giving_up_a_title_that_nobody_holds_changes_nothing(store: Store) -> None:
    await change(store, ReleaseTitle(goal=a_goal()), Save(entity=a_goal()))

    assert await store.ports.goals.all(OWNER) == (replace(a_goal(), version=1),)


async def test_giving_up_the_title_of_another_goal_is_a_stale_reading(
    patient_store: Store,
) -> None:
    await change(patient_store, hold(a_goal()))

    with pytest.raises(StorageBusyError):
        await change(patient_store, ReleaseTitle(goal=a_goal(goal_id="h")))
    with pytest.raises(DuplicateTitleError):
        await change(patient_store, hold(a_goal(goal_id="h")))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ((Save(entity=a_task()), Remove(entity=a_task(version=1))), "an item once"),
        ((CountActive(by=1), Save(entity=a_profile())), "an item once"),
        ((Save(entity=a_task(owner="bob")),), "one owner"),
        (
            (HoldTitle(goal=a_goal(owner="bob"), refusal=DuplicateTitleError("Read more")),),
            "one owner",
        ),
        ((Save(entity=a_goal(metadata="x" * 420_000)),), "409600 bytes"),
        (
            tuple(Save(entity=a_task(task_id=str(n), title="x" * 399_000)) for n in range(11)),
            "4194304 bytes",
        ),
        (tuple(Save(entity=a_task(task_id=str(number))) for number in range(101)), "100 items"),
    ],
)
async def test_a_unit_that_cannot_be_one_transaction_is_an_error_of_ours(
    embedded_store: Store, changes: tuple[Change, ...], message: str
) -> None:
    with pytest.raises(UnfitUnitError, match=message):
        await change(embedded_store, *changes)

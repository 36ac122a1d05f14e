"""Units over every engine: all or nothing, and decided anew where a reading was stale."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from pynamodb.exceptions import CancellationReason

from domain.errors import GoalArchivedError, VersionConflictError
from domain.repositories import Change, CountActive, Remove, Save, Unit
from persistence.errors import CancelledError, StorageBusyError
from persistence.store import Store
from tests.builders import (
    GOAL_ID,
    OWNER,
    a_goal,
    a_milestone,
    a_month,
    a_profile,
    a_revision,
    a_tally,
    a_task,
    an_activity,
)
from tests.persistence.saving import change, save

CONFLICT = VersionConflictError(expected=0, current=1)


@dataclass(slots=True)
class Counted:
    """A decision that adds ten to the goal's target, made anew for each asking."""

    store: Store
    refusal: GoalArchivedError | None = None
    is_always_stale: bool = False
    asked: int = 0

    async def __call__(self) -> Unit[Decimal]:
        self.asked += 1
        goal = await self.store.ports.goals.get(OWNER, GOAL_ID)
        assert goal is not None
        if self.asked == 1 or self.is_always_stale:
            await save(self.store, goal)
        value = goal.target.value + 10
        changed = replace(goal, target=replace(goal.target, value=value))
        taken = Save(entity=a_task(), refusal=self.refusal)
        changes: tuple[Change, ...] = (Save(entity=changed),)
        return Unit(
            owner=OWNER, changes=(*changes, taken) if self.refusal else changes, result=value
        )


@pytest.mark.parametrize(
    "entity",
    [
        a_profile(),
        a_goal(),
        a_revision(),
        a_task(),
        an_activity(),
        a_month(),
        a_tally(),
        a_milestone(),
    ],
    ids=lambda entity: type(entity).__name__,
)
async def test_a_saved_entity_has_the_next_version_and_only_the_current_one_is_replaced(
    store: Store, entity: Any
) -> None:
    await save(store, entity)
    await save(store, replace(entity, version=1))

    for version in (0, 1, 3):
        stale = Save(entity=replace(entity, version=version), refusal=CONFLICT)
        with pytest.raises(VersionConflictError):
            await change(store, stale)
    await save(store, replace(entity, version=2))


async def test_removing_takes_the_version_that_was_read(store: Store) -> None:
    await save(store, a_task())

    with pytest.raises(VersionConflictError):
        await change(store, Remove(entity=a_task(version=2), refusal=CONFLICT))
    await change(store, Remove(entity=a_task(version=1), refusal=CONFLICT))
    with pytest.raises(VersionConflictError):
        await change(store, Remove(entity=a_task(version=1), refusal=CONFLICT))

    await save(store, a_task())


async def test_nothing_of_a_refused_unit_happens(store: Store) -> None:
    await save(store, a_task())
    taken = Save(entity=a_task(), refusal=CONFLICT)

    with pytest.raises(VersionConflictError):
        await change(store, Save(entity=a_goal()), CountActive(by=1), taken)

    assert await store.ports.goals.get(OWNER, GOAL_ID) is None
    assert (await store.ports.profiles.get(OWNER)).active_goals == 0


async def test_a_unit_without_changes_returns_its_result(store: Store) -> None:
    async def decide() -> Unit[str]:
        return Unit(owner=OWNER, changes=(), result="nothing to do")

    assert await store.ports.units.change(decide) == "nothing to do"


async def test_a_stale_reading_is_decided_anew(store: Store) -> None:
    await save(store, a_goal())
    decide = Counted(store)

    result = await store.ports.units.change(decide)

    found = await store.ports.goals.get(OWNER, GOAL_ID)
    assert (result, decide.asked) == (Decimal(110), 2)
    assert found is not None
    assert (found.target.value, found.version) == (Decimal(110), 3)


async def test_a_stale_reading_beside_a_refusal_is_decided_anew(store: Store) -> None:
    await save(store, a_goal())
    await save(store, a_task())
    decide = Counted(store, refusal=GoalArchivedError("archived"))

    with pytest.raises(GoalArchivedError):
        await store.ports.units.change(decide)

    assert decide.asked == 2


async def test_what_decide_raises_is_raised(store: Store) -> None:
    async def decide() -> Unit[None]:
        raise GoalArchivedError("archived")

    with pytest.raises(GoalArchivedError):
        await store.ports.units.change(decide)


async def test_a_unit_that_is_always_stale_ends_after_ten_seconds(
    patient_store: Store, fake_time: Any
) -> None:
    await save(patient_store, a_goal())
    decide = Counted(patient_store, is_always_stale=True)

    with pytest.raises(StorageBusyError, match="10 s"):
        await patient_store.ports.units.change(decide)

    assert 9 < fake_time.seconds <= 10
    assert fake_time.pauses[:3] == [0.02, 0.04, 0.08]
    assert max(fake_time.pauses) == 1.0


async def test_a_hundred_items_are_one_unit(store: Store) -> None:
    await save(store, *(an_activity(ulid=f"{number:03}") for number in range(100)))

    assert len(await store.ports.log.activities(OWNER, GOAL_ID)) == 100


def test_a_cancellation_says_its_reasons() -> None:
    reason = CancellationReason("ConditionalCheckFailed")

    assert str(CancelledError([None, reason])) == "None, ConditionalCheckFailed"

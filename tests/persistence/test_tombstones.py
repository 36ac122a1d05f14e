"""Tombstones over every engine: what was removed since an instant, for as long as it is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.repositories import Entity
from domain.tombstone import LIFETIME, Tombstone, TombstoneKind
from persistence import keys
from persistence.items import TASK
from persistence.store import Store
from tests.builders import GOAL_ID, OWNER, a_goal, a_task, an_activity
from tests.clocks import Clock, living_by
from tests.persistence.saving import save

# Not yet: an engine may delete what has expired at any moment.
NOW = datetime(2126, 3, 2, 9, 30, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def a_tombstone(ident: str, **changes: Any) -> Tombstone:
    tombstone = Tombstone(
        owner=OWNER,
        goal_id=GOAL_ID,
        kind=TombstoneKind.ACTIVITY,
        ident=ident,
        deleted_at=NOW,
    )
    return replace(tombstone, **changes)


async def idents(
    store: Store, at: datetime, *, now: datetime = NOW, kind: TombstoneKind | None = None
) -> list[str]:
    found = await store.ports.tombstones.since(
        OWNER, GOAL_ID, kind or TombstoneKind.ACTIVITY, at=at, now=now
    )
    return [each.ident for each in found]


async def test_what_was_removed_at_an_instant_or_later_is_found_oldest_first(store: Store) -> None:
    for place, ident in enumerate(("c", "b", "a")):
        await save(store, a_tombstone(ident, deleted_at=NOW + place * MOMENT))

    assert await idents(store, NOW - MOMENT) == ["c", "b", "a"]
    assert await idents(store, NOW) == ["c", "b", "a"]
    assert await idents(store, NOW + MOMENT) == ["b", "a"]
    assert await idents(store, NOW + 3 * MOMENT) == []


async def test_each_owner_goal_and_kind_has_its_own(store: Store) -> None:
    await save(store, a_tombstone("mine"), a_tombstone("odd#name%"))
    await save(store, a_tombstone("another goal's", goal_id=f"{GOAL_ID}0"))
    await save(store, a_tombstone("a threshold", kind=TombstoneKind.MILESTONE))
    await save(store, a_tombstone("another's", owner="bob"), owner="bob")

    assert await idents(store, NOW) == ["mine", "odd#name%"]
    assert await idents(store, NOW, kind=TombstoneKind.MILESTONE) == ["a threshold"]


async def test_a_tombstone_is_forgotten_after_91_days(store: Store) -> None:
    await save(store, a_tombstone("a"))

    assert await idents(store, NOW, now=NOW + LIFETIME - timedelta(seconds=1)) == ["a"]
    assert await idents(store, NOW, now=NOW + LIFETIME) == []


async def test_what_is_removed_twice_has_two_tombstones(store: Store) -> None:
    await save(store, a_tombstone("a"))
    await save(store, a_tombstone("a", deleted_at=NOW + MOMENT))

    assert await idents(store, NOW) == ["a", "a"]


@pytest.mark.parametrize(
    "entity", [a_goal(), a_task(), an_activity()], ids=lambda each: type(each).__name__
)
async def test_what_a_copy_may_hold_keeps_when_it_was_stored_last(
    embedded_store: Store, entity: Any
) -> None:
    clock = Clock(now=NOW)
    clocked = living_by(clock, embedded_store)
    for version in (0, 1):
        at = clock.wait(hours=1)
        await save(clocked, replace(entity, version=version))

        assert (await held(clocked, entity)).changed_at == at


async def held(store: Store, entity: Entity) -> Any:
    """Return the entity of this kind as it is stored."""
    ports = store.ports
    match type(entity).__name__:
        case "Goal":
            return await ports.goals.get(OWNER, GOAL_ID)
        case "Task":
            (raw,) = await store.table.query(keys.tasks(OWNER, GOAL_ID))
            return TASK.read(raw)
        case _:
            return (await ports.log.activities(OWNER, GOAL_ID))[0]


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        (a_goal(updated_at=NOW), NOW),
        (a_task(updated_at=NOW), NOW),
        (an_activity(logged_at=NOW), NOW),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_was_stored_before_that_was_kept_counts_as_stored_when_it_was_updated(
    entity: Any, expected: datetime
) -> None:
    assert entity.changed_at == expected

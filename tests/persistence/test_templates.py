"""Uses of templates over every engine: each owner is counted once."""

import pytest

from domain.errors import GoalNotFoundError
from domain.repositories import Change, CountOwner, Save
from persistence.store import Store
from tests.builders import a_template_use
from tests.persistence.saving import change


def use(owner: str, template_id: str = "read-a-book") -> tuple[Change, ...]:
    """Return the changes of an owner's first use of a template."""
    entity = a_template_use(owner=owner, template_id=template_id)
    return (Save(entity=entity), CountOwner(template_id=template_id))


async def test_nobody_has_used_a_template_yet(store: Store) -> None:
    assert await store.ports.templates.used_by("ann") == frozenset()
    assert await store.ports.templates.owner_counts() == {}


async def test_each_owner_s_uses_are_the_owner_s_and_counts_are_of_all(store: Store) -> None:
    await change(store, *use("ann"), owner="ann")
    await change(store, *use("ann", "run"), owner="ann")
    await change(store, *use("bob"), owner="bob")

    assert await store.ports.templates.used_by("ann") == {"read-a-book", "run"}
    assert await store.ports.templates.used_by("bob") == {"read-a-book"}
    assert await store.ports.templates.owner_counts() == {"read-a-book": 2, "run": 1}


async def test_a_second_use_is_refused_with_its_count(store: Store) -> None:
    await change(store, *use("ann"), owner="ann")
    saved, counting = use("ann")
    assert isinstance(saved, Save)
    refusal = GoalNotFoundError("g1")

    with pytest.raises(GoalNotFoundError):
        await change(store, Save(entity=saved.entity, refusal=refusal), counting, owner="ann")

    assert await store.ports.templates.owner_counts() == {"read-a-book": 1}

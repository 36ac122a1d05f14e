"""The registry of resolvers."""

import pytest

from resolvers import catalog, registry
from resolvers.registry import batch_resolver, resolver


async def _nothing() -> None:
    """Answer nothing."""


def test_a_field_is_found_by_its_type_and_name() -> None:
    assert catalog.MODULES
    found = registry.find("Query", "goal")
    assert found is not None
    assert (found.type_name, found.field_name, found.is_batch) == ("Query", "goal", False)
    assert registry.find("Goal", "title") is None
    assert found in registry.registered()


def test_a_field_has_one_resolver() -> None:
    with pytest.raises(ValueError, match=r"Query\.goal has two resolvers"):
        resolver("Query", "goal")(_nothing)
    with pytest.raises(ValueError, match=r"Goal\.progress has two resolvers"):
        batch_resolver("Goal", "progress")(_nothing)


async def test_a_resolver_stays_the_function_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_RESOLVERS", {})
    assert resolver("Query", "nothing")(_nothing) is _nothing
    assert batch_resolver("Goal", "nothing")(_nothing) is _nothing
    assert [each.is_batch for each in registry.registered()] == [False, True]
    await _nothing()

"""A store in a file of its own, and two owners who ask."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from persistence.store import Store, open_embedded
from tests.resolvers.asking import Caller


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store."""
    with closing(open_embedded(tmp_path / "milepost.db", secret="a secret of the tests")) as opened:
        yield opened


@pytest.fixture
def ann(store: Store) -> Caller:
    """Return an owner who asks on Monday, 2 March 2026, at 09:30 UTC."""
    return Caller(store=store)


@pytest.fixture
def bob(ann: Caller) -> Caller:
    """Return another owner in the same store."""
    return replace(ann, owner="bob")

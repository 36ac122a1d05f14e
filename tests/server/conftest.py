"""Stores in files of their own."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from persistence.store import Store, open_embedded


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_embedded(tmp_path / "goals.db")) as opened:
        yield opened

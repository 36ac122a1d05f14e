"""Fixtures of the schema's tests."""

import pytest

from resolvers import registry
from tests.schema.asking import FakeRegistry


@pytest.fixture
def resolvers(monkeypatch: pytest.MonkeyPatch) -> FakeRegistry:
    """Put an empty registry in place of the real one."""
    fake = FakeRegistry()
    monkeypatch.setattr(registry, "find", fake.find)
    return fake

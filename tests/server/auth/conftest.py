"""Fixtures of the authentication's tests."""

from collections.abc import Iterator

import pytest

from tests.server.auth.sites import Site, a_site


@pytest.fixture
def site() -> Iterator[Site]:
    """Return a site on this machine."""
    with a_site() as site:
        yield site

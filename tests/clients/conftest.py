"""One server for all clients."""

from collections.abc import Iterator

import pytest
from anyio.from_thread import start_blocking_portal

from tests.clients.serving import Site, serving


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve while the tests of a process run."""
    folder = tmp_path_factory.mktemp("site")
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(serving(folder)) as site,
    ):
        yield site

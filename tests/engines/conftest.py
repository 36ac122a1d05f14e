"""Each engine with the two tables of random requests."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from persistence.embedded import Engine
from tests.engines import servers
from tests.engines.answering import Ask, asking_embedded, asking_server, client_of


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Ask]:
    """Return how to ask the embedded engine."""
    with closing(Engine(tmp_path / "data.db", synchronous="OFF")) as engine:
        yield asking_embedded(engine)


@pytest.fixture(scope="session")
def dynoxide() -> Iterator[Ask]:
    """Return how to ask Dynoxide, or skip where it cannot be had."""
    with servers.dynoxide() as endpoint, closing(client_of(endpoint)) as client:
        yield asking_server(client)


@pytest.fixture(scope="session")
def extenddb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Return how to ask ExtendDB, or skip where it cannot be had."""
    folder = tmp_path_factory.mktemp("extenddb")
    with servers.extenddb(folder) as endpoint, closing(client_of(endpoint)) as client:
        yield asking_server(client)

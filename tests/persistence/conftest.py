"""Stores to test: every engine that speaks DynamoDB here, empty, one for each test."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from anyio import CapacityLimiter
from moto import mock_aws

from persistence.connection import Requests, local_connection, remote_connection
from persistence.embedded.client import LocalClient
from persistence.embedded.engine import Engine
from persistence.patience import Patience
from persistence.provision import create_table
from persistence.store import Store, store_over
from persistence.table import Table
from tests.engines import servers
from tests.persistence.wire import Wire

TABLE = "milepost-test"
SECRETS = ("a secret of the tests",)
ENGINES = ("embedded", "lagging", "moto", "dynoxide", "extenddb")
INDEX_DELAY_SECONDS = 0.03


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest) -> Store:
    """Return an empty store, over each engine in turn.

    The indexes of `lagging` and `extenddb` show a write only after a moment.
    """
    found: Store = request.getfixturevalue(f"{request.param}_store")
    return found


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return an engine over an empty file."""
    opened = Engine(tmp_path / "milepost.db", synchronous="OFF")
    yield opened
    opened.close()


@pytest.fixture
def wire(engine: Engine) -> Wire:
    """Return the wire to the engine, which records requests and can break."""
    return Wire(engine)


@pytest.fixture
def embedded_store(wire: Wire, engine: Engine) -> Store:
    """Return an empty store in a file, at the other end of the wire."""
    table = Table(connection=local_connection(wire, TABLE), name=TABLE)
    create_table(table, has_stream=False)
    wire.requests.clear()
    return store_over(table, secrets=SECRETS, engine=engine)


@pytest.fixture(scope="module")
def moto_requests() -> Iterator[Requests]:
    """Return a connection to moto, the same for a module, because a client is slow to make."""
    with mock_aws():
        connection = remote_connection(table=TABLE, region="eu-west-1")
        yield connection
        connection.client.close()


@pytest.fixture
def moto_table(moto_requests: Requests) -> Iterator[Table]:
    """Return a table of moto that is not made yet; moto bears one thread only."""
    yield Table(connection=moto_requests, name=TABLE, limiter=CapacityLimiter(1))
    if TABLE in moto_requests.client.list_tables()["TableNames"]:
        moto_requests.client.delete_table(TableName=TABLE)


@pytest.fixture
def moto_store(moto_table: Table) -> Store:
    """Return an empty store in moto."""
    create_table(moto_table)
    return store_over(moto_table, secrets=SECRETS)


@pytest.fixture
def lagging_store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store in a file whose index is behind."""
    engine = Engine(tmp_path / "lagging.db", synchronous="OFF", index_delay=INDEX_DELAY_SECONDS)
    table = Table(connection=local_connection(LocalClient(engine), TABLE), name=TABLE)
    create_table(table, has_stream=False)
    yield store_over(table, secrets=SECRETS, engine=engine)
    engine.close()


@pytest.fixture(scope="session")
def dynoxide_requests() -> Iterator[Requests]:
    """Return a connection to Dynoxide, or skip where it cannot be had."""
    with servers.dynoxide() as endpoint, _connected(endpoint) as connection:
        yield connection


@pytest.fixture
def dynoxide_store(dynoxide_requests: Requests) -> Iterator[Store]:
    """Return an empty store in Dynoxide."""
    with _made(dynoxide_requests) as store:
        yield store


@pytest.fixture(scope="session")
def extenddb_requests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Requests]:
    """Return a connection to ExtendDB, or skip where it cannot be had."""
    folder = tmp_path_factory.mktemp("extenddb")
    with servers.extenddb(folder) as endpoint, _connected(endpoint) as connection:
        yield connection


@pytest.fixture
def extenddb_store(extenddb_requests: Requests) -> Iterator[Store]:
    """Return an empty store in ExtendDB."""
    with _made(extenddb_requests) as store:
        yield store


@contextmanager
def _connected(endpoint: str) -> Generator[Requests]:
    with servers.credentials():
        connection = remote_connection(table=TABLE, region=servers.REGION, endpoint=endpoint)
    yield connection
    connection.client.close()


@contextmanager
def _made(connection: Requests) -> Generator[Store]:
    table = Table(connection=connection, name=TABLE)
    create_table(table, has_stream=False)
    yield store_over(table, secrets=SECRETS)
    connection.client.delete_table(TableName=TABLE)


@dataclass(slots=True)
class FakeTime:
    """A clock that only sleeping moves, and the pauses slept."""

    seconds: float = 0.0
    pauses: list[float] = field(default_factory=list[float])

    def clock(self) -> float:
        """Return the seconds so far."""
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        """Let the seconds pass at once."""
        self.pauses.append(seconds)
        self.seconds += seconds

    @property
    def patience(self) -> Patience:
        """Return ten seconds of patience by this clock, with the longest pauses."""
        return Patience(clock=self.clock, sleep=self.sleep, chance=lambda: 1.0)


@pytest.fixture
def fake_time() -> FakeTime:
    """Return a clock at zero."""
    return FakeTime()


@pytest.fixture
def patient_store(embedded_store: Store, fake_time: FakeTime) -> Store:
    """Return the store in a file whose patience runs by the fake clock."""
    table = replace(embedded_store.table, patience=fake_time.patience)
    return store_over(table, secrets=SECRETS)

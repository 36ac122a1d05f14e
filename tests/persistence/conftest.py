"""Stores to test: every engine that speaks DynamoDB here, empty, one for each test."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from anyio import CapacityLimiter
from hypothesis import settings
from moto import mock_aws

from persistence.connection import Requests, local_connection, remote_connection
from persistence.embedded.engine import Engine
from persistence.patience import Patience
from persistence.provision import create_table
from persistence.store import Store, store_over
from persistence.table import Table
from tests.persistence.wire import Wire

TABLE = "milepost-test"
SECRETS = ("a secret of the tests",)

# How long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(params=["embedded", "moto"])
def store(request: pytest.FixtureRequest) -> Store:
    """Return an empty store, over each engine in turn."""
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

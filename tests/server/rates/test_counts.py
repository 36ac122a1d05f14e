"""Counts in memory and in Redis: one behaviour."""

import asyncio
import os
import subprocess
import time
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from persistence.rates import TableCounts
from server.rates.counts import Counts, ProcessCounts
from server.rates.redis_counts import RedisCounts

SECONDS: Final = 15


@pytest.fixture(scope="module")
def redis_address() -> Generator[str]:
    """Run a Redis of this machine's own, or skip where there is none."""
    program = which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    # The address of a socket must be short.
    with TemporaryDirectory() as folder:
        place = Path(folder) / "redis.sock"
        words = (program, "--port", "0", "--unixsocket", str(place), "--save", "", "--dir", folder)
        with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:  # noqa: S603
            try:
                _await(place, process)
                yield f"unix://{place}"
            finally:
                process.terminate()


def _await(place: Path, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS
    while not place.exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture(params=["process", "store", "redis"])
async def counts(request: pytest.FixtureRequest) -> AsyncGenerator[Counts]:
    match request.param:
        case "process":
            found: Counts = ProcessCounts()
        case "store":
            found = TableCounts(request.getfixturevalue("store").table)
        case _:
            found = RedisCounts(request.getfixturevalue("redis_address"))
    yield found
    await found.close()


def _until() -> int:
    return 1_795_262_460


async def test_counts_add_up_for_each_caller_and_class(counts: Counts) -> None:
    until, ada, bob = _until(), os.urandom(8).hex(), os.urandom(8).hex()
    assert await counts.add(ada, "read", 1, until=until) == 1
    assert await counts.add(ada, "read", 3, until=until) == 4
    assert await counts.add(bob, "read", 1, until=until) == 1
    assert await counts.add(ada, "write", 2, until=until) == 2
    assert await counts.add(ada, "read", 1, until=until) == 5


async def test_a_window_begins_at_nothing(counts: Counts) -> None:
    until, ada = _until(), os.urandom(8).hex()
    assert await counts.add(ada, "read", 4, until=until) == 4
    assert await counts.add(ada, "read", 1, until=until + 60) == 1
    assert await counts.add(ada, "read", 1, until=until + 60) == 2


async def test_none_of_many_at_once_is_forgotten(counts: Counts) -> None:
    until, ada = _until(), os.urandom(8).hex()
    adding = [counts.add(ada, "log", 1, until=until) for _ in range(20)]
    assert sorted(await asyncio.gather(*adding)) == list(range(1, 21))


async def test_a_redis_that_is_not_there_is_an_error_at_once(tmp_path: Path) -> None:
    counts = RedisCounts(f"unix://{tmp_path}/none")
    with pytest.raises(RedisConnectionError):
        await counts.add("ada", "read", 1, until=_until())
    await counts.close()

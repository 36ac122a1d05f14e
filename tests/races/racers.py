"""Racers: processes that open one store and change it when they are told to."""

import asyncio
import random
import time
from collections.abc import Generator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from domain.errors import DomainError
from domain.policy import Policy
from persistence.store import Store, open_embedded
from resolvers.rebuilding import rebuild_goal
from tests.builders import OWNER
from tests.resolvers.asking import Caller

SECRET = "a secret of the tests"
_OPEN: list[Store] = []
_SECONDS: Final = 30
_CHANCE: Final = random.SystemRandom()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A mutation to be sent at a moment; `rebuild` of a goal stands for the command."""

    name: str
    wanted: object
    now: datetime
    policy: Policy = field(default_factory=Policy)


@dataclass(frozen=True, slots=True)
class Racers:
    """Two processes with the store of a file open in each."""

    pool: ProcessPoolExecutor

    def race(self, first: Job, second: Job) -> tuple[str, str]:
        """Return how two jobs sent at once ended: `ok` or the code of the refusal."""
        sent = [self.pool.submit(_run, job, _CHANCE.random() / 500) for job in (first, second)]
        one, other = [future.result(timeout=_SECONDS) for future in sent]
        return one, other

    def crowd(self, job: Job, count: int) -> list[str]:
        """Return how a job sent so often at once ended: `ok`, `replayed` or a refusal's code."""
        half = count // 2
        sent = [self.pool.submit(_run_many, job, each) for each in (half, count - half)]
        return [ending for future in sent for ending in future.result(timeout=60)]


@contextmanager
def racers(path: Path) -> Generator[Racers]:
    """Start two processes that have the store open; in the end they are gone."""
    pool = ProcessPoolExecutor(
        max_workers=2, mp_context=get_context("spawn"), initializer=_open, initargs=(path,)
    )
    try:
        yield Racers(pool)
    finally:
        _end(pool)


def _end(pool: ProcessPoolExecutor) -> None:
    # The pool itself would wait for ever for a process that does not end.
    processes = tuple(pool._processes.values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.join(_SECONDS)
        process.kill()


def _open(path: Path) -> None:
    _OPEN.append(open_embedded(path, secret=SECRET))


def _run(job: Job, delay: float) -> str:
    time.sleep(delay)
    return asyncio.run(_done(job))


def _run_many(job: Job, count: int) -> list[str]:
    async def all_at_once() -> list[str]:
        return await asyncio.gather(*(_done(job) for _ in range(count)))

    return asyncio.run(all_at_once())


async def _done(job: Job) -> str:
    caller = replace(Caller(store=_OPEN[0]), now=job.now, policy=job.policy)
    try:
        if job.name == "rebuild":
            ident = str(job.wanted)
            await rebuild_goal(caller.store.ports, owner=OWNER, goal_id=ident, now=job.now)
        else:
            answer = await caller.mutate(job.name, job.wanted)
            return "replayed" if answer.is_replayed else "ok"
    except DomainError as refusal:
        return refusal.code
    return "ok"

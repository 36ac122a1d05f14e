"""`python -m bench.load`: what many users at once wait for, served by a process of its own.

A hundred users create goals at once; then activities are logged at a steady pace while goals are
listed and progress is read. A request's time runs from the moment it was due, so a server that
falls behind shows it.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final, TypeAlias

import httpx

from tests.engines.servers import REGION, credentials, dynoxide

USERS: Final = 100
GOALS: Final = 5
SECONDS: Final = 60
# A minute's requests of each kind; the seeds ask for a thousand logs.
PACES: Final = {"log an activity": 1_000, "read progress": 600, "list 20 goals": 600}
_PATIENCE: Final = 60.0

Send: TypeAlias = Callable[[], Awaitable[httpx.Response]]


@dataclass(slots=True)
class Waits:
    """How long requests of one kind took, in milliseconds, and how many were refused."""

    milliseconds: list[float] = field(default_factory=list[float])
    refused: int = 0

    async def note(self, send: Send, *, due: float) -> httpx.Response:
        """Send a request that was due at an instant of the monotonic clock."""
        response = await send()
        self.milliseconds.append((time.monotonic() - due) * 1_000)
        self.refused += response.is_error
        return response

    def row(self, name: str, *, seconds: float) -> str:
        """Return a line of the table."""
        cuts = statistics.quantiles(self.milliseconds, n=100, method="inclusive")
        times = (cuts[49], cuts[94], cuts[98], max(self.milliseconds))
        told = " | ".join(f"{each:.1f}" for each in times)
        held = len(self.milliseconds)
        return f"| {name} | {held:,} | {held / seconds:.0f} | {self.refused} | {told} |"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A caller with goals of its own."""

    name: str
    client: httpx.AsyncClient
    goals: list[str] = field(default_factory=list[str])

    @property
    def _headers(self) -> dict[str, str]:
        return {"x-dev-user": self.name}

    async def create(self, waits: Waits, number: int) -> None:
        """Create a goal as soon as the one before it was answered."""
        target = {"metric": "count", "value": 8, "unit": "glasses", "period": "day"}
        body = {
            "title": f"Water {number}",
            "category": "health",
            "goalPattern": "recurring",
            "target": {**target, "direction": "increase"},
        }
        response = await waits.note(
            lambda: self.client.post("/goals", json=body, headers=self._headers),
            due=time.monotonic(),
        )
        self.goals.append(response.raise_for_status().json()["goalId"])

    def ask(self, kind: str, number: int) -> Send:
        """Return what sends a request of a kind about one of the user's goals."""
        goal, headers = f"/goals/{self.goals[number % len(self.goals)]}", self._headers
        activity = {"value": 1, "unit": "glasses", "activityType": "progress"}
        sends: dict[str, Send] = {
            "log an activity": lambda: self.client.post(
                f"{goal}/activities", json=activity, headers=headers
            ),
            "read progress": lambda: self.client.get(f"{goal}/progress", headers=headers),
            "list 20 goals": lambda: self.client.get("/goals?limit=20", headers=headers),
        }
        return sends[kind]


def main() -> None:
    """Load the embedded store, then Dynoxide, and print a table of each."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long the pace is kept")
    parser.add_argument("--store", choices=("embedded", "dynoxide"), help="one of the two alone")
    arguments = parser.parse_args()
    for name, serving in (("embedded", _embedded), ("dynoxide", _table)):
        if arguments.store in (None, name):
            print(
                f"\n| {name} | requests | a second | refused | p50 ms | p95 ms | p99 ms | max ms |"
            )
            print("|---|---|---|---|---|---|---|---|")
            with serving() as address:
                asyncio.run(_load(address, seconds=arguments.seconds))


async def _load(address: str, *, seconds: int) -> None:
    limits = httpx.Limits(max_connections=USERS)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=_PATIENCE) as client:
        users = [User(name=f"user{number}", client=client) for number in range(USERS)]
        creating = Waits()
        start = time.monotonic()
        await asyncio.gather(*(_creates(user, creating) for user in users))
        print(creating.row("create a goal, 100 users at once", seconds=time.monotonic() - start))
        paced = {kind: Waits() for kind in PACES}
        await asyncio.gather(
            *(_keeps(users, kind, waits, seconds=seconds) for kind, waits in paced.items())
        )
        for kind, waits in paced.items():
            print(waits.row(f"{kind}, {PACES[kind]:,} a minute", seconds=seconds))


async def _creates(user: User, waits: Waits) -> None:
    for number in range(GOALS):
        await user.create(waits, number)


async def _keeps(users: Sequence[User], kind: str, waits: Waits, *, seconds: int) -> None:
    """Send requests of one kind at its pace, whether or not those before were answered."""
    start, step = time.monotonic(), 60 / PACES[kind]
    async with asyncio.TaskGroup() as sent:
        for number in count():
            due = start + number * step
            if due >= start + seconds:
                return
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            user = users[number % len(users)]
            sent.create_task(waits.note(user.ask(kind, number // len(users)), due=due))


@contextmanager
def _embedded() -> Generator[str]:
    with (
        tempfile.TemporaryDirectory() as folder,
        _serving("--store", str(Path(folder) / "milepost.db")) as address,
    ):
        yield address


@contextmanager
def _table() -> Generator[str]:
    with dynoxide() as endpoint, credentials():
        place = ("--table", "bench", "--region", REGION, "--endpoint", endpoint)
        _run("table", "create", *place)
        with _serving(*place) as address:
            yield address


@contextmanager
def _serving(*place: str) -> Generator[str]:
    """Serve in a process of its own and yield its address."""
    words = _words("serve", "--dev", "--port", "0", *place)
    with subprocess.Popen(
        words, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            line = "" if server.stdout is None else server.stdout.readline()
            yield line.split()[-1].removesuffix("/graphql")
        finally:
            server.terminate()


def _run(*words: str) -> None:
    subprocess.run(_words(*words), env=_environment(), check=True, stdout=subprocess.DEVNULL)


def _words(*words: str) -> list[str]:
    return [sys.executable, "-m", "server", *words]


def _environment() -> dict[str, Any]:
    return {**os.environ, "MILEPOST_SECRET": "a secret of the bench"}


if __name__ == "__main__":
    main()

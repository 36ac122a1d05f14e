"""Writers that are killed: what they were promised, and what is left of it."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import SystemRandom
from typing import Final

from persistence.embedded import Engine
from tests.persistence.embedded.builders import Api, a_thing, key, number, text
from tests.persistence.embedded.processes import killed, started, told

THREADS: Final = 4
PROCESSES: Final = 2
KINDS: Final = ("put", "count", "pair")
_LONGEST_SECONDS: Final = 0.3


@dataclass(slots=True, kw_only=True)
class Promised:
    """What writers were told is stored: items and pairs by partition, additions by counter."""

    put: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    pair: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    count: dict[str, int] = field(default_factory=dict[str, int])

    def __len__(self) -> int:
        return len(self.put) + len(self.pair) + sum(self.count.values())

    def add(self, kind: str, partition: str, position: str) -> None:
        """Take a promise down."""
        match kind:
            case "put":
                self.put.add((partition, position))
            case "pair":
                self.pair.add((partition, position))
            case _:
                self.count[partition] = self.count.get(partition, 0) + 1


def write_until_killed(path: Path, name: str, pipe: Connection) -> None:
    """Write from several threads and tell of every write that was acknowledged."""
    api, lock = Api(Engine(path)), threading.Lock()

    def write(thread: int) -> None:
        partition = f"{name} {thread}"
        position = 0
        while True:
            kind = KINDS[position % len(KINDS)]
            _write(api, kind, partition, f"{position:06}")
            with lock:
                pipe.send((kind, partition, f"{position:06}"))
            position += 1

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(THREADS)))


def _write(api: Api, kind: str, partition: str, position: str) -> None:
    item = a_thing(f"{partition} {kind}", position, d=text("x" * 300))
    match kind:
        case "put":
            api.put({**item, "GSI1PK": text(partition), "GSI1SK": text(position)})
        case "pair":
            twin = {**item, **key(f"{partition} twin", position)}
            api.transact(("Put", {"Item": item}), ("Put", {"Item": twin}))
        case _:
            api.update(key(f"{partition} count", "n"), "ADD n :one", {":one": number(1)})


def promised_until_killed(path: Path, name: str) -> Promised:
    """Let eight writers in two processes write, and kill one process after the other."""
    promised = Promised()
    running = [started(write_until_killed, path, f"{name} {n}") for n in range(PROCESSES)]
    with ThreadPoolExecutor(PROCESSES) as pool:
        firsts = [threading.Event() for _ in running]
        collected = [
            pool.submit(_collect, pipe, promised, first)
            for (_, pipe), first in zip(running, firsts, strict=True)
        ]
        for first in firsts:
            first.wait()
        for process, _ in running:
            time.sleep(SystemRandom().uniform(0, _LONGEST_SECONDS))
            killed(process)
        for each in collected:
            each.result()
    return promised


def _collect(pipe: Connection, promised: Promised, first: threading.Event) -> None:
    try:
        for message in told(pipe):
            match message:
                case (str(kind), str(partition), str(position)):
                    promised.add(kind, partition, position)
                    first.set()
                case _:
                    raise AssertionError(message)
    finally:
        first.set()


def broken_promises(api: Api, name: str, promised: Promised) -> list[str]:
    """Return what is lost, what is torn, and what the index does not agree with."""
    return [*_lost(api, promised), *_torn(api, name), *_unindexed(api, name)]


def _lost(api: Api, promised: Promised) -> Iterator[str]:
    for kind in ("put", "pair"):
        wanted: set[tuple[str, str]] = getattr(promised, kind)
        for partition in {partition for partition, _ in wanted}:
            stored = {(partition, one) for one in _positions(api, f"{partition} {kind}")}
            yield from (f"lost {kind} {each}" for each in wanted - stored if each[0] == partition)
    for partition, least in promised.count.items():
        found = int((api.get(key(f"{partition} count", "n")) or {"n": number(0)})["n"]["N"])
        # The last addition may have been stored and not been told of.
        if not least <= found <= least + 1:
            yield f"{partition} counted to {found}, told of {least}"


def _torn(api: Api, name: str) -> Iterator[str]:
    for partition in _partitions(name):
        halves = [_positions(api, f"{partition} {part}") for part in ("pair", "twin")]
        yield from (f"torn {partition} {position}" for position in halves[0] ^ halves[1])


def _unindexed(api: Api, name: str) -> Iterator[str]:
    for partition in _partitions(name):
        pages = api.pages(
            "Query",
            IndexName="GSI1",
            KeyConditionExpression="GSI1PK = :p",
            ExpressionAttributeValues={":p": text(partition)},
        )
        indexed = {item["SK"]["S"] for page in pages for item in page}
        if indexed != _positions(api, f"{partition} put"):
            yield f"the index of {partition} differs"


def _partitions(name: str) -> list[str]:
    return [
        f"{name} {process} {thread}" for process in range(PROCESSES) for thread in range(THREADS)
    ]


def _positions(api: Api, partition: str) -> set[str]:
    values = {":p": text(partition)}
    request = {"KeyConditionExpression": "PK = :p", "ExpressionAttributeValues": values}
    return {item["SK"]["S"] for page in api.pages("Query", **request) for item in page}

"""What another process does to an engine's file; it tells over a pipe."""

from multiprocessing.connection import Connection
from pathlib import Path

from persistence.embedded import Engine
from tests.persistence.embedded.builders import Api, a_thing, is_first, key, number, text

ROUNDS = 100


def put_until_killed(path: Path, prefix: str, pipe: Connection) -> None:
    """Put two items in a transaction and send their name once acknowledged, without an end."""
    api = Api(Engine(path))
    position = 0
    while True:
        item = a_thing(prefix, f"{position}", d=text("x" * 500))
        twin = item | key(f"{prefix} twin", f"{position}")
        api.transact(("Put", {"Item": item}), ("Put", {"Item": twin}))
        pipe.send(f"{position}")
        position += 1


def count_and_claim(path: Path, prefix: str, pipe: Connection) -> None:
    """Add to one counter and send how many of the shared names this process was first at."""
    engine = Engine(path)
    api = Api(engine)
    claimed = 0
    for position in range(ROUNDS):
        api.update(key("p", "counter"), "ADD n :one", {":one": number(1)})
        claimed += is_first(api, a_thing("claims", f"{position}", by=text(prefix)))
    engine.close()
    pipe.send(claimed)


def open_and_close(path: Path, prefix: str, pipe: Connection) -> None:
    """Open the file, which may not be there yet."""
    Engine(path).close()
    pipe.send(prefix)

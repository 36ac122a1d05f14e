"""What another process does to an engine's file; it tells over a pipe."""

from multiprocessing.connection import Connection
from pathlib import Path

from persistence.embedded import Engine
from persistence.embedded.requests import Request
from persistence.embedded.values import Item
from tests.persistence.embedded.builders import Api, a_thing, is_first, key, number, text

ROUNDS = 100
TOTAL = 100_000


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


def transfer_and_read(path: Path, prefix: str, pipe: Connection) -> None:
    """Move an amount of its own from one item to another and send the sums read meanwhile."""
    engine = Engine(path)
    api, amount = Api(engine), int(prefix) + 1
    ends = (key("p", "from"), -amount), (key("p", "to"), amount)
    sums: set[int] = set()
    for _ in range(ROUNDS):
        api.transact(*(("Update", _adding(end, by)) for end, by in ends))
        found = [response["Item"] for response in api.transact_get(*(end for end, _ in ends))]
        sums.add(sum(int(item["n"]["N"]) for item in found))
    engine.close()
    pipe.send(sums)


def _adding(wanted: Item, by: int) -> Request:
    values = {"ExpressionAttributeValues": {":by": number(by)}}
    return {"Key": wanted, "UpdateExpression": "ADD n :by", **values}


def open_and_close(path: Path, prefix: str, pipe: Connection) -> None:
    """Open the file, which may not be there yet."""
    Engine(path).close()
    pipe.send(prefix)

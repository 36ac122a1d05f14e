"""Operations on many items without a guarantee across them: BatchGetItem, BatchWriteItem."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Any, Literal

from persistence.embedded.capacity import consumed_by_table, read_units, write_units
from persistence.embedded.errors import invalid
from persistence.embedded.expressions import Scope
from persistence.embedded.items import Lookup, projection
from persistence.embedded.requests import Request, Response, check, check_count, only
from persistence.embedded.store import Store
from persistence.embedded.values import Item
from persistence.embedded.writes import Write, prepare

MAX_GETS, MAX_WRITES = 100, 25
MAX_BATCH_BYTES = 16 * 1024 * 1024
_KINDS: dict[str, Literal["Put", "Delete"]] = {"PutRequest": "Put", "DeleteRequest": "Delete"}


def batch_get_item(store: Store, request: Request) -> Response:
    """Read up to 100 items; those beyond 16 MB are returned as unprocessed keys."""
    wanted: dict[str, Request] = request["RequestItems"]
    lookups = [pair for name, part in wanted.items() for pair in _lookups(store, name, part)]
    check_count("RequestItems", len(lookups), MAX_GETS)
    refuse_duplicates((read.table.name, read.key) for read, _ in lookups)
    responses: dict[str, list[Item]] = {name: [] for name in wanted}
    unprocessed: dict[str, Any] = {}
    units: defaultdict[str, float] = defaultdict(float)
    total = 0
    with store.reading() as connection:
        for read, key in lookups:
            name = read.table.name
            item, size = (None, 0) if total > MAX_BATCH_BYTES else read.fetch(connection)
            total += size
            if total > MAX_BATCH_BYTES:
                unprocessed.setdefault(name, {**wanted[name], "Keys": []})["Keys"].append(key)
                continue
            units[name] += read_units(size, wanted[name])
            if item is not None:
                responses[name].append(item)
    found: Response = {"Responses": responses, "UnprocessedKeys": unprocessed}
    return found | consumed_by_table(request, units)


def batch_write_item(store: Store, request: Request) -> Response:
    """Put and delete up to 25 items; here they are stored together or not at all."""
    wanted: dict[str, list[Request]] = request["RequestItems"]
    writes = [_write(store, name, part) for name, parts in wanted.items() for part in parts]
    check_count("RequestItems", len(writes), MAX_WRITES)
    refuse_duplicates((write.table.name, write.key) for write in writes)
    units: defaultdict[str, float] = defaultdict(float)
    with store.writing() as connection:
        for write in writes:
            units[write.table.name] += write_units(write.run(connection).size)
    response: Response = {"UnprocessedItems": {}}
    return response | consumed_by_table(request, units)


def refuse_duplicates(keys: Iterable[Hashable]) -> None:
    """Refuse the same key of the same table twice."""
    given = list(keys)
    if len(set(given)) != len(given):
        raise invalid("Provided list of item keys contains duplicates")


def _lookups(store: Store, name: str, part: Request) -> list[tuple[Lookup, Item]]:
    check("KeysAndAttributes", part)
    table, scope = store.table(name), Scope(part)
    paths = projection(scope, part)
    scope.close()
    return [(Lookup(table=table, key=table.key(key)[1], paths=paths), key) for key in part["Keys"]]


def _write(store: Store, name: str, part: Request) -> Write:
    kind, request = only(part)
    if kind not in _KINDS:
        raise invalid(f"BatchWriteItem does not support {kind}")
    check(kind, request)
    return prepare(store, _KINDS[kind], {"TableName": name, **request})

"""Operations on one item: GetItem, PutItem, UpdateItem, DeleteItem."""

from dataclasses import dataclass
from sqlite3 import Connection
from typing import Literal

from persistence.embedded import grammar
from persistence.embedded.capacity import consumed, read_units, write_units
from persistence.embedded.errors import invalid
from persistence.embedded.expressions import Scope
from persistence.embedded.nodes import DocumentPath
from persistence.embedded.paths import project, refuse_overlap
from persistence.embedded.requests import Request, Response
from persistence.embedded.store import Store, read_item
from persistence.embedded.tables import Key, Table
from persistence.embedded.values import Item
from persistence.embedded.writes import Outcome, Write, prepare


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Hold a checked read of one item; no paths means the whole item."""

    table: Table
    key: Key
    paths: tuple[DocumentPath, ...] | None

    def fetch(self, connection: Connection) -> tuple[Item | None, int]:
        """Return the wanted part of the item, or nothing, and the bytes of the whole."""
        item, size = read_item(connection, self.table, self.key)
        if item is not None and self.paths is not None:
            item = project(item, self.paths)
        return item, size


def projection(scope: Scope, request: Request) -> tuple[DocumentPath, ...] | None:
    """Return the paths of the request's projection, or nothing for the whole item."""
    paths = scope.root(grammar.projection, request.get("ProjectionExpression"))
    refuse_overlap(paths or ())
    return paths


def lookup(store: Store, request: Request) -> Lookup:
    """Check the read of one item."""
    table, scope = store.table(request["TableName"]), Scope(request)
    paths = projection(scope, request)
    scope.close()
    return Lookup(table=table, key=table.key(request["Key"])[1], paths=paths)


def get_item(store: Store, request: Request) -> Response:
    """Read one item."""
    read = lookup(store, request)
    item, size = read.fetch(store.connection())
    found = {} if item is None else {"Item": item}
    return found | consumed(request, read.table.name, read_units(size, request))


def put_item(store: Store, request: Request) -> Response:
    """Replace one item."""
    return _write_old(store, "Put", request)


def delete_item(store: Store, request: Request) -> Response:
    """Remove one item."""
    return _write_old(store, "Delete", request)


def update_item(store: Store, request: Request) -> Response:
    """Change one item, or create it from its key."""
    write = prepare(store, "Update", request)
    with store.writing() as connection:
        outcome = write.run(connection)
    returned = _updated(request.get("ReturnValues", "NONE"), write, outcome)
    return _response(request, write, outcome, returned)


def _write_old(store: Store, kind: Literal["Put", "Delete"], request: Request) -> Response:
    wanted = request.get("ReturnValues", "NONE")
    if wanted not in {"NONE", "ALL_OLD"}:
        raise invalid(f"Return values set to invalid value: {wanted}")
    write = prepare(store, kind, request)
    with store.writing() as connection:
        outcome = write.run(connection, needs_old=wanted == "ALL_OLD")
    return _response(request, write, outcome, outcome.old if wanted == "ALL_OLD" else None)


def _updated(wanted: str, write: Write, outcome: Outcome) -> Item | None:
    if wanted == "NONE":
        return None
    item = outcome.old if wanted.endswith("OLD") else outcome.new
    return item if item is None or wanted.startswith("ALL") else project(item, write.paths)


def _response(
    request: Request, write: Write, outcome: Outcome, attributes: Item | None
) -> Response:
    returned = {"Attributes": attributes} if attributes else {}
    return returned | consumed(request, write.table.name, write_units(outcome.size))

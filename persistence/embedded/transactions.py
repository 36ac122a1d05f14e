"""Operations on up to 100 items at once, all or nothing: TransactWriteItems, TransactGetItems."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from sqlite3 import Connection
from typing import Any, cast, get_args

from persistence.embedded.capacity import consumed_by_table, read_units, write_units
from persistence.embedded.codec import encode_sorted
from persistence.embedded.errors import DynamoError, invalid
from persistence.embedded.items import Lookup, lookup
from persistence.embedded.requests import Request, Response, check, check_count, only
from persistence.embedded.store import Store
from persistence.embedded.writes import Kind, Write, prepare

MAX_ACTIONS = 100
MAX_TRANSACTION_BYTES = 4 * 1024 * 1024
TOKEN_SECONDS = 600
_MAX_TOKEN_LENGTH = 36
_REASONS = {
    "ConditionalCheckFailedException": "ConditionalCheckFailed",
    "ValidationException": "ValidationError",
}


def transact_write_items(store: Store, request: Request) -> Response:
    """Make all changes or none; the same token within ten minutes makes them once."""
    parts: list[Request] = request["TransactItems"]
    check_count("TransactItems", len(parts), MAX_ACTIONS)
    writes = [_write(store, part) for part in parts]
    _refuse_duplicates(writes)
    token, fingerprint = _token(request)
    units: dict[str, float] = {}
    with store.writing() as connection:
        if token is None or _is_first(connection, token, fingerprint, store.clock()):
            units = _run(connection, writes)
    return consumed_by_table(request, units)


def transact_get_items(store: Store, request: Request) -> Response:
    """Read all items as of one instant."""
    parts: list[Request] = request["TransactItems"]
    check_count("TransactItems", len(parts), MAX_ACTIONS)
    lookups = [_lookup(store, part) for part in parts]
    _refuse_duplicates(lookups)
    with store.reading() as connection:
        found = [read.fetch(connection) for read in lookups]
    _check_total(sum(size for _, size in found))
    units: defaultdict[str, float] = defaultdict(float)
    for read, (_, size) in zip(lookups, found, strict=True):
        units[read.table.name] += 2 * read_units(size, {"ConsistentRead": True})
    # Neither an absent item nor one without any of the projected attributes has an `Item`.
    responses: list[Response] = [{"Item": item} if item else {} for item, _ in found]
    return {"Responses": responses} | consumed_by_table(request, units)


def _write(store: Store, part: Request) -> Write:
    kind, request = only(part)
    if kind not in get_args(Kind):
        raise invalid(f"TransactWriteItems does not support {kind}")
    check(kind, request)
    return prepare(store, cast("Kind", kind), request)


def _lookup(store: Store, part: Request) -> Lookup:
    kind, request = only(part)
    if kind != "Get":
        raise invalid(f"TransactGetItems does not support {kind}")
    check(kind, request)
    return lookup(store, request)


def _refuse_duplicates(actions: Sequence[Write] | Sequence[Lookup]) -> None:
    if len({(action.table.name, action.key) for action in actions}) != len(actions):
        raise invalid("Transaction request cannot include multiple operations on one item")


def _token(request: Request) -> tuple[str | None, bytes]:
    token: str | None = request.get("ClientRequestToken")
    if token is None:
        return None, b""
    if not 1 <= len(token) <= _MAX_TOKEN_LENGTH:
        raise invalid(f"ClientRequestToken must have 1 to {_MAX_TOKEN_LENGTH} characters")
    return token, sha256(encode_sorted(request["TransactItems"]).encode()).digest()


def _is_first(connection: Connection, token: str, fingerprint: bytes, now: float) -> bool:
    connection.execute("DELETE FROM tokens WHERE expires <= ?", (now,))
    query = "SELECT request FROM tokens WHERE token = ?"
    row = connection.execute(query, (token,)).fetchone()
    if row is None:
        values = (token, fingerprint, now + TOKEN_SECONDS)
        connection.execute("INSERT INTO tokens VALUES(?, ?, ?)", values)
    elif row[0] != fingerprint:
        raise DynamoError(
            "IdempotentParameterMismatchException",
            "The token was used for a request with other parameters",
        )
    return row is None


def _run(connection: Connection, writes: list[Write]) -> dict[str, float]:
    reasons: list[dict[str, Any]] = []
    units: defaultdict[str, float] = defaultdict(float)
    total = 0
    for write in writes:
        reason, size = _attempt(connection, write)
        reasons.append(reason)
        units[write.table.name] += 2 * write_units(size)
        total += size
    if any(reason["Code"] != "None" for reason in reasons):
        raise _cancelled(reasons)
    _check_total(total)
    return units


def _attempt(connection: Connection, write: Write) -> tuple[dict[str, Any], int]:
    try:
        return {"Code": "None"}, write.run(connection).size
    except DynamoError as error:
        return {"Code": _REASONS[error.code], "Message": error.message, **error.extra}, 0


def _cancelled(reasons: list[dict[str, Any]]) -> DynamoError:
    codes = ", ".join(reason["Code"] for reason in reasons)
    return DynamoError(
        "TransactionCanceledException",
        f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]",
        CancellationReasons=reasons,
    )


def _check_total(size: int) -> None:
    if size > MAX_TRANSACTION_BYTES:
        raise invalid("The items of a transaction exceed the maximum size of 4 MB together")

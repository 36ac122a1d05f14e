"""Writes of one item: everything that needs no database is done before the transaction begins."""

from collections.abc import Callable
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Literal, TypeAlias, assert_never

from persistence.embedded import grammar
from persistence.embedded.conditions import holds
from persistence.embedded.errors import DynamoError
from persistence.embedded.expressions import Scope
from persistence.embedded.nodes import Condition, DocumentPath
from persistence.embedded.operands import check_sources
from persistence.embedded.requests import Request
from persistence.embedded.store import Store, read_item
from persistence.embedded.tables import Key, Table
from persistence.embedded.updates import apply, check_actions
from persistence.embedded.values import Item, canonical_item

Kind: TypeAlias = Literal["Put", "Update", "Delete", "ConditionCheck"]
_Effect: TypeAlias = Callable[[Connection, Item | None], tuple[Item | None, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Tell what was stored before and after, and the bytes of the larger."""

    old: Item | None
    new: Item | None
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """Hold a checked write: its item, its condition and its effect."""

    table: Table
    key: Key
    condition: Condition | None
    values: Item
    reports_old_on_failure: bool
    reads_old: bool
    effect: _Effect
    paths: tuple[DocumentPath, ...] = ()

    def run(self, connection: Connection, *, needs_old: bool = False) -> Outcome:
        """Test the condition and make the change.

        Raises:
            DynamoError: the condition does not hold, or the update does not fit the item.
        """
        old, old_size = None, 0
        if needs_old or self.reads_old or self.condition is not None:
            old, old_size = read_item(connection, self.table, self.key)
        if self.condition is not None and not holds(self.condition, old or {}, self.values):
            reported = {"Item": old} if self.reports_old_on_failure and old is not None else {}
            raise DynamoError(
                "ConditionalCheckFailedException", "The conditional request failed", **reported
            )
        new, new_size = self.effect(connection, old)
        return Outcome(old=old, new=new, size=max(old_size, new_size))


def prepare(store: Store, kind: Kind, request: Request) -> Write:
    """Check a Put, Update, Delete or ConditionCheck and prepare its effect."""
    table, scope = store.table(request["TableName"]), Scope(request)
    condition = scope.condition(request.get("ConditionExpression"))
    paths: tuple[DocumentPath, ...] = ()
    match kind:
        case "Put":
            key, effect = _put(table, request["Item"])
        case "Update":
            key, effect, paths = _update(table, request, scope)
        case "Delete":
            key, effect = _delete(table, request["Key"])
        case "ConditionCheck":
            key, effect = table.key(request["Key"])[1], _nothing
        case _:
            assert_never(kind)
    scope.close()
    return Write(
        table=table,
        key=key,
        condition=condition,
        values=scope.values,
        reports_old_on_failure=request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD",
        reads_old=kind == "Update",
        effect=effect,
        paths=paths,
    )


def _put(table: Table, given: Item) -> tuple[Key, _Effect]:
    item, size = canonical_item(given)
    row = table.row(item, size)

    def effect(connection: Connection, _old: Item | None) -> tuple[Item | None, int]:
        connection.execute(table.sql.upsert, row)
        return item, size

    return table.schema.encode(item), effect


def _update(
    table: Table, request: Request, scope: Scope
) -> tuple[Key, _Effect, tuple[DocumentPath, ...]]:
    actions = scope.root(grammar.update, request.get("UpdateExpression")) or ()
    check_actions(actions, table.schema.names)
    check_sources(actions, scope.values)
    base, key = table.key(request["Key"])

    def effect(connection: Connection, old: Item | None) -> tuple[Item | None, int]:
        new, size = canonical_item(apply(actions, base if old is None else old, scope.values))
        connection.execute(table.sql.upsert, table.row(new, size))
        return new, size

    return key, effect, tuple(action.path for action in actions)


def _delete(table: Table, given: Item) -> tuple[Key, _Effect]:
    _, key = table.key(given)

    def effect(connection: Connection, _old: Item | None) -> tuple[Item | None, int]:
        connection.execute(table.sql.delete, key)
        return None, 0

    return key, effect


def _nothing(_connection: Connection, old: Item | None) -> tuple[Item | None, int]:
    return old, 0

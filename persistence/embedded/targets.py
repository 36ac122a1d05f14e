"""What a query reads: a table or one of its indexes, its columns in key order, where to go on."""

from collections.abc import Sequence
from dataclasses import dataclass

from persistence.embedded.errors import invalid
from persistence.embedded.ranges import KeyRange
from persistence.embedded.requests import Request
from persistence.embedded.sql import selection
from persistence.embedded.store import Store
from persistence.embedded.tables import Index, KeySchema, Table
from persistence.embedded.values import Item, canonical

_LOWER, _UPPER = (">", ">="), ("<", "<=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Name the table and, if it is read through one, the index."""

    table: Table
    index: Index | None

    @property
    def schema(self) -> KeySchema:
        """Return the key schema that the items are ordered by."""
        return self.table.schema if self.index is None else self.index.schema

    @property
    def columns(self) -> tuple[str, ...]:
        """List the columns that order all items, the hash key's first."""
        if self.index is None:
            return ("pk", "sk")
        return (f"g{self.index.number}p", f"g{self.index.number}s", "pk", "sk")

    def key_of(self, item: Item) -> Item:
        """Return the key attributes by which a page can go on after the item."""
        return {name: item[name] for name in (*self.table.schema.names, *self.schema.names)}

    def visible(self, item: Item) -> Item:
        """Return what the index projects of an item."""
        if self.index is None or self.index.projected is None:
            return item
        kept = self.index.projected
        return {name: value for name, value in item.items() if name in kept}

    def start(self, request: Request) -> tuple[bytes, ...]:
        """Return the columns of the key a page starts after, or nothing.

        Raises:
            DynamoError: the key has other attributes than those of table and index.
        """
        given: Item | None = request.get("ExclusiveStartKey")
        if given is None:
            return ()
        if set(given) != {*self.table.schema.names, *self.schema.names}:
            raise invalid("The provided starting key is invalid")
        item = {name: canonical(value)[0] for name, value in given.items()}
        key = self.table.schema.encode(item)
        return key if self.index is None else (*self.index.schema.encode(item), *key)

    def read_partition(
        self, selected: KeyRange, start: tuple[bytes, ...], *, is_forward: bool
    ) -> tuple[str, list[bytes]]:
        """Write the query of one partition and its arguments."""
        if start and (start[0], True) != (selected.partition, selected.admits(start[1])):
            raise invalid("The provided starting key is outside query boundaries")
        hash_column, *order = self.columns
        conditions, arguments = [f"{hash_column} = ?"], [selected.partition]
        # The starting key is inside the bounds, so it replaces the bound it comes after.
        passed = () if not start else _LOWER if is_forward else _UPPER
        for bound in selected.bounds:
            if bound.operator not in passed:
                conditions.append(f"{order[0]} {bound.operator} ?")
                arguments.append(bound.value)
        return self._read(conditions, arguments, order, start[1:], is_forward=is_forward)

    def read_all(self, start: tuple[bytes, ...]) -> tuple[str, list[bytes]]:
        """Write the query of all items and its arguments."""
        conditions = [] if self.index is None else [f"{self.columns[0]} IS NOT NULL"]
        return self._read(conditions, [], self.columns, start, is_forward=True)

    def _read(
        self,
        conditions: list[str],
        arguments: list[bytes],
        order: Sequence[str],
        start: tuple[bytes, ...],
        *,
        is_forward: bool,
    ) -> tuple[str, list[bytes]]:
        if start:
            marks = ", ".join("?" * len(start))
            conditions.append(f"({', '.join(order)}) {'>' if is_forward else '<'} ({marks})")
        text = selection(
            self.table.number,
            None if self.index is None else self.index.number,
            conditions=conditions,
            order=order,
            is_forward=is_forward,
        )
        return text, [*arguments, *start]


def target_of(store: Store, request: Request) -> Target:
    """Return what a Query or a Scan reads.

    Raises:
        DynamoError: the index is unknown or cannot be read as the request wants.
    """
    table, name = store.table(request["TableName"]), request.get("IndexName")
    index = None if name is None else table.index(name)
    if index is not None and request.get("ConsistentRead"):
        raise invalid("Consistent reads are not supported on global secondary indexes")
    select = request.get("Select")
    if select == "ALL_ATTRIBUTES" and index is not None and index.projected is not None:
        raise invalid(f"Select type ALL_ATTRIBUTES is not supported for the index {name}")
    if (select == "SPECIFIC_ATTRIBUTES") != ("ProjectionExpression" in request) and select:
        raise invalid(f"Select type {select} does not fit the ProjectionExpression")
    return Target(table=table, index=index)

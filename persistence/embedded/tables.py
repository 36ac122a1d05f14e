"""Tables: key schema, secondary indexes, and the row that stores an item."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from persistence.embedded.codec import encode
from persistence.embedded.decimals import encode_number
from persistence.embedded.errors import invalid
from persistence.embedded.sql import Statements, statements
from persistence.embedded.values import MAX_ITEM_BYTES, Item, canonical, tagged

MAX_HASH_BYTES, MAX_RANGE_BYTES = 2048, 1024
Key: TypeAlias = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySchema:
    """Name the attributes of a key and encode their values as ordered bytes."""

    hash_name: str
    range_name: str | None
    types: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """List the attributes of the key, hash first."""
        return (self.hash_name, self.range_name) if self.range_name else (self.hash_name,)

    def encode(self, item: Item) -> Key:
        """Return the ordered bytes of the key of an item; without a range key they are empty.

        Raises:
            DynamoError: an attribute is missing, empty, too long or of another type.
        """
        if self.range_name is None:
            return self.part(item, self.hash_name), b""
        return self.part(item, self.hash_name), self.part(item, self.range_name)

    def part(self, item: Item, name: str) -> bytes:
        """Return the ordered bytes of one attribute of the key."""
        if name not in item:
            raise invalid(f"One or more parameter values were invalid: Missing the key {name}")
        kind, content = tagged(item[name])
        if kind != self.types[name]:
            raise invalid(
                "One or more parameter values were invalid: Type mismatch for key "
                f"{name} expected: {self.types[name]} actual: {kind}"
            )
        return self._bounded(name, _ordered(kind, content))

    def _bounded(self, name: str, encoded: bytes) -> bytes:
        limit = MAX_HASH_BYTES if name == self.hash_name else MAX_RANGE_BYTES
        if not encoded:
            raise invalid(f"A key attribute cannot contain an empty value. Key: {name}")
        if len(encoded) > limit:
            raise invalid(
                f"Size of key {name} has exceeded the maximum size limit of {limit} bytes"
            )
        return encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Describe a secondary index; nothing in `projected` means every attribute."""

    number: int
    schema: KeySchema
    projected: frozenset[str] | None

    def encode(self, item: Item) -> tuple[bytes | None, bytes | None]:
        """Return the index key of an item, or nothing for an item that is not in the index."""
        names = self.schema.names
        parts = [self.schema.part(item, name) if name in item else None for name in names]
        hash_part, range_part, *_ = (*parts, b"")
        return (None, None) if None in parts else (hash_part, range_part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Know how the items of one table are keyed, indexed and stored."""

    number: int
    name: str
    schema: KeySchema
    indexes: Mapping[str, Index]
    sql: Statements

    def key(self, key: Item) -> tuple[Item, Key]:
        """Return the canonical form and the bytes of a key, which must be exactly the schema's."""
        if set(key) != set(self.schema.names):
            raise invalid("The provided key element does not match the schema")
        stored = {name: canonical(value)[0] for name, value in key.items()}
        return stored, self.schema.encode(stored)

    def row(self, item: Item, size: int) -> tuple[bytes | str | int | None, ...]:
        """Return the row of a canonical item."""
        if size > MAX_ITEM_BYTES:
            raise invalid("Item size has exceeded the maximum allowed size of 400 KB")
        keys = [part for index in self.indexes.values() for part in index.encode(item)]
        return (*self.schema.encode(item), encode(item), size, *keys)

    def index(self, name: str) -> Index:
        """Return a secondary index by name."""
        if name not in self.indexes:
            raise invalid(f"The table does not have the specified index: {name}")
        return self.indexes[name]


def table_of(number: int, description: Mapping[str, Any]) -> Table:
    """Read a table from its description."""
    types = {
        definition["AttributeName"]: definition["AttributeType"]
        for definition in description["AttributeDefinitions"]
    }
    schema = _schema(description["KeySchema"], types)
    indexes = {
        index["IndexName"]: _index(position, index, schema, types)
        for position, index in enumerate(description.get("GlobalSecondaryIndexes", ()))
    }
    return Table(
        number=number,
        name=description["TableName"],
        schema=schema,
        indexes=indexes,
        sql=statements(number, len(indexes)),
    )


def _schema(elements: list[dict[str, str]], types: Mapping[str, str]) -> KeySchema:
    names = {element["KeyType"]: element["AttributeName"] for element in elements}
    return KeySchema(hash_name=names["HASH"], range_name=names.get("RANGE"), types=types)


def _index(
    number: int, index: Mapping[str, Any], primary: KeySchema, types: Mapping[str, str]
) -> Index:
    schema, projection = _schema(index["KeySchema"], types), index["Projection"]
    if projection["ProjectionType"] == "ALL":
        return Index(number=number, schema=schema, projected=None)
    kept = (*primary.names, *schema.names, *projection.get("NonKeyAttributes", ()))
    return Index(number=number, schema=schema, projected=frozenset(kept))


def _ordered(kind: str, content: Any) -> bytes:
    match kind:
        case "S":
            return str(content).encode()
        case "N":
            return encode_number(content)
        case _:
            return bytes(content)

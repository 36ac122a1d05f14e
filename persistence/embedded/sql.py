"""The SQL of one table: rows unique by (pk, sk), a partial index for every secondary index.

The keys are bytes in DynamoDB's order, so SQLite's indexes are the sort order of every query.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import Template

SCHEMA = """
CREATE TABLE IF NOT EXISTS tables(
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL, ttl TEXT);
CREATE TABLE IF NOT EXISTS tokens(
    token TEXT PRIMARY KEY, request BLOB NOT NULL, expires REAL NOT NULL);
CREATE INDEX IF NOT EXISTS tokens_by_expiry ON tokens(expires);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """Hold the statements of one table that depend on its number alone."""

    read: str
    upsert: str
    delete: str


def statements(table: int, index_count: int) -> Statements:
    """Write the statements of a table with so many secondary indexes."""
    columns = ("pk", "sk", "item", "size", *_index_columns(index_count))
    return Statements(
        read=_fill("SELECT item, size FROM $rows WHERE pk = ? AND sk = ?", table),
        delete=_fill("DELETE FROM $rows WHERE pk = ? AND sk = ?", table),
        upsert=_fill(
            "INSERT INTO $rows($columns) VALUES($marks) ON CONFLICT(pk, sk) DO UPDATE SET $changes",
            table,
            columns=", ".join(columns),
            marks=", ".join("?" * len(columns)),
            changes=", ".join(f"{name} = excluded.{name}" for name in columns[2:]),
        ),
    )


def creation(table: int, index_count: int) -> Iterator[str]:
    """Write the statements that create a table."""
    columns = "".join(f", {name} BLOB" for name in _index_columns(index_count))
    yield _fill(
        "CREATE TABLE $rows(pk BLOB NOT NULL, sk BLOB NOT NULL, item TEXT NOT NULL,"
        " size INTEGER NOT NULL$columns, UNIQUE(pk, sk))",
        table,
        columns=columns,
    )
    for number in range(index_count):
        yield _fill(
            "CREATE INDEX $index ON $rows($p, $s, pk, sk) WHERE $p IS NOT NULL",
            table,
            index=_index(table, number),
            p=f"g{number}p",
            s=f"g{number}s",
        )


def deletion(table: int) -> str:
    """Write the statement that drops a table."""
    return _fill("DROP TABLE $rows", table)


def selection(
    table: int,
    index: int | None,
    *,
    conditions: Sequence[str],
    order: Sequence[str],
    is_forward: bool,
) -> str:
    """Write a query of the table, or of one of its indexes, in the order of the columns."""
    direction = "" if is_forward else " DESC"
    return _fill(
        "SELECT item, size, pk FROM $rows$hint WHERE $conditions ORDER BY $order",
        table,
        hint="" if index is None else f" INDEXED BY {_index(table, index)}",
        conditions=" AND ".join(conditions) or "1",
        order=", ".join(f"{column}{direction}" for column in order),
    )


def expiry_creation(table: int, attribute: str) -> str:
    """Write the statement that indexes the epoch seconds of an attribute."""
    return _fill(
        "CREATE INDEX x$table ON $rows($expiry) WHERE $expiry IS NOT NULL",
        table,
        expiry=_expiry(attribute),
    )


def expiry_deletion(table: int) -> str:
    """Write the statement that drops the index of the epoch seconds."""
    return _fill("DROP INDEX IF EXISTS x$table", table)


def expiry_sweep(table: int, attribute: str) -> str:
    """Write the statement that deletes a batch of rows that expired between two instants."""
    return _fill(
        "DELETE FROM $rows WHERE rowid IN (SELECT rowid FROM $rows WHERE"
        " $expiry IS NOT NULL AND $expiry BETWEEN ? AND ? LIMIT ?)",
        table,
        expiry=_expiry(attribute),
    )


def _expiry(attribute: str) -> str:
    # An index on an expression needs the path in its text; attribute names are checked for quotes.
    return f"""CAST(json_extract(item, '$."{attribute}".N') AS REAL)"""


def _index_columns(index_count: int) -> list[str]:
    return [f"g{number}{part}" for number in range(index_count) for part in "ps"]


def _index(table: int, number: int) -> str:
    return f"i{table}_{number}"


def _fill(text: str, table: int, **parts: str) -> str:
    return Template(text).substitute(rows=f"t{table}", table=str(table), **parts)

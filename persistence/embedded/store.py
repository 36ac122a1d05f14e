"""The SQLite file: a connection per thread, one writer at a time, transactions and tables."""

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from persistence.embedded.codec import decode
from persistence.embedded.errors import not_found
from persistence.embedded.lag import Lag
from persistence.embedded.sql import SCHEMA
from persistence.embedded.tables import Key, Table, table_of
from persistence.embedded.values import Item

BUSY_SECONDS = 30.0
FORMAT = 1
_PRIMARY_CODE = 0xFF
_SYNCHRONOUS = ("OFF", "NORMAL", "FULL", "EXTRA")


class Store:
    """Give every thread its own connection to one file that several processes may share."""

    def __init__(
        self, path: Path, *, synchronous: str, clock: Callable[[], float], index_delay: float
    ) -> None:
        if synchronous not in _SYNCHRONOUS:
            raise ValueError(f"synchronous must be one of {_SYNCHRONOUS}, not {synchronous!r}")
        self.clock = clock
        self._path = path
        self._synchronous = synchronous
        self._writer = threading.Lock()
        self._registry = threading.Lock()
        self._connections: dict[threading.Thread, sqlite3.Connection] = {}
        self._local = threading.local()
        self._tables: dict[str, tuple[int, Table]] = {}
        self._is_closed = False
        self._lag = Lag(self._connect, delay=index_delay, clock=clock) if index_delay > 0 else None
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def connection(self) -> sqlite3.Connection:
        """Return the connection of the calling thread."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None or self._is_closed:
            found = self._local.connection = self._register()
        return found

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """Read from one snapshot of the file."""
        connection = self.connection()
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")

    @contextmanager
    def viewing(self, *, is_index: bool) -> Generator[sqlite3.Connection]:
        """Read a table as it is now, or an index as it was before the delay of indexes."""
        if is_index and self._lag is not None:
            with self._lag.reading() as connection:
                yield connection
        else:
            yield self.connection()

    @contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """Write all or nothing; when the block ends without an error, the write is on disk."""
        connection = self.connection()
        with self._writer:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # A full disk may have ended the transaction already.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def table(self, name: str) -> Table:
        """Return a table by name.

        Raises:
            DynamoError: ResourceNotFoundException if there is none.
        """
        # Another process may have replaced the table; SQLite counts the changes of its schema.
        (version,) = self.connection().execute("PRAGMA schema_version").fetchone()
        read_at, table = self._tables.get(name, (None, None))
        if table is None or read_at != version:
            number, description, _ = self.definition(name)
            table = table_of(number, description)
            self._tables[name] = version, table
            if self._lag is not None:
                self._lag.start()
        return table

    def definition(self, name: str) -> tuple[int, dict[str, Any], str | None]:
        """Return the number, the description and the expiry attribute of a table.

        Raises:
            DynamoError: ResourceNotFoundException if there is none.
        """
        query = "SELECT id, description, ttl FROM tables WHERE name = ?"
        row = self.connection().execute(query, (name,)).fetchone()
        if row is None:
            raise not_found(name)
        return row[0], json.loads(row[1]), row[2]

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._writer, self._registry:
            self._is_closed = True
            if self._lag is not None:
                self._lag.stop()
            while self._connections:
                self._connections.popitem()[1].close()

    def _register(self) -> sqlite3.Connection:
        with self._registry:
            if self._is_closed:
                raise sqlite3.ProgrammingError("the store is closed")
            for thread in [each for each in self._connections if not each.is_alive()]:
                self._connections.pop(thread).close()
            connection = self._connections[threading.current_thread()] = self._connect()
        connection.execute(f"PRAGMA synchronous = {self._synchronous}")
        connection.execute("PRAGMA cache_size = -4000")
        return connection

    def _connect(self) -> sqlite3.Connection:
        # Any thread may close a connection; only its own thread uses it.
        return sqlite3.connect(
            self._path,
            isolation_level=None,
            timeout=BUSY_SECONDS,
            cached_statements=512,
            check_same_thread=False,
        )

    def _prepare(self) -> None:
        connection = self.connection()
        self._switch_to_wal(connection)
        with self.writing():
            (found,) = connection.execute("PRAGMA user_version").fetchone()
            if found not in {0, FORMAT}:
                raise ValueError(f"it has format {found}; this version reads {FORMAT}")
            if found == 0:
                for statement in SCHEMA.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {FORMAT}")

    def _switch_to_wal(self, connection: sqlite3.Connection) -> None:
        # SQLite does not wait for other processes in this one statement, so we do.
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
            except sqlite3.OperationalError as error:
                is_busy = error.sqlite_errorcode & _PRIMARY_CODE == sqlite3.SQLITE_BUSY
                if not is_busy or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
            else:
                break
        if mode != "wal":
            raise ValueError(f"it cannot have a write-ahead log: its mode is {mode}")


def read_item(connection: sqlite3.Connection, table: Table, key: Key) -> tuple[Item | None, int]:
    """Return a stored item and its size in bytes, or nothing and zero."""
    row = connection.execute(table.sql.read, key).fetchone()
    return (None, 0) if row is None else (decode(row[0]), row[1])

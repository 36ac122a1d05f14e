"""DynamoDB's API in process on one SQLite file: dispatch of the operations."""

import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias, TypeVar

from persistence.embedded import batches, control, expiry, items, queries, transactions
from persistence.embedded.errors import DynamoError, invalid, not_found
from persistence.embedded.requests import Request, Response, check
from persistence.embedded.store import Store

_Answer = TypeVar("_Answer")
_Operation: TypeAlias = Callable[[Store, Request], Response]
_OPERATIONS: Mapping[str, _Operation] = {
    "CreateTable": control.create_table,
    "DescribeTable": control.describe_table,
    "DeleteTable": control.delete_table,
    "ListTables": control.list_tables,
    "UpdateTimeToLive": expiry.update_time_to_live,
    "DescribeTimeToLive": expiry.describe_time_to_live,
    "GetItem": items.get_item,
    "PutItem": items.put_item,
    "UpdateItem": items.update_item,
    "DeleteItem": items.delete_item,
    "Query": queries.query,
    "Scan": queries.scan,
    "BatchGetItem": batches.batch_get_item,
    "BatchWriteItem": batches.batch_write_item,
    "TransactWriteItems": transactions.transact_write_items,
    "TransactGetItems": transactions.transact_get_items,
}


class Engine:
    """Answer DynamoDB requests from one file that threads and processes may share.

    With `synchronous="FULL"` every acknowledged write survives a power cut; with "NORMAL" it
    survives the end of the process, and a power cut may undo the last writes.

    Indexes show every write at once; with `index_delay` they miss those of that many seconds, as
    DynamoDB's may.
    """

    def __init__(
        self,
        path: Path,
        *,
        synchronous: str = "FULL",
        clock: Callable[[], float] = time.time,
        index_delay: float = 0,
    ) -> None:
        self.store = Store(path, synchronous=synchronous, clock=clock, index_delay=index_delay)

    def call(self, operation: str, request: Request) -> Response:
        """Answer one request.

        Raises:
            DynamoError: with DynamoDB's code; InternalServerError names a failure of SQLite.
        """
        handler = _OPERATIONS.get(operation)
        if handler is None:
            raise invalid(f"The operation {operation} is not supported by the embedded store")
        check(operation, request)
        return self._guarded(lambda: handler(self.store, request))

    def sweep(self, now: float) -> int:
        """Delete the items that expired before an epoch second and return how many there were."""
        return self._guarded(lambda: expiry.sweep(self.store, now))

    def close(self) -> None:
        """Close the connections of all threads; nothing can be called after it."""
        self.store.close()

    @staticmethod
    def _guarded(work: Callable[[], _Answer]) -> _Answer:
        try:
            return work()
        except sqlite3.Error as error:
            # Another process deleted the table while the request ran.
            if "no such table" in str(error):
                raise not_found(str(error)) from error
            raise DynamoError("InternalServerError", f"SQLite failed: {error}") from error

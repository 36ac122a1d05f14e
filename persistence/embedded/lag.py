"""A view of the file as it was at least so many seconds ago, as the indexes of DynamoDB give one.

Two snapshots of the write-ahead log are held open: the one that answers, and the one that will.
"""

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager

_SNAPSHOTS = 2


class Lag:
    """Lend a connection whose snapshot misses the latest writes, to one thread at a time."""

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        *,
        delay: float,
        clock: Callable[[], float],
    ) -> None:
        self._connect = connect
        self._delay = delay
        self._clock = clock
        self._lock = threading.Lock()
        self._snapshots: deque[tuple[float, sqlite3.Connection]] = deque()

    def start(self) -> None:
        """Begin anew from the file as it is now."""
        with self._lock:
            self._close()
            self._snapshots.extend(self._taken(self._connect()) for _ in range(_SNAPSHOTS))

    def stop(self) -> None:
        """Let go of the snapshots."""
        with self._lock:
            self._close()

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """Read from a snapshot that misses at least the writes of the last `delay` seconds."""
        with self._lock:
            taken_at, _ = self._snapshots[-1]
            if self._clock() - taken_at >= self._delay:
                _, oldest = self._snapshots.popleft()
                oldest.execute("ROLLBACK")
                self._snapshots.append(self._taken(oldest))
            yield self._snapshots[0][1]

    def _taken(self, connection: sqlite3.Connection) -> tuple[float, sqlite3.Connection]:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM tables").fetchone()
        # Read after the snapshot, so that no write in it is younger than the clock says.
        return self._clock(), connection

    def _close(self) -> None:
        while self._snapshots:
            self._snapshots.pop()[1].close()

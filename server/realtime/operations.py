"""The operations that a connection has open, by the ids that its client gave them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from anyio import CancelScope
from anyio.lowlevel import checkpoint

from server.realtime.connection import Connection

Work: TypeAlias = Callable[["Running"], Awaitable[None]]


def _nothing() -> None:
    pass


@dataclass(slots=True, kw_only=True, eq=False)
class Running:
    """An operation that is open; `leave` ends what it hears."""

    ident: str
    characters: int
    scope: CancelScope = field(default_factory=CancelScope)
    leave: Callable[[], None] = _nothing

    @property
    def is_stopped(self) -> bool:
        """Tell whether the client wants to hear no more of it."""
        return self.scope.cancel_called


class Operations:
    """Begins and stops operations; each runs beside the others."""

    def __init__(self, connection: Connection) -> None:
        self._connection: Final = connection
        self._running: dict[str, Running] = {}
        # What was stopped may take its time to end.
        self._at_work = 0

    def __contains__(self, ident: str) -> bool:
        return ident in self._running

    @property
    def is_full(self) -> bool:
        """Tell whether as many are open as a connection may have."""
        most = self._connection.pace.most_operations
        return len(self._running) >= most or self._at_work >= most

    def has_room(self, characters: int) -> bool:
        """Tell whether a text of this length may be kept beside those that are."""
        kept = sum(each.characters for each in self._running.values())
        return kept + characters <= self._connection.pace.most_query_characters

    def begin(self, ident: str, work: Work, *, characters: int = 0) -> None:
        """Open an operation; it stays open after its work is done, until it is stopped."""
        running = Running(ident=ident, characters=characters)
        self._running[ident] = running
        self._at_work += 1
        self._connection.tasks.start_soon(self._run, running, work)

    def stop(self, ident: str) -> None:
        """End an operation; one that is not open is none of it."""
        if ident in self._running:
            self._stop(self._running.pop(ident))

    def finish(self, running: Running) -> None:
        """Give up an operation from within; its id may have been given to another since."""
        if self._running.get(running.ident) is running:
            del self._running[running.ident]

    def stop_all(self) -> None:
        """End every operation."""
        while self._running:
            self._stop(self._running.popitem()[1])

    def _stop(self, running: Running) -> None:
        running.scope.cancel()
        running.leave()

    async def _run(self, running: Running, work: Work) -> None:
        try:
            with running.scope:
                # One that was stopped before it began must not begin.
                await checkpoint()
                await work(running)
        finally:
            self._at_work -= 1

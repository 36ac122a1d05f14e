"""Where operations are counted: a port, and the memory of this process behind it."""

from collections import Counter
from typing import Protocol


class Counts(Protocol):
    """Counts that begin at 0 in each window; windows follow each other and never overlap."""

    async def add(self, caller: str, rate: str, amount: int, *, until: int) -> int:
        """Count so many operations in the window that ends `until` (epoch seconds).

        Return how many it holds then. `caller` is a SHA-256, `rate` a class.
        """
        ...

    async def close(self) -> None:
        """Let go of what is held."""
        ...


class ProcessCounts:
    """Counts in the memory of this process, forgotten when the window ends."""

    def __init__(self) -> None:
        self._until = 0
        self._counts = Counter[tuple[str, str]]()

    async def add(self, caller: str, rate: str, amount: int, *, until: int) -> int:
        """Count so many operations in the window and return how many it holds then."""
        if until != self._until:
            self._until = until
            self._counts.clear()
        self._counts[caller, rate] += amount
        return self._counts[caller, rate]

    async def close(self) -> None:
        """Hold on: the memory goes with the process."""

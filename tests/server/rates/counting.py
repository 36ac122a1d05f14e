"""Limiters of tests, with small limits and counts that fail or take their time."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from server.rates.classes import Rate
from server.rates.counts import Counts, ProcessCounts
from server.rates.limiter import Limiter
from tests.server.builders import NOW

UNLIMITED = dict.fromkeys(Rate, 0)


@dataclass(slots=True, kw_only=True)
class HandClock:
    """A clock that is set by hand."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


def a_limiter(
    limits: Mapping[Rate, int],
    *,
    counts: Counts | None = None,
    clock: Callable[[], datetime] = lambda: NOW,
    patience_seconds: float = 5.0,
) -> Limiter:
    """Return a limiter of these classes, with patience for a slow machine."""
    return Limiter(
        limits={**UNLIMITED, **limits},
        counts=counts or ProcessCounts(),
        clock=clock,
        patience_seconds=patience_seconds,
    )


@dataclass(slots=True, kw_only=True)
class BrokenCounts:
    """Counts that raise an error instead of counting, or never answer without one."""

    error: Exception | None = None

    async def add(self, caller: str, rate: str, amount: int, *, until: int) -> int:
        """Count nothing."""
        del caller, rate, amount, until
        if self.error is not None:
            raise self.error
        never: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        return await never

    async def close(self) -> None:
        """Hold nothing."""

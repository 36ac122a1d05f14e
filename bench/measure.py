"""Measuring one asynchronous call: CPU of this process and time on the clock."""

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one call costs, in milliseconds: CPU is the best of five rounds, clock the median."""

    cpu: float
    clock: float
    slowest: float


async def cost_of(call: Callable[[], Awaitable[object]], *, calls: int, rounds: int = 5) -> Cost:
    """Return what one call costs, after one that warms up caches."""
    await call()
    cpu: list[float] = []
    clock: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(calls):
            before = time.perf_counter()
            await call()
            clock.append((time.perf_counter() - before) * 1_000)
        cpu.append((time.process_time() - start) * 1_000 / calls)
    return Cost(cpu=min(cpu), clock=statistics.median(clock), slowest=max(clock))

"""Counts in Redis, which several servers may share; needs the extra `redis`."""

from typing import Any, Final

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

_PREFIX: Final = "milepost:rate"
# Longer than a window, because clocks differ.
_KEPT_SECONDS: Final = 120


class RedisCounts:
    """Counts in a Redis of this address; a key for each caller, class and window."""

    def __init__(self, url: str) -> None:
        # Whoever waits for a count waits for a moment only, so nothing is tried again.
        untyped: Any = Redis
        self._redis: Redis = untyped.from_url(url, retry=Retry(NoBackoff(), 0))

    async def add(self, caller: str, rate: str, amount: int, *, until: int) -> int:
        """Count so many operations in the window and return how many it holds then."""
        key = f"{_PREFIX}:{caller}:{rate}:{until}"
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.incrby(key, amount)
            pipeline.expire(key, _KEPT_SECONDS)
            count, _ = await pipeline.execute()
        return int(count)

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

"""The limiter: counts what a caller asks for, and refuses what goes beyond a limit."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from math import ceil
from typing import Final

import anyio

from server.observability import tell
from server.rates.classes import RATE_OF, Rate
from server.rates.counts import Counts
from server.rates.quota import WINDOW_SECONDS, Quota, exceeded, nearest

PATIENCE_SECONDS: Final = 0.25
_TOLD_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limiter:
    """Counts by caller and class in windows of 60 seconds, from each full minute on.

    `limits` says how many operations a class has in a window; one of 0 is not counted. A request
    counts when it is let in: it may have begun long before.
    """

    limits: Mapping[Rate, int]
    counts: Counts
    clock: Callable[[], datetime]
    patience_seconds: float = PATIENCE_SECONDS
    _told: dict[str, datetime] = field(default_factory=dict[str, datetime])

    async def take(self, caller: str, fields: Iterable[str]) -> Quota | None:
        """Count root fields and return the quota of the class nearest its limit, if any counts.

        What is refused is counted too. Where counting fails or takes too long, nothing is refused
        and the log has a line, at most one a minute for each cause.

        Raises:
            RequestRefusedError: They go beyond the limit of a class.
        """
        now = self.clock()
        asked = Counter(RATE_OF[name] for name in fields if name in RATE_OF)
        try:
            with anyio.fail_after(self.patience_seconds):
                quotas = [
                    await self._count(caller, rate, asked[rate], now)
                    for rate in self._limited(asked)
                ]
        except Exception as error:  # noqa: BLE001 - a limit must not take the server down
            self._tell(type(error).__name__, now)
            return None
        quota = reduce(nearest, quotas, None)
        for each in quotas:
            if each.is_exceeded:
                raise exceeded(each)
        return quota

    def _limited(self, rates: Iterable[Rate]) -> Iterator[Rate]:
        return (rate for rate in rates if self.limits[rate])

    async def _count(self, caller: str, rate: Rate, amount: int, now: datetime) -> Quota:
        at = now.timestamp()
        until = (int(at) // WINDOW_SECONDS + 1) * WINDOW_SECONDS
        taken = await self.counts.add(caller, rate, amount, until=until)
        return Quota(
            rate=rate, limit=self.limits[rate], taken=taken, reset_seconds=ceil(until - at)
        )

    def _tell(self, cause: str, now: datetime) -> None:
        told_at = self._told.get(cause)
        if told_at is None or now - told_at >= _TOLD_EVERY:
            self._told[cause] = now
            tell("rates.failed", cause=cause)

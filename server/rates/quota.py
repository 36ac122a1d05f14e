"""What is left to a caller until the window ends, and the refusal where that is too little."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from server.rates.classes import Rate
from server.refusals import RequestRefusedError

WINDOW_SECONDS: Final = 60
CODE: Final = "RATE_LIMIT_EXCEEDED"
HEADERS: Final = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many operations of a class a caller may ask for in this window, and has asked for.

    `reset_seconds` are whole seconds until the window ends, at least 1.
    """

    rate: Rate
    limit: int
    taken: int
    reset_seconds: int

    @property
    def is_exceeded(self) -> bool:
        """Tell whether more was asked for than may be."""
        return self.taken > self.limit

    @property
    def remaining(self) -> int:
        """Return how many may still be asked for, at least 0."""
        return max(0, self.limit - self.taken)

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the headers that tell of it."""
        values = (self.limit, self.remaining, self.reset_seconds)
        return {name: str(value) for name, value in zip(HEADERS, values, strict=True)}


def exceeded(quota: Quota) -> RequestRefusedError:
    """Refuse an operation that goes beyond a limit, telling when to ask again."""
    return RequestRefusedError(
        f"A caller has at most {quota.limit} operations of the class {quota.rate} in "
        f"{WINDOW_SECONDS} seconds; ask again in {quota.reset_seconds} seconds.",
        status=429,
        error_type=CODE,
        headers={**quota.headers, "Retry-After": str(quota.reset_seconds)},
    )


def nearest(one: Quota | None, other: Quota | None) -> Quota | None:
    """Return the quota of which less is left, the later one of two alike."""
    if one is None or other is None:
        return one or other
    return one if one.remaining < other.remaining else other

"""Which limiter the settings ask for."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from persistence.rates import TableCounts
from persistence.store import Store
from server.rates.counts import Counts, ProcessCounts
from server.rates.limiter import Limiter
from server.settings import Settings, SettingsError


def limiter_of(
    settings: Settings, store: Store, *, clock: Callable[[], datetime]
) -> Limiter | None:
    """Return the limiter that the settings ask for, none where nothing is to be counted.

    Raises:
        SettingsError: It is to count in Redis, and the extra `redis` is not installed or the
            address is none.
    """
    if settings.rate_counts == "off":
        return None
    counts = _counts(settings.rate_counts, store)
    return Limiter(limits=settings.rate_limits, counts=counts, clock=clock)


def _counts(where: str, store: Store) -> Counts:
    match where:
        case "process":
            return ProcessCounts()
        case "store":
            return TableCounts(store.table)
        case url:
            return _in_redis(url)


def _in_redis(url: str) -> Counts:
    try:
        # Only who counts in Redis has the library.
        module = import_module("server.rates.redis_counts")
    except ImportError:
        raise SettingsError(
            "counting in Redis needs the extra redis: pip install 'milepost[redis]'"
        ) from None
    try:
        counts: Counts = module.RedisCounts(url)
    except ValueError as error:
        raise SettingsError(f"rate_counts (MILEPOST_RATE_COUNTS): {error}") from None
    return counts

"""A clock that tests move, and stores that live by it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from persistence.store import Store, store_over
from tests.builders import NOW


@dataclass(slots=True, kw_only=True)
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """Return the moment that it shows."""
        return self.now

    def wait(self, **delta: Any) -> datetime:
        """Move it on, and return the moment that it shows then."""
        self.now += timedelta(**delta)
        return self.now


def living_by(clock: Clock, store: Store) -> Store:
    """Return the store with its clock replaced."""
    return store_over(
        replace(store.table, now=clock), secrets=("a secret of the tests",), engine=store.engine
    )

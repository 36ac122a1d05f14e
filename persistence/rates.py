"""Counts of what callers ask for, kept in the table: an item for each caller and class."""

from dataclasses import dataclass

from pynamodb.expressions.operand import Path

from persistence import keys
from persistence.models import RateCountItem
from persistence.table import Table
from persistence.writes import Update


@dataclass(frozen=True, slots=True)
class TableCounts:
    """Counts in windows that follow each other; an item is used again in the next window.

    Where clocks differ, the window that ends later is the one that counts.
    """

    table: Table

    async def add(self, caller: str, rate: str, amount: int, *, until: int) -> int:
        """Count so many operations in the window that ends `until` (epoch seconds).

        Return how many it holds then.
        """
        key, taken, ttl = keys.rate_count(caller, rate), Path("taken"), Path("ttl")
        counting = Update(key=key, actions=(taken.add(amount),), condition=ttl >= until)
        beginning = Update(
            key=key,
            actions=(taken.set(amount), ttl.set(until), Path("type").set("RateCount")),
            condition=ttl.does_not_exist() | (ttl < until),
        )
        while True:
            # Another process may begin the window between the two.
            for update in (counting, beginning):
                found = await self.table.update(update)
                if found is not None:
                    return RateCountItem.from_raw_data(dict(found)).taken

    async def close(self) -> None:
        """Hold on: the table belongs to the store."""

"""Goals' activities and month rollups, kept in the table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.activity import Activity
from domain.goal import Goal
from domain.rollup import MonthRollup
from persistence import keys
from persistence.connection import Raw
from persistence.errors import UnreadableItemError
from persistence.grouping import by_goal
from persistence.items import ACTIVITY, MONTH
from persistence.table import Table


@dataclass(frozen=True, slots=True)
class TableLog:
    """The port of the log over the table."""

    table: Table

    async def get(self, owner: str, goal_id: str, activity_id: str) -> Activity | None:
        """Return the activity of this id."""
        key = keys.activity(owner, goal_id, activity_id)
        raw = await self.table.get(key)
        return None if raw is None else ACTIVITY.read(raw)

    async def activities(
        self, owner: str, goal_id: str, *, first: date | None = None, last: date | None = None
    ) -> tuple[Activity, ...]:
        """Return the activities of the local days from `first` to `last`, oldest day first."""
        span = keys.activities(owner, goal_id, first=first, last=last)
        raws = await self.table.query(span)
        return tuple(ACTIVITY.read(raw) for raw in raws)

    async def newest(
        self,
        owner: str,
        goal_id: str,
        *,
        first: date | None,
        last: date | None,
        after: str | None,
        limit: int,
    ) -> tuple[Activity, ...]:
        """Return at most `limit` activities, newest local day first, following the id `after`."""
        until = None if after is None else keys.activity(owner, goal_id, after)
        span = keys.activities(owner, goal_id, first=first, last=last, until=until)
        # One more, because the span includes the activity that the page follows.
        raws = await self.table.query(span, limit=limit + 1, is_descending=True)
        following = [raw for raw in raws if until is None or raw["SK"]["S"] != until.sk]
        return tuple(ACTIVITY.read(raw) for raw in following[:limit])

    async def months(
        self, owner: str, goal_id: str, *, first: date | None = None, last: date | None = None
    ) -> tuple[MonthRollup, ...]:
        """Return the rollups of the months holding `first` to `last`, oldest first."""
        span = keys.months(owner, goal_id, first=first, last=last)
        raws = await self.table.query(span)
        return tuple(MONTH.read(raw) for raw in raws)

    async def months_of(
        self, owner: str, goals: Sequence[Goal]
    ) -> tuple[tuple[MonthRollup, ...] | Exception, ...]:
        """Return all month rollups of each goal, oldest first, in one paged request for any number.

        A goal of which one cannot be read has the error in its place.
        """
        if not goals:
            return ()
        only = goals[0].goal_id if len(goals) == 1 else None
        raws = by_goal(await self.table.query(keys.all_months(owner, only)))
        return tuple(_read(raws.get(goal.goal_id, ())) for goal in goals)


def _read(raws: Iterable[Raw]) -> tuple[MonthRollup, ...] | Exception:
    try:
        return tuple(MONTH.read(raw) for raw in raws)
    except UnreadableItemError as error:
        return error

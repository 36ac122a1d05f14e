"""Pages of a goal's activities, read from the newest local day back."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from domain.activity import Activity, ActivityType
from domain.answers import Page, SyncedPage
from domain.errors import InvalidDateRangeError
from domain.fields import page_size
from domain.goal import Goal
from domain.tombstone import TombstoneKind
from resolvers.context import Context
from resolvers.paging import next_token as token_of
from resolvers.paging import scope_of
from resolvers.registry import batch_resolver
from resolvers.syncing import deleted_since, since_asked, synced

_PAGE: Final = 50
_FEWEST_READ: Final = 100
# What has changed may be anywhere in a log, and mostly is little of it.
_FEWEST_READ_SINCE: Final = 1_000
_AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Which activities a page holds."""

    first: date | None
    last: date | None
    types: tuple[ActivityType, ...] | None
    since: datetime | None

    def has(self, activity: Activity) -> bool:
        is_new = self.since is None or activity.changed_at >= self.since
        return is_new and (self.types is None or activity.kind in self.types)

    def read_at_once(self, most: int) -> int:
        """Return how many activities to read at once to find so many."""
        if self.since is not None:
            return max(most, _FEWEST_READ_SINCE)
        return max(most, _FEWEST_READ) if self.types else most


@batch_resolver("Goal", "activities")
async def activities(
    ctx: Context,
    parents: Sequence[Goal],
    *,
    start_date: date | None = None,
    end_date: date | None = None,
    types: tuple[ActivityType, ...] | None = None,
    updated_since: datetime | None = None,
    limit: int | None = None,
    next_token: str | None = None,
) -> tuple[SyncedPage[Activity] | BaseException, ...]:
    """Return a page of each goal's activities, newest local day first.

    Since an instant each page reads the log on, to its end if it must: changes may be of any day.
    """
    if start_date is not None and end_date is not None and end_date < start_date:
        raise InvalidDateRangeError("endDate", f"must be {start_date} or later", end_date)
    wanted = _Wanted(
        first=start_date, last=end_date, types=types, since=since_asked(ctx, updated_since)
    )
    size = page_size(limit, default=_PAGE)
    room = asyncio.Semaphore(_AT_ONCE)

    async def page(goal: Goal) -> SyncedPage[Activity]:
        async with room:
            kind, since = TombstoneKind.ACTIVITY, wanted.since
            deleted = await deleted_since(ctx, goal.goal_id, kind, since, next_token)
            found = await _page(ctx, goal, wanted, limit=size, token=next_token)
            return synced(ctx, found, deleted)

    return tuple(await asyncio.gather(*map(page, parents), return_exceptions=True))


async def _page(
    ctx: Context, goal: Goal, wanted: _Wanted, *, limit: int, token: str | None
) -> Page[Activity]:
    scope = scope_of("activities", goal.goal_id, wanted)
    after = None if token is None else ctx.ports.cursors.read(token, owner=ctx.owner, scope=scope)
    held = await _fill(ctx, goal, wanted, after=after, most=limit + 1)
    if len(held) <= limit:
        return Page(items=tuple(held))
    last = held[limit - 1].activity_id
    return Page(items=tuple(held[:limit]), next_token=token_of(ctx, last, scope=scope))


async def _fill(
    ctx: Context, goal: Goal, wanted: _Wanted, *, after: str | None, most: int
) -> list[Activity]:
    """Return the next activities wanted, reading on until there are enough or no more."""
    held: list[Activity] = []
    size = wanted.read_at_once(most)
    while len(held) < most:
        read = await ctx.ports.log.newest(
            ctx.owner, goal.goal_id, first=wanted.first, last=wanted.last, after=after, limit=size
        )
        held += [activity for activity in read if wanted.has(activity)]
        if len(read) < size:
            break
        after = read[-1].activity_id
    return held[:most]

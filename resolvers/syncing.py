"""Lists that a client keeps a copy of: what has changed since an instant, and what is gone."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from domain.activity import Activity
from domain.answers import Deleted, Page, SyncedPage
from domain.milestone import CustomMilestone
from domain.tombstone import Tombstone, TombstoneKind, checked_since, synced_at
from resolvers.context import Context

T = TypeVar("T")


def since_asked(ctx: Context, updated_since: datetime | None) -> datetime | None:
    """Return the instant since which changes are asked for, if any.

    Raises:
        InvalidInputError: It lies ahead of now, or more than 90 days back.
    """
    if updated_since is None:
        return None
    return checked_since(updated_since, now=ctx.now, field="updatedSince")


def synced(ctx: Context, page: Page[T], deleted: Sequence[Deleted] | None) -> SyncedPage[T]:
    """Return the page with what else a copy needs."""
    return SyncedPage(
        items=page.items,
        next_token=page.next_token,
        synced_at=synced_at(ctx.now),
        deleted=None if deleted is None else tuple(deleted),
    )


async def deleted_since(
    ctx: Context, goal_id: str, kind: TombstoneKind, since: datetime | None, token: str | None
) -> tuple[Deleted, ...] | None:
    """Return what was removed of a goal since an instant; nothing in a part that a token continues.

    A client takes what is gone out of its copy before it puts the items in. So a later part must
    not name what an earlier one brought back, and no part an activity that is there again: where
    the clock that brought it back is behind the one that removed it, its item may be told no more.
    """
    if since is None:
        return None
    if token is not None:
        return ()
    tombstones = ctx.ports.tombstones
    found = await tombstones.since(ctx.owner, goal_id, kind, at=since, now=ctx.now)
    latest = {each.ident: each.deleted_at for each in found}
    if kind is TombstoneKind.ACTIVITY and latest:
        for ident in await _held(ctx, goal_id, latest):
            latest.pop(ident, None)
    return tuple(Deleted(ident=ident, deleted_at=at) for ident, at in latest.items())


async def _held(ctx: Context, goal_id: str, idents: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the activities there of the days that some ids span, in one reading."""
    days = [date.fromisoformat(ident.partition("_")[0]) for ident in idents]
    first, last = min(days), max(days)
    held = await ctx.ports.log.activities(ctx.owner, goal_id, first=first, last=last)
    return tuple(activity.activity_id for activity in held)


def tombstone_of(removed: Activity | CustomMilestone, *, now: datetime) -> Tombstone:
    """Return what is kept of something that is removed now."""
    match removed:
        case Activity():
            kind, ident = TombstoneKind.ACTIVITY, removed.activity_id
        case CustomMilestone():
            kind, ident = TombstoneKind.MILESTONE, removed.milestone_id
    return Tombstone(
        owner=removed.owner, goal_id=removed.goal_id, kind=kind, ident=ident, deleted_at=now
    )

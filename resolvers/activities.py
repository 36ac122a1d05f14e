"""Activities: what was logged; logging, amending and removing it."""

from dataclasses import replace
from datetime import date

from ulid import ULID

from domain.activity import Activity
from domain.activity_rules import check_log_open, new_activity
from domain.amending import amended, is_counted_the_same
from domain.answers import ActivityChange
from domain.dossier import Dossier
from domain.errors import ActivityNotFoundError
from domain.goal_rules import Moment
from domain.ledger import (
    day_rollup,
    needs_log,
    recounted,
    stored,
    walk_end,
    walk_start,
    with_activity,
    with_day,
)
from domain.repositories import Change, Remove, Save, Unit
from domain.requests import ActivityEdit, ActivityRemoval, NewActivity
from domain.rollup import MonthRollup, month_of
from resolvers.changing import activity_change, change, kept
from resolvers.context import Context
from resolvers.reading import dossier_of, goal_of, part_of_log
from resolvers.registry import resolver
from resolvers.syncing import tombstone_of


@resolver("Query", "activity")
async def activity(ctx: Context, *, goal_id: str, activity_id: str) -> Activity:
    """Return one activity of the caller's goal."""
    await goal_of(ctx, goal_id)
    return await _logged(ctx, goal_id, activity_id)


@resolver("Mutation", "logActivity")
async def log_activity(ctx: Context, *, input: NewActivity) -> ActivityChange:
    """Log an activity of a goal."""
    ulid = str(ULID())

    async def decide() -> Unit[ActivityChange]:
        before = await dossier_of(ctx, input.goal_id)
        moment = Moment(now=ctx.now, calendar=before.calendar)
        logged = new_activity(input, before.goal, ulid=ulid, moment=moment)
        _check_open(ctx, before, logged)
        after, month = await _with(ctx, before, logged)
        made, changes = await kept(ctx, before, after)
        return Unit(
            owner=ctx.owner,
            changes=(Save(entity=logged), Save(entity=month), *changes),
            result=await activity_change(ctx, before, made, stored(logged)),
        )

    return await change(ctx, input, decide)


@resolver("Mutation", "amendActivity")
async def amend_activity(ctx: Context, *, input: ActivityEdit) -> ActivityChange:
    """Change an activity on its local day; what it no longer proves is taken back."""

    async def decide() -> Unit[ActivityChange]:
        before = await dossier_of(ctx, input.goal_id)
        old = await _logged(ctx, input.goal_id, input.activity_id)
        _check_open(ctx, before, old)
        moment = Moment(now=ctx.now, calendar=before.calendar)
        new = amended(old, input, before.goal, moment=moment)
        _check_open(ctx, before, new)
        return await _amending(ctx, before, old, new)

    return await change(ctx, input, decide)


@resolver("Mutation", "removeActivity")
async def remove_activity(ctx: Context, *, input: ActivityRemoval) -> ActivityChange:
    """Remove an activity, as a correction: what it proved is taken back."""

    async def decide() -> Unit[ActivityChange]:
        before = await dossier_of(ctx, input.goal_id)
        removed = await _logged(ctx, input.goal_id, input.activity_id)
        _check_open(ctx, before, removed)
        after, month = await _corrected(ctx, before, removed, None)
        made, changes = await kept(ctx, before, after)
        return Unit(
            owner=ctx.owner,
            changes=(
                Remove(entity=removed),
                Save(entity=tombstone_of(removed, now=ctx.now)),
                _keeping(month),
                *changes,
            ),
            result=await activity_change(ctx, before, made, removed),
        )

    return await change(ctx, input, decide)


async def _logged(ctx: Context, goal_id: str, activity_id: str) -> Activity:
    found = await ctx.ports.log.get(ctx.owner, goal_id, activity_id)
    if found is None:
        raise ActivityNotFoundError(activity_id)
    return found


async def _amending(
    ctx: Context, before: Dossier, old: Activity, new: Activity
) -> Unit[ActivityChange]:
    """Return the unit that stores an amended activity; only what counts is counted anew."""
    if new == old:
        return Unit(
            owner=ctx.owner, changes=(), result=await activity_change(ctx, before, before, old)
        )
    made = before
    changes: tuple[Change, ...] = (Save(entity=new),)
    if not is_counted_the_same(old, new):
        after, month = await _corrected(ctx, before, old, new)
        made, counted = await kept(ctx, before, after)
        changes = (*changes, Save(entity=month), *counted)
    return Unit(
        owner=ctx.owner,
        changes=changes,
        result=await activity_change(ctx, before, made, stored(new)),
    )


def _keeping(month: MonthRollup) -> Change:
    """Return the change that keeps a month as it is now; one without a day is not kept."""
    return Save(entity=month) if month.days else Remove(entity=month)


def _check_open(ctx: Context, dossier: Dossier, activity: Activity) -> None:
    check_log_open(
        dossier.goal,
        at=activity.occurred_at,
        day=activity.local_day,
        today=dossier.calendar.day_of(ctx.now),
        window_days=ctx.policy.backdating_days,
    )


async def _with(ctx: Context, dossier: Dossier, activity: Activity) -> tuple[Dossier, MonthRollup]:
    """Return the dossier and the month with one more activity counted in."""
    since, tally = activity.occurred_at, dossier.tally
    # One logged ahead may stand on the same local day, and then only the log tells the order.
    if tally.next_at is None and not needs_log(tally, since=since, until=since):
        month = await _month(ctx, dossier, activity.local_day)
        after = recounted(dossier, since=since, until=since, fresh=(activity,))
        return after, with_activity(month, activity)
    return await _corrected(ctx, dossier, None, activity)


async def _corrected(
    ctx: Context, dossier: Dossier, old: Activity | None, new: Activity | None
) -> tuple[Dossier, MonthRollup]:
    """Return the dossier and the month with an activity in place of another of its local day."""
    told = [activity for activity in (old, new) if activity is not None]
    day, since = told[0].local_day, min(activity.occurred_at for activity in told)
    month = await _month(ctx, dossier, day)
    since = walk_start(dossier.tally, since=since)
    until = walk_end(dossier.tally, now=ctx.now)
    part = await part_of_log(ctx, dossier, since=since)
    held = [a for a in part.activities if old is None or a.activity_id != old.activity_id]
    held += [] if new is None else [new]
    part = replace(part, activities=tuple(held))
    after = recounted(dossier, since=since, until=until, part=part)
    return after, with_day(month, day_rollup(day, [a for a in held if a.local_day == day]))


async def _month(ctx: Context, dossier: Dossier, day: date) -> MonthRollup:
    goal = dossier.goal
    months = await ctx.ports.log.months(goal.owner, goal.goal_id, first=day, last=day)
    return months[0] if months else MonthRollup(goal_id=goal.goal_id, month=month_of(day), days=())

"""Activities: what was logged, logging and removing it."""

from dataclasses import replace
from datetime import date

from ulid import ULID

from domain.activity import Activity
from domain.activity_rules import check_log_open, new_activity
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
from domain.replay import LogPart
from domain.repositories import Change, Remove, Save, Unit
from domain.requests import ActivityRemoval, NewActivity
from domain.rollup import MonthRollup, month_of
from resolvers.changing import change, kept
from resolvers.context import Context
from resolvers.reading import dossier_of, goal_of, part_of_log
from resolvers.registry import resolver


@resolver("Query", "activity")
async def activity(ctx: Context, *, goal_id: str, activity_id: str) -> Activity:
    """Return one activity of the caller's goal."""
    await goal_of(ctx, goal_id)
    found = await ctx.ports.log.get(ctx.owner, goal_id, activity_id)
    if found is None:
        raise ActivityNotFoundError(activity_id)
    return found


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
            result=_answer(made, stored(logged)),
        )

    return await change(ctx, decide)


@resolver("Mutation", "removeActivity")
async def remove_activity(ctx: Context, *, input: ActivityRemoval) -> ActivityChange:
    """Remove an activity, as a correction: what it proved is taken back."""

    async def decide() -> Unit[ActivityChange]:
        before = await dossier_of(ctx, input.goal_id)
        removed = await ctx.ports.log.get(ctx.owner, input.goal_id, input.activity_id)
        if removed is None:
            raise ActivityNotFoundError(input.activity_id)
        _check_open(ctx, before, removed)
        after, month = await _without(ctx, before, removed)
        made, changes = await kept(ctx, before, after)
        return Unit(
            owner=ctx.owner,
            changes=(Remove(entity=removed), _keeping(month), *changes),
            result=_answer(made, removed),
        )

    return await change(ctx, decide)


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
    month = await _month(ctx, dossier, activity.local_day)
    since, tally = activity.occurred_at, dossier.tally
    # One logged ahead may stand on the same local day, and then only the log tells the order.
    if tally.next_at is None and not needs_log(tally, since=since, until=since):
        after = recounted(dossier, since=since, until=since, fresh=(activity,))
        return after, with_activity(month, activity)
    part = await _part(ctx, dossier, activity)
    held = (*part.activities, activity)
    return _recounted(ctx, dossier, month, replace(part, activities=held), activity)


async def _without(
    ctx: Context, dossier: Dossier, activity: Activity
) -> tuple[Dossier, MonthRollup]:
    """Return the dossier and the month with an activity no longer counted in."""
    month = await _month(ctx, dossier, activity.local_day)
    part = await _part(ctx, dossier, activity)
    left = tuple(a for a in part.activities if a.activity_id != activity.activity_id)
    return _recounted(ctx, dossier, month, replace(part, activities=left), activity)


async def _part(ctx: Context, dossier: Dossier, changed: Activity) -> LogPart:
    start = walk_start(dossier.tally, since=changed.occurred_at)
    return await part_of_log(ctx, dossier, since=start)


def _recounted(
    ctx: Context, dossier: Dossier, month: MonthRollup, part: LogPart, changed: Activity
) -> tuple[Dossier, MonthRollup]:
    """Return the dossier and the month after a change in the midst of the log."""
    day = changed.local_day
    since = walk_start(dossier.tally, since=changed.occurred_at)
    until = walk_end(dossier.tally, now=ctx.now)
    after = recounted(dossier, since=since, until=until, part=part)
    return after, with_day(
        month, day_rollup(day, [a for a in part.activities if a.local_day == day])
    )


async def _month(ctx: Context, dossier: Dossier, day: date) -> MonthRollup:
    goal = dossier.goal
    months = await ctx.ports.log.months(goal.owner, goal.goal_id, first=day, last=day)
    return months[0] if months else MonthRollup(goal_id=goal.goal_id, month=month_of(day), days=())


def _answer(dossier: Dossier, activity: Activity) -> ActivityChange:
    goal = dossier.goal
    return ActivityChange(owner=goal.owner, goal_id=goal.goal_id, activity=activity, goal=goal)

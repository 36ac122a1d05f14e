"""Mutations of goals: create, update, and the transitions of a goal's life."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from domain import lives
from domain.answers import GoalChange
from domain.dossier import Dossier
from domain.goal import Goal
from domain.goal_rules import Moment, edited, first_revision, new_goal, revision_of
from domain.ledger import first_tally, recounted, walk_end, walk_start, writes
from domain.repositories import Save, Unit
from domain.requests import GoalEdit, GoalMove, NewGoal
from resolvers.changing import change, goal_change, kept, moment_of, moved
from resolvers.context import Context
from resolvers.reading import dossier_of, part_of_log
from resolvers.registry import resolver


@resolver("Mutation", "createGoal")
async def create_goal(ctx: Context, *, input: NewGoal) -> GoalChange:
    """Make a goal, active or a draft."""
    goal_id = str(uuid4())

    async def decide() -> Unit[GoalChange]:
        return await creation(ctx, input, goal_id=goal_id, moment=await moment_of(ctx))

    return await change(ctx, input, decide)


async def creation(
    ctx: Context, wanted: NewGoal, *, goal_id: str, moment: Moment
) -> Unit[GoalChange]:
    """Return the unit that makes a goal of this id."""
    goal = new_goal(wanted, goal_id=goal_id, owner=ctx.owner, moment=moment)
    revision = first_revision(goal, moment=moment)
    dossier = Dossier(
        goal=goal, revisions=(revision,), calendar=moment.calendar, tally=first_tally(goal)
    )
    made, changes = writes(None, dossier, quota=ctx.policy.active_goals)
    return Unit(
        owner=ctx.owner,
        changes=(Save(entity=revision), *changes),
        result=await goal_change(ctx, made, made),
    )


@resolver("Mutation", "updateGoal")
async def update_goal(ctx: Context, *, input: GoalEdit) -> GoalChange:
    """Change a goal; a new target or schedule holds for periods to come."""

    async def decide() -> Unit[GoalChange]:
        before = await dossier_of(ctx, input.goal_id)
        lives.check_editable(before.goal)
        moment = Moment(now=ctx.now, calendar=before.calendar)
        goal = edited(before.goal, input, moment=moment)
        dated = replace(moment, now=_after_revisions(before, ctx.now))
        revision = revision_of(before.goal, goal, effective_from=input.effective_from, moment=dated)
        after = replace(before, goal=goal)
        changes: tuple[Save, ...] = ()
        if revision is not None:
            changes = (Save(entity=revision),)
            revisions = sorted(
                (*before.revisions, revision), key=lambda r: (r.effective_on, r.made_at)
            )
            asked = replace(after, revisions=tuple(revisions))
            after = await _asked_anew(ctx, asked, at=revision.made_at)
        made, kept_changes = await kept(ctx, before, after)
        result = await goal_change(ctx, before, made)
        return Unit(owner=ctx.owner, changes=(*changes, *kept_changes), result=result)

    return await change(ctx, input, decide)


@resolver("Mutation", "activateGoal")
async def activate_goal(ctx: Context, *, input: GoalMove) -> GoalChange:
    """Make a draft active."""
    return await _move(ctx, input, lives.activated)


@resolver("Mutation", "completeGoal")
async def complete_goal(ctx: Context, *, input: GoalMove) -> GoalChange:
    """Complete an active or paused goal by hand."""
    return await _move(ctx, input, lives.completed)


@resolver("Mutation", "archiveGoal")
async def archive_goal(ctx: Context, *, input: GoalMove) -> GoalChange:
    """Archive a goal; nothing of it is erased, and doing so again changes nothing."""
    return await _move(ctx, input, lives.archived)


@resolver("Mutation", "restoreGoal")
async def restore_goal(ctx: Context, *, input: GoalMove) -> GoalChange:
    """Make an archived goal what it was before."""
    return await _move(ctx, input, lives.restored)


async def _move(ctx: Context, input: GoalMove, step: Callable[..., Goal]) -> GoalChange:
    return await moved(ctx, input, lambda goal, _: step(goal, at=ctx.now))


def _after_revisions(dossier: Dossier, now: datetime) -> datetime:
    """Return now, or the instant after the last revision if a faster clock dated that later."""
    last = max(revision.made_at for revision in dossier.revisions)
    return max(now, last + timedelta(microseconds=1))


async def _asked_anew(ctx: Context, dossier: Dossier, *, at: datetime) -> Dossier:
    """Return the dossier with its settled days judged anew; what was reached before stands."""
    start = walk_start(dossier.tally, since=at)
    part = await part_of_log(ctx, dossier, since=start)
    until = walk_end(dossier.tally, now=at)
    return recounted(dossier, since=start, until=until, part=part)

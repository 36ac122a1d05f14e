"""Milestones: a goal's list of them, and mutations of the owner's own."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from domain.answers import GoalChange, Page, SyncedPage
from domain.dossier import Dossier
from domain.errors import MilestoneNotFoundError
from domain.goal import Goal
from domain.ledger import recounted, walk_end
from domain.lives import check_editable
from domain.milestone import CustomMilestone, Milestone
from domain.milestone_rules import check_room, edited, new_milestone
from domain.progress import milestones as milestones_at
from domain.progress import walk_to
from domain.replay import whole_log
from domain.repositories import Remove, Save, Unit
from domain.requests import MilestoneEdit, MilestoneRemoval, NewMilestone
from domain.tombstone import TombstoneKind
from resolvers.changing import change, counted_in, goal_change, kept
from resolvers.context import Context
from resolvers.reading import Reading, dossier_of, readings_of
from resolvers.registry import batch_resolver, resolver
from resolvers.syncing import deleted_since, since_asked, synced, tombstone_of


@batch_resolver("Goal", "milestoneList")
async def milestone_list(
    ctx: Context, parents: Sequence[Goal], *, updated_since: datetime | None = None
) -> tuple[SyncedPage[Milestone] | BaseException, ...]:
    """Return all milestones of each goal, and those removed since an instant.

    Since an instant it is all of them too: whatever is logged may move any of them, and so may
    time alone.
    """
    since = since_asked(ctx, updated_since)

    async def page(reading: Reading | Exception) -> SyncedPage[Milestone]:
        if isinstance(reading, Exception):
            raise reading
        goal_id, kind = reading.dossier.goal.goal_id, TombstoneKind.MILESTONE
        deleted = await deleted_since(ctx, goal_id, kind, since, None)
        held = milestones_at(reading.dossier, reading.walk, as_of=reading.as_of)
        return synced(ctx, Page(items=held), deleted)

    readings = await readings_of(ctx, parents, as_of=None)
    return tuple(await asyncio.gather(*map(page, readings), return_exceptions=True))


@resolver("Mutation", "createMilestone")
async def create_milestone(ctx: Context, *, input: NewMilestone) -> GoalChange:
    """Make a milestone; what the log already proves is found."""
    milestone_id = str(uuid4())

    async def decide() -> Unit[GoalChange]:
        before = await _open_dossier(ctx, input.goal_id)
        check_room(before.milestones)
        made = new_milestone(input, before.goal, milestone_id=milestone_id, now=ctx.now)
        return await _unit(ctx, before, made)

    return await change(ctx, input, decide)


@resolver("Mutation", "updateMilestone")
async def update_milestone(ctx: Context, *, input: MilestoneEdit) -> GoalChange:
    """Change a milestone; when it was reached is found anew."""

    async def decide() -> Unit[GoalChange]:
        before = await _open_dossier(ctx, input.goal_id)
        milestone = _find(before, input.milestone_id)
        return await _unit(ctx, before, edited(milestone, input, before.goal, now=ctx.now))

    return await change(ctx, input, decide)


@resolver("Mutation", "deleteMilestone")
async def delete_milestone(ctx: Context, *, input: MilestoneRemoval) -> GoalChange:
    """Delete a milestone of the owner's own; the ladder's stay."""

    async def decide() -> Unit[GoalChange]:
        before = await _open_dossier(ctx, input.goal_id)
        milestone = _find(before, input.milestone_id)
        reached = {k: at for k, at in before.tally.reached.items() if k != input.milestone_id}
        tally = replace(before.tally, reached=reached)
        left = replace(before, milestones=_without(before, milestone), tally=tally)
        after = await counted_in(ctx, left, since=ctx.now)
        made, changes = await kept(ctx, before, after)
        return Unit(
            owner=ctx.owner,
            changes=(
                Remove(entity=milestone),
                Save(entity=tombstone_of(milestone, now=ctx.now)),
                *changes,
            ),
            result=await goal_change(ctx, before, made),
        )

    return await change(ctx, input, decide)


async def _unit(ctx: Context, before: Dossier, milestone: CustomMilestone) -> Unit[GoalChange]:
    """Return the unit that stores a milestone, with when the log first reached it."""
    activities = await ctx.ports.log.activities(ctx.owner, before.goal.goal_id)
    since, part = whole_log(before.goal, activities)
    others = _without(before, milestone)
    until = walk_end(before.tally, now=ctx.now)
    asked = replace(before, milestones=(*others, milestone))
    after = recounted(asked, since=since, until=until, part=part)
    made, changes = await kept(ctx, before, after)
    shown = milestones_at(made, walk_to(made, None, as_of=until), as_of=until)
    answered = next(m for m in shown if m.milestone_id == milestone.milestone_id)
    return Unit(
        owner=ctx.owner,
        changes=(Save(entity=milestone), *changes),
        result=await goal_change(ctx, before, made, milestone=answered),
    )


async def _open_dossier(ctx: Context, goal_id: str) -> Dossier:
    dossier = await dossier_of(ctx, goal_id)
    check_editable(dossier.goal)
    return dossier


def _without(dossier: Dossier, milestone: CustomMilestone) -> tuple[CustomMilestone, ...]:
    held = dossier.milestones
    return tuple(other for other in held if other.milestone_id != milestone.milestone_id)


def _find(dossier: Dossier, milestone_id: str) -> CustomMilestone:
    for milestone in dossier.milestones:
        if milestone.milestone_id == milestone_id:
            return milestone
    raise MilestoneNotFoundError(milestone_id)

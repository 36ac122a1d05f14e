"""Pausing and resuming: one goal, or all goals of the caller at once."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from domain.answers import BulkChange, GoalChange
from domain.goal import Goal, GoalStatus
from domain.idempotency import Keyed
from domain.pause import asked, paused, resumed, resumed_with_all
from domain.requests import GoalMove, PauseMove, PauseOfAll
from resolvers.bulk import Step, Work, moved_each
from resolvers.changing import change_each, moment_of, moved
from resolvers.context import Context
from resolvers.registry import resolver


@resolver("Mutation", "pauseGoal")
async def pause_goal(ctx: Context, *, input: PauseMove) -> GoalChange:
    """Pause a goal on local days, or from now on until it is resumed."""

    def step(goal: Goal, today: date) -> Goal:
        return paused(goal, asked(input.first, input.last, today=today), at=ctx.now)

    return await moved(ctx, input, step)


@resolver("Mutation", "resumeGoal")
async def resume_goal(ctx: Context, *, input: GoalMove) -> GoalChange:
    """Make a goal due again from today on."""

    def step(goal: Goal, today: date) -> Goal:
        return resumed(goal, at=ctx.now, today=today)

    return await moved(ctx, input, step)


@resolver("Mutation", "pauseAll")
async def pause_all(ctx: Context, *, input: PauseOfAll) -> BulkChange:
    """Pause every active goal, on local days also every paused one; each on its own."""

    async def prepare() -> Work:
        moment = await moment_of(ctx)
        wanted = asked(input.first, input.last, today=moment.today)
        active, resting = GoalStatus.ACTIVE, GoalStatus.PAUSED
        statuses = {active} if wanted.is_open else {active, resting}
        held = [goal for goal in await ctx.ports.goals.all(ctx.owner) if goal.status in statuses]

        def step(goal: Goal, _today: date) -> Goal:
            return paused(goal, wanted, at=ctx.now, is_for_all=True)

        return partial(_each, ctx, held, step)

    return await change_each(ctx, input, prepare)


@resolver("Mutation", "resumeAll")
async def resume_all(ctx: Context, *, input: Keyed | None = None) -> BulkChange:
    """Resume what pauseAll paused and nothing else, each goal within the quota."""

    def step(goal: Goal, today: date) -> Goal:
        return resumed_with_all(goal, at=ctx.now, today=today)

    async def prepare() -> Work:
        moment = await moment_of(ctx)
        held = await ctx.ports.goals.all(ctx.owner)
        resting = [goal for goal in held if step(goal, moment.today) != goal]
        return partial(_each, ctx, resting, step)

    return await change_each(ctx, input or Keyed(), prepare)


async def _each(ctx: Context, goals: Iterable[Goal], step: Step) -> BulkChange:
    """Take a step with each goal, oldest first."""
    oldest_first = sorted(goals, key=lambda goal: (goal.created_at, goal.goal_id))
    return await moved_each(ctx, [goal.goal_id for goal in oldest_first], step)

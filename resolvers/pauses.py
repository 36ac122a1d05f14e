"""Pausing and resuming: one goal, or all goals of the caller at once."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeAlias

from domain.answers import BulkChange, BulkResult, BulkStatus, GoalChange
from domain.errors import DomainError
from domain.goal import Goal, GoalStatus
from domain.pause import asked, paused, resumed, resumed_with_all
from domain.requests import GoalMove, PauseMove, PauseOfAll
from resolvers.changing import moment_of, moved
from resolvers.context import Context
from resolvers.registry import resolver

Step: TypeAlias = Callable[[Goal, date], Goal]


@resolver("Mutation", "pauseGoal")
async def pause_goal(ctx: Context, *, input: PauseMove) -> GoalChange:
    """Pause a goal on local days, or from now on until it is resumed."""

    def step(goal: Goal, today: date) -> Goal:
        return paused(goal, asked(input.first, input.last, today=today), at=ctx.now)

    return await moved(ctx, input.goal_id, step, expected_version=input.expected_version)


@resolver("Mutation", "resumeGoal")
async def resume_goal(ctx: Context, *, input: GoalMove) -> GoalChange:
    """Make a goal due again from today on."""

    def step(goal: Goal, today: date) -> Goal:
        return resumed(goal, at=ctx.now, today=today)

    return await moved(ctx, input.goal_id, step, expected_version=input.expected_version)


@resolver("Mutation", "pauseAll")
async def pause_all(ctx: Context, *, input: PauseOfAll) -> BulkChange:
    """Pause every active goal, on local days also every paused one; each on its own."""
    moment = await moment_of(ctx)
    wanted = asked(input.first, input.last, today=moment.today)

    def step(goal: Goal, _today: date) -> Goal:
        return paused(goal, wanted, at=ctx.now, is_for_all=True)

    active, resting = GoalStatus.ACTIVE, GoalStatus.PAUSED
    statuses = {active} if wanted.is_open else {active, resting}
    held = [goal for goal in await ctx.ports.goals.all(ctx.owner) if goal.status in statuses]
    return await _each(ctx, held, step)


@resolver("Mutation", "resumeAll")
async def resume_all(ctx: Context) -> BulkChange:
    """Resume what pauseAll paused and nothing else, each goal within the quota."""
    moment = await moment_of(ctx)

    def step(goal: Goal, today: date) -> Goal:
        return resumed_with_all(goal, at=ctx.now, today=today)

    held = await ctx.ports.goals.all(ctx.owner)
    return await _each(ctx, [goal for goal in held if step(goal, moment.today) != goal], step)


async def _each(ctx: Context, goals: Iterable[Goal], step: Step) -> BulkChange:
    """Take a step with each goal, oldest first, one after the other: all change one count.

    Raises:
        Exception: One failed unforeseen; the others were taken nevertheless.
    """
    results: list[BulkResult] = []
    unforeseen: list[Exception] = []
    for index, goal in enumerate(sorted(goals, key=lambda goal: (goal.created_at, goal.goal_id))):
        try:
            results.append(await _one(ctx, index, goal.goal_id, step))
        except Exception as error:  # noqa: BLE001 - it must not stop the others
            unforeseen.append(error)
    if unforeseen:
        raise unforeseen[0]
    return BulkChange(owner=ctx.owner, results=tuple(results))


async def _one(ctx: Context, index: int, goal_id: str, step: Step) -> BulkResult:
    status, code = BulkStatus.DONE, None
    try:
        await moved(ctx, goal_id, step)
    except DomainError as refusal:
        status, code = BulkStatus.FAILED, refusal.code
    return BulkResult(index=index, goal_id=goal_id, status=status, code=code)

"""Changing many goals in one operation: each on its own, and one refused leaves the others."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import TypeAlias, TypeVar

from domain.activity import Activity
from domain.answers import BulkChange, BulkResult, BulkStatus
from domain.bulk import GoalsMove, checked_ids
from domain.dossier import Dossier
from domain.errors import DomainError
from domain.goal import Goal
from domain.lives import archived
from domain.requests import GoalMove
from resolvers.changing import change_each, moved
from resolvers.context import Context
from resolvers.registry import resolver

T = TypeVar("T")
Step: TypeAlias = Callable[[Goal, date], Goal]
Work: TypeAlias = Callable[[], Awaitable[BulkChange]]


@resolver("Mutation", "archiveGoals")
async def archive_goals(ctx: Context, *, input: GoalsMove) -> BulkChange:
    """Archive up to 1,000 goals, in the order given.

    Raises:
        InvalidInputError: There are none or too many, or one is no goal's id.
    """

    def step(goal: Goal, _today: date) -> Goal:
        return archived(goal, at=ctx.now)

    async def prepare() -> Work:
        return partial(moved_each, ctx, checked_ids(input), step)

    return await change_each(ctx, input, prepare)


async def moved_each(ctx: Context, goal_ids: Sequence[str], step: Step) -> BulkChange:
    """Take a step of each goal's life, one after the other: all change one count.

    They cost 6 paged readings together and a transaction each; one that another changes meanwhile,
    or that does not exist, is read again.

    Raises:
        Exception: One failed unforeseen; the others were taken nevertheless.
    """
    known = await _known(ctx, goal_ids)
    steps = [
        partial(_one, ctx, place, goal_id, step, known=known.get(goal_id))
        for place, goal_id in enumerate(goal_ids)
    ]
    return BulkChange(owner=ctx.owner, results=tuple(await taken_each(steps)))


async def taken_each(steps: Iterable[Callable[[], Awaitable[T]]]) -> list[T]:
    """Take steps one after the other and return what each answers; a refusal ends them.

    Raises:
        DomainError: A step was refused; no other was taken after it.
        Exception: One failed unforeseen; the others were taken nevertheless.
    """
    answers: list[T] = []
    unforeseen: list[Exception] = []
    for step in steps:
        try:
            answers.append(await step())
        except DomainError:
            raise
        except Exception as error:  # noqa: BLE001 - it must not stop the others
            unforeseen.append(error)
    if unforeseen:
        raise unforeseen[0]
    return answers


def result_of(goal_id: str, place: int, told: Activity | DomainError | None) -> BulkResult:
    """Return what became of the item at a place: it was refused, or done."""
    if isinstance(told, DomainError):
        return BulkResult(
            index=place,
            goal_id=goal_id,
            status=BulkStatus.FAILED,
            code=told.code,
            message=told.message,
        )
    activity_id = None if told is None else told.activity_id
    return BulkResult(index=place, goal_id=goal_id, status=BulkStatus.DONE, activity_id=activity_id)


async def _known(ctx: Context, goal_ids: Sequence[str]) -> dict[str, Dossier]:
    """Return the dossiers of those goals that can be read."""
    asked = set(goal_ids)
    goals = [goal for goal in await ctx.ports.goals.all(ctx.owner) if goal.goal_id in asked]
    found = await ctx.ports.goals.dossiers(ctx.owner, goals)
    return {held.goal.goal_id: held for held in found if isinstance(held, Dossier)}


async def _one(
    ctx: Context, place: int, goal_id: str, step: Step, *, known: Dossier | None
) -> BulkResult:
    try:
        await moved(ctx, GoalMove(goal_id=goal_id), step, known=known)
    except DomainError as refusal:
        return result_of(goal_id, place, refusal)
    return result_of(goal_id, place, None)

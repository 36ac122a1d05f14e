"""An export of the caller's account, in parts, so that no one holds the whole of it."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import date
from typing import Final

from domain.activity import Activity
from domain.errors import GoalNotFoundError, InvalidInputError
from domain.goal import Goal
from domain.portable import (
    JSON_END,
    JSON_HEAD,
    ExportFormat,
    ExportResult,
    Portion,
    Record,
    csv_head,
    csv_row,
    json_record,
)
from resolvers.context import Context
from resolvers.reading import dossier_of
from resolvers.registry import resolver

_MOST_BYTES: Final = 245_760
_PAGE: Final = 1_000


@resolver("Query", "export")
async def export(
    ctx: Context,
    *,
    format: ExportFormat | None = None,
    goal_ids: tuple[str, ...] | None = None,
    start_date: date | None = None,
    end_date: date | None = None,
) -> ExportResult:
    """Return an export as one text of at most 240 KiB.

    Raises:
        InvalidInputError: It would be longer.
    """
    form = format or ExportFormat.JSON
    portion = Portion(goal_ids=goal_ids, first=start_date, last=end_date)
    parts: list[str] = []
    size = 0
    async with aclosing(export_parts(ctx, portion, form=form)) as coming:
        async for part in coming:
            size += len(part.encode())
            if size > _MOST_BYTES:
                rule = "must name fewer goals or days, for `milepost export` alone tells more than"
                raise InvalidInputError("goalIds", f"{rule} {_MOST_BYTES} bytes", goal_ids)
            parts.append(part)
    return ExportResult(format=form, content_type=form.content_type, content="".join(parts))


async def export_parts(
    ctx: Context, portion: Portion, *, form: ExportFormat
) -> AsyncGenerator[str]:
    """Yield an export in parts, a record each; the same account gives the same text.

    Goals come in the order of their making, activities from the newest local day back.

    Raises:
        GoalNotFoundError: The caller has no goal of an id asked for.
    """
    goals = await _goals(ctx, portion)
    if form is ExportFormat.CSV:
        yield csv_head()
        for goal in goals:
            async for activity in _activities(ctx, goal, portion):
                yield csv_row(goal, activity)
        return
    yield f"{JSON_HEAD}\n{json_record(await ctx.ports.profiles.get(ctx.owner))}"
    for goal in goals:
        async for record in _records(ctx, goal, portion):
            yield f",\n{json_record(record)}"
    yield f"\n{JSON_END}\n"


async def _goals(ctx: Context, portion: Portion) -> list[Goal]:
    held = {goal.goal_id: goal for goal in await ctx.ports.goals.all(ctx.owner)}
    for goal_id in portion.goal_ids or ():
        if goal_id not in held:
            raise GoalNotFoundError(goal_id)
    asked = held if portion.goal_ids is None else set(portion.goal_ids)
    wanted = [goal for goal in held.values() if goal.goal_id in asked]
    return sorted(wanted, key=lambda goal: (goal.created_at, goal.goal_id))


async def _records(ctx: Context, goal: Goal, portion: Portion) -> AsyncGenerator[Record]:
    dossier = await dossier_of(ctx, goal.goal_id)
    yield dossier.goal
    for revision in sorted(dossier.revisions, key=lambda each: (each.effective_on, each.made_at)):
        yield revision
    for task in sorted(dossier.tasks, key=lambda each: (each.created_at, each.task_id)):
        yield task
    for milestone in sorted(
        dossier.milestones, key=lambda each: (each.created_at, each.milestone_id)
    ):
        yield milestone
    async for activity in _activities(ctx, goal, portion):
        yield activity


async def _activities(ctx: Context, goal: Goal, portion: Portion) -> AsyncGenerator[Activity]:
    after: str | None = None
    while True:
        page = await ctx.ports.log.newest(
            ctx.owner,
            goal.goal_id,
            first=portion.first,
            last=portion.last,
            after=after,
            limit=_PAGE,
        )
        for activity in page:
            yield activity
        if len(page) < _PAGE:
            return
        after = page[-1].activity_id

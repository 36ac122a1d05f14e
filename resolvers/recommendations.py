"""What an owner might begin next: templates, by how the owner's goals have gone."""

from domain.advice import GoalInsights
from domain.answers import Partial
from domain.fields import page_size
from domain.goal import Goal, GoalStatus
from domain.suggestion import GoalRecommendation, GoalRecord, recommended_goals, record_of
from resolvers.analysis import insights
from resolvers.changing import moment_of
from resolvers.context import Context
from resolvers.goals import present_goals
from resolvers.reading import told
from resolvers.registry import resolver
from resolvers.studying import Study, studies_of
from resolvers.templates import counted_templates

_MOST = 5
_STUDIED = (GoalStatus.ACTIVE, GoalStatus.PAUSED)


@resolver("Query", "recommendations")
async def recommendations(ctx: Context, *, limit: int | None = None) -> Partial[GoalRecommendation]:
    """Return at most `limit` (5) templates that the owner might begin, the best one first.

    The log of each active or paused goal is read; one that fails tells nothing but that it is
    there, and its error is told beside the others.
    """
    size = page_size(limit, default=_MOST)
    goals = sorted(await present_goals(ctx), key=lambda goal: (goal.created_at, goal.goal_id))
    records, errors = await _records(ctx, goals)
    found = recommended_goals(
        await counted_templates(ctx),
        records,
        used=await ctx.ports.templates.used_by(ctx.owner),
        today=(await moment_of(ctx)).today,
    )
    return Partial(items=found[:size], errors=tuple(errors))


async def _records(ctx: Context, goals: list[Goal]) -> tuple[list[GoalRecord], list[Exception]]:
    """Return how each goal has gone, and the errors of those of which that is not known."""
    studied = [goal for goal in goals if goal.status in _STUDIED]
    studies = await studies_of(ctx, studied, as_of=None)
    known = {goal.goal_id: GoalRecord(goal=goal) for goal in goals}
    errors: list[Exception] = []
    for goal, study, found in zip(studied, studies, await insights(ctx, studied), strict=True):
        record = _record(study, found)
        if isinstance(record, Exception):
            errors.append(record)
        else:
            known[goal.goal_id] = record
    return list(known.values()), errors


def _record(study: Study | Exception, found: GoalInsights | Exception) -> GoalRecord | Exception:
    if isinstance(found, Exception):
        return found
    return told(study, lambda held: record_of(held.review, found))

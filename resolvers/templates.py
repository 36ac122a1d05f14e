"""Goal templates: listing them, and making goals of them."""

from dataclasses import replace
from uuid import uuid4

from domain.answers import GoalChange, Page
from domain.fields import page_size
from domain.repositories import Change, CountOwner, Save, Unit
from domain.template import (
    GoalTemplate,
    TemplateChoice,
    TemplateFilter,
    TemplateSort,
    TemplateUse,
    template_of,
)
from domain.template_rules import checked, counted, fits, position, wanted_goal
from resolvers.changing import change, moment_of
from resolvers.context import Context
from resolvers.goal_changes import creation
from resolvers.paging import page_of, scope_of
from resolvers.registry import resolver

_PAGE = 20


@resolver("Query", "goalTemplates")
async def goal_templates(
    ctx: Context,
    *,
    filter: TemplateFilter | None = None,
    sort: TemplateSort | None = None,
    limit: int | None = None,
    next_token: str | None = None,
) -> Page[GoalTemplate]:
    """Return a page of the templates, the most popular first; they are the same for everyone."""
    wanted, order = checked(filter or TemplateFilter()), sort or TemplateSort.POPULARITY
    size = page_size(limit, default=_PAGE)
    return page_of(
        ctx,
        [each for each in await counted_templates(ctx) if fits(each, wanted)],
        position=lambda template: position(template, order),
        limit=size,
        token=next_token,
        scope=scope_of("goalTemplates", wanted, order),
        is_public=True,
    )


@resolver("Mutation", "createGoalFromTemplate")
async def create_goal_from_template(ctx: Context, *, input: TemplateChoice) -> GoalChange:
    """Make a goal of a template; an owner who does so for the first time is counted."""
    goal_id = str(uuid4())

    async def decide() -> Unit[GoalChange]:
        template = template_of(ctx.policy.templates, input.template_id)
        moment = await moment_of(ctx)
        wanted = wanted_goal(template, input, today=moment.today)
        unit = await creation(ctx, wanted, goal_id=goal_id, moment=moment)
        return replace(unit, changes=(*unit.changes, *await _first_use(ctx, template)))

    return await change(ctx, input, decide)


async def counted_templates(ctx: Context) -> list[GoalTemplate]:
    """Return the templates with their popularity, as they are listed."""
    owners = await ctx.ports.templates.owner_counts()
    return [counted(template, owners) for template in ctx.policy.templates]


async def _first_use(ctx: Context, template: GoalTemplate) -> tuple[Change, ...]:
    """Return the changes that count the owner, none if the owner is counted."""
    ident = template.template_id
    if ident in await ctx.ports.templates.used_by(ctx.owner):
        return ()
    use = TemplateUse(owner=ctx.owner, template_id=ident, used_at=ctx.now)
    return (Save(entity=use), CountOwner(template_id=ident))

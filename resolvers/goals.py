"""Goals: one, a list of them, and the lists that existing front ends ask for."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar, assert_never

from domain.answers import GoalWithTasks, SyncedPage
from domain.errors import GoalNotFoundError, InvalidInputError
from domain.fields import page_size
from domain.filter_rules import checked
from domain.goal import Goal, GoalStatus
from domain.requests import GoalFilter, GoalSort
from domain.task import Task
from domain.words import are_found, folded
from resolvers.context import Context
from resolvers.paging import Position, page_of, scope_of
from resolvers.reading import dossiers_of
from resolvers.registry import batch_resolver, resolver
from resolvers.syncing import synced

Choice = TypeVar("Choice", bound=StrEnum)

_PAGE = 20
_MOST_ON_DASHBOARD = 100


@resolver("Query", "goal")
async def goal(ctx: Context, *, goal_id: str) -> Goal:
    """Return the caller's goal."""
    found = await ctx.ports.goals.get(ctx.owner, goal_id)
    if found is None:
        raise GoalNotFoundError(goal_id)
    return found


@resolver("Query", "goals")
async def goals(
    ctx: Context,
    *,
    filter: GoalFilter | None = None,
    sort: GoalSort | None = None,
    limit: int | None = None,
    next_token: str | None = None,
) -> SyncedPage[Goal]:
    """Return a page of the caller's goals, updated last first unless sorted otherwise.

    Since an instant archived goals are in it too: a goal is never removed, so nothing is gone.
    """
    wanted = checked(filter or GoalFilter(), now=ctx.now)
    order = sort or GoalSort.UPDATED_DESC
    size = page_size(limit, default=_PAGE)
    held = [goal for goal in await ctx.ports.goals.all(ctx.owner) if _fits(goal, wanted)]
    position, is_descending = _order(order)
    page = page_of(
        ctx,
        held,
        position=position,
        limit=size,
        token=next_token,
        scope=scope_of("goals", wanted, order),
        is_descending=is_descending,
    )
    return synced(ctx, page, None if wanted.updated_since is None else ())


@resolver("Query", "myGoals")
async def my_goals(ctx: Context) -> tuple[Goal, ...]:
    """Return all goals of the caller but archived ones, updated last first."""
    return await present_goals(ctx)


@resolver("Query", "myDashboardGoals")
async def my_dashboard_goals(
    ctx: Context,
    *,
    limit: int | None = None,
    status: str | None = None,
    sort_by: str | None = None,
) -> tuple[Goal, ...]:
    """Return at most `limit` (20, at most 100) goals of a status in the order asked for."""
    order = GoalSort.UPDATED_DESC if sort_by is None else _named(GoalSort, sort_by, "sortBy")
    statuses = None if status is None else (_named(GoalStatus, status, "status"),)
    size = min(page_size(limit, default=_PAGE), _MOST_ON_DASHBOARD)
    wanted = GoalFilter(status=statuses)
    held = [g for g in await ctx.ports.goals.all(ctx.owner) if _fits(g, wanted)]
    position, is_descending = _order(order)
    return tuple(sorted(held, key=position, reverse=is_descending)[:size])


@resolver("Query", "activeGoalsCount")
async def active_goals_count(ctx: Context, *, user_id: str | None = None) -> int:
    """Return how many of the caller's own goals are active, whatever user is named."""
    del user_id
    held = await ctx.ports.goals.all(ctx.owner)
    return sum(goal.status is GoalStatus.ACTIVE for goal in held)


@resolver("Query", "myGoalsWithTasks")
async def my_goals_with_tasks(ctx: Context) -> tuple[GoalWithTasks, ...]:
    """Return the caller's active goals with their tasks, cancelled and archived ones left out."""
    active = await goals_of_status(ctx, GoalStatus.ACTIVE)
    found: list[GoalWithTasks] = []
    for goal, dossier in zip(active, await dossiers_of(ctx, active), strict=True):
        if isinstance(dossier, Exception):
            raise dossier
        found.append(_with_tasks(goal, dossier.tasks))
    return tuple(found)


@batch_resolver("Goal", "timezone")
async def timezone(ctx: Context, parents: tuple[Goal, ...]) -> tuple[str, ...]:
    """Return the zone in which the caller's days are counted now."""
    profile = await ctx.ports.profiles.get(ctx.owner)
    name = profile.calendar.rule_on(profile.calendar.day_of(ctx.now)).timezone
    return (name,) * len(parents)


async def present_goals(ctx: Context) -> tuple[Goal, ...]:
    """Return all goals of the caller but archived ones, updated last first."""
    held = [g for g in await ctx.ports.goals.all(ctx.owner) if _fits(g, GoalFilter())]
    return tuple(sorted(held, key=_by_update, reverse=True))


async def goals_of_status(ctx: Context, status: GoalStatus) -> tuple[Goal, ...]:
    """Return the caller's goals of a status, oldest first."""
    held = [goal for goal in await ctx.ports.goals.all(ctx.owner) if goal.status is status]
    return tuple(sorted(held, key=_order(GoalSort.CREATED_ASC)[0]))


def _with_tasks(goal: Goal, tasks: tuple[Task, ...]) -> GoalWithTasks:
    counted = [task for task in tasks if task.deleted_at is None and task.status.is_counted]
    return GoalWithTasks(
        goal_id=goal.goal_id,
        title=goal.title,
        deadline=goal.deadline,
        status=goal.status,
        created_at=goal.created_at,
        tasks=tuple(sorted(counted, key=lambda task: (task.created_at, task.task_id))),
    )


def _fits(goal: Goal, wanted: GoalFilter) -> bool:
    since = wanted.updated_since
    if wanted.status is None:
        has_status = since is not None or goal.status is not GoalStatus.ARCHIVED
    else:
        has_status = goal.status in wanted.status
    texts = (goal.title, goal.description, goal.category, *goal.tags)
    return (
        has_status
        and (since is None or goal.changed_at >= since)
        and (wanted.pattern is None or goal.pattern in wanted.pattern)
        and (wanted.category is None or folded(goal.category) in map(folded, wanted.category))
        and (wanted.tags is None or bool(set(goal.tags) & set(wanted.tags)))
        and (wanted.search is None or are_found(wanted.search, within=texts))
    )


def _order(sort: GoalSort) -> tuple[Callable[[Goal], Position], bool]:
    match sort:
        case GoalSort.CREATED_ASC | GoalSort.CREATED_DESC:
            return _by_creation, sort is GoalSort.CREATED_DESC
        case GoalSort.UPDATED_ASC | GoalSort.UPDATED_DESC:
            return _by_update, sort is GoalSort.UPDATED_DESC
        case GoalSort.TITLE_ASC | GoalSort.TITLE_DESC:
            return _by_title, sort is GoalSort.TITLE_DESC
        case _ as never:
            assert_never(never)


def _by_creation(goal: Goal) -> Position:
    return (f"{goal.created_at:%Y-%m-%dT%H:%M:%S.%f}", goal.goal_id)


def _by_update(goal: Goal) -> Position:
    return (f"{goal.updated_at:%Y-%m-%dT%H:%M:%S.%f}", goal.goal_id)


def _by_title(goal: Goal) -> Position:
    return (folded(goal.title), goal.goal_id)


def _named(kind: type[Choice], name: str, field: str) -> Choice:
    try:
        return kind(name)
    except ValueError as error:
        raise InvalidInputError(field, f"must be one of {', '.join(kind)}", name) from error

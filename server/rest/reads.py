"""Reads: one thing, or a page of a list that is counted unless a token continues it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from domain.errors import InvalidInputError
from server.rest.activity_shapes import GoalActivity
from server.rest.calls import Answered, Call, CarryOut
from server.rest.goal_shapes import Goal
from server.rest.lists import (
    ActivityListResponse,
    GoalListResponse,
    ListQuery,
    ProgressQuery,
    SyncQuery,
    TaskListResponse,
)
from server.rest.progress_shapes import GoalProgress, GoalStatistics
from server.rest.shapes import Shown, selection
from server.rest.task_shapes import MilestoneListResponse, Profile, Task
from server.rest.template_shapes import (
    GoalRecommendation,
    GoalTemplate,
    RecommendationListResponse,
    TemplateListResponse,
)

# The most that the contract answers at once.
MOST_AT_ONCE: Final = 1_000


def reading(document: str, model: type[Shown], name: str) -> CarryOut:
    """Return what answers the one thing that an operation reads under a name."""

    async def carry_out(call: Call) -> Answered:
        executed = await call.execute(document, dict(call.path))
        return Answered(content=call.made(executed, model, name))

    return carry_out


def _of_goal(model: type[Shown]) -> str:
    return f"query($goalId:ID!){{goal(goalId:$goalId){{{selection(model)}}}}}"


_GOAL: Final = _of_goal(Goal)
_MILESTONES: Final = (
    "query($goalId:ID!,$updatedSince:AWSDateTime){goal(goalId:$goalId){"
    f"list:milestoneList(updatedSince:$updatedSince){{{selection(MilestoneListResponse)}}}}}}}"
)
_PROFILE: Final = f"{{me{{{selection(Profile)}}}}}"

_PROGRESS: Final = (
    "query($goalId:ID!,$period:StatisticsPeriod){goal(goalId:$goalId){"
    f"{selection(GoalProgress)} statistics(period:$period){{{selection(GoalStatistics)}}}}}}}"
)

_RECOMMENDATIONS: Final = (
    f"query($limit:Int){{recommendations(limit:$limit){{{selection(GoalRecommendation)}}}}}"
)

goal: Final = reading(_GOAL, Goal, "goal")
profile: Final = reading(_PROFILE, Profile, "me")


async def progress(call: Call) -> Answered:
    """Answer how far along a goal is, and its statistics over the period asked for."""
    asked = call.query if isinstance(call.query, ProgressQuery) else ProgressQuery()
    variables = {**call.path, "period": asked.period.value}
    executed = await call.execute(_PROGRESS, variables)
    if executed.data and executed.data["goal"]:
        executed.data["goal"]["period"] = asked.period
    return Answered(content=call.made(executed, GoalProgress, "goal"))


async def milestones(call: Call) -> Answered:
    """Answer all milestones of a goal, and those deleted since an instant."""
    asked = call.query.contract() if isinstance(call.query, SyncQuery) else {}
    executed = await call.execute(_MILESTONES, {**call.path, **asked})
    return Answered(content=call.made(executed, MilestoneListResponse, "goal", "list"))


async def recommendations(call: Call) -> Answered:
    """Answer what the caller might begin next."""
    variables = call.query.contract() if call.query else {}
    executed = await call.execute(_RECOMMENDATIONS, variables)
    return Answered(content=call.made(executed, RecommendationListResponse))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of the contract: how it is asked for, and what a page of it is here."""

    declared: str
    field: str
    given: str
    item: type[Shown]
    page: type[Shown]
    name: str
    ident: str = "id"
    is_synced: bool = True

    def document(self, selected: str) -> str:
        """Return the operation that reads a part of the list."""
        part = f"list:{self.field}({self.given},limit:$limit,nextToken:$nextToken)"
        synced = " syncedAt deleted{id deletedAt}" if self.is_synced else ""
        part += f"{{items{{{selected}}} nextToken{synced}}}"
        if "$goalId" in self.declared:
            part = f"goal(goalId:$goalId){{{part}}}"
        return f"query({self.declared},$limit:Int,$nextToken:String){{{part}}}"

    @property
    def path(self) -> tuple[str, ...]:
        """Return where in an answer the list is."""
        return ("goal", "list") if "$goalId" in self.declared else ("list",)


class _Part(Shown):
    """A part of a list, as the contract has it."""

    items: list[dict[str, Any]]
    next_token: str | None
    synced_at: datetime | None = None
    deleted: list[dict[str, Any]] | None = None


async def _part(
    call: Call, listing: Listing, selected: str, *, limit: int, token: str | None
) -> _Part:
    query = call.query.filters() if isinstance(call.query, ListQuery) else {}
    variables = {**call.path, **query, "limit": limit, "nextToken": token}
    executed = await call.execute(listing.document(selected), variables)
    return call.made(executed, _Part, *listing.path)


def listing(wanted: Listing) -> CarryOut:
    """Return what answers a page of a list: by its number, or by the token that continues it."""
    selected = selection(wanted.item)

    async def carry_out(call: Call) -> Answered:
        query = call.query if isinstance(call.query, ListQuery) else ListQuery()
        token, total = query.next_token or None, None
        if token is not None and "page" in query.model_fields_set:
            raise InvalidInputError("page", "must be left out with nextToken", query.page)
        start = (query.page - 1) * query.limit
        part: _Part | None = None
        if token is None and start == 0:
            part = await _part(call, wanted, selected, limit=query.limit, token=None)
            total = len(part.items) + await _left(call, wanted, part.next_token)
        elif token is None:
            total, token, part = await _counted(call, wanted, start=start)
        if part is None:
            part = await _part(call, wanted, selected, limit=query.limit, token=token)
        return Answered(content=_page(wanted, query, part, total))

    return carry_out


async def _left(call: Call, wanted: Listing, token: str | None) -> int:
    """Return how many things of a list a token continues with."""
    count = 0
    while token is not None:
        part = await _part(call, wanted, wanted.ident, limit=MOST_AT_ONCE, token=token)
        count, token = count + len(part.items), part.next_token
    return count


async def _counted(
    call: Call, wanted: Listing, *, start: int
) -> tuple[int, str | None, _Part | None]:
    """Return how many things a list holds, and the token that continues it at a place.

    Where that is the end or beyond it, the empty part there is returned too.
    """
    count, token = 0, None
    while count < start:
        limit = min(start - count, MOST_AT_ONCE)
        part = await _part(call, wanted, wanted.ident, limit=limit, token=token)
        count, token = count + len(part.items), part.next_token
        if token is None:
            return count, None, _emptied(part)
    return count + await _left(call, wanted, token), token, None


def _emptied(part: _Part) -> _Part:
    """Return the part without its items; what is gone belongs to the first page alone."""
    gone: dict[str, Any] = {} if part.deleted is None else {"deleted": []}
    return part.model_copy(update={"items": [], **gone})


def _page(wanted: Listing, query: ListQuery, part: _Part, total: int | None) -> Shown:
    pagination = {
        "page": None if total is None else query.page,
        "limit": query.limit,
        "total": total,
        "pages": None if total is None else -(-total // query.limit),
        "nextToken": part.next_token,
    }
    content = {wanted.name: part.items, "syncedAt": part.synced_at, "deleted": part.deleted}
    return wanted.page.model_validate({**content, "pagination": pagination})


_GOALS: Final = Listing(
    declared="$filter:GoalFilter,$sort:GoalSort",
    field="goals",
    given="filter:$filter,sort:$sort",
    item=Goal,
    page=GoalListResponse,
    name="goals",
)
_ACTIVITIES: Final = Listing(
    declared=(
        "$goalId:ID!,$startDate:AWSDate,$endDate:AWSDate,$types:[ActivityType!],"
        "$updatedSince:AWSDateTime"
    ),
    field="activities",
    given="startDate:$startDate,endDate:$endDate,types:$types,updatedSince:$updatedSince",
    item=GoalActivity,
    page=ActivityListResponse,
    name="activities",
)
_TASKS: Final = Listing(
    declared="$goalId:ID!,$status:[TaskStatus!],$updatedSince:AWSDateTime",
    field="tasks",
    given="status:$status,updatedSince:$updatedSince",
    item=Task,
    page=TaskListResponse,
    name="tasks",
)
_TEMPLATES: Final = Listing(
    declared="$filter:GoalTemplateFilter,$sort:GoalTemplateSort",
    field="goalTemplates",
    given="filter:$filter,sort:$sort",
    item=GoalTemplate,
    page=TemplateListResponse,
    name="templates",
    ident="templateId",
    is_synced=False,
)

goals: Final = listing(_GOALS)
activities: Final = listing(_ACTIVITIES)
tasks: Final = listing(_TASKS)
templates: Final = listing(_TEMPLATES)

DOCUMENTS: Final = (
    _GOAL,
    _MILESTONES,
    _PROFILE,
    _PROGRESS,
    _RECOMMENDATIONS,
    *(each.document(selection(each.item)) for each in (_GOALS, _ACTIVITIES, _TASKS, _TEMPLATES)),
)
"""The operations that read, each as it is sent."""

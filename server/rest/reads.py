"""Reads: one thing, or a page of a list that is counted unless a token continues it."""

from dataclasses import dataclass
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
    TaskListResponse,
)
from server.rest.progress_shapes import GoalProgress, GoalStatistics
from server.rest.shapes import Shown, selection
from server.rest.task_shapes import MilestoneListResponse, Profile, Task

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
_MILESTONES: Final = _of_goal(MilestoneListResponse)
_PROFILE: Final = f"{{me{{{selection(Profile)}}}}}"

_PROGRESS: Final = (
    "query($goalId:ID!,$period:StatisticsPeriod){goal(goalId:$goalId){"
    f"{selection(GoalProgress)} statistics(period:$period){{{selection(GoalStatistics)}}}}}}}"
)

goal: Final = reading(_GOAL, Goal, "goal")
milestones: Final = reading(_MILESTONES, MilestoneListResponse, "goal")
profile: Final = reading(_PROFILE, Profile, "me")


async def progress(call: Call) -> Answered:
    """Answer how far along a goal is, and its statistics over the period asked for."""
    asked = call.query if isinstance(call.query, ProgressQuery) else ProgressQuery()
    variables = {**call.path, "period": asked.period.value}
    executed = await call.execute(_PROGRESS, variables)
    if executed.data and executed.data["goal"]:
        executed.data["goal"]["period"] = asked.period
    return Answered(content=call.made(executed, GoalProgress, "goal"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of the contract: how it is asked for, and what a page of it is here."""

    declared: str
    field: str
    given: str
    item: type[Shown]
    page: type[Shown]
    name: str

    def document(self, selected: str) -> str:
        """Return the operation that reads a part of the list."""
        part = f"list:{self.field}({self.given},limit:$limit,nextToken:$nextToken)"
        part += f"{{items{{{selected}}} nextToken}}"
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
        if token is None:
            total, token = await _counted(call, wanted, start=start)
        part = _Part.model_validate({"items": [], "nextToken": None})
        if total is None or start < total:
            part = await _part(call, wanted, selected, limit=query.limit, token=token)
        return Answered(content=_page(wanted, query, part, total))

    return carry_out


async def _counted(call: Call, wanted: Listing, *, start: int) -> tuple[int, str | None]:
    """Return how many things a list holds, and the token that continues it at a place."""
    count, token, at_start = 0, None, None
    while True:
        left = start - count
        limit = min(left, MOST_AT_ONCE) if left > 0 else MOST_AT_ONCE
        part = await _part(call, wanted, "id", limit=limit, token=token)
        count, token = count + len(part.items), part.next_token
        if count == start:
            at_start = token
        if token is None:
            return count, at_start


def _page(wanted: Listing, query: ListQuery, part: _Part, total: int | None) -> Shown:
    pagination = {
        "page": None if total is None else query.page,
        "limit": query.limit,
        "total": total,
        "pages": None if total is None else -(-total // query.limit),
        "nextToken": part.next_token,
    }
    return wanted.page.model_validate({wanted.name: part.items, "pagination": pagination})


_GOALS: Final = Listing(
    declared="$filter:GoalFilter,$sort:GoalSort",
    field="goals",
    given="filter:$filter,sort:$sort",
    item=Goal,
    page=GoalListResponse,
    name="goals",
)
_ACTIVITIES: Final = Listing(
    declared="$goalId:ID!,$startDate:AWSDate,$endDate:AWSDate,$types:[ActivityType!]",
    field="activities",
    given="startDate:$startDate,endDate:$endDate,types:$types",
    item=GoalActivity,
    page=ActivityListResponse,
    name="activities",
)
_TASKS: Final = Listing(
    declared="$goalId:ID!,$status:[TaskStatus!]",
    field="tasks",
    given="status:$status",
    item=Task,
    page=TaskListResponse,
    name="tasks",
)

goals: Final = listing(_GOALS)
activities: Final = listing(_ACTIVITIES)
tasks: Final = listing(_TASKS)

DOCUMENTS: Final = (
    _GOAL,
    _MILESTONES,
    _PROFILE,
    _PROGRESS,
    *(each.document(selection(each.item)) for each in (_GOALS, _ACTIVITIES, _TASKS)),
)
"""The operations that read, each as it is sent."""

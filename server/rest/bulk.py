"""Changes of many things in one request; one that is refused leaves the others."""

from typing import Any, TypeVar

from domain.errors import GoalNotFoundError
from server.rest.bulk_shapes import (
    ArchiveGoalsResponse,
    BulkResult,
    ChangeOfMany,
    LogActivitiesResponse,
)
from server.rest.calls import Answered, Call
from server.rest.changes import document_of, input_of, is_replayed, with_zone
from server.rest.portable_shapes import ImportResponse
from server.rest.shapes import Shown

S = TypeVar("S", bound=Shown)


async def archive_goals(call: Call) -> Answered:
    """Archive goals."""
    change, is_repeated = await _changed(call, "archiveGoals", input_of(call), ChangeOfMany)
    content = ArchiveGoalsResponse(results=change.results)
    return Answered(content=content, is_replayed=is_repeated)


async def log_activities(call: Call) -> Answered:
    """Log activities of a goal, in the zone of the header where they name none.

    Raises:
        GoalNotFoundError: The caller has no such goal.
    """
    given = input_of(call)
    given["items"] = [with_zone(call, item) for item in given["items"]]
    change, is_repeated = await _changed(call, "logActivities", given, ChangeOfMany)
    if any(map(_is_lost, change.results)):
        raise GoalNotFoundError(call.path["goalId"])
    progress = change.goals[0].goal.progress if change.goals else None
    content = LogActivitiesResponse(results=change.results, progress=progress)
    return Answered(content=content, is_replayed=is_repeated)


async def import_goals(call: Call) -> Answered:
    """Bring in the goals of a document, or only tell what that would do."""
    content, is_repeated = await _changed(call, "importGoals", input_of(call), ImportResponse)
    return Answered(content=content, is_replayed=is_repeated)


def _is_lost(result: BulkResult) -> bool:
    return result.code == GoalNotFoundError.code


async def _changed(
    call: Call, mutation: str, given: dict[str, Any], model: type[S]
) -> tuple[S, bool]:
    """Return what a mutation answers, and whether to a repeated request."""
    executed = await call.execute(document_of(mutation, is_heard=call.is_heard), {"input": given})
    return call.made(executed, model, mutation), is_replayed(executed.data, mutation)

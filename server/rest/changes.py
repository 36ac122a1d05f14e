"""Writes: one mutation of the contract each, told to subscribers as any other."""

from dataclasses import replace
from functools import cache
from typing import Any, Final

from domain.day import UnknownTimezoneError, zone
from domain.errors import InvalidInputError, InvalidPatternOperationError
from domain.goal import GoalStatus
from server.rest.activity_shapes import GoalActivity
from server.rest.bulk_shapes import ChangeOfMany
from server.rest.calls import Answered, Call, CarryOut
from server.rest.contract import mutations
from server.rest.goal_requests import SettableStatus
from server.rest.goal_shapes import Goal
from server.rest.lists import MessageResponse
from server.rest.portable_shapes import ImportResponse
from server.rest.shapes import Shown, selection
from server.rest.task_shapes import Milestone, Profile, Task

_MILESTONE: Final = selection(Milestone)
_EFFECTS: Final = (
    "effects{progressDelta activityProgressDelta goalCompleted streak{current extended state} "
    f"milestonesAchieved{{{_MILESTONE}}} milestonesLost{{{_MILESTONE}}}}}"
)
# Nobody subscribes to answers of these types, so they select what REST answers alone.
_WHOLE: Final[dict[str, type[Shown]]] = {
    "Profile": Profile,
    "BulkChange": ChangeOfMany,
    "ImportChange": ImportResponse,
}
_PARTS: Final[dict[str, type[Shown]]] = {
    "goal": Goal,
    "activity": GoalActivity,
    "task": Task,
    "milestone": Milestone,
}


@cache
def document_of(mutation: str, *parts: str, is_heard: bool = True) -> str:
    """Return the operation that carries out a mutation and selects parts of its answer.

    Where there are subscribers it selects all that they may, for they hear what was selected.
    """
    found = mutations()[mutation]
    if found.answers in _WHOLE:
        selected = selection(_WHOLE[found.answers])
    else:
        wanted = filter(found.tells, _PARTS) if is_heard else parts
        told = (f"{name}{{{selection(_PARTS[name])}}}" for name in wanted)
        selected = f"userId goalId {' '.join(told)} {_EFFECTS if is_heard else ''}"
    if found.tells("replayed"):
        selected += " replayed"
    return f"mutation($input:{found.asks}!){{{mutation}(input:$input){{{selected}}}}}"


def changing(mutation: str, part: str, *, ident: str | None = None) -> CarryOut:
    """Return what carries out a mutation and answers the part of what it changed.

    `ident` names the field whose value ends the address of what is made.
    """

    async def carry_out(call: Call) -> Answered:
        return await _changed(call, mutation, part, input_of(call), ident=ident)

    return carry_out


def removing(mutation: str, message: str) -> CarryOut:
    """Return what carries out a mutation and answers that it is done."""

    async def carry_out(call: Call) -> Answered:
        document = document_of(mutation, is_heard=call.is_heard)
        executed = await call.execute(document, {"input": input_of(call)})
        call.made(executed, Shown, mutation)
        content = MessageResponse.model_validate({"message": message})
        return Answered(content=content, is_replayed=is_replayed(executed.data, mutation))

    return carry_out


def logging_activity() -> CarryOut:
    """Return what logs an activity, in the zone of the header unless the body names one."""

    async def carry_out(call: Call) -> Answered:
        given = with_zone(call, input_of(call))
        return await _changed(call, "logActivity", "activity", given, ident="activity_id")

    return carry_out


def with_zone(call: Call, activity: dict[str, Any]) -> dict[str, Any]:
    """Return what an activity to be logged says, in the zone of the header if it names none.

    Raises:
        InvalidInputError: The header names no zone.
    """
    name = call.conditions.timezone
    if name is None:
        return activity
    try:
        zone(name)
    except UnknownTimezoneError as error:
        raise InvalidInputError("X-Timezone", "must be an IANA time zone", name) from error
    return activity if activity.get("timezone") is not None else {**activity, "timezone": name}


async def create_goal_from_template(call: Call) -> Answered:
    """Make a goal of a template."""
    among_goals = replace(call, address=call.address.rpartition("/")[0])
    given = input_of(call)
    return await _changed(among_goals, "createGoalFromTemplate", "goal", given, ident="goal_id")


async def update_goal(call: Call) -> Answered:
    """Change a goal, and then its status if another one is asked for.

    Raises:
        InvalidPatternOperationError: A pattern is given, which never changes.
    """
    given = input_of(call)
    wanted = given.pop("status", None)
    if "goalPattern" in given:
        pattern = given["goalPattern"]
        raise InvalidPatternOperationError("goalPattern never changes", pattern=pattern)
    edited = await _changed(call, "updateGoal", "goal", given)
    move = _move(edited.content, wanted)
    if move is None:
        return edited
    key = given.get("idempotencyKey")
    step = {"goalId": given["goalId"], "expectedVersion": edited.version}
    return await _changed(
        call, move, "goal", step if key is None else step | {"idempotencyKey": key}
    )


def _move(goal: Shown, wanted: str | None) -> str | None:
    """Return the mutation that takes a goal to a status, None if it has it already."""
    status = goal.status if isinstance(goal, Goal) else None
    if wanted is None or status == wanted:
        return None
    if wanted == SettableStatus.PAUSED:
        return "pauseGoal"
    return "activateGoal" if status is GoalStatus.DRAFT else "resumeGoal"


def input_of(call: Call) -> dict[str, Any]:
    """Return the mutation's input: of path, body and headers."""
    given = {**(call.body.contract() if call.body else {}), **call.path}
    if call.conditions.expected_version is not None:
        given["expectedVersion"] = call.conditions.expected_version
    if call.conditions.idempotency_key is not None:
        given["idempotencyKey"] = call.conditions.idempotency_key
    return given


async def _changed(
    call: Call, mutation: str, part: str, given: dict[str, Any], *, ident: str | None = None
) -> Answered:
    document = document_of(mutation, part, is_heard=call.is_heard)
    executed = await call.execute(document, {"input": given})
    if part == "profile":
        return Answered(content=call.made(executed, Profile, mutation))
    content = call.made(executed, _PARTS[part], mutation, part)
    return Answered(
        content=content,
        location=f"{call.address}/{getattr(content, ident)}" if ident else None,
        is_replayed=is_replayed(executed.data, mutation),
    )


def is_replayed(data: Any, mutation: str) -> bool:
    """Say whether an answer is that of a repeated request, where it tells so."""
    return bool(data[mutation].get("replayed"))

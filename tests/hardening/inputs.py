"""Inputs of mutations: all that is required, and one field of a given value."""

from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    is_required_input_field,
)

from tests.hardening.contract import Place, fields, is_list, named
from tests.hardening.limits import limits_of
from tests.hardening.worlds import World

_TEMPLATES: Final = {"milestone": "run-100-km", "recurring": "drink-water"}
_IDS: Final = {"taskId": "task", "milestoneId": "custom"}


def given(world: World, place: Place, value: object) -> dict[str, Any]:
    """Return the mutation's input with the value in this place, the rest as is required."""
    limits = limits_of(place.key)
    pattern = limits.on if limits else "milestone"
    kind = named(fields("Mutation")[place.root].args["input"].type)
    built = _object(world, kind.name, pattern)
    holder: Any = built
    for part, after in zip(place.path, place.path[1:], strict=False):
        if isinstance(part, str) and part not in holder:
            holder[part] = [_object(world, _type_at(place, part), pattern)]
            holder[part] = holder[part] if isinstance(after, int) else holder[part][0]
        holder = holder[part]
    holder.update(limits.beside if limits else {})
    holder[place.path[-1]] = value
    return built


def _type_at(place: Place, name: str) -> str:
    """Return the type of a field that the place's own object is reached by."""
    kind = fields("Mutation")[place.root].args["input"].type
    for part in place.path[: place.path.index(name) + 1]:
        kind = kind if isinstance(part, int) else fields(named(kind).name)[part].type
    return named(kind).name


def _object(world: World, kind: str, pattern: str) -> dict[str, Any]:
    found = {
        name: _value(world, kind, name, pattern)
        for name, field in fields(kind).items()
        if is_required_input_field(field)
    }
    if kind in {"LogActivityInput", "ActivityItemInput"}:
        found["value"] = 1
    if kind == "LogActivitiesInput":
        found["goalId"] = world.ids[pattern]
    if kind == "CreateGoalFromTemplateInput":
        found |= {"title": world.new_title(), "templateId": _TEMPLATES[pattern]}
    if kind == "GoalTargetInput" and pattern == "recurring":
        found["period"] = "day"
    if kind == "GoalScheduleInput":
        found["frequency"] = "monthly"
    if kind == "CreateMilestoneInput":
        found["percentage"] = 40
    return found


def _value(world: World, owner: str, name: str, pattern: str) -> Any:
    """Return an ordinary value of a required field, or the id of what the world has."""
    if name == "goalId":
        return world.ids[pattern]
    if name == "activityId":
        return world.ids[f"{pattern}.activity"]
    if name in _IDS:
        return world.ids[_IDS[name]]
    if name == "pattern":
        return pattern
    if owner == "CreateGoalInput" and name == "title":
        return world.new_title()
    one = world.ids[pattern] if name == "goalIds" else _one(world, owner, name, pattern)
    return [one] if is_list(fields(owner)[name].type) else one


def _one(world: World, owner: str, name: str, pattern: str) -> Any:
    kind = named(fields(owner)[name].type)
    if isinstance(kind, GraphQLInputObjectType):
        return _object(world, kind.name, pattern)
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    limits = limits_of(f"{owner}.{name}")
    assert limits is not None, f"the table of limits has no {owner}.{name}, which is required"
    return limits.valid

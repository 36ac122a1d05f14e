"""Inputs of mutations: all that is required, and one field of a given value."""

from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_required_input_field,
)

from tests.hardening.contract import SCHEMA, Place, root
from tests.hardening.limits import limits_of
from tests.hardening.worlds import World

_IDS: Final = {"taskId": "task", "milestoneId": "custom"}


def given(world: World, place: Place, value: object) -> dict[str, Any]:
    """Return the mutation's input with the value in this place, the rest as is required."""
    limits = limits_of(place.key)
    pattern = limits.on if limits else "milestone"
    argument = root("Mutation").fields[place.mutation].args["input"]
    kind = get_named_type(argument.type)
    assert isinstance(kind, GraphQLInputObjectType)
    built: dict[str, Any] = _object(world, kind, pattern)
    holder: Any = built
    for part, after in zip(place.path, place.path[1:], strict=False):
        if isinstance(part, str) and part not in holder:
            holder[part] = [_object(world, _type_at(place, part), pattern)]
            holder[part] = holder[part] if isinstance(after, int) else holder[part][0]
        holder = holder[part]
    holder.update(limits.beside if limits else {})
    holder[place.path[-1]] = value
    return built


def _type_at(place: Place, name: str) -> GraphQLInputObjectType:
    """Return the type of a field that the place's own object is reached by."""
    kind = get_named_type(root("Mutation").fields[place.mutation].args["input"].type)
    for part in place.path:
        if isinstance(part, str):
            assert isinstance(kind, GraphQLInputObjectType)
            kind = get_named_type(kind.fields[part].type)
        if part == name:
            break
    assert isinstance(kind, GraphQLInputObjectType)
    return kind


def _object(world: World, kind: GraphQLInputObjectType, pattern: str) -> dict[str, Any]:
    found = {
        name: _value(world, f"{kind.name}.{name}", name, pattern)
        for name, field in kind.fields.items()
        if is_required_input_field(field)
    }
    if kind.name == "LogActivityInput":
        found["value"] = 1
    if kind.name == "GoalTargetInput" and pattern == "recurring":
        found["period"] = "day"
    if kind.name == "CreateMilestoneInput":
        found["percentage"] = 40
    return found


def _value(world: World, key: str, name: str, pattern: str) -> Any:
    if name == "goalId":
        return world.ids[pattern]
    if name == "activityId":
        return world.ids[f"{pattern}.activity"]
    if name in _IDS:
        return world.ids[_IDS[name]]
    if key == "CreateGoalInput.title":
        world.ids["count"] = str(int(world.ids.get("count", "0")) + 1)
        return f"Walk {world.ids['count']}"
    if name == "pattern":
        return pattern
    owner = SCHEMA.get_type(key.partition(".")[0])
    assert isinstance(owner, GraphQLInputObjectType)
    kind = owner.fields[name].type
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    return (
        [_one(world, key, pattern)] if isinstance(inner, GraphQLList) else _one(world, key, pattern)
    )


def _one(world: World, key: str, pattern: str) -> Any:
    owner = SCHEMA.get_type(key.partition(".")[0])
    assert isinstance(owner, GraphQLInputObjectType)
    kind = get_named_type(owner.fields[key.partition(".")[2]].type)
    if isinstance(kind, GraphQLInputObjectType):
        return _object(world, kind, pattern)
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    limits = limits_of(key)
    assert limits is not None, f"the table of limits has no {key}, which is required"
    return limits.valid

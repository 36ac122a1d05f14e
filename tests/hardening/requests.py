"""Random requests drawn from the contract: fields, arguments, aliases, fragments, variables.

hypothesis-graphql draws documents too, but knows no variables and no ids that are in a store.
Where an id is wanted, `@goal:2` and its like stand for the third of those there are.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNamedType,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.hardening.contract import fields, is_list, named, nullable
from tests.hardening.limits import limits_of
from tests.hardening.worlds import PATTERNS, a_goal

_DEEPEST: Final = 4
_OFTEN: Final = ("createTask", "completeTask") + ("logActivity",) * 6
_RARELY: Final = 11
_NAME: Final = re.compile(r"[A-Za-z_]\w*")
_IDS: Final = {"goalId": "goal", "taskId": "task", "milestoneId": "milestone"}
_DATES: Final = ("2026-11-21", "2026-11-20", "2026-10-01", "2025-12-31", "9999-12-31", "0001-01-01")
_INSTANTS: Final = (
    "2026-11-21T11:00:00Z",
    "2026-11-14T23:30:00+14:00",
    "2027-11-21T00:00:00Z",
    "2020-02-29T00:00:00-18:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
)
_LEAVES: Final[Mapping[str, SearchStrategy[Any]]] = {
    "Int": st.sampled_from((1, 0, -1, 2, 5, 1_000, 1_001, 2**31 - 1, -(2**31))),
    "Float": st.sampled_from((1, 0, 10, 25.5, -3, 100, 1e12, 1e-10, 5e-324, 1e308, -0.0)),
    "Boolean": st.booleans(),
    "AWSDate": st.sampled_from(_DATES) | st.dates().map(str),
    "AWSDateTime": st.sampled_from(_INSTANTS) | st.datetimes().map(lambda at: f"{at.isoformat()}Z"),
    "AWSJSON": st.sampled_from(('{"a":[1]}', "null", "[", '"\\u0000"')),
    "String": st.text(max_size=12) | st.sampled_from(("km", "UTC", "created_asc", "active")),
}
_WRONG: Final[SearchStrategy[Any]] = st.sampled_from(
    ([], {}, "", 1.5, True, None, [[]], "x" * 300, 10**30, -1)
)


@dataclass(slots=True, kw_only=True)
class Request:
    """A document in the making, with its variables and fragments."""

    variables: dict[str, Any] = field(default_factory=dict[str, Any])
    declared: list[str] = field(default_factory=list[str])
    fragments: list[str] = field(default_factory=list[str])

    def body(self, operation: str, selected: str) -> dict[str, Any]:
        """Return the envelope of the operation."""
        head = f"({', '.join(self.declared)})" if self.declared else ""
        query = " ".join([f"{operation} Any{head} {selected}", *self.fragments])
        return {"query": query, "variables": self.variables, "operationName": "Any"}


@st.composite
def requests(draw: DrawFn) -> dict[str, Any]:
    """Return a strategy for envelopes of one operation with one to three fields."""
    request = Request()
    operation, kind = draw(st.sampled_from((("query", "Query"), ("mutation", "Mutation"))))
    count = draw(st.integers(1, 3))
    held = [_field(draw, request, kind, depth=0) for _ in range(count)]
    return request.body(operation, f"{{ {' '.join(held)} }}")


@st.composite
def mutations(draw: DrawFn) -> tuple[str, dict[str, Any]]:
    """Return a strategy for mutations by name with inputs that are mostly right."""
    name = draw(st.sampled_from((*sorted(fields("Mutation")), *_OFTEN)))
    place = draw(st.integers(0, 3))
    given: dict[str, Any] = {}
    for argument in fields("Mutation")[name].args.values():
        given |= draw(values(argument.type, name, place=place, wrong=0))
    if name == "createGoal":
        pattern = draw(st.sampled_from(PATTERNS))
        given |= a_goal(pattern, title=draw(st.text(min_size=1, max_size=3)))
    return name, given


def _field(draw: DrawFn, request: Request, kind: str, *, depth: int) -> str:
    name = draw(st.sampled_from(sorted(fields(kind))))
    found = fields(kind)[name]
    alias = draw(st.sampled_from(("", "a: ", *(f"{name}{i}: " for i in range(40)))))
    place = draw(st.integers(0, 3))
    arguments = [
        f"{each}: {_argument(draw, request, argument.type, each, place=place)}"
        for each, argument in found.args.items()
        if is_required_argument(argument) or draw(st.booleans())
    ]
    given = f"({', '.join(arguments)})" if arguments else ""
    skip = draw(st.sampled_from(("", "", "", " @include(if: true)", " @skip(if: true)")))
    below = named(found.type)
    rest = "" if is_leaf_type(below) else _selection(draw, request, below.name, depth=depth + 1)
    return f"{alias}{name}{given}{skip} {rest}"


def _selection(draw: DrawFn, request: Request, kind: str, *, depth: int) -> str:
    leaves = sorted(n for n, f in fields(kind).items() if is_leaf_type(named(f.type)))
    held = ["__typename", *draw(st.lists(st.sampled_from(leaves or ["__typename"]), max_size=3))]
    if depth < _DEEPEST:
        count = draw(st.integers(0, 3))
        held += [_field(draw, request, kind, depth=depth) for _ in range(count)]
    selected = f"{{ {' '.join(held)} }}"
    match draw(st.integers(0, 5)):
        case 0:
            return f"{{ ... on {kind} {selected} }}"
        case 1:
            name = f"F{len(request.fragments)}"
            request.fragments.append(f"fragment {name} on {kind} {selected}")
            return f"{{ ...{name} }}"
        case _:
            return selected


def _argument(draw: DrawFn, request: Request, kind: Any, name: str, *, place: int) -> str:
    value = draw(values(kind, name, place=place, wrong=draw(st.sampled_from((0, 0, 0, 1)))))
    if draw(st.booleans()):
        return literal(value, kind)
    variable = f"v{len(request.declared)}"
    request.declared.append(f"${variable}: {kind}")
    request.variables[variable] = value
    return f"${variable}"


@st.composite
def values(draw: DrawFn, kind: Any, name: str, *, place: int, wrong: int, owner: str = "") -> Any:
    """Return a strategy for values of an input type, now and then wrong ones if asked for."""
    if wrong and draw(st.integers(0, 7)) == 0:
        return draw(_WRONG)
    inner = nullable(kind)
    if inner is kind and draw(st.integers(0, 9)) == 0:
        return None
    limits = limits_of(f"{owner}.{name}")
    is_tabled = draw(st.integers(0, _RARELY)) > 0
    if is_tabled and limits is not None and limits.inside:
        return draw(st.sampled_from(limits.inside))
    if is_list(inner):
        one = values(inner.of_type, name, place=place, wrong=wrong, owner=owner)
        return draw(st.lists(one, max_size=2))
    return draw(_named(named(inner), name, place=place, wrong=wrong))


@st.composite
def _named(draw: DrawFn, inner: GraphQLNamedType, name: str, *, place: int, wrong: int) -> object:
    if isinstance(inner, GraphQLInputObjectType):
        return {
            each: draw(values(f.type, each, place=place, wrong=wrong, owner=inner.name))
            for each, f in fields(inner.name).items()
            if each == "value" or is_required_input_field(f) or draw(st.integers(0, _RARELY)) == 0
        }
    if isinstance(inner, GraphQLEnumType):
        return draw(st.sampled_from(sorted(inner.values)))
    if inner.name == "ID":
        return f"@{_IDS.get(name, 'activity')}:{place}"
    return draw(_LEAVES[inner.name])


def literal(value: object, kind: Any) -> str:
    """Return the value as a document holds it; names of an enum's values are bare."""
    below = named(kind)
    if isinstance(value, dict):
        inner: Mapping[str, Any] = {}
        if isinstance(below, GraphQLInputObjectType):
            inner = fields(below.name)
        pairs = cast("dict[str, object]", value).items()
        held = (f"{n}: {literal(v, inner[n].type)}" for n, v in pairs if n in inner)
        return f"{{{', '.join(held)}}}"
    if isinstance(value, list):
        entries = cast("list[object]", value)
        return f"[{', '.join(literal(each, kind) for each in entries)}]"
    if isinstance(value, str) and isinstance(below, GraphQLEnumType) and _NAME.fullmatch(value):
        return value
    return json.dumps(value)

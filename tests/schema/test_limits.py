"""Limits: what lies beyond one is null with AppSync's error, the rest is answered as always."""

import asyncio
from typing import Any, Final

import pytest
from graphql import FragmentDefinitionNode, GraphQLError, OperationDefinitionNode, parse
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import GoalChange
from domain.goal import Goal
from resolvers.context import Context
from schema.build import SCHEMA
from schema.errors import SYSTEM_ERROR, error_body, unforeseen
from schema.guard import FieldClosedError
from schema.limits import Depth, DepthLimitError, Limits, Meter
from tests.builders import a_goal, a_schedule
from tests.schema.asking import FakeRegistry, an_operation, ask

GOALS: Final = tuple(a_goal(goal_id=each, schedule=a_schedule()) for each in ("goal-a", "goal-b"))
DEEP: Final = "QueryDepthLimitReached"
MANY: Final = "ResolverExecutionLimitReached"
LATE: Final = "ExecutionTimeout"
AT_ONCE: Final = Limits(seconds=0.01)


def _answering(resolvers: FakeRegistry) -> list[str]:
    """Answer some fields, and return the list of those that are asked."""
    asked: list[str] = []

    @resolvers.unit("Query", "goal")
    async def goal(_ctx: Context, **arguments: Any) -> Goal:
        asked.append(f"goal {arguments['goal_id']}")
        return GOALS[0]

    @resolvers.unit("Query", "myGoals")
    async def my_goals(_ctx: Context) -> tuple[Goal, ...]:
        asked.append("myGoals")
        return GOALS

    @resolvers.batch("Goal", "totalTasks")
    async def total_tasks(_ctx: Context, parents: Any) -> list[int]:
        asked.extend("totalTasks" for _ in parents)
        return [3 for _ in parents]

    return asked


async def _asked(
    document: str, limits: Limits, **changes: Any
) -> tuple[Any, list[dict[str, Any]], list[GraphQLError]]:
    operation = an_operation(meter=Meter(limits), **changes)
    answer = await ask(document, operation=operation)
    errors = list(answer.errors or ())
    return answer.data, [error_body(each, request_id="r") for each in errors], errors


async def _told(document: str, limits: Limits) -> tuple[Any, list[tuple[Any, str]]]:
    data, bodies, errors = await _asked(document, limits)
    assert [unforeseen(each) for each in errors] == [None] * len(errors)
    return data, [(body["path"], body["errorType"]) for body in bodies]


async def test_a_field_below_the_limit_is_null_with_appsync_s_error(
    resolvers: FakeRegistry,
) -> None:
    _answering(resolvers)
    document = '{ L1: goal(goalId: "g") { id L2: schedule { L3: startDate frequency } } }'
    data, bodies, _ = await _asked(document, Limits(depth=2))
    assert data == {"L1": {"id": "goal-a", "L2": {"L3": None, "frequency": None}}}
    assert bodies[0] == {
        "path": ["L1", "L2", "L3"],
        "data": None,
        "errorType": DEEP,
        "errorInfo": None,
        "locations": [{"line": 1, "column": 45, "sourceName": None}],
        "message": "Query depth limit reached.",
    }
    assert [body["path"][-1] for body in bodies] == ["L3", "frequency"]


async def test_a_field_below_the_limit_that_cannot_be_null_takes_its_parent_along(
    resolvers: FakeRegistry,
) -> None:
    _answering(resolvers)
    document = '{ goal(goalId: "g") { id target { unit } } }'
    data, told = await _told(document, Limits(depth=2))
    assert data == {"goal": {"id": "goal-a", "target": None}}
    assert told == [(["goal", "target", "unit"], DEEP)]
    assert (await _told("{ myGoals { id } }", Limits(depth=1)))[0] is None


@pytest.mark.parametrize("depth", [0, 3, 75])
async def test_an_operation_within_the_limit_is_answered_whole(
    depth: int, resolvers: FakeRegistry
) -> None:
    _answering(resolvers)
    data, told = await _told("{ myGoals { id target { unit } } }", Limits(depth=depth))
    assert data["myGoals"][1] == {"id": "goal-b", "target": {"unit": "pages"}}
    assert told == []


async def test_no_way_of_writing_a_document_reaches_below_the_limit(
    resolvers: FakeRegistry,
) -> None:
    asked = _answering(resolvers)
    documents = [
        "{ myGoals { ...F } } fragment F on Goal { totalTasks }",
        "{ ...F } fragment F on Query { myGoals { totalTasks } }",
        "{ ... on Query { ... { myGoals { ... on Goal { few: totalTasks } } } } }",
        "{ myGoals { ...F ...F } } fragment F on Goal { totalTasks }",
        "query ($no: Boolean = false) { myGoals { totalTasks @skip(if: $no) } }",
    ]
    for document in documents:
        _, told = await _told(document, Limits(depth=1))
        assert [kind for _, kind in told] == [DEEP, DEEP]
    assert set(asked) == {"myGoals"}


async def test_levels_that_are_skipped_do_not_count(resolvers: FakeRegistry) -> None:
    _answering(resolvers)
    document = '{ goal(goalId: "g") { id target @skip(if: true) { unit } } }'
    assert await _told(document, Limits(depth=2)) == ({"goal": {"id": "goal-a"}}, [])


async def test_the_contract_may_be_asked_for_at_any_depth(resolvers: FakeRegistry) -> None:
    _answering(resolvers)
    contract = "__schema { queryType { name } }"
    deep = 'goal(goalId: "g") { target { metric } }'
    assert (await _told(f"{{ {contract} }}", Limits(depth=1)))[1] == []
    data, told = await _told(f"{{ {contract} {deep} }}", Limits(depth=2))
    assert data["__schema"] == {"queryType": {"name": "Query"}}
    assert told == [(["goal", "target", "metric"], DEEP)]


async def test_a_closed_field_is_refused_as_such_at_any_depth(resolvers: FakeRegistry) -> None:
    _answering(resolvers)
    closed = frozenset({("GoalSchedule", "startDate")})
    document = '{ goal(goalId: "g") { schedule { startDate frequency } } }'
    _, _, errors = await _asked(document, Limits(depth=2), closed=closed)
    causes = [type(error.original_error) for error in errors]
    assert causes == [FieldClosedError, DepthLimitError]


@given(st.lists(st.sampled_from(["field", "inline", "fragment"]), max_size=30))
def test_fragments_are_no_levels(ways: list[str]) -> None:
    text, others = "leaf", list[str]()
    for way in ways:
        match way:
            case "field":
                text = f"a {{ {text} }}"
            case "inline":
                text = f"b ... {{ {text} }}"
            case _:
                others.append(f"fragment F{len(others)} on T {{ {text} }}")
                text = f"...F{len(others) - 1}"
    operation, *fragments = parse(" ".join([f"{{ {text} }}", *others])).definitions
    assert isinstance(operation, OperationDefinitionNode)
    named = {
        each.name.value: each for each in fragments if isinstance(each, FragmentDefinitionNode)
    }
    assert Depth(named).of(operation.selection_set) == 1 + ways.count("field")


async def test_a_resolver_beyond_the_limit_is_not_asked(resolvers: FakeRegistry) -> None:
    asked = _answering(resolvers)
    document = (
        '{ a: goal(goalId: "1") { id } b: goal(goalId: "2") { id } c: goal(goalId: "3") { id } }'
    )
    data, bodies, _ = await _asked(document, Limits(resolvers=2))
    assert data == {"a": {"id": "goal-a"}, "b": {"id": "goal-a"}, "c": None}
    assert asked == ["goal 1", "goal 2"]
    (body,) = bodies
    assert (body["path"], body["errorType"]) == (["c"], MANY)
    assert body["message"] == "Resolver invocation limit reached."


async def test_each_parent_of_a_batch_counts(resolvers: FakeRegistry) -> None:
    asked = _answering(resolvers)
    document = "{ myGoals { id title totalTasks } }"
    data, told = await _told(document, Limits(resolvers=2))
    assert [each["totalTasks"] for each in data["myGoals"]] == [3, None]
    assert told == [(["myGoals", 1, "totalTasks"], MANY)]
    assert asked == ["myGoals", "totalTasks"]
    assert (await _told(document, Limits(resolvers=3)))[1] == []


async def test_each_operation_counts_for_itself(resolvers: FakeRegistry) -> None:
    _answering(resolvers)
    for _ in range(3):
        assert (await _told('{ goal(goalId: "g") { id } }', Limits(resolvers=1)))[1] == []


async def test_what_is_answered_in_time_is_told(resolvers: FakeRegistry) -> None:
    _answering(resolvers)

    @resolvers.unit("Goal", "progress")
    async def progress(_ctx: Context, **_arguments: Any) -> float:
        await asyncio.Event().wait()
        raise AssertionError

    document = "{ myGoals { id totalTasks progress } }"
    data, bodies, errors = await _asked(document, Limits(seconds=0.3))
    assert data["myGoals"][1] == {"id": "goal-b", "totalTasks": 3, "progress": None}
    assert [unforeseen(each) for each in errors] == [None, None]
    assert bodies[0] == {
        "path": ["myGoals", 0, "progress"],
        "data": None,
        "errorType": LATE,
        "errorInfo": None,
        "locations": [{"line": 1, "column": 27, "sourceName": None}],
        "message": "Execution timed out.",
    }


async def test_a_batch_that_is_late_is_late_for_each_parent(resolvers: FakeRegistry) -> None:
    _answering(resolvers)

    @resolvers.batch("Goal", "totalTasks")
    async def total_tasks(_ctx: Context, _parents: Any) -> list[int]:
        await asyncio.Event().wait()
        raise AssertionError

    data, told = await _told("{ myGoals { totalTasks } }", AT_ONCE)
    assert data == {"myGoals": [{"totalTasks": None}, {"totalTasks": None}]}
    assert told == [(["myGoals", place, "totalTasks"], LATE) for place in (0, 1)]


async def test_a_change_that_is_late_is_null_and_those_after_it_are_not_begun(
    resolvers: FakeRegistry,
) -> None:
    begun: list[str] = []

    @resolvers.unit("Mutation", "archiveGoal")
    async def archive(_ctx: Context, **_arguments: Any) -> GoalChange:
        begun.append("archiveGoal")
        await asyncio.Event().wait()
        raise AssertionError

    first, second = (f'archiveGoal(input: {{goalId: "{each}"}}) {{ goalId }}' for each in "ab")
    data, told = await _told(f"mutation {{ a: {first} b: {second} }}", AT_ONCE)
    assert data == {"a": None, "b": None}
    assert told == [(["a"], LATE), (["b"], LATE)]
    assert begun == ["archiveGoal"]


async def test_a_resolver_s_own_timeout_is_a_failure_of_the_server(
    resolvers: FakeRegistry,
) -> None:
    @resolvers.unit("Query", "goal")
    async def goal(_ctx: Context, **_arguments: Any) -> Goal:
        raise TimeoutError

    _, (body,), (error,) = await _asked('{ goal(goalId: "g") { id } }', Limits())
    assert body["errorType"] == SYSTEM_ERROR
    assert isinstance(unforeseen(error), TimeoutError)


@pytest.mark.parametrize(
    ("document", "name", "place"),
    [
        ("{ __schema { types { name fields { name } } } }", "types' in type '__Schema", "__schema"),
        ('{ __type(name: "Goal") { name } }', "name' in type '__Type", "__type"),
        (
            "{ ...F } fragment F on Query { __schema { types { name } } }",
            "types' in type '__Schema",
            "F/__schema",
        ),
    ],
)
async def test_a_contract_that_may_not_be_asked_for_has_no_fields(
    document: str, name: str, place: str
) -> None:
    data, bodies, _ = await _asked(document, Limits(is_introspection_open=False))
    assert data is None
    (body,) = bodies
    field = name.partition("'")[0]
    assert body["message"] == (
        f"Validation error of type FieldUndefined: Field '{name}' is undefined @ '{place}/{field}'"
    )
    assert body.keys() == {"path", "locations", "message"}


async def test_names_of_types_are_told_though_the_contract_is_not(resolvers: FakeRegistry) -> None:
    _answering(resolvers)
    document = "{ __typename myGoals { __typename } }"
    answer = await _told(document, Limits(is_introspection_open=False))
    goals = [{"__typename": "Goal"}, {"__typename": "Goal"}]
    assert answer == ({"__typename": "Query", "myGoals": goals}, [])


async def test_closing_introspection_for_some_leaves_it_open_to_others() -> None:
    document = "{ __schema { queryType { name } } }"
    for is_open in (True, False, True, False):
        data, _, errors = await _asked(document, Limits(is_introspection_open=is_open))
        assert (data is None, bool(errors)) == (not is_open, not is_open)


async def test_a_document_too_long_to_keep_asks_for_no_contract_either() -> None:
    document = "{ __schema { queryType { name } } }" + " " * 20_000
    data, _, _ = await _asked(document, Limits(is_introspection_open=False))
    assert data is None


def test_what_is_no_operation_of_a_caller_has_no_limits() -> None:
    answer = SCHEMA.execute_sync("{ __schema { queryType { name } } }")
    assert answer.data == {"__schema": {"queryType": {"name": "Query"}}}

"""Closed fields: null with AppSync's error, their resolvers never asked, the rest as always."""

from typing import Any

from graphql import GraphQLError

from domain.answers import Page
from domain.goal import Goal
from resolvers.context import Context
from schema.errors import error_body, unforeseen
from tests.builders import a_goal
from tests.schema.asking import FakeRegistry, an_operation, ask

GOALS = (a_goal(goal_id="goal-a"), a_goal(goal_id="goal-b"))


def _answering(resolvers: FakeRegistry) -> list[str]:
    """Answer some queries, and return the list of those that are asked."""
    asked: list[str] = []

    @resolvers.unit("Query", "goal")
    async def goal(_ctx: Context, **_arguments: Any) -> Goal:
        asked.append("goal")
        return GOALS[0]

    @resolvers.unit("Query", "myGoals")
    async def my_goals(_ctx: Context) -> tuple[Goal, ...]:
        asked.append("myGoals")
        return GOALS

    @resolvers.unit("Query", "goals")
    async def goals(_ctx: Context, **_arguments: Any) -> Page[Goal]:
        asked.append("goals")
        return Page(items=GOALS)

    @resolvers.batch("Goal", "totalTasks")
    async def total_tasks(_ctx: Context, parents: Any) -> list[int]:
        asked.append("totalTasks")
        return [3 for _ in parents]

    return asked


async def _asked(document: str, *closed: tuple[str, str]) -> tuple[Any, list[GraphQLError]]:
    answer = await ask(document, operation=an_operation(closed=frozenset(closed)))
    return answer.data, list(answer.errors or ())


def _told(errors: list[GraphQLError]) -> list[tuple[Any, str]]:
    return [(error.path, error.message) for error in errors]


async def test_a_closed_field_is_null_with_an_error_at_its_path(resolvers: FakeRegistry) -> None:
    asked = _answering(resolvers)
    data, (error,) = await _asked('{ mine: goal(goalId: "g") { id } }', ("Query", "goal"))
    assert data == {"mine": None}
    assert asked == []
    assert error_body(error, request_id="r") == {
        "path": ["mine"],
        "data": None,
        "errorType": "Unauthorized",
        "errorInfo": None,
        "locations": [{"line": 1, "column": 3, "sourceName": None}],
        "message": "Not Authorized to access goal on type Query",
    }
    assert unforeseen(error) is None


async def test_what_is_asked_beside_a_closed_field_is_answered(resolvers: FakeRegistry) -> None:
    asked = _answering(resolvers)
    document = '{ goal(goalId: "g") { id } myGoals { id } }'
    data, errors = await _asked(document, ("Query", "goal"))
    assert data == {"goal": None, "myGoals": [{"id": "goal-a"}, {"id": "goal-b"}]}
    assert len(errors) == 1
    assert asked == ["myGoals"]


async def test_a_closed_field_of_a_list_is_closed_in_each_item(resolvers: FakeRegistry) -> None:
    asked = _answering(resolvers)
    data, errors = await _asked("{ myGoals { id totalTasks } }", ("Goal", "totalTasks"))
    assert data == {
        "myGoals": [{"id": "goal-a", "totalTasks": None}, {"id": "goal-b", "totalTasks": None}]
    }
    told = "Not Authorized to access totalTasks on type Goal"
    assert _told(errors) == [
        (["myGoals", 0, "totalTasks"], told),
        (["myGoals", 1, "totalTasks"], told),
    ]
    assert asked == ["myGoals"]


async def test_an_attribute_is_closed_as_a_resolver_s_field_is(resolvers: FakeRegistry) -> None:
    _answering(resolvers)
    data, errors = await _asked("{ myGoals { id description } }", ("Goal", "description"))
    assert data["myGoals"][0] == {"id": "goal-a", "description": None}
    assert len(errors) == 2


async def test_a_closed_field_that_cannot_be_null_takes_its_parent_along(
    resolvers: FakeRegistry,
) -> None:
    _answering(resolvers)
    data, errors = await _asked('{ goal(goalId: "g") { id title } }', ("Goal", "title"))
    assert data == {"goal": None}
    assert [error.path for error in errors] == [["goal", "title"]]
    assert (await _asked("{ goals { nextToken } }", ("Query", "goals")))[0] is None


async def test_no_way_of_writing_a_document_opens_a_field(resolvers: FakeRegistry) -> None:
    asked = _answering(resolvers)
    documents = [
        'query { a: goal(goalId: "g") { id } }',
        'query { ...F } fragment F on Query { goal(goalId: "g") { id } }',
        'query { ... on Query { goal(goalId: "g") { id } } }',
        'query { goal(goalId: "g") @include(if: true) { id } }',
        'query { ... @skip(if: false) { goal(goalId: "g") { id } } }',
    ]
    for document in documents:
        data, errors = await _asked(document, ("Query", "goal"))
        assert list(data.values()) == [None]
        assert len(errors) == 1
    assert asked == []


async def test_a_closed_field_s_arguments_are_not_looked_at(resolvers: FakeRegistry) -> None:
    _answering(resolvers)
    document = '{ goals(filter: {search: "x"}, nextToken: "made up") { nextToken } }'
    _, errors = await _asked(document, ("Query", "goals"))
    assert _told(errors) == [(["goals"], "Not Authorized to access goals on type Query")]


async def test_the_names_of_types_are_open_to_everyone(resolvers: FakeRegistry) -> None:
    _answering(resolvers)
    closed = [("Query", "goal"), ("Query", "myGoals"), ("Goal", "id")]
    data, errors = await _asked('{ __typename __type(name: "Goal") { name } }', *closed)
    assert data == {"__typename": "Query", "__type": {"name": "Goal"}}
    assert errors == []


async def test_another_field_of_the_same_name_stays_open(resolvers: FakeRegistry) -> None:
    _answering(resolvers)
    data, errors = await _asked("{ myGoals { id } }", ("Task", "id"), ("Goal", "myGoals"))
    assert data == {"myGoals": [{"id": "goal-a"}, {"id": "goal-b"}]}
    assert errors == []

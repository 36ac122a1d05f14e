from typing import Any

import pytest
from graphql import GraphQLError

from domain.errors import (
    DomainError,
    GoalNotFoundError,
    GoalQuotaExceededError,
    InvalidInputError,
    VersionConflictError,
)
from resolvers.context import Context
from schema.errors import SYSTEM_ERROR, code_of, error_body, unforeseen
from tests.schema.asking import FakeRegistry, ask


def failing(resolvers: FakeRegistry, error: Exception) -> None:
    """Let the query for one goal fail."""

    @resolvers.unit("Query", "goal")
    async def resolve(_ctx: Context, **_arguments: Any) -> None:
        raise error


async def errors_of(document: str, **variables: Any) -> list[GraphQLError]:
    """Return the errors of an answer."""
    return list((await ask(document, variables)).errors or ())


async def bodies_of(document: str, **variables: Any) -> list[dict[str, Any]]:
    """Return the errors of an answer in AppSync's shape."""
    errors = await errors_of(document, **variables)
    assert [unforeseen(error) for error in errors] == [None] * len(errors)
    return [error_body(error, request_id="r-1") for error in errors]


@pytest.mark.parametrize(
    "error",
    [
        GoalNotFoundError("g"),
        GoalQuotaExceededError(current_count=50, max_allowed=50),
        InvalidInputError("limit", "must be from 1 to 1000", 0),
        VersionConflictError(expected=1, current=2),
    ],
    ids=lambda error: error.code,
)
async def test_an_error_of_the_domain_has_its_code_and_message(
    resolvers: FakeRegistry, error: DomainError
) -> None:
    failing(resolvers, error)
    assert await bodies_of('{\n  it: goal(goalId: "g") { id }\n}') == [
        {
            "path": ["it"],
            "data": None,
            "errorType": error.code,
            "errorInfo": None,
            "locations": [{"line": 2, "column": 3, "sourceName": None}],
            "message": error.message,
        }
    ]


async def test_anything_unforeseen_shows_the_request_id_alone(resolvers: FakeRegistry) -> None:
    cause = RuntimeError("secret")
    failing(resolvers, cause)
    (error,) = await errors_of('{ goal(goalId: "g") { id } }')
    body = error_body(error, request_id="r-1")
    assert body["errorType"] == SYSTEM_ERROR
    assert body["message"] == "the server failed; request ID: r-1"
    assert body["path"] == ["goal"]
    assert unforeseen(error) is cause


async def test_a_missing_value_is_a_failure_of_the_server(resolvers: FakeRegistry) -> None:
    assert resolvers.find("Query", "me") is None
    (error,) = await errors_of("{ me { userId } }")
    assert error_body(error, request_id="r-1")["errorType"] == SYSTEM_ERROR
    assert isinstance(unforeseen(error), TypeError)


async def test_a_value_that_cannot_be_shown_is_a_failure_of_the_server(
    resolvers: FakeRegistry,
) -> None:
    @resolvers.unit("Query", "activeGoalsCount")
    async def resolve(_ctx: Context) -> int:
        return 2**40

    (error,) = await errors_of("{ activeGoalsCount }")
    assert error_body(error, request_id="r-1")["errorType"] == SYSTEM_ERROR
    assert unforeseen(error) is error


def test_a_failure_before_execution_is_masked_too() -> None:
    error = GraphQLError("secret", original_error=RuntimeError("secret"))
    assert error_body(error, request_id="r-1")["message"] == "the server failed; request ID: r-1"
    assert isinstance(unforeseen(error), RuntimeError)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{ x }", "FieldUndefined: Field 'x' in type 'Query' is undefined @ 'x'"),
        (
            "{ myGoals { ... on Goal { milestones { x } } } }",
            "FieldUndefined: Field 'x' in type 'Milestone' is undefined @ 'myGoals/milestones/x'",
        ),
        (
            "fragment F on Goal { x } { myGoals { ...F } }",
            "FieldUndefined: Field 'x' in type 'Goal' is undefined @ 'F/x'",
        ),
        (
            "{ myGoals }",
            (
                "SubSelectionRequired: Sub selection required for type [Goal!]! of field myGoals"
                " @ 'myGoals'"
            ),
        ),
        (
            "{ myGoals { icon { x } } }",
            (
                "SubSelectionNotAllowed: Sub selection not allowed on leaf type String of field"
                " icon @ 'myGoals/icon'"
            ),
        ),
        (
            "{ goal { id } }",
            "MissingFieldArgument: Missing field argument goalId @ 'goal'",
        ),
        (
            "{ me(x: 1) { userId } }",
            "UnknownArgument: Unknown field argument x @ 'me'",
        ),
        (
            "query ($id: ID) { goal(goalId: $id) { id } }",
            "VariableTypeMismatch: Variable type 'ID' doesn't match expected type 'ID!' @ 'goal'",
        ),
        (
            "{ goal(goalId: $id) { id } }",
            "UndefinedVariable: Undefined variable id @ 'goal'",
        ),
        ("query ($id: ID) { me { userId } }", "UnusedVariable: Unused variable id"),
        ("{ me { ...F } }", "UndefinedFragment: Undefined fragment F @ 'me'"),
        (
            "fragment F on Goal { id } { me { userId } }",
            "UnusedFragment: Unused fragment F @ 'F'",
        ),
        ("{ me { ... on X { userId } } }", "UnknownType: Unknown type X @ 'me'"),
        ("{ me { userId @x } }", "UnknownDirective: Unknown directive '@x' @ 'me/userId'"),
        (
            '{ goals(limit: "x") { nextToken } }',
            "WrongType: Int cannot represent non-integer value: \"x\" @ 'goals'",
        ),
        (
            "{ goals(sort: x) { nextToken } }",
            "WrongType: Value 'x' does not exist in 'GoalSort' enum @ 'goals'",
        ),
        (
            "{ a: me { userId } } { b: me { userId } }",
            (
                "LoneAnonymousOperationViolation: This anonymous operation must be the only defined"
                " operation"
            ),
        ),
    ],
)
async def test_an_invalid_document_is_refused_in_appsync_s_words(
    document: str, message: str
) -> None:
    body = (await bodies_of(document))[0]
    assert body["message"] == f"Validation error of type {message}"
    assert body["path"] is None
    assert body.keys() == {"path", "locations", "message"}
    assert body["locations"][0].keys() == {"line", "column", "sourceName"}


async def test_a_document_that_cannot_be_parsed_is_refused() -> None:
    assert await bodies_of("{ me") == [
        {
            "path": None,
            "locations": [{"line": 1, "column": 5, "sourceName": None}],
            "message": "Invalid Syntax : Expected Name, found <EOF>.",
        }
    ]


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({}, "Variable 'input' has coerced Null value for NonNull type 'TaskTransitionInput!'"),
        (
            {"input": {"goalId": None, "taskId": "t"}},
            "Variable 'input' has coerced Null value for NonNull type 'ID!'",
        ),
        (
            {"input": {"goalId": "g", "taskId": "t", "expectedVersion": "x"}},
            (
                "Variable 'input' has an invalid value. expectedVersion: Int cannot represent"
                " non-integer value: 'x'"
            ),
        ),
    ],
)
async def test_a_variable_is_refused_by_its_name(variables: dict[str, Any], message: str) -> None:
    document = "mutation ($input: TaskTransitionInput!) { completeTask(input: $input) { goalId } }"
    (body,) = await bodies_of(document, **variables)
    assert body["message"] == message
    assert "errorType" not in body


async def test_a_scalar_in_a_variable_is_refused_with_a_code() -> None:
    (body,) = await bodies_of(
        "mutation ($input: CreateTaskInput!) { createTask(input: $input) { goalId } }",
        input={"goalId": "g", "title": "t", "dueAt": "2023-02-29T00:00:00Z"},
    )
    assert body["errorType"] == "VALIDATION_ERROR"
    assert body["message"] == (
        "Variable 'input' has an invalid value. dueAt: AWSDateTime must be an instant as"
        " YYYY-MM-DDThh:mm:ss with Z or an offset; got '2023-02-29T00:00:00Z'"
    )
    assert (body["path"], body["data"], body["errorInfo"]) == (None, None, None)


async def test_a_scalar_in_a_document_is_refused_with_a_code() -> None:
    (body,) = await bodies_of('{ goalProgress(goalId: "g", asOf: "now") { goalId } }')
    assert body["errorType"] == "VALIDATION_ERROR"
    assert body["message"].startswith("Validation error of type WrongType: AWSDateTime must be")
    assert body["message"].endswith("got 'now' @ 'goalProgress'")


async def test_a_null_for_a_required_argument_is_refused_at_its_field() -> None:
    (body,) = await bodies_of('query ($id: ID = "g") { goal(goalId: $id) { id } }', id=None)
    assert body["errorType"] == "VALIDATION_ERROR"
    assert body["message"].startswith("Argument 'goalId' has invalid value")
    assert body["path"] == ["goal"]


def test_an_error_without_a_document_is_refused_without_a_place() -> None:
    body = error_body(GraphQLError("no such rule"), request_id="r-1")
    assert body["message"] == "Validation error of type InvalidDocument: no such rule"
    assert body["locations"] == []


def test_every_exception_has_a_code() -> None:
    assert code_of(GoalNotFoundError("g")) == "GOAL_NOT_FOUND"
    assert code_of(ValueError("x")) == SYSTEM_ERROR

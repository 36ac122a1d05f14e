"""The checklist's lines on scalars that no other test keeps: the guide's examples, both ways."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

import pytest
from graphql import ScalarTypeDefinitionNode, parse

from domain.answers import GoalChange
from domain.goal import Goal
from resolvers.context import Context
from schema.build import SCHEMA, contract
from schema.errors import error_body
from tests.builders import a_goal
from tests.schema.asking import FakeRegistry, ask

# The values of `putObject`, the example in AWS AppSync's guide on scalars.
DATE: Final = "1970-01-01Z"
INSTANT: Final = "1930-01-01T16:00:00-07:00"
TEXT: Final = '{"a":1, "b":3, "string": 234}'
IN_UTC: Final = datetime(1930, 1, 1, 23, tzinfo=UTC)
LITERAL: Final = f"""
mutation {{
  createGoal(input: {{
    title: "t", pattern: milestone, target: {{value: 1, unit: "u"}},
    deadline: "{DATE}", metadata: {json.dumps(TEXT)}
  }}) {{ goal {{ deadline metadata createdAt progress(asOf: "{INSTANT}") }} }}
}}
"""
VARIABLE: Final = """
mutation ($input: CreateGoalInput!, $at: AWSDateTime) {
  createGoal(input: $input) { goal { deadline metadata createdAt progress(asOf: $at) } }
}
"""
INPUT: Final = {
    "title": "t",
    "pattern": "milestone",
    "target": {"value": 1, "unit": "u"},
    "deadline": DATE,
    "metadata": TEXT,
}


@pytest.mark.parametrize(
    ("document", "variables"),
    [(LITERAL, {}), (VARIABLE, {"input": INPUT, "at": INSTANT})],
    ids=["literals", "variables"],
)
async def test_the_guide_s_values_go_in_and_come_out(
    document: str, variables: dict[str, Any], resolvers: FakeRegistry
) -> None:
    moments: list[datetime] = []

    @resolvers.unit("Mutation", "createGoal")
    async def create(_ctx: Context, **arguments: Any) -> GoalChange:
        wanted = arguments["input"]
        assert wanted.deadline == date(1970, 1, 1)
        goal = a_goal(deadline=wanted.deadline, metadata=wanted.metadata, created_at=IN_UTC)
        return GoalChange(owner="ada", goal_id=goal.goal_id, goal=goal)

    @resolvers.unit("Goal", "progress")
    async def progress(_ctx: Context, *, as_of: datetime) -> Decimal:
        moments.append(as_of)
        return Decimal()

    answer = await ask(document, variables)
    assert answer.errors is None
    assert moments == [IN_UTC]
    assert answer.data is not None
    assert answer.data["createGoal"]["goal"] == {
        "deadline": "1970-01-01",
        "metadata": '{"a":1,"b":3,"string":234}',
        "createdAt": "1930-01-01T23:00:00Z",
        "progress": 0.0,
    }


@pytest.mark.parametrize("written", ["{a: 1}", "[1]", "1"], ids=["object", "list", "number"])
async def test_json_that_is_no_string_is_of_a_wrong_type(written: str) -> None:
    document = (
        f'mutation {{ updateGoal(input: {{goalId: "g", metadata: {written}}}) {{ goalId }} }}'
    )
    answer = await ask(document)
    assert answer.errors is not None
    (error,) = answer.errors
    message = error_body(error, request_id="r")["message"]
    assert message.startswith("Validation error of type WrongType: AWSJSON must be a string")
    assert message.endswith(" @ 'updateGoal'")


async def test_json_is_one_string_on_the_wire(resolvers: FakeRegistry) -> None:
    @resolvers.unit("Query", "goal")
    async def goal(_ctx: Context, **_arguments: Any) -> Goal:
        return a_goal(metadata='{"deep":[1,{"x":null}]}')

    answer = await ask('{ goal(goalId: "g") { metadata } }')
    assert answer.data == {"goal": {"metadata": '{"deep":[1,{"x":null}]}'}}


def test_the_contract_has_three_of_appsync_s_scalars() -> None:
    own = {name for name in SCHEMA.schema_converter.type_map if name.startswith("AWS")}
    assert own == {"AWSDate", "AWSDateTime", "AWSJSON"}
    declared = [
        each for each in parse(contract()).definitions if isinstance(each, ScalarTypeDefinitionNode)
    ]
    assert declared == []

import pytest

from schema import check
from schema.build import contract, printed, resolved_fields
from schema.check import differences, problems

ICON = '  """The name of its icon."""\n  icon: String\n'


def test_strawberry_mirrors_the_contract_and_appsync_takes_it() -> None:
    assert problems() == []


def test_what_is_printed_declares_neither_scalars_nor_directives() -> None:
    lines = printed().splitlines()
    assert not [line for line in lines if line.startswith(("scalar ", "directive ", "schema "))]
    assert "type Goal @aws_cognito_user_pools @aws_oidc @aws_lambda {" in lines


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  title: String!\n", "  title: String\n", "Goal.title: type is String in schema.graphql"),
        (ICON, "", "Goal.icon is only in Strawberry"),
        ("  icon: String\n", "  icon: String\n  x: Int\n", "Goal.x is only in schema.graphql"),
        ("enum GoalSort {", "enum GoalOrder {", "GoalOrder is only in schema.graphql"),
        ("  draft\n", "", "GoalStatus.draft is only in Strawberry"),
        (
            "goal(goalId: ID!): Goal",
            "goal(goalId: ID): Goal",
            "Query.goal(goalId:): type is ID in schema.graphql, ID! in Strawberry",
        ),
        (
            "goals(filter: GoalFilter, sort: GoalSort, limit: Int,",
            "goals(filter: GoalFilter, sort: GoalSort, limit: Int = 20,",
            "Query.goals(limit:): default_value is 20 in schema.graphql, nothing in Strawberry",
        ),
        (
            "goal(goalId: ID!): Goal",
            "goal(goalId: ID!, x: Int): Goal",
            "Query.goal(x:) is only in schema.graphql",
        ),
        (
            '"""The caller\'s profile."""',
            '"""A profile."""',
            "Query.me: description is 'A profile.' in schema.graphql",
        ),
        (
            "  me: Profile!\n",
            '  me: Profile! @deprecated(reason: "x")\n',
            'Query.me: directives is @deprecated(reason: "x") in schema.graphql',
        ),
        (
            "type Profile @aws_cognito_user_pools @aws_oidc @aws_lambda {",
            "type Profile @aws_cognito_user_pools @aws_oidc {",
            "Profile: directives is @aws_cognito_user_pools @aws_oidc in schema.graphql",
        ),
        (
            "  me: Profile!\n",
            '  me: Profile! @aws_cognito_user_pools(cognito_groups: ["admin"])\n',
            'Query.me: directives is @aws_cognito_user_pools(cognito_groups: ["admin"])',
        ),
        (
            "input AnswerInput {",
            "type AnswerInput {",
            "AnswerInput: kind is object_type_definition",
        ),
        (
            "type Answer @",
            "type Answer implements Node @",
            "Answer: interfaces is Node in schema.graphql",
        ),
        ("enum GoalSort {", "union X = Goal | Task enum GoalSort {", "X is only in schema.graphql"),
    ],
)
def test_a_difference_is_found(old: str, new: str, sentence: str) -> None:
    changed = contract().replace(old, new, 1)
    assert changed != contract()
    assert any(each.startswith(sentence) for each in differences(changed, printed()))


def test_order_makes_no_difference() -> None:
    changed = contract().replace("  draft\n  active\n", "  active\n  draft\n", 1)
    assert changed != contract()
    assert differences(changed, printed()) == []


def test_naming_the_roots_makes_no_difference() -> None:
    roots = "schema { query: Query mutation: Mutation }\n"
    assert differences(roots + contract(), printed()) == []


def test_a_difference_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = contract().replace(ICON, "", 1)
    monkeypatch.setattr(check, "contract", lambda: changed)
    assert problems() == ["Goal.icon is only in Strawberry"]


def test_computed_fields_need_resolvers_and_stored_ones_do_not() -> None:
    assert {("Query", "goal"), ("Goal", "progress"), ("Mutation", "logActivity")} <= (
        resolved_fields()
    )
    assert ("Goal", "title") not in resolved_fields()

import pytest

from schema.build import contract
from schema.lint import LARGEST_SCHEMA, lint

MODES = "@aws_cognito_user_pools @aws_oidc @aws_lambda"
QUERY = f"type Query {MODES} {{ a: Int }}\n"
PUBLISHED = f"""
type Query {MODES} {{ a: Int }}
type Change {MODES} {{ userId: ID, goalId: ID }}
type Mutation {MODES} {{ change: Change, other: Int }}
"""
OPEN = f"""
type Query {MODES} {{ a: Int, b: B @aws_api_key, u: U @aws_api_key, n: N @aws_api_key }}
type B {MODES} {{ c: C @aws_api_key }}
type C {MODES} @aws_api_key {{ d: Int, b: B }}
union U = C
interface N {{ d: Int }}
type M implements N {MODES} @aws_api_key {{ d: Int }}
"""


def subscribing(field: str, directive: str) -> str:
    """Return a schema with one subscription."""
    return f"{PUBLISHED} type Subscription {MODES} {{ on{field} {directive} }}"


def test_a_plain_schema_is_taken() -> None:
    assert lint(QUERY) == []
    assert lint(contract()) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("type Query {", "Syntax Error: Expected Name, found <EOF>."),
        ("type Goal { a: Int }", "Query root type must be provided."),
        (QUERY + "scalar Money", "Money: AppSync takes no scalar definitions"),
        (QUERY + "scalar AWSDate", "AWSDate: names that begin with AWS are AppSync's"),
        (QUERY + "directive @x on OBJECT", "@x: AppSync takes no directive definitions"),
        (QUERY + "extend type Query { b: Int }", "AppSync takes no `extend`"),
        (QUERY + "extend schema @x", "AppSync takes no `extend`"),
        (
            QUERY + "interface A { a: Int } interface B implements A { a: Int }",
            "B: AppSync takes no interface that implements interfaces",
        ),
        (QUERY + 'enum E { "one" a }', "E.a: AppSync mishandles descriptions here"),
        (QUERY + "enum E { a @deprecated }", "E.a: AppSync drops @deprecated here"),
        (QUERY + "enum E {\n a # one\n b }", "E: AppSync mishandles comments on enum values"),
        (
            f'type Query {MODES} {{ a("x" b: Int): Int }}',
            "Query.a(b:): AppSync mishandles descriptions here",
        ),
        (
            f"type Query {MODES} {{ a(b: Int @deprecated): Int }}",
            "Query.a(b:): AppSync drops @deprecated here",
        ),
        (
            f"type Query {MODES} {{ a(b: Int\n # x\n): Int }}",
            "Query.a: AppSync mishandles comments on arguments",
        ),
        (
            f"type Query {MODES} {{ a(b: Int = null): Int }}",
            "Query.a(b:): an explicit null filters, leave the default out",
        ),
        (
            QUERY + "input I { b: Int = null }",
            "I(b:): an explicit null filters, leave the default out",
        ),
        (QUERY + "type Query { b: Int }", "There can be only one type named 'Query'."),
        (f"type Query {MODES} {{ a: Goal }}", "Unknown type 'Goal'."),
        (f"type Query {MODES} {{ a: Int @aws_lamda }}", "Unknown directive '@aws_lamda'."),
        (
            "type Query @aws_lambda @aws_oidc { a: Int }",
            "Query does not carry @aws_cognito_user_pools",
        ),
        (
            QUERY.replace("a: Int", 'a: Int @aws_auth(cognito_groups: ["admin"])'),
            "Query.a: @aws_auth holds in one mode only, use @aws_cognito_user_pools",
        ),
        (
            OPEN.replace(f"type C {MODES} @aws_api_key", f"type C {MODES}"),
            "B.c is reached in @aws_api_key, its type C is not",
        ),
        (
            OPEN.replace("c: C @aws_api_key", "c: C @aws_api_key, d: Int"),
            "Query.b is reached in @aws_api_key, its type B is not",
        ),
        (
            OPEN.replace(f"N {MODES} @aws_api_key", f"N {MODES}"),
            "Query.n is reached in @aws_api_key, its type M is not",
        ),
        (
            subscribing("Change: Change!", '@aws_subscribe(mutations: ["change"])'),
            "Subscription.onChange must be nullable",
        ),
        (
            subscribing("Change: Change", '@aws_subscribe(mutations: ["change"])').replace(
                "goalId: ID", "goalId: ID!"
            ),
            "Subscription.onChange: Change.goalId must be nullable",
        ),
        (
            subscribing("Change: Change", ""),
            "Subscription.onChange has no mutation that publishes to it",
        ),
        (
            subscribing("Change: Change", '@aws_subscribe(mutations: ["chnage"])'),
            "Subscription.onChange: there is no mutation chnage",
        ),
        (
            subscribing("Change: Change", '@aws_subscribe(mutations: ["other"])'),
            "Subscription.onChange: Mutation.other gives another type",
        ),
        (
            QUERY + 'type Subscription { on: Int @aws_subscribe(mutations: ["a"]) }',
            "Subscription.on: there is no mutation a",
        ),
    ],
)
def test_what_appsync_does_not_take_is_found(text: str, sentence: str) -> None:
    assert sentence in lint(text)


def test_a_schema_that_is_too_large_is_found() -> None:
    assert lint("#" * (LARGEST_SCHEMA + 1)) == ["the schema is larger than 1,000,000 bytes"]


def test_every_type_that_a_key_reaches_is_open_to_it() -> None:
    assert lint(OPEN) == []


def test_a_subscription_to_an_existing_mutation_is_taken() -> None:
    assert lint(subscribing("Change: Change", '@aws_subscribe(mutations: ["change"])')) == []

"""Edits of a contract, and what each means for its clients."""

import pytest

from schema.build import contract, printed
from schema.change import Severity, worst
from schema.diff import UnusableSchemaError, compare, read_schema
from tests.schema.contracts import CONTRACT, edited, told

TYPES = "@aws_cognito_user_pools @aws_oidc {"


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("  icon: String\n", "", ["breaking: Field Goal.icon was removed."]),
        (
            "  title: String\n  icon",
            "  title: Int\n  icon",
            ["breaking: Field Goal.title changed type from String to Int."],
        ),
        (
            "  userId: ID!\n",
            "  userId: ID\n",
            ["breaking: Field Goal.userId changed type from ID! to ID."],
        ),
        (
            "  icon: String\n",
            "  icon: String!\n",
            ["safe: Field Goal.icon changed type from String to String!."],
        ),
        ("  icon: String\n", "  icon: String\n  x: ID\n", ["safe: Field Goal.x was added."]),
        (
            "limit: Int = 20",
            "limit: Int = 50",
            ["dangerous: Query.goals(limit:) has changed defaultValue from 20 to 50."],
        ),
        (
            "goal(goalId: ID!)",
            "goal(goalId: ID!, at: String)",
            ["dangerous: An optional argument Query.goal(at:) was added."],
        ),
        (
            "goal(goalId: ID!)",
            "goal(goalId: ID!, at: String!)",
            ["breaking: A required argument Query.goal(at:) was added."],
        ),
        (
            ", status: Status): [Goal!]",
            "): [Goal!]",
            ["breaking: Argument Query.goals(status:) was removed."],
        ),
        ("  archived\n", "", ["breaking: Enum value Status.archived was removed."]),
        (
            "  archived\n",
            "  archived\n  draft\n",
            ["dangerous: Enum value Status.draft was added."],
        ),
        (
            "  title: String!\n",
            "  title: String!\n  tags: [String!]!\n",
            ["breaking: A required field GoalInput.tags was added."],
        ),
        (
            "  title: String!\n",
            "  title: String\n",
            ["safe: Field GoalInput.title changed type from String! to String."],
        ),
        (
            "= Goal | Template",
            "= Goal",
            ["breaking: Template was removed from union type Found."],
        ),
        (
            "Goal implements Node",
            "Goal",
            ["breaking: Goal no longer implements interface Node."],
        ),
        (
            "What an owner works towards.",
            "What is\nworked towards.",
            ['safe: Description of Goal has changed to "What is worked towards.".'],
        ),
        (
            "union Found",
            "enum Sort {\n  title\n}\n\nunion Found",
            ["safe: Sort was added."],
        ),
        ("interface Node", "# A comment, and other blanks.\n\n\ninterface   Node", []),
    ],
)
def test_an_edit_of_types_and_values_has_this_verdict(
    old: str, new: str, changes: list[str]
) -> None:
    assert told(CONTRACT, edited(old, new)) == changes


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (
            f"type Mutation {TYPES}",
            "type Mutation @aws_cognito_user_pools {",
            ["breaking: Mutation is no longer reached in @aws_oidc."],
        ),
        (
            f"type Mutation {TYPES}",
            f"type Mutation @aws_lambda {TYPES}",
            ["security-relevant: Mutation is reached in @aws_lambda now."],
        ),
        (
            "@aws_oidc @aws_api_key\n",
            "@aws_oidc\n",
            ["breaking: Query.templates is no longer reached in @aws_api_key."],
        ),
        (
            '["admin", "auditor"]',
            '["admin"]',
            ["breaking: Query.audit is no longer reached by the group 'auditor'."],
        ),
        (
            '["admin", "auditor"]',
            '["auditor", "root", "admin"]',
            ["security-relevant: Query.audit is reached by the group 'root' now."],
        ),
        (
            '["admin", "auditor"]',
            '["root"]',
            [
                "breaking: Query.audit is no longer reached by the group 'admin'.",
                "breaking: Query.audit is no longer reached by the group 'auditor'.",
                "security-relevant: Query.audit is reached by the group 'root' now.",
            ],
        ),
        (
            '(mutations: ["createGoal", "updateGoal"])',
            '(mutations: ["createGoal"])',
            ["breaking: Subscription.onGoal lost updateGoal from @aws_subscribe."],
        ),
        (
            '(mutations: ["createGoal", "updateGoal"])',
            '(mutations: ["createGoal", "updateGoal", "publishGoal"])',
            ["dangerous: Subscription.onGoal gained publishGoal in @aws_subscribe."],
        ),
        (
            ' @aws_subscribe(mutations: ["createGoal", "updateGoal"])',
            "",
            [
                "breaking: Subscription.onGoal lost createGoal from @aws_subscribe.",
                "breaking: Subscription.onGoal lost updateGoal from @aws_subscribe.",
            ],
        ),
        (
            ' @aws_publish(subscriptions: ["onGoal"])',
            "",
            ["breaking: Mutation.publishGoal lost onGoal from @aws_publish."],
        ),
        (
            '(mutations: ["createGoal", "updateGoal"])',
            '(mutations: ["updateGoal", "createGoal"])',
            [],
        ),
        (
            "  icon: String\n",
            '  icon: String @deprecated(reason: "unused")\n',
            ['safe: Goal.icon gained @deprecated(reason: "unused").'],
        ),
        (
            '  icon: String = "star"\n',
            '  icon: String = "star" @deprecated\n',
            ["safe: GoalInput.icon gained @deprecated."],
        ),
        (
            "  icon: String\n",
            '  icon: String @deprecated(reason: """\n  It was\n  never used.\n  """)\n',
            ['safe: Goal.icon gained @deprecated(reason: """ It was never used. """).'],
        ),
        ("  active\n", "  active @deprecated\n", ["safe: Status.active gained @deprecated."]),
        ("union Found =", "union Found @hidden =", ["dangerous: Found gained @hidden."]),
    ],
)
def test_an_edit_of_directives_has_this_verdict(old: str, new: str, changes: list[str]) -> None:
    assert told(CONTRACT, edited(old, new)) == changes


def test_the_way_back_of_a_directive_is_told_too() -> None:
    hidden = edited("union Found =", "union Found @hidden =")
    assert told(hidden, CONTRACT) == ["dangerous: Found lost @hidden."]


def test_the_server_s_own_contract_is_the_same_as_what_it_prints() -> None:
    assert compare(read_schema(contract()), read_schema(printed())) == ()


def test_an_extension_is_part_of_the_type() -> None:
    moved = edited("  icon: String\n", "") + "extend type Goal {\n  icon: String\n}\n"
    assert told(CONTRACT, moved) == []
    opened = CONTRACT + "extend type Query @aws_lambda\n"
    assert told(CONTRACT, opened) == ["security-relevant: Query is reached in @aws_lambda now."]


def test_a_root_that_is_no_longer_one_breaks() -> None:
    named = CONTRACT + "schema {\n  query: Query\n  mutation: Mutation\n}\n"
    assert told(CONTRACT, named) == [
        "breaking: Subscription is no longer the subscription type.",
    ]
    assert told(named, CONTRACT) == ["safe: Subscription is the subscription type now."]


def test_what_appsync_presupposes_may_be_declared_as_well() -> None:
    declared = "scalar AWSDate\ndirective @aws_oidc on OBJECT\n" + CONTRACT
    assert told(declared, CONTRACT) == []
    assert told(CONTRACT, declared) == []


def test_directives_of_the_author_s_own_are_compared() -> None:
    own = "directive @cost(of: Int = 1) on OBJECT\n" + CONTRACT
    applied = own.replace("type Template", "type Template @cost(of: 2)")
    assert told(own, applied) == ["dangerous: Template gained @cost(of: 2)."]
    (removed,) = compare(read_schema(own), read_schema(CONTRACT))
    assert (removed.severity, removed.path) == (Severity.BREAKING, "@cost")


@pytest.mark.parametrize(
    ("old", "new", "path", "text"),
    [
        ("goal(goalId: ID!)", "goal", "Query.goal(goalId:)", "  goal: Goal"),
        ("  icon: String\n", "", "Goal.icon", "type Goal"),
        ("  icon: String\n", "  icon: ID\n", "Goal.icon", "  icon: ID"),
        ("= Goal | Template", "= Goal", "Found", "union Found"),
        ("Goal implements Node", "Goal", "Goal", "type Goal"),
        ("What an owner", "What someone", "Goal", "type Goal"),
        ("  active\n", "", "Status.active", "enum Status"),
        (
            'icon: String = "star"',
            'icon: String = "A.b(c"',
            "GoalInput.icon",
            '  icon: String = "A',
        ),
    ],
)
def test_a_change_is_placed_at_the_element_or_what_held_it(
    old: str, new: str, path: str, text: str
) -> None:
    lines = edited(old, new).splitlines()
    (change,) = compare(read_schema(CONTRACT), read_schema("\n".join(lines)))
    assert change.path == path
    assert change.line is not None
    assert lines[change.line - 1].startswith(text)


def test_what_is_gone_without_a_trace_has_no_line() -> None:
    gone = edited("= Goal | Template", "= Goal").replace(", status: Status", "")
    without = gone.replace("enum Status {\n  active\n  archived\n}\n", "")
    changes = compare(read_schema(gone), read_schema(without))
    assert [(each.kind, each.path, each.line) for each in changes] == [
        ("TYPE_REMOVED", "Status", None)
    ]


def test_the_worst_change_comes_first_and_is_the_verdict() -> None:
    new = edited("  archived\n", "  draft\n").replace("  icon: String\n", "  icon: String!\n")
    changes = compare(read_schema(CONTRACT), read_schema(new))
    assert [each.severity for each in changes] == ["breaking", "dangerous", "safe"]
    assert worst(changes) is Severity.BREAKING
    assert worst(changes[1:]) is Severity.DANGEROUS
    assert worst(()) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: Syntax Error: Unexpected <EOF>."),
        ("type Goal {\n  a: Int\n}", "Query root type must be provided."),
        ("type Query {\n  a: Gaol\n}", "line 2: Unknown type 'Gaol'."),
        ("type Query {\n  a: Int @aws_lamda\n}", "line 2: Unknown directive '@aws_lamda'."),
        (
            "type Query {\n  a: Int\n}\ntype AWSDate {\n  a: Int\n}",
            "line 4: There can be only one type named 'AWSDate'.",
        ),
        (
            "type Query {\n  a(b: Int = 0.5): Int\n}",
            (
                "line 2: Query.a(b:) has invalid default value:"
                " Int cannot represent non-integer value: 0.5"
            ),
        ),
    ],
)
def test_a_text_that_is_no_schema_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnusableSchemaError) as refused:
        read_schema(text)
    assert str(refused.value) == message

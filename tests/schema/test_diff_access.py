"""Who may reach what: a field's modes are its own, else its type's, else the default one."""

import json
from collections.abc import Mapping
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.change import Severity
from schema.diff import compare, read_schema
from schema.diff_access import MODES
from schema.modes import DEFAULT_MODE
from tests.schema.contracts import CONTRACT, edited, told

COGNITO = "aws_cognito_user_pools"
EVERYONE = "everyone"

Reach: TypeAlias = Mapping[str, frozenset[str] | None]

groups = st.none() | st.frozensets(st.sampled_from(["admin", "auditor"]), min_size=1)
reaches = st.fixed_dictionaries(
    {}, optional={COGNITO: groups, "aws_iam": st.none(), "aws_api_key": st.none()}
)
versions = st.tuples(reaches, reaches, reaches)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        pytest.param(
            "  icon: String\n",
            "  icon: String @aws_iam\n",
            [
                "breaking: Goal.icon is no longer reached in @aws_cognito_user_pools.",
                "breaking: Goal.icon is no longer reached in @aws_oidc.",
            ],
            id="a mode of a field's own replaces its type's",
        ),
        pytest.param(
            "Goal @aws_iam @aws_publish",
            "Goal @aws_publish",
            [
                "breaking: Mutation.publishGoal is no longer reached in @aws_iam.",
                f"security-relevant: Mutation.publishGoal is reached in @{COGNITO} now.",
                "security-relevant: Mutation.publishGoal is reached in @aws_oidc now.",
            ],
            id="a field without a mode of its own has its type's again",
        ),
        pytest.param(
            "  icon: String\n",
            "  icon: String @aws_cognito_user_pools @aws_oidc @aws_iam\n",
            [],
            id="repeating the type's modes changes nothing",
        ),
        pytest.param(
            "type Template @aws_cognito_user_pools @aws_oidc @aws_api_key {\n  title: String\n",
            "type Template @aws_cognito_user_pools {\n"
            "  title: String @aws_cognito_user_pools @aws_oidc @aws_api_key\n",
            [],
            id="moving modes from a type to all its fields changes nothing",
        ),
        pytest.param(
            '(cognito_groups: ["admin", "auditor"])',
            "",
            ["security-relevant: Query.audit is reached by every group now."],
            id="no groups are all groups",
        ),
        pytest.param(
            '(cognito_groups: ["admin", "auditor"])',
            "(cognito_groups: null)",
            ["security-relevant: Query.audit is reached by every group now."],
            id="null groups are all groups",
        ),
        pytest.param(
            "type Mutation @aws_cognito_user_pools",
            'type Mutation @aws_cognito_user_pools(cognito_groups: "admin")',
            ["breaking: Mutation is no longer reached by every group (only by 'admin')."],
            id="groups narrow what everyone reached",
        ),
        pytest.param(
            '@aws_cognito_user_pools(cognito_groups: ["admin", "auditor"])',
            '@aws_auth(cognito_groups: ["auditor", "admin"])',
            [],
            id="aws_auth names groups of the user pool's mode",
        ),
        pytest.param(
            "  icon: String\n",
            "  icon: String\n  cost: String @aws_api_key\n",
            [
                "security-relevant: Goal.cost is reached in @aws_api_key now.",
                "safe: Field Goal.cost was added.",
            ],
            id="a new field may open what its type did not",
        ),
        pytest.param(
            "  icon: String\n",
            "  icon: String\n  cost: String @aws_iam\n",
            ["safe: Field Goal.cost was added."],
            id="a new field that fewer reach breaks nobody",
        ),
        pytest.param(
            "union Found",
            'type Key @aws_api_key @aws_lambda @aws_cognito_user_pools(cognito_groups: ["a"]) {\n'
            "  id: ID @aws_iam\n  of: ID\n}\n\nunion Found",
            [
                "security-relevant: Key is reached in @aws_lambda now.",
                "security-relevant: Key is reached in @aws_api_key now.",
                "security-relevant: Key.id is reached in @aws_iam now.",
                "safe: Key was added.",
            ],
            id="a new type may open what the type of queries did not",
        ),
        pytest.param(
            "@aws_oidc @aws_api_key\n",
            "@aws_oidc @aws_api_key @aws_lambda\n"
            '  mine: ID @aws_cognito_user_pools(cognito_groups: ["a"])\n',
            [
                "security-relevant: Query.templates is reached in @aws_lambda now.",
                "safe: Field Query.mine was added.",
            ],
            id="each field is told of its own",
        ),
        pytest.param(
            "  id: ID!\n}",
            "  id: ID! @aws_api_key\n}",
            [
                "breaking: Node.id is no longer reached in @aws_cognito_user_pools.",
                "security-relevant: Node.id is reached in @aws_api_key now.",
            ],
            id="a field of an interface is compared too",
        ),
        pytest.param(
            "interface Node {\n  id: ID!\n}",
            "interface Node {\n  id: ID!\n}\ninterface Dated {\n  at: ID\n}",
            ["safe: Dated was added."],
            id="a new interface opens nothing",
        ),
    ],
)
def test_access_is_compared_as_it_takes_effect(old: str, new: str, changes: list[str]) -> None:
    assert told(CONTRACT, edited(old, new)) == changes


def test_groups_of_a_mode_that_is_added_are_named() -> None:
    grouped = '@aws_iam @aws_cognito_user_pools(cognito_groups: ["b", "a"])'
    before = edited(
        "type Template @aws_cognito_user_pools @aws_oidc @aws_api_key", "type Template @aws_iam"
    )
    after = before.replace("type Template @aws_iam", f"type Template {grouped}")
    assert told(before, after) == [
        "security-relevant: Template is reached in @aws_cognito_user_pools now (only by 'a', 'b')."
    ]


def test_a_new_field_may_open_with_its_type_what_fields_of_their_own_modes_do_not() -> None:
    before = "type Query @aws_oidc {\n  a: ID @aws_oidc\n}"
    opened = "type Query @aws_oidc @aws_api_key {\n  a: ID @aws_oidc\n}"
    assert told(before, opened) == []
    assert told(before, opened.replace("\n}", "\n  b: ID\n}")) == [
        "security-relevant: Query is reached in @aws_api_key now.",
        "safe: Field Query.b was added.",
    ]


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_is_compared(mode: str) -> None:
    every = " ".join(f"@{each}" for each in MODES)
    wide, narrow = (f"type Query {modes} {{\n  a: ID\n}}" for modes in (every, f"@{mode}"))
    others = sorted(each for each in MODES if each != mode)
    assert sorted(told(wide, narrow)) == [
        f"breaking: Query is no longer reached in @{each}." for each in others
    ]
    assert sorted(told(narrow, wide)) == [
        f"security-relevant: Query is reached in @{each} now." for each in others
    ]


def test_what_carries_no_mode_is_reached_in_the_default_one() -> None:
    bare = read_schema("type Query {\n  a: ID\n}")
    keyed = read_schema("type Query @aws_api_key {\n  a: ID\n}")
    assert compare(bare, keyed, default_mode="aws_api_key") == ()
    assert [each.kind for each in compare(bare, keyed)] == ["MODE_REMOVED", "MODE_ADDED"]


@given(old=versions, new=versions, on_new_field=reaches)
def test_a_change_breaks_or_opens_exactly_what_fewer_or_more_reach(
    old: tuple[Reach, Reach, Reach], new: tuple[Reach, Reach, Reach], on_new_field: Reach
) -> None:
    before = {"a": _callers(old[1], old[0]), "b": _callers(old[2], old[0])}
    after = {"a": _callers(new[1], new[0]), "b": _callers(new[2], new[0])}
    opened = _callers(on_new_field, new[0]) - _callers({}, old[0])
    changes = compare(read_schema(_text(*old)), read_schema(_text(*new, on_new_field)))
    severities = {change.severity for change in changes}
    assert (Severity.BREAKING in severities) == any(before[name] - after[name] for name in before)
    assert (Severity.SECURITY in severities) == (
        bool(opened) or any(after[name] - before[name] for name in before)
    )


def _text(*reach: Reach) -> str:
    on_type, *on_fields = (
        " ".join(f"@{mode}{_only(names)}" for mode, names in each.items()) for each in reach
    )
    fields = (f"  {name}: ID {on}\n" for name, on in zip("abc", on_fields, strict=False))
    return f"type Query {on_type} {{\n{''.join(fields)}}}"


def _only(names: frozenset[str] | None) -> str:
    return "" if names is None else f"(cognito_groups: {json.dumps(sorted(names))})"


def _callers(on_field: Reach, on_type: Reach) -> set[tuple[str, str]]:
    return {
        (mode, group)
        for mode, names in (on_field or on_type or {DEFAULT_MODE: None}).items()
        for group in names or ("admin", "auditor", EVERYONE)
    }

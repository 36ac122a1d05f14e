"""Who reaches which field: its own directives, else its type's, else the default mode's."""

import pytest
from graphql import GraphQLObjectType, build_ast_schema, concat_ast, parse

from schema.access import Access, Mode, closed_among, closed_fields, granted_fields
from schema.build import contract
from schema.lint import prelude

TEXT = """
type Query @aws_cognito_user_pools @aws_oidc {
  inherited: Int
  narrowed: Int @aws_iam
  either: Int @aws_api_key @aws_lambda
  grouped: Int @aws_cognito_user_pools(cognito_groups: ["admin", "staff"])
  mixed: Int @aws_cognito_user_pools(cognito_groups: ["admin"]) @aws_api_key
  nobody: Int @aws_cognito_user_pools(cognito_groups: [])
  everybody: Int @aws_cognito_user_pools(cognito_groups: null)
  old: Int @deprecated
}
type Plain {
  bare: Int
  own: Int @aws_lambda
}
type Staff @aws_cognito_user_pools(cognito_groups: ["staff"]) {
  inherited: Int
  open: Int @aws_cognito_user_pools
}
"""
FIELDS = granted_fields(TEXT)


def _open(mode: Mode, *groups: str, is_default: bool = False) -> set[str]:
    access = Access(mode=mode, groups=frozenset(groups), is_default=is_default)
    closed = closed_among(FIELDS, access)
    return {f"{type_name}.{name}" for type_name, name in FIELDS.keys() - closed}


def test_a_field_s_modes_replace_its_type_s() -> None:
    assert _open(Mode.OIDC) == {"Query.inherited", "Query.old"}
    assert _open(Mode.IAM) == {"Query.narrowed"}


def test_each_of_several_modes_opens_a_field() -> None:
    assert _open(Mode.API_KEY) == {"Query.either", "Query.mixed"}
    assert _open(Mode.LAMBDA) == {"Query.either", "Plain.own"}


def test_the_default_mode_alone_reaches_what_names_no_mode() -> None:
    for mode in Mode:
        assert _open(mode, is_default=True) == {*_open(mode), "Plain.bare"}


@pytest.mark.parametrize(
    ("groups", "more"),
    [
        ((), set[str]()),
        (("guest",), set[str]()),
        (("staff",), {"Query.grouped", "Staff.inherited"}),
        (("admin",), {"Query.grouped", "Query.mixed"}),
        (("guest", "staff", "admin"), {"Query.grouped", "Query.mixed", "Staff.inherited"}),
    ],
)
def test_a_group_opens_what_names_it(groups: tuple[str, ...], more: set[str]) -> None:
    always = {"Query.inherited", "Query.old", "Query.everybody", "Staff.open"}
    assert _open(Mode.COGNITO, *groups) == always | more


def test_groups_are_the_user_pool_s_alone() -> None:
    assert _open(Mode.OIDC, "admin", "staff") == _open(Mode.OIDC)


def test_a_denied_field_is_closed_whatever_the_schema_says() -> None:
    denied = frozenset({("Query", "either"), ("Query", "unknown")})
    access = Access(mode=Mode.LAMBDA, denied=denied)
    assert closed_among(FIELDS, access) >= denied
    assert ("Plain", "own") not in closed_among(FIELDS, access)


@pytest.mark.parametrize("mode", [Mode.COGNITO, Mode.OIDC, Mode.LAMBDA])
def test_those_who_can_own_goals_reach_all_but_what_handlers_of_events_call(mode: Mode) -> None:
    expected = {("Mutation", "publishMilestone"), ("Mutation", "publishNotification")}
    assert closed_fields(Access(mode=mode)) == expected
    assert not expected & closed_fields(Access(mode=Mode.IAM))


@pytest.mark.parametrize("mode", [Mode.API_KEY, Mode.IAM])
def test_the_others_reach_what_the_contract_opens_to_them_alone(mode: Mode) -> None:
    directive = {Mode.API_KEY: "aws_api_key", Mode.IAM: "aws_iam"}[mode]
    schema = build_ast_schema(concat_ast([prelude(), parse(contract())]), assume_valid_sdl=True)
    expected: set[tuple[str, str]] = set()
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType) and kind.ast_node is not None:
            for name, field in kind.fields.items():
                assert field.ast_node is not None
                own = field.ast_node.directives or kind.ast_node.directives or ()
                if directive not in {each.name.value for each in own}:
                    expected.add((kind.name, name))
    assert closed_fields(Access(mode=mode)) == expected
    assert ("Query", "me") in expected

import pytest

from persistence.embedded import grammar
from persistence.embedded.errors import DynamoError
from persistence.embedded.expressions import Scope
from persistence.embedded.nodes import (
    Action,
    Arithmetic,
    Attribute,
    Comparison,
    IfNotExists,
    Junction,
    ListAppend,
    Negation,
    Placeholder,
)
from tests.persistence.embedded.builders import number

VALUES = {"ExpressionAttributeValues": {":a": number(1), ":b": number(2)}}


def _comparison(name: str, value: str) -> Comparison:
    return Comparison(operator="=", left=Attribute(path=(name,)), right=Placeholder(name=value))


def test_not_binds_tighter_than_and_and_tighter_than_or() -> None:
    parsed = Scope(VALUES).parse(grammar.condition, "x = :a or not y = :a AND z = :b")
    both = Junction(
        operator="AND",
        left=Negation(condition=_comparison("y", ":a")),
        right=_comparison("z", ":b"),
    )
    assert parsed.root == Junction(operator="OR", left=_comparison("x", ":a"), right=both)
    assert parsed.attributes == {"x", "y", "z"}
    assert parsed.used == {":a", ":b"}


def test_parentheses_come_first() -> None:
    parsed = Scope(VALUES).parse(grammar.condition, "(x = :a OR y = :a) AND z = :b")
    either = Junction(operator="OR", left=_comparison("x", ":a"), right=_comparison("y", ":a"))
    assert parsed.root == Junction(operator="AND", left=either, right=_comparison("z", ":b"))


def test_names_are_resolved_in_paths() -> None:
    scope = Scope({"ExpressionAttributeNames": {"#n": "a.b", "#0": "c"}})
    parsed = scope.parse(grammar.projection, "#n.#0[3].d, e")
    assert parsed.root == (("a.b", "c", 3, "d"), ("e",))
    scope.close()


def test_an_update_has_clauses_of_actions() -> None:
    parsed = Scope(VALUES).parse(
        grammar.update,
        "SET x = if_not_exists(x, :a) + :b, l = list_append(:a, l), y = (y - :a)"
        " REMOVE z[0] ADD n :a DELETE s :b",
    )
    default = IfNotExists(path=("x",), otherwise=Placeholder(name=":a"))
    less = Arithmetic(operator="-", left=Attribute(path=("y",)), right=Placeholder(name=":a"))
    assert [(action.clause, action.path) for action in parsed.root] == [
        ("SET", ("x",)),
        ("SET", ("l",)),
        ("SET", ("y",)),
        ("REMOVE", ("z", 0)),
        ("ADD", ("n",)),
        ("DELETE", ("s",)),
    ]
    assert [action.source for action in parsed.root] == [
        Arithmetic(operator="+", left=default, right=Placeholder(name=":b")),
        ListAppend(first=Placeholder(name=":a"), second=Attribute(path=("l",))),
        less,
        None,
        Placeholder(name=":a"),
        Placeholder(name=":b"),
    ]
    assert isinstance(parsed.root[0], Action)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "x =",
        "x == :a",
        "x = :a )",
        "(x = :a",
        "x = :a AND",
        "x BETWEEN :a",
        "x IN :a",
        "x ? :a",
        "length(x) = :a",
        "SIZE(x) = :a",
        "attribute_exists(:a)",
        "BEGINS_WITH(x, :a)",
        "begins_with(x)",
        "if_not_exists(x, :a) = :a",
        "x[:a] = :a",
        "x[0 = :a",
        "x. = :a",
        "[0] = :a",
    ],
)
def test_a_malformed_condition_is_refused(text: str) -> None:
    with pytest.raises(DynamoError, match="Syntax error"):
        Scope(VALUES).parse(grammar.condition, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SET",
        "PUT x = :a",
        "SET x :a",
        "SET x = :a,",
        "SET x = :a + ",
        "SET x = size(x)",
        "SET x = list_append(:a)",
        "ADD x",
        "ADD x y",
        "REMOVE :a",
        "SET x = :a y = :b",
    ],
)
def test_a_malformed_update_is_refused(text: str) -> None:
    with pytest.raises(DynamoError, match="Syntax error"):
        Scope(VALUES).parse(grammar.update, text)


def test_a_clause_is_written_once() -> None:
    with pytest.raises(DynamoError, match="SET section can be used once"):
        Scope(VALUES).parse(grammar.update, "SET x = :a SET y = :b")


def test_an_undefined_name_or_value_is_refused() -> None:
    with pytest.raises(DynamoError, match="attribute name #x is not defined"):
        Scope({}).parse(grammar.projection, "#x")
    with pytest.raises(DynamoError, match="attribute value :x is not defined"):
        Scope(VALUES).parse(grammar.condition, "a = :x")


def test_unused_names_and_values_are_refused() -> None:
    scope = Scope({**VALUES, "ExpressionAttributeNames": {"#n": "x"}})
    scope.parse(grammar.condition, "x = :a")
    with pytest.raises(DynamoError, match="unused in expressions: keys: #n, :b"):
        scope.close()

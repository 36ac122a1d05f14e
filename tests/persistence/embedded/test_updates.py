from copy import deepcopy

import pytest
from hypothesis import given

from persistence.embedded import grammar
from persistence.embedded.errors import DynamoError
from persistence.embedded.expressions import Scope
from persistence.embedded.paths import value_at
from persistence.embedded.updates import apply, check_actions
from persistence.embedded.values import AttributeValue, Item
from tests.persistence.embedded.builders import number, text
from tests.persistence.embedded.test_values import values

ITEM: Item = {
    "n": number(5),
    "s": text("x"),
    "ss": {"SS": ["a", "b", "c"]},
    "m": {"M": {"a": number(1), "inner": {"M": {"k": text("v")}}}},
    "l": {"L": [text("zero"), text("one"), text("two")]},
}


def _applied(expression: str, **given_values: AttributeValue) -> Item:
    before = deepcopy(ITEM)
    request = {"ExpressionAttributeValues": {f":{n}": v for n, v in given_values.items()}}
    scope = Scope(request)
    actions = scope.parse(grammar.update, expression).root
    check_actions(actions, ("PK", "SK"))
    updated = apply(actions, ITEM, scope.values)
    assert before == ITEM
    return updated


def test_one_expression_has_all_clauses() -> None:
    updated = _applied(
        "SET n = n + :two, m.a = :q, l[1] = :q, z = :q REMOVE s, l[0] ADD c :two, ss :d",
        two=number(2),
        q=text("Q"),
        d={"SS": ["d"]},
    )
    assert updated == {
        "n": number(7),
        "c": number(2),
        "z": text("Q"),
        "ss": {"SS": ["a", "b", "c", "d"]},
        "m": {"M": {"a": text("Q"), "inner": {"M": {"k": text("v")}}}},
        "l": {"L": [text("Q"), text("two")]},
    }


def test_operands_are_read_before_anything_changes() -> None:
    updated = _applied("SET n = s, s = n")
    assert (updated["n"], updated["s"]) == (text("x"), number(5))


def test_arithmetic_subtracts_either_way() -> None:
    updated = _applied("SET n = :z - n, k = n - :z", z=number(10))
    assert (updated["n"], updated["k"]) == (number(5), number(-5))


def test_a_default_is_read_when_the_path_is_absent() -> None:
    updated = _applied(
        "SET n = if_not_exists(n, :z), k = if_not_exists(k, :z) + :z, s = if_not_exists(q, n)",
        z=number(1),
    )
    assert (updated["n"], updated["k"], updated["s"]) == (number(5), number(2), number(5))


def test_lists_grow_at_both_ends() -> None:
    new: AttributeValue = {"L": [text("new")]}
    assert len(_applied("SET l = list_append(l, :v)", v=new)["l"]["L"]) == 4
    assert _applied("SET l = list_append(:v, l)", v=new)["l"]["L"][0] == text("new")
    assert _applied("SET q = list_append(if_not_exists(q, :v), :v)", v=new)["q"]["L"] == [
        text("new"),
        text("new"),
    ]
    assert _applied("SET l[9] = :v", v=text("end"))["l"]["L"][3] == text("end")


def test_removed_indexes_name_the_old_elements() -> None:
    assert _applied("REMOVE l[0], l[2], l[7]")["l"] == {"L": [text("one")]}
    assert _applied("REMOVE m.inner.k, absent")["m"]["M"]["inner"] == {"M": {}}


def test_a_set_without_elements_disappears() -> None:
    assert _applied("DELETE ss :x", x={"SS": ["a", "zz"]})["ss"] == {"SS": ["b", "c"]}
    assert "ss" not in _applied("DELETE ss :x", x={"SS": ["a", "b", "c"]})
    assert "q" not in _applied("DELETE q :x", x={"SS": ["a"]})


def test_add_begins_with_nothing() -> None:
    updated = _applied("ADD m.c :one, q :s", one=number(1), s={"NS": ["3"]})
    assert (updated["m"]["M"]["c"], updated["q"]) == (number(1), {"NS": ["3"]})


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("SET SK = :one", "part of the key"),
        ("SET q = :one, q.b = :one", "overlap"),
        ("SET q = absent + :one", "does not exist"),
        ("SET q = s + :one", "incorrect data type"),
        ("SET q = list_append(l, n)", "incorrect data type"),
        ("SET q.b = :one", "document path"),
        ("SET s.b = :one", "document path"),
        ("SET m[0] = :one", "document path"),
        ("REMOVE q.b", "document path"),
        ("ADD s :one", "incorrect data type"),
        ("ADD ss :numbers", "incorrect data type"),
        ("DELETE n :numbers", "incorrect data type"),
    ],
)
def test_an_update_that_does_not_fit_is_refused(expression: str, message: str) -> None:
    given_values = {"one": number(1), "text": text("t"), "numbers": {"NS": ["1"]}}
    with pytest.raises(DynamoError, match=message):
        _applied(expression, **given_values)


@given(values)
def test_what_was_set_is_read(value: AttributeValue) -> None:
    scope = Scope({"ExpressionAttributeValues": {":v": value}})
    actions = scope.parse(grammar.update, "SET m.inner.k = :v, l[1] = :v").root
    updated = apply(actions, ITEM, scope.values)
    assert value_at(updated, ("m", "inner", "k")) == scope.values[":v"]
    assert value_at(updated, ("l", 1)) == scope.values[":v"]
    assert value_at(updated, ("l", 2)) == text("two")

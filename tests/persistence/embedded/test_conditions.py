import pytest

from persistence.embedded import grammar
from persistence.embedded.conditions import holds
from persistence.embedded.expressions import Scope
from persistence.embedded.values import Item
from tests.persistence.embedded.builders import number, text

ITEM: Item = {
    "n": number(10),
    "s": text("hello"),
    "u": text("é\U0001f600"),
    "b": {"B": b"\x01\x02"},
    "t": {"BOOL": True},
    "ss": {"SS": ["a", "b"]},
    "l": {"L": [text("p"), number(2)]},
    "m": {"M": {"k": number(3), "l": {"L": [{"M": {"deep": text("x")}}]}}},
}
VALUES: Item = {
    ":n": number(10),
    ":lo": number(9),
    ":hi": number(11),
    ":he": text("he"),
    ":a": text("a"),
    ":p": text("p"),
    ":q": text("q"),
    ":five": number(5),
    ":two": number(2),
    ":three": number(3),
    ":string": text("S"),
    ":bytes": {"B": b"\x01"},
    ":true": {"BOOL": True},
    ":set": {"SS": ["b", "a"]},
}


def _holds(condition: str) -> bool:
    scope = Scope({"ExpressionAttributeValues": VALUES})
    return holds(scope.parse(grammar.condition, condition).root, ITEM, scope.values)


@pytest.mark.parametrize(
    "condition",
    [
        "n = :n",
        "n <> :lo",
        "n < :hi",
        "n <= :n",
        "n > :lo",
        "n >= :n",
        "ss = :set",
        "n BETWEEN :lo AND :hi",
        "n IN (:lo, :n)",
        "begins_with(s, :he)",
        "begins_with(b, :bytes)",
        "contains(s, :he)",
        "contains(ss, :a)",
        "contains(l, :p)",
        "size(s) = :five",
        "size(u) = :three",
        "size(ss) = :two AND size(l) = :two AND size(m) = :two AND size(b) = :two",
        "attribute_type(s, :string)",
        "attribute_exists(m.k) AND attribute_not_exists(m.z)",
        "attribute_exists(m.l[0].deep)",
        "l[1] = :two",
        "m.k = :three",
        "absent <> :n",
        "absent <> missing",
        "NOT absent = :n",
        "NOT (n = :lo OR s = :q)",
        "n = :lo OR s = :q AND n = :n OR m.k = :three",
        "t = :true",
        ":n = n",
    ],
)
def test_the_condition_holds(condition: str) -> None:
    assert _holds(condition)


@pytest.mark.parametrize(
    "condition",
    [
        "n = :lo",
        "n = :he",
        "n <> :n",
        "n < :he",
        "n > :hi",
        "t < :true",
        "absent < :n",
        "absent >= :n",
        "absent = :n",
        "absent = missing",
        "absent IN (:n)",
        "absent BETWEEN :lo AND :hi",
        "n BETWEEN :hi AND :lo",
        "n BETWEEN absent AND :hi",
        "n IN (:lo, absent)",
        "begins_with(n, :he)",
        "begins_with(absent, :he)",
        "begins_with(s, absent)",
        "contains(ss, :q)",
        "size(n) = :n",
        "size(absent) = :n",
        "attribute_type(n, :string)",
        "attribute_exists(l[2])",
        "attribute_exists(s.k)",
        "attribute_exists(m[0])",
        "(n = :lo OR s = :q) AND n = :n",
        "n = :lo AND s = :q",
    ],
)
def test_the_condition_does_not_hold(condition: str) -> None:
    assert not _holds(condition)

"""Key conditions: one hash value and bounds of the range key, as ordered bytes."""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from persistence.embedded.errors import DynamoError, invalid
from persistence.embedded.nodes import (
    Attribute,
    Between,
    Comparison,
    Condition,
    Junction,
    Placeholder,
    Predicate,
)
from persistence.embedded.tables import KeySchema
from persistence.embedded.values import AttributeValue, Item

_TESTS: Mapping[str, Callable[[bytes, bytes], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Bound(NamedTuple):
    """Compare the range key with a value."""

    operator: str
    value: bytes


class _Term(NamedTuple):
    name: str
    operator: str
    operands: tuple[AttributeValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRange:
    """Select the items of one partition whose range key is inside all bounds."""

    partition: bytes
    bounds: tuple[Bound, ...]

    def admits(self, key: bytes) -> bool:
        """Tell whether a range key is inside all bounds."""
        return all(_TESTS[bound.operator](key, bound.value) for bound in self.bounds)


def key_range(condition: Condition, values: Item, schema: KeySchema) -> KeyRange:
    """Read a key condition: equality of the hash key, at most one condition on the range key.

    Raises:
        DynamoError: the condition has another form.
    """
    terms = list(_terms(condition, values))
    hashes = [term for term in terms if term.name == schema.hash_name and term.operator == "="]
    others = [term for term in terms if term not in hashes]
    if len(hashes) != 1:
        raise invalid(f"Query condition missed key schema element: {schema.hash_name}")
    if len(others) > 1 or any(term.name != schema.range_name for term in others):
        raise invalid("Query key condition not supported")
    (partition,) = _encoded(hashes[0], schema)
    bounds = tuple(bound for term in others for bound in _bounds(term, schema))
    return KeyRange(partition=partition, bounds=bounds)


def _terms(condition: Condition, values: Item) -> Iterator[_Term]:
    match condition:
        case Junction(operator="AND"):
            yield from _terms(condition.left, values)
            yield from _terms(condition.right, values)
        case Comparison(
            operator=sign, left=Attribute(path=(str(name),)), right=Placeholder(name=value)
        ) if sign in _TESTS:
            yield _Term(name, sign, (values[value],))
        case Between(
            subject=Attribute(path=(str(name),)),
            low=Placeholder(name=low),
            high=Placeholder(name=high),
        ):
            yield _Term(name, "BETWEEN", (values[low], values[high]))
        case Predicate(
            function="begins_with",
            subject=Attribute(path=(str(name),)),
            argument=Placeholder(name=value),
        ):
            yield _Term(name, "begins_with", (values[value],))
        case _:
            raise _unsupported()


def _unsupported() -> DynamoError:
    return invalid("Invalid operator used in KeyConditionExpression")


def _encoded(term: _Term, schema: KeySchema) -> list[bytes]:
    return [schema.part({term.name: operand}, term.name) for operand in term.operands]


def _bounds(term: _Term, schema: KeySchema) -> Iterator[Bound]:
    encoded = _encoded(term, schema)
    if term.operator == "BETWEEN":
        low, high = encoded
        if low > high:
            raise invalid("The BETWEEN operator requires upper bound to be at least lower bound")
        yield from (Bound(">=", low), Bound("<=", high))
    elif term.operator == "begins_with":
        yield from _prefix_bounds(encoded[0], schema.types[term.name])
    else:
        yield Bound(term.operator, encoded[0])


def _prefix_bounds(prefix: bytes, kind: str) -> Iterator[Bound]:
    if kind == "N":
        raise _unsupported()
    yield Bound(">=", prefix)
    # The least bytes after every continuation; a prefix of only 0xff has no such end.
    if stem := prefix.rstrip(b"\xff"):
        yield Bound("<", stem[:-1] + bytes([stem[-1] + 1]))

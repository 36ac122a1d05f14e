"""Operands refused by the request alone: values of a type that an operator never takes.

The messages are in "Expressions" of the developer guide; paths are judged when an item is there.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
"""

from collections.abc import Iterable
from typing import assert_never

from persistence.embedded.errors import DynamoError, invalid
from persistence.embedded.nodes import (
    Action,
    Arithmetic,
    Attribute,
    Between,
    Comparison,
    Condition,
    Existence,
    Junction,
    ListAppend,
    Membership,
    Negation,
    Operand,
    Placeholder,
    Predicate,
    Source,
)
from persistence.embedded.values import KINDS, SETS, Item, precedes, tagged

_ORDERED = frozenset("SNB")
_TAKEN_BY = {
    "<": _ORDERED,
    "<=": _ORDERED,
    ">": _ORDERED,
    ">=": _ORDERED,
    "BETWEEN": _ORDERED,
    "begins_with": frozenset("SB"),
    "attribute_type": frozenset("S"),
    "+": frozenset("N"),
    "-": frozenset("N"),
    "list_append": frozenset("L"),
    "ADD": frozenset({"N", *SETS}),
    "DELETE": frozenset(SETS),
}


def check_condition(condition: Condition, values: Item) -> None:
    """Refuse a condition whose values cannot be operands of its operators.

    Raises:
        DynamoError: A type does not fit, bounds are the wrong way round, or an attribute is
            compared with itself.
    """
    match condition:
        case Junction():
            check_condition(condition.left, values)
            check_condition(condition.right, values)
        case Negation():
            check_condition(condition.condition, values)
        case Comparison():
            _check(condition.operator, (condition.left, condition.right), values)
            _check_distinct(condition.operator, condition.left, condition.right)
        case Between():
            _check("BETWEEN", (condition.subject, condition.low, condition.high), values)
            check_bounds(condition.low, condition.high, values)
        case Predicate():
            _check_predicate(condition, values)
        case Existence() | Membership():
            pass
        case _:
            assert_never(condition)


def check_bounds(low: Operand, high: Operand, values: Item) -> None:
    """Refuse values as bounds of BETWEEN that differ in type or are the wrong way round."""
    if not (isinstance(low, Placeholder) and isinstance(high, Placeholder)):
        return
    first, last = values[low.name], values[high.name]
    if tagged(first)[0] != tagged(last)[0]:
        raise invalid("The BETWEEN operator requires same data type for lower and upper bounds")
    if not precedes(first, last, or_equals=True):
        raise invalid("The BETWEEN operator requires upper bound to be at least lower bound")


def check_sources(actions: Iterable[Action], values: Item) -> None:
    """Refuse an update whose values cannot be operands of its operators."""
    for action in actions:
        if action.source is not None:
            _check_source(action, action.source, values)


def _check_source(action: Action, source: Source, values: Item) -> None:
    match source:
        case Arithmetic():
            _check(source.operator, (source.left, source.right), values)
        case ListAppend():
            _check("list_append", (source.first, source.second), values)
        case _:
            _check(action.clause, (source,), values)


def _check_predicate(condition: Predicate, values: Item) -> None:
    function, subject, argument = condition.function, condition.subject, condition.argument
    if function == "attribute_type":
        wanted = values[argument.name] if isinstance(argument, Placeholder) else {}
        if wanted.get("S") not in KINDS:
            raise invalid(f"Invalid attribute type name found; type: {wanted}")
        return
    _check(function, (subject, argument), values)
    _check_distinct(function, subject, argument)


def _check(operator: str, operands: Iterable[Source], values: Item) -> None:
    taken = _TAKEN_BY.get(operator, KINDS)
    for operand in operands:
        if isinstance(operand, Placeholder) and tagged(values[operand.name])[0] not in taken:
            raise _misfit(operator, tagged(values[operand.name])[0])


def _misfit(operator: str, kind: str) -> DynamoError:
    return invalid(
        "Incorrect operand type for operator or function; "
        f"operator or function: {operator}, operand type: {kind}"
    )


def _check_distinct(operator: str, first: Operand, second: Operand) -> None:
    if isinstance(first, Attribute) and first == second:
        raise invalid(
            "The first operand must be distinct from the remaining operands for this operator "
            f"or function; operator: {operator}, first operand: {first.path}"
        )

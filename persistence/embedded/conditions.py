"""Evaluating conditions: a comparison with an absent value is false, `<>` with one is true."""

from typing import assert_never

from persistence.embedded.nodes import (
    Attribute,
    Between,
    Comparison,
    Condition,
    Existence,
    Junction,
    Membership,
    Negation,
    Operand,
    Placeholder,
    Predicate,
    Size,
)
from persistence.embedded.paths import value_at
from persistence.embedded.values import (
    AttributeValue,
    Item,
    contains,
    precedes,
    tagged,
)


def holds(condition: Condition, item: Item, values: Item) -> bool:
    """Tell whether a condition holds for an item; an absent item is an empty one."""
    match condition:
        case Junction():
            left = holds(condition.left, item, values)
            if left == (condition.operator == "OR"):
                return left
            return holds(condition.right, item, values)
        case Negation():
            return not holds(condition.condition, item, values)
        case Existence():
            return (value_at(item, condition.path) is not None) == condition.is_wanted
        case Comparison():
            left_value = evaluate(condition.left, item, values)
            return _compares(
                condition.operator, left_value, evaluate(condition.right, item, values)
            )
        case Between() | Membership() | Predicate():
            subject = evaluate(condition.subject, item, values)
            return subject is not None and _subject_holds(condition, subject, item, values)
        case _:
            assert_never(condition)


def evaluate(operand: Operand, item: Item, values: Item) -> AttributeValue | None:
    """Return the value of an operand, or nothing."""
    match operand:
        case Placeholder():
            return values[operand.name]
        case Attribute():
            return value_at(item, operand.path)
        case Size():
            value = value_at(item, operand.path)
            return None if value is None else _size(value)
        case _:
            assert_never(operand)


def _subject_holds(
    condition: Between | Membership | Predicate, subject: AttributeValue, item: Item, values: Item
) -> bool:
    match condition:
        case Between():
            low, high = (evaluate(bound, item, values) for bound in (condition.low, condition.high))
            return _compares(">=", subject, low) and _compares("<=", subject, high)
        case Membership():
            return any(evaluate(one, item, values) == subject for one in condition.choices)
        case Predicate():
            argument = evaluate(condition.argument, item, values)
            return argument is not None and _applies(condition.function, subject, argument)
        case _:
            assert_never(condition)


def _compares(operator: str, left: AttributeValue | None, right: AttributeValue | None) -> bool:
    if left is None or right is None:
        return operator == "<>"
    match operator:
        case "=":
            return left == right
        case "<>":
            return left != right
        case "<" | "<=":
            return precedes(left, right, or_equals=operator == "<=")
        case _:
            return precedes(right, left, or_equals=operator == ">=")


def _applies(function: str, subject: AttributeValue, argument: AttributeValue) -> bool:
    (kind, content), (other, wanted) = tagged(subject), tagged(argument)
    match function:
        case "contains":
            return contains(subject, argument)
        case "begins_with":
            return kind == other and kind in {"S", "B"} and bool(content.startswith(wanted))
        case _:
            return bool(kind == wanted)


def _size(value: AttributeValue) -> AttributeValue | None:
    kind, content = tagged(value)
    if kind == "S":
        # DynamoDB counts a string's UTF-16 units, though it stores and limits UTF-8 bytes.
        return {"N": str(len(content.encode("utf-16-le")) // 2)}
    return None if kind in {"N", "BOOL", "NULL"} else {"N": str(len(content))}

"""The grammars of condition, projection and update expressions.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
"""

from collections.abc import Callable
from typing import Literal, TypeVar, assert_never, cast

from persistence.embedded.errors import invalid
from persistence.embedded.nodes import (
    Action,
    Arithmetic,
    Attribute,
    Between,
    Clause,
    Comparison,
    Condition,
    DocumentPath,
    Existence,
    IfNotExists,
    Junction,
    ListAppend,
    Membership,
    Negation,
    Operand,
    Predicate,
    Size,
    Source,
)
from persistence.embedded.tokens import Reader

_T = TypeVar("_T")
_COMPARATORS = ("=", "<>", "<", "<=", ">", ">=")


def projection(reader: Reader) -> tuple[DocumentPath, ...]:
    """Read a list of paths."""
    return reader.listed(reader.path)


def condition(reader: Reader) -> Condition:
    """Read a condition; NOT binds tighter than AND, AND tighter than OR."""
    return _junction(reader, "OR", lambda: _junction(reader, "AND", lambda: _negation(reader)))


def update(reader: Reader) -> tuple[Action, ...]:
    """Read the clauses of an update, each at most once."""
    actions: list[Action] = []
    seen: set[str] = set()
    while clause := reader.accept("SET", "REMOVE", "ADD", "DELETE"):
        if clause in seen:
            raise invalid(f"Invalid UpdateExpression: the {clause} section can be used once")
        seen.add(clause)
        actions += _actions(reader, cast("Clause", clause))
    if not actions:
        reader.fail()
    return tuple(actions)


def _junction(
    reader: Reader, operator: Literal["AND", "OR"], part: Callable[[], Condition]
) -> Condition:
    joined = part()
    while reader.accept(operator):
        joined = Junction(operator=operator, left=joined, right=part())
    return joined


def _negation(reader: Reader) -> Condition:
    if reader.accept("NOT"):
        return Negation(condition=_negation(reader))
    if reader.next_is("("):
        return _in_parentheses(reader, lambda: condition(reader))
    return _call(reader) or _comparison(reader)


def _call(reader: Reader) -> Condition | None:
    if not reader.next_is("(", ahead=1):
        return None
    if function := reader.accept("attribute_exists", "attribute_not_exists"):
        return Existence(
            path=_in_parentheses(reader, reader.path), is_wanted=function == "attribute_exists"
        )
    if function := reader.accept("attribute_type", "begins_with", "contains"):
        subject, argument = _pair(reader, lambda: _operand(reader))
        return Predicate(function=function, subject=subject, argument=argument)
    return None


def _comparison(reader: Reader) -> Condition:
    left = _operand(reader)
    if operator := reader.accept(*_COMPARATORS):
        return Comparison(operator=operator, left=left, right=_operand(reader))
    if reader.accept("IN"):
        choices = _in_parentheses(reader, lambda: reader.listed(lambda: _operand(reader)))
        return Membership(subject=left, choices=choices)
    reader.expect("BETWEEN")
    low = _operand(reader)
    reader.expect("AND")
    return Between(subject=left, low=low, high=_operand(reader))


def _operand(reader: Reader) -> Operand:
    if reader.next_kind() == "value":
        return reader.placeholder()
    if reader.next_is("(", ahead=1):
        reader.expect("size")
        return Size(path=_in_parentheses(reader, reader.path))
    return Attribute(path=reader.path())


def _actions(reader: Reader, clause: Clause) -> tuple[Action, ...]:
    def action() -> Action:
        path = reader.path()
        match clause:
            case "SET":
                reader.expect("=")
                return Action(clause=clause, path=path, source=_sum(reader))
            case "REMOVE":
                return Action(clause=clause, path=path, source=None)
            case "ADD" | "DELETE":
                return Action(clause=clause, path=path, source=reader.placeholder())
            case _:
                assert_never(clause)

    return reader.listed(action)


def _sum(reader: Reader) -> Source:
    if reader.next_is("("):
        return _in_parentheses(reader, lambda: _sum(reader))
    left = _source(reader)
    if operator := reader.accept("+", "-"):
        return Arithmetic(operator=operator, left=left, right=_source(reader))
    return left


def _source(reader: Reader) -> Source:
    if reader.next_kind() == "value":
        return reader.placeholder()
    if not reader.next_is("(", ahead=1):
        return Attribute(path=reader.path())
    if reader.accept("list_append"):
        first, second = _pair(reader, lambda: _source(reader))
        return ListAppend(first=first, second=second)
    reader.expect("if_not_exists")
    return _in_parentheses(reader, lambda: _if_not_exists(reader))


def _if_not_exists(reader: Reader) -> Source:
    path = reader.path()
    reader.expect(",")
    return IfNotExists(path=path, otherwise=_source(reader))


def _in_parentheses(reader: Reader, content: Callable[[], _T]) -> _T:
    reader.expect("(")
    inner = content()
    reader.expect(")")
    return inner


def _pair(reader: Reader, element: Callable[[], _T]) -> tuple[_T, _T]:
    def content() -> tuple[_T, _T]:
        first = element()
        reader.expect(",")
        return first, element()

    return _in_parentheses(reader, content)

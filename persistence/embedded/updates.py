"""Applying an update: every operand is read from the old item, no value is shared with it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, assert_never

from persistence.embedded.conditions import evaluate
from persistence.embedded.decimals import add, negated
from persistence.embedded.errors import DynamoError, invalid
from persistence.embedded.nodes import (
    Action,
    Arithmetic,
    Attribute,
    DocumentPath,
    IfNotExists,
    ListAppend,
    Placeholder,
    Size,
    Source,
)
from persistence.embedded.paths import member, refuse_overlap, value_at
from persistence.embedded.values import AttributeValue, Item, tagged


def check_actions(actions: Sequence[Action], key_names: Sequence[str]) -> None:
    """Refuse actions that overlap or change the key."""
    refuse_overlap([action.path for action in actions])
    for action in actions:
        if action.path[0] in key_names:
            raise invalid(
                f"Cannot update attribute {action.path[0]}. This attribute is part of the key"
            )


def apply(actions: Sequence[Action], item: Item, values: Item) -> Item:
    """Return the item after the actions; the given item stays as it is."""
    # What an expression reads is read before anything changes.
    sources = [_source_value(action, item, values) for action in actions]
    updated = dict(item)
    for action, value in zip(actions, sources, strict=True):
        if value is not None:
            _write(updated, action, value)
    # The highest index first, so that the others still name the same elements.
    removed = (action.path for action in actions if action.clause == "REMOVE")
    for path in sorted(removed, key=_list_order, reverse=True):
        _discard(updated, path)
    return updated


def _source_value(action: Action, item: Item, values: Item) -> AttributeValue | None:
    return None if action.source is None else _value(action.source, item, values)


def _value(source: Source, item: Item, values: Item) -> AttributeValue:
    match source:
        case IfNotExists():
            found = value_at(item, source.path)
            return _value(source.otherwise, item, values) if found is None else found
        case ListAppend():
            first, second = _value(source.first, item, values), _value(source.second, item, values)
            return {"L": _content(first, "L") + _content(second, "L")}
        case Arithmetic():
            left = _content(_value(source.left, item, values), "N")
            right = _content(_value(source.right, item, values), "N")
            return {"N": add(left, right if source.operator == "+" else negated(right))}
        case Attribute() | Placeholder() | Size():
            return _present(evaluate(source, item, values))
        case _:
            assert_never(source)


def _present(value: AttributeValue | None) -> AttributeValue:
    if value is None:
        raise invalid("The provided expression refers to an attribute that does not exist")
    return value


def _content(value: AttributeValue, kind: str) -> Any:
    if kind not in value:
        raise _wrong_type()
    return value[kind]


def _wrong_type() -> DynamoError:
    return invalid("An operand in the update expression has an incorrect data type")


def _write(item: Item, action: Action, value: AttributeValue) -> None:
    box, last = _container(item, action.path), action.path[-1]
    old = value_at(item, action.path)
    match action.clause:
        case "SET":
            new: AttributeValue | None = value
        case "ADD":
            new = _added(old, value)
        case _:
            new = _without(old, value)
    if new is None:
        _discard(item, action.path)
    elif isinstance(last, int) and last >= len(box):
        box.append(new)
    else:
        box[last] = new


def _added(old: AttributeValue | None, value: AttributeValue) -> AttributeValue:
    kind, content = tagged(value)
    if kind == "N":
        return {"N": add("0" if old is None else _content(old, "N"), content)}
    return {kind: sorted({*content, *([] if old is None else _content(old, kind))})}


def _without(old: AttributeValue | None, value: AttributeValue) -> AttributeValue | None:
    kind, content = tagged(value)
    before: list[Any] = [] if old is None else _content(old, kind)
    left = [element for element in before if element not in content]
    return {kind: left} if left else None


def _discard(item: Item, path: DocumentPath) -> None:
    box, last = _container(item, path), path[-1]
    if isinstance(last, str):
        box.pop(last, None)
    elif last < len(box):
        del box[last]


def _container(item: Item, path: DocumentPath) -> Any:
    box: Any = item
    value: AttributeValue = {"M": item}
    for element, following in pairwise(path):
        kind = "L" if isinstance(following, int) else "M"
        inner = member(value, element)
        if inner is None or kind not in inner:
            raise invalid("The document path provided in the update expression is invalid")
        # A fresh copy of every container on the way: the old item must not change.
        box[element] = value = {kind: inner[kind].copy()}
        box = value[kind]
    return box


def _list_order(path: DocumentPath) -> list[int]:
    return [element if isinstance(element, int) else -1 for element in path]

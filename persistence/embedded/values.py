"""Attribute values: the one stored form, sizes in bytes, order and membership.

Equal values have equal canonical forms (numbers are plain, sets are sorted), so `==` compares them.
Binary content is `bytes`, as botocore takes it and hands it out.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias, cast

from persistence.embedded.decimals import canonical_number, number_size
from persistence.embedded.errors import DynamoError, invalid

AttributeValue: TypeAlias = dict[str, Any]
Item: TypeAlias = dict[str, AttributeValue]
Sized: TypeAlias = tuple[AttributeValue, int]

MAX_ITEM_BYTES = 400 * 1024
_MAX_DEPTH = 32
SETS = ("SS", "NS", "BS")


def tagged(value: object) -> tuple[str, Any]:
    """Return the type and the content of an attribute value."""
    if not isinstance(value, dict) or len(cast("AttributeValue", value)) != 1:
        raise invalid(
            "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
        )
    return next(iter(cast("AttributeValue", value).items()))


def canonical(value: object, depth: int = 0) -> Sized:
    """Return the stored form of a value and its size in bytes.

    Raises:
        DynamoError: the value is of no type, malformed, an empty set or nested too deep.
    """
    kind, content = tagged(value)
    rule = _RULES.get(kind)
    if rule is None:
        raise invalid(f"Supplied AttributeValue has an unknown type: {kind}")
    return rule(kind, content, depth)


def canonical_item(item: Item) -> tuple[Item, int]:
    """Return the stored form of an item and its size in bytes, names included."""
    stored: Item = {}
    total = 0
    for name, value in item.items():
        stored[name], size = canonical(value)
        total += text_size(name) + size
    return stored, total


def text_size(text: str) -> int:
    """Return the length of a text in UTF-8 bytes."""
    try:
        return len(text) if text.isascii() else len(text.encode())
    except UnicodeEncodeError:
        raise invalid("A string must be valid Unicode: it has an unpaired surrogate") from None


def precedes(left: AttributeValue, right: AttributeValue, *, or_equals: bool) -> bool:
    """Tell whether left is before right; values of different or unordered types never are."""
    (kind, first), (other, second) = tagged(left), tagged(right)
    if kind != other or kind not in {"S", "N", "B"}:
        return False
    if kind == "N":
        first, second = Decimal(first), Decimal(second)
    return bool(first <= second if or_equals else first < second)


def contains(whole: AttributeValue, part: AttributeValue) -> bool:
    """Tell whether a string or binary has a substring, or a set or list has an element."""
    (kind, content), (other, element) = tagged(whole), tagged(part)
    match kind:
        case "L":
            return part in content
        case "S" | "B" | "SS" | "NS" | "BS":
            return other == kind[0] and element in content
        case _:
            return False


def _string(kind: str, content: Any, _depth: int) -> Sized:
    _require(kind, "a string", holds=isinstance(content, str))
    return {kind: content}, text_size(content)


def _number(kind: str, content: Any, _depth: int) -> Sized:
    number = canonical_number(content)
    return {kind: number}, number_size(number)


def _binary(kind: str, content: Any, _depth: int) -> Sized:
    _require(kind, "bytes", holds=isinstance(content, bytes | bytearray | memoryview))
    return {kind: bytes(content)}, len(content)


def _flag(kind: str, content: Any, _depth: int) -> Sized:
    _require(kind, "a truth value", holds=content is True or (content is False and kind == "BOOL"))
    return {kind: content}, 1


def _map(kind: str, content: Any, depth: int) -> Sized:
    _require(kind, "a map", holds=isinstance(content, dict))
    _require_depth(depth)
    stored: Item = {}
    total = 3
    for name, value in content.items():
        stored[name], size = canonical(value, depth + 1)
        total += text_size(name) + size + 1
    return {kind: stored}, total


def _list(kind: str, content: Any, depth: int) -> Sized:
    _require(kind, "a list", holds=isinstance(content, list | tuple))
    _require_depth(depth)
    pairs = [canonical(value, depth + 1) for value in content]
    return {kind: [stored for stored, _ in pairs]}, 3 + sum(size + 1 for _, size in pairs)


def _set(kind: str, content: Any, _depth: int) -> Sized:
    _require(kind, "a set", holds=isinstance(content, list | tuple | set | frozenset))
    pairs = [canonical({kind[0]: element}) for element in content]
    elements = {stored[kind[0]] for stored, _ in pairs}
    if not pairs:
        raise invalid("One or more parameter values were invalid: a set may not be empty")
    if len(elements) != len(pairs):
        raise invalid(
            "One or more parameter values were invalid: Input collection contains duplicates"
        )
    return {kind: sorted(elements)}, sum(size for _, size in pairs)


def _require(kind: str, expected: str, *, holds: bool) -> None:
    if not holds:
        raise DynamoError("SerializationException", f"A value of type {kind} must be {expected}")


def _require_depth(depth: int) -> None:
    if depth >= _MAX_DEPTH:
        raise invalid(f"Nesting Levels have exceeded supported limits: {_MAX_DEPTH}")


_RULES: dict[str, Callable[[str, Any, int], Sized]] = {
    "S": _string,
    "N": _number,
    "B": _binary,
    "BOOL": _flag,
    "NULL": _flag,
    "M": _map,
    "L": _list,
    "SS": _set,
    "NS": _set,
    "BS": _set,
}
KINDS = frozenset(_RULES)

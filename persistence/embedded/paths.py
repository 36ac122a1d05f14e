"""Reading the parts of an item that document paths name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import cast

from persistence.embedded.errors import invalid
from persistence.embedded.nodes import DocumentPath
from persistence.embedded.values import AttributeValue, Item, tagged


def value_at(item: Item, path: DocumentPath) -> AttributeValue | None:
    """Return the value at a path, or nothing."""
    value: AttributeValue | None = {"M": item}
    for element in path:
        if value is None:
            return None
        value = member(value, element)
    return value


def member(value: AttributeValue, element: str | int) -> AttributeValue | None:
    """Return one element of a map or a list, or nothing."""
    if isinstance(element, str):
        return cast("Item", value.get("M", {})).get(element)
    elements = cast("list[AttributeValue]", value.get("L", []))
    return elements[element] if element < len(elements) else None


def project(item: Item, paths: Iterable[DocumentPath]) -> Item:
    """Return the parts of an item at the paths, in their containers."""
    chosen = _chosen({"M": item}, list(paths))
    return cast("Item", chosen["M"]) if chosen else {}


def refuse_overlap(paths: Sequence[DocumentPath]) -> None:
    """Refuse two paths of which one is inside, or is, the other, or that read a map as a list."""
    for one, other in combinations(paths, 2):
        parted = next(((a, b) for a, b in zip(one, other, strict=False) if a != b), None)
        if parted is None:
            raise invalid(f"Two document paths overlap with each other: {one} and {other}")
        if type(parted[0]) is not type(parted[1]):
            raise invalid(f"Two document paths conflict with each other: {one} and {other}")


def _chosen(value: AttributeValue, paths: list[DocumentPath]) -> AttributeValue | None:
    if () in paths:
        return value
    rests: defaultdict[str | int, list[DocumentPath]] = defaultdict(list)
    for path in paths:
        rests[path[0]].append(path[1:])
    kind, _ = tagged(value)
    parts = {
        element: part
        for element, rest in rests.items()
        if (inner := member(value, element)) is not None and (part := _chosen(inner, rest))
    }
    if not parts:
        return None
    return {kind: parts if kind == "M" else [parts[index] for index in sorted(parts)]}

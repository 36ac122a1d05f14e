"""Who may reach what in one version of a contract and not in the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from graphql import GraphQLField, GraphQLObjectType

from schema.change import Change, Severity
from schema.elements import Element, Elements, applied, holder, listed
from schema.modes import DEFAULT_MODE, EVERYWHERE, NARROW, Groups, grants

Reach: TypeAlias = Mapping[str, Groups]

MODES: Final = (*EVERYWHERE, *NARROW)
# For an API whose one mode is the user pool's.
_GROUPS_ALONE: Final = "aws_auth"
ACCESS: Final = frozenset({*MODES, _GROUPS_ALONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Both versions' elements, and the mode that reaches a type which names none."""

    old: Elements
    new: Elements
    query: str
    default_mode: str = DEFAULT_MODE


def access_changes(sides: Sides) -> Iterator[Change]:
    """Yield what is reached otherwise than before.

    A field's modes are its own, else its type's, else the default one. A type stands for its fields
    without modes of their own. A new element is held against its type as it was, a new type against
    the type of queries: it may open what they did not.
    """
    for path, element in sides.new.items():
        if isinstance(element, GraphQLObjectType):
            yield from _type_changes(sides, element)
        elif isinstance(element, GraphQLField) and _is_told(sides, path):
            yield from _field_changes(sides, path)


def _type_changes(sides: Sides, element: GraphQLObjectType) -> Iterator[Change]:
    path = element.name
    before = path if path in sides.old else sides.query
    old, new = _reached(sides, sides.old, before), _reached(sides, sides.new, path)
    fields = (f"{path}.{name}" for name in element.fields)
    inheriting = [each for each in fields if not _is_told(sides, each)]
    if any(each in sides.old for each in inheriting):
        yield from _differences(path, old, new)
    elif inheriting:
        yield from _opened(path, old, new)


def _field_changes(sides: Sides, path: str) -> Iterator[Change]:
    new = _reached(sides, sides.new, path)
    if path in sides.old:
        yield from _differences(path, _reached(sides, sides.old, path), new)
    else:
        before = holder(path) if holder(path) in sides.old else sides.query
        yield from _opened(path, _reached(sides, sides.old, before), new)


def _is_told(sides: Sides, path: str) -> bool:
    """Say whether a field has modes of its own in either version."""
    return any(_own(side[path]) for side in (sides.old, sides.new) if path in side)


def _reached(sides: Sides, side: Elements, path: str) -> Reach:
    return _own(side[path]) or _own(side[holder(path)]) or {sides.default_mode: None}


def _own(element: Element) -> Reach:
    found = grants(applied(element))
    for directive in applied(element):
        if directive.name.value == _GROUPS_ALONE:
            found.setdefault("aws_cognito_user_pools", listed(directive))
    return found


def _opened(path: str, old: Reach, new: Reach) -> Iterator[Change]:
    for change in _differences(path, old, new):
        if change.severity is Severity.SECURITY:
            yield change


def _differences(path: str, old: Reach, new: Reach) -> Iterator[Change]:
    for mode in (each for each in MODES if each in old or each in new):
        if mode not in new:
            yield _closed(path, "MODE_REMOVED", f"is no longer reached in @{mode}")
        elif mode not in old:
            yield _open(path, "MODE_ADDED", f"is reached in @{mode} now{_of(new[mode])}")
        else:
            yield from _group_changes(path, old[mode], new[mode])


def _group_changes(path: str, old: Groups, new: Groups) -> Iterator[Change]:
    if old is None and new is not None:
        yield _closed(path, "GROUP_REMOVED", f"is no longer reached by every group{_of(new)}")
    elif old is not None and new is None:
        yield _open(path, "GROUP_ADDED", "is reached by every group now")
    elif old is not None and new is not None:
        for group in sorted(old - new):
            yield _closed(path, "GROUP_REMOVED", f"is no longer reached by the group {group!r}")
        for group in sorted(new - old):
            yield _open(path, "GROUP_ADDED", f"is reached by the group {group!r} now")


def _of(groups: Groups) -> str:
    return "" if groups is None else f" (only by {', '.join(map(repr, sorted(groups)))})"


def _closed(path: str, kind: str, tells: str) -> Change:
    return Change(severity=Severity.BREAKING, kind=kind, path=path, description=f"{path} {tells}.")


def _open(path: str, kind: str, tells: str) -> Change:
    return Change(severity=Severity.SECURITY, kind=kind, path=path, description=f"{path} {tells}.")

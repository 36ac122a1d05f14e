"""Who can reach what in an AppSync schema, and what its subscriptions publish."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from graphql import DirectiveNode, DocumentNode, NonNullTypeNode, print_ast
from graphql.language import (
    FieldDefinitionNode,
    ObjectTypeDefinitionNode,
    TypeNode,
    UnionTypeDefinitionNode,
)

from schema.elements import listed

Groups: TypeAlias = frozenset[str] | None
Objects: TypeAlias = Mapping[str, ObjectTypeDefinitionNode]

DEFAULT_MODE: Final = "aws_cognito_user_pools"
EVERYWHERE: Final = (DEFAULT_MODE, "aws_oidc", "aws_lambda")
NARROW: Final = ("aws_api_key", "aws_iam")
_ROOTS: Final = ("Query", "Mutation", "Subscription")
_UNENFORCED: Final = "aws_auth"


def grants(directives: Iterable[DirectiveNode]) -> dict[str, Groups]:
    """Return the modes that directives name, each with its groups, None where it needs none."""
    return {
        each.name.value: listed(each)
        for each in directives
        if each.name.value in {*EVERYWHERE, *NARROW}
    }


def mode_problems(document: DocumentNode) -> list[str]:
    """Return where a mode reaches a field but not what it gives, and bad subscriptions."""
    types = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, ObjectTypeDefinitionNode)
    }
    return [
        *_untagged(types),
        *_unenforced(types),
        *_unreached(types, _objects_behind(document)),
        *_subscriptions(types),
    ]


def _objects_behind(document: DocumentNode) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in document.definitions:
        if isinstance(node, ObjectTypeDefinitionNode):
            for name in (node.name, *(each.name for each in node.interfaces or ())):
                found.setdefault(name.value, []).append(node.name.value)
        if isinstance(node, UnionTypeDefinitionNode):
            found[node.name.value] = [each.name.value for each in node.types or ()]
    return found


def _untagged(types: Objects) -> Iterator[str]:
    for name, node in types.items():
        for mode in EVERYWHERE:
            if mode not in _modes(node):
                yield f"{name} does not carry @{mode}"


def _unenforced(types: Objects) -> Iterator[str]:
    for name, node in types.items():
        elements: dict[str, ObjectTypeDefinitionNode | FieldDefinitionNode] = {name: node}
        elements |= {f"{name}.{each.name.value}": each for each in node.fields or ()}
        for path, element in elements.items():
            if any(each.name.value == _UNENFORCED for each in element.directives or ()):
                yield f"{path}: @{_UNENFORCED} holds in one mode only, use @{DEFAULT_MODE}"


def _unreached(types: Objects, behind: Mapping[str, list[str]]) -> Iterator[str]:
    for mode in NARROW:
        waiting = [name for name in _ROOTS if name in types]
        seen = set(waiting)
        while waiting:
            owner = waiting.pop()
            for field in types[owner].fields or ():
                if mode not in _effective(types[owner], field):
                    continue
                for target in behind.get(_named(field.type), ()):
                    if not _is_open(types[target], mode):
                        path = f"{owner}.{field.name.value}"
                        yield f"{path} is reached in @{mode}, its type {target} is not"
                    if target not in seen:
                        seen.add(target)
                        waiting.append(target)


def _is_open(node: ObjectTypeDefinitionNode, mode: str) -> bool:
    return mode in _modes(node) or all(
        mode in _effective(node, field) for field in node.fields or ()
    )


def _modes(node: ObjectTypeDefinitionNode | FieldDefinitionNode) -> set[str]:
    return set(grants(node.directives or ()))


def _effective(node: ObjectTypeDefinitionNode, field: FieldDefinitionNode) -> set[str]:
    return _modes(field) or _modes(node) or {DEFAULT_MODE}


def _subscriptions(types: Objects) -> Iterator[str]:
    subscription = types.get("Subscription")
    mutation = types.get("Mutation")
    mutations = {each.name.value: each for each in (mutation.fields if mutation else None) or ()}
    for field in (subscription.fields if subscription else None) or ():
        path = f"Subscription.{field.name.value}"
        if isinstance(field.type, NonNullTypeNode):
            yield f"{path} must be nullable"
        published = types.get(_named(field.type))
        for each in (published.fields if published else None) or ():
            if isinstance(each.type, NonNullTypeNode):
                yield f"{path}: {_named(field.type)}.{each.name.value} must be nullable"
        names = _publishing(field)
        if not names:
            yield f"{path} has no mutation that publishes to it"
        for name in names:
            yield from _publishing_problems(path, field, name, mutations.get(name))


def _publishing_problems(
    path: str, field: FieldDefinitionNode, name: str, mutation: FieldDefinitionNode | None
) -> Iterator[str]:
    if mutation is None:
        yield f"{path}: there is no mutation {name}"
    elif print_ast(mutation.type).rstrip("!") != print_ast(field.type).rstrip("!"):
        yield f"{path}: Mutation.{name} gives another type"


def _publishing(field: FieldDefinitionNode) -> list[str]:
    return [
        name
        for directive in field.directives or ()
        if directive.name.value == "aws_subscribe"
        for name in sorted(listed(directive) or ())
    ]


def _named(node: TypeNode) -> str:
    return print_ast(node).strip("[]!")

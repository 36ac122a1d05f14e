"""Whether Strawberry's schema mirrors schema.graphql, and AppSync would take the latter."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from graphql import DocumentNode, Node, parse, print_ast
from graphql.language import (
    EnumTypeDefinitionNode,
    EnumValueDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    StringValueNode,
    TypeDefinitionNode,
)

from schema.build import contract, printed
from schema.lint import lint

Facts: TypeAlias = Mapping[str, str]
Member: TypeAlias = FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode

_NOTHING: Final = "nothing"


def problems() -> list[str]:
    """Return what is wrong with the contract, a sentence each; nothing wrong is an empty list."""
    return differences(contract(), printed()) + lint(contract())


def differences(wanted: str, found: str) -> list[str]:
    """Return where a printed schema differs from the contract; both are AppSync SDL.

    Types, fields, arguments, enum values, nullability, defaults, descriptions, deprecations and
    applied directives count; order does not.
    """
    wanted_facts, found_facts = _facts_of(parse(wanted)), _facts_of(parse(found))
    return [
        sentence
        for path in sorted(wanted_facts.keys() | found_facts.keys())
        for sentence in _compared(path, wanted_facts.get(path), found_facts.get(path))
    ]


def _compared(path: str, wanted: Facts | None, found: Facts | None) -> Iterator[str]:
    if wanted is None or found is None:
        yield f"{path} is only in {'schema.graphql' if found is None else 'Strawberry'}"
        return
    for fact in sorted(wanted.keys() | found.keys()):
        here, there = wanted.get(fact, _NOTHING), found.get(fact, _NOTHING)
        if here != there:
            yield f"{path}: {fact} is {here} in schema.graphql, {there} in Strawberry"


def _facts_of(document: DocumentNode) -> dict[str, Facts]:
    facts: dict[str, Facts] = {}
    for definition in document.definitions:
        if isinstance(definition, TypeDefinitionNode):
            name = definition.name.value
            facts[name] = _facts(definition)
            for member in _members(definition):
                path = f"{name}.{member.name.value}"
                facts[path] = _facts(member)
                if isinstance(member, FieldDefinitionNode):
                    facts |= {
                        f"{path}({each.name.value}:)": _facts(each)
                        for each in member.arguments or ()
                    }
    return facts


def _members(definition: TypeDefinitionNode) -> Sequence[Member]:
    match definition:
        case ObjectTypeDefinitionNode() | InterfaceTypeDefinitionNode():
            return definition.fields or ()
        case InputObjectTypeDefinitionNode():
            return definition.fields or ()
        case EnumTypeDefinitionNode():
            return definition.values or ()
        case _:
            return ()


def _facts(node: Node) -> Facts:
    facts = {"kind": node.kind}
    for attribute, how in _FACTS.items():
        value: Any = getattr(node, attribute, None)
        if value:
            facts[attribute] = how(value)
    return facts


def _in_any_order(nodes: Iterable[Node]) -> str:
    return " ".join(sorted(print_ast(each) for each in nodes))


def _text(node: StringValueNode) -> str:
    return repr(node.value)


_FACTS: Final[Mapping[str, Callable[[Any], str]]] = {
    "description": _text,
    "type": print_ast,
    "default_value": print_ast,
    "directives": _in_any_order,
    "interfaces": _in_any_order,
    "types": _in_any_order,
}

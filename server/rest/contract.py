"""What the contract says of its types and mutations, read from its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graphql import (
    InputObjectTypeDefinitionNode,
    NamedTypeNode,
    ObjectTypeDefinitionNode,
    TypeNode,
    parse,
)

from schema.build import contract


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type of the contract: what it is, and what each of its fields is."""

    tells: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """A mutation of the contract: the type of its input, and that of its answer."""

    asks: str
    answers: str

    def takes(self, field: str) -> bool:
        """Say whether its input has a field of this name."""
        return field in kinds()[self.asks].fields

    def tells(self, field: str) -> bool:
        """Say whether its answer has a field of this name."""
        return field in kinds()[self.answers].fields


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the contract's types by name."""
    return {
        node.name.value: Kind(
            tells=node.description.value if node.description else "",
            fields={
                each.name.value: each.description.value if each.description else ""
                for each in node.fields or ()
            },
        )
        for node in parse(contract(), no_location=True).definitions
        if isinstance(node, ObjectTypeDefinitionNode | InputObjectTypeDefinitionNode)
    }


@cache
def mutations() -> Mapping[str, Mutation]:
    """Return the contract's mutations by name, those that take one input."""
    (root,) = (
        node
        for node in parse(contract(), no_location=True).definitions
        if isinstance(node, ObjectTypeDefinitionNode) and node.name.value == "Mutation"
    )
    return {
        field.name.value: Mutation(asks=_named(field.arguments[0].type), answers=_named(field.type))
        for field in root.fields or ()
        if field.arguments
    }


def _named(node: TypeNode) -> str:
    while not isinstance(node, NamedTypeNode):
        node = getattr(node, "type")  # noqa: B009 - lists and non-nulls alone are left
    return node.name.value

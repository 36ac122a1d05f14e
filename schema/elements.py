"""The elements of a schema by their paths, with the directives applied to each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from graphql import (
    DirectiveNode,
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    ListValueNode,
    NullValueNode,
    StringValueNode,
    ValueNode,
    print_ast,
)

Element: TypeAlias = (
    GraphQLNamedType | GraphQLField | GraphQLArgument | GraphQLInputField | GraphQLEnumValue
)
Elements: TypeAlias = Mapping[str, Element]
_Members: TypeAlias = (
    Mapping[str, GraphQLField] | Mapping[str, GraphQLInputField] | Mapping[str, GraphQLEnumValue]
)


def elements(schema: GraphQLSchema) -> dict[str, Element]:
    """Return types, fields, arguments and enum values by path; what no text defines is left out."""
    return {
        path: element
        for kind in schema.type_map.values()
        for path, element in _within(kind)
        if element.ast_node is not None
    }


def _within(kind: GraphQLNamedType) -> Iterator[tuple[str, Element]]:
    yield kind.name, kind
    for name, member in _members(kind).items():
        path = f"{kind.name}.{name}"
        yield path, member
        if isinstance(member, GraphQLField):
            for argument_name, argument in member.args.items():
                yield f"{path}({argument_name}:)", argument


def _members(kind: GraphQLNamedType) -> _Members:
    # graphql-core computes members on demand, which mypy takes for Any.
    members: _Members = {}
    match kind:
        case GraphQLObjectType() | GraphQLInterfaceType() | GraphQLInputObjectType():
            members = kind.fields
        case GraphQLEnumType():
            members = kind.values
        case _:
            pass
    return members


def holder(path: str) -> str:
    """Return the path of what holds an element: an argument's field, a field's type."""
    return path.partition("(")[0] if "(" in path else path.partition(".")[0]


def line_of(found: Elements, path: str) -> int | None:
    """Return the line of an element's name, or of the nearest element that holds it."""
    for each in (path, holder(path), holder(holder(path))):
        if each in found and (node := found[each].ast_node) and (at := node.name.loc):
            return at.start_token.line
    return None


def applied(element: Element) -> tuple[DirectiveNode, ...]:
    """Return the directives applied to an element and to its extensions."""
    extensions = element.extension_ast_nodes if isinstance(element, GraphQLNamedType) else ()
    nodes = (element.ast_node, *extensions)
    return tuple(each for node in nodes if node for each in node.directives or ())


def listed(directive: DirectiveNode) -> frozenset[str] | None:
    """Return the names in the one argument of a directive; None where it is left out or null."""
    for argument in directive.arguments or ():
        if not isinstance(argument.value, NullValueNode):
            return frozenset(_name(value) for value in _values(argument.value))
    return None


def _values(value: ValueNode) -> Sequence[ValueNode]:
    return value.values if isinstance(value, ListValueNode) else (value,)


def _name(value: ValueNode) -> str:
    return value.value if isinstance(value, StringValueNode) else print_ast(value)

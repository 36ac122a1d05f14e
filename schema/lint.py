"""What AppSync refuses, drops or mishandles in a schema, found before it is deployed."""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Final

from graphql import (
    DocumentNode,
    GraphQLSyntaxError,
    Node,
    TokenKind,
    build_ast_schema,
    concat_ast,
    parse,
    validate_schema,
)
from graphql.language import (
    DirectiveDefinitionNode,
    EnumTypeDefinitionNode,
    EnumValueDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    NullValueNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    Token,
    TypeDefinitionNode,
    TypeSystemExtensionNode,
)
from graphql.validation.validate import validate_sdl

from schema.modes import mode_problems

LARGEST_SCHEMA: Final = 1_000_000
_RESERVED: Final = "AWS"


def prelude() -> DocumentNode:
    """Return the definitions that AppSync presupposes: its scalars and directives."""
    return parse(files("schema").joinpath("prelude.graphql").read_text(encoding="utf-8"))


def lint(text: str) -> list[str]:
    """Return what keeps a schema from being deployed to AppSync, or reached there as meant."""
    if len(text.encode()) > LARGEST_SCHEMA:
        return [f"the schema is larger than {LARGEST_SCHEMA:,} bytes"]
    try:
        document = parse(text)
    except GraphQLSyntaxError as error:
        return [error.message]
    refused = [sentence for node in document.definitions for sentence in _refused(node)]
    return refused or _invalid(document) or mode_problems(document)


def _invalid(document: DocumentNode) -> list[str]:
    complete = concat_ast([prelude(), document])
    if errors := validate_sdl(complete):
        return [error.message for error in errors]
    schema = build_ast_schema(complete, assume_valid_sdl=True)
    return [error.message for error in validate_schema(schema)]


def _refused(node: Node) -> Iterator[str]:
    if isinstance(node, TypeSystemExtensionNode):
        yield "AppSync takes no `extend`"
    if isinstance(node, DirectiveDefinitionNode):
        yield f"@{node.name.value}: AppSync takes no directive definitions"
    if isinstance(node, TypeDefinitionNode):
        yield from _refused_type(node, node.name.value)


def _refused_type(node: TypeDefinitionNode, name: str) -> Iterator[str]:
    if name.startswith(_RESERVED):
        yield f"{name}: names that begin with {_RESERVED} are AppSync's"
    match node:
        case ScalarTypeDefinitionNode():
            yield f"{name}: AppSync takes no scalar definitions"
        case EnumTypeDefinitionNode():
            yield from _refused_values(node, name)
        case InputObjectTypeDefinitionNode():
            yield from _null_defaults(name, node.fields or ())
        case ObjectTypeDefinitionNode() | InterfaceTypeDefinitionNode():
            if isinstance(node, InterfaceTypeDefinitionNode) and node.interfaces:
                yield f"{name}: AppSync takes no interface that implements interfaces"
            for field in node.fields or ():
                yield from _refused_arguments(field, f"{name}.{field.name.value}")
        case _:
            return


def _refused_values(node: EnumTypeDefinitionNode, name: str) -> Iterator[str]:
    if _has_comment(node.name, node):
        yield f"{name}: AppSync mishandles comments on enum values"
    for value in node.values or ():
        yield from _refused_decoration(value, f"{name}.{value.name.value}")


def _refused_arguments(field: FieldDefinitionNode, path: str) -> Iterator[str]:
    if _has_comment(field.name, field.type):
        yield f"{path}: AppSync mishandles comments on arguments"
    for argument in field.arguments or ():
        yield from _refused_decoration(argument, f"{path}({argument.name.value}:)")
    yield from _null_defaults(path, field.arguments or ())


def _refused_decoration(
    node: EnumValueDefinitionNode | InputValueDefinitionNode, path: str
) -> Iterator[str]:
    if node.description is not None:
        yield f"{path}: AppSync mishandles descriptions here"
    if any(each.name.value == "deprecated" for each in node.directives or ()):
        yield f"{path}: AppSync drops @deprecated here"


def _null_defaults(path: str, nodes: Iterable[InputValueDefinitionNode]) -> Iterator[str]:
    for each in nodes:
        if isinstance(each.default_value, NullValueNode):
            yield f"{path}({each.name.value}:): an explicit null filters, leave the default out"


def _has_comment(first: Node, last: Node) -> bool:
    token: Token | None = first.loc.start_token if first.loc else None
    end = last.loc.end_token if last.loc else None
    while token is not None and token is not end:
        if token.kind is TokenKind.COMMENT:
            return True
        token = token.next
    return False

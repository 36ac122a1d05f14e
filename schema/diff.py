"""What changes for the clients of a contract from one version to the next."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from graphql import (
    DefinitionNode,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationType,
    build_ast_schema,
    parse,
    validate_schema,
)
from graphql.language import DirectiveDefinitionNode, ScalarTypeDefinitionNode
from graphql.utilities import BreakingChange, DangerousChange, SafeChange, find_schema_changes
from graphql.validation.validate import validate_sdl

from schema.change import Change, Severity
from schema.diff_access import Sides, access_changes
from schema.diff_directives import directive_changes
from schema.elements import elements, line_of
from schema.lint import prelude
from schema.modes import DEFAULT_MODE

_SEVERITIES: Final = {
    BreakingChange: Severity.BREAKING,
    DangerousChange: Severity.DANGEROUS,
    SafeChange: Severity.SAFE,
}
# graphql-core names what changed in a sentence alone; texts of the schema's author follow these.
_TOLD: Final = re.compile(r" has changed | added a defaultValue ")
_PATHS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:union type|implemented by) (\w+)",
        r"(\w+\.\w+\(\w+)",
        r"(\w+\.\w+)",
        r"(@\w+)",
        r"(\w+)(?= was | changed | no longer |$)",
    )
)


class UnusableSchemaError(ValueError):
    """Refuse a text that is no schema; the message is one line."""


def read_schema(text: str) -> GraphQLSchema:
    """Return the schema of a text, which need not declare what AppSync presupposes.

    Raises:
        UnusableSchemaError: The text is no GraphQL, or no valid schema.
    """
    try:
        document = _completed(parse(text))
    except GraphQLError as error:
        raise _unusable(error) from None
    if errors := validate_sdl(document):
        raise _unusable(errors[0])
    schema = build_ast_schema(document, assume_valid_sdl=True)
    if errors := validate_schema(schema):
        raise _unusable(errors[0])
    return schema


def compare(
    old: GraphQLSchema, new: GraphQLSchema, *, default_mode: str = DEFAULT_MODE
) -> tuple[Change, ...]:
    """Return what is different in the new version of a contract, the worst first.

    graphql-core tells changes of types, fields, arguments and values; roots, modes, groups,
    publishing mutations and other directives come on top. `default_mode` is the directive of the
    mode that reaches what carries none.
    """
    before, after = elements(old), elements(new)
    query = old.query_type.name if old.query_type else ""
    sides = Sides(old=before, new=after, query=query, default_mode=default_mode)
    found = (
        *_core_changes(old, new),
        *_root_changes(old, new),
        *access_changes(sides),
        *directive_changes(before, after),
    )
    order = list(Severity)
    return tuple(
        replace(
            each,
            description=" ".join(each.description.split()),
            line=line_of(after, each.path),
        )
        for each in sorted(found, key=lambda each: order.index(each.severity))
    )


def _completed(document: DocumentNode) -> DocumentNode:
    """Return the document with AppSync's definitions in place of its own of the same names."""
    given = prelude().definitions
    taken = {_declared(each) for each in given}
    own = (each for each in document.definitions if _declared(each) not in taken)
    return DocumentNode(definitions=(*given, *own))


def _declared(node: DefinitionNode) -> str | None:
    match node:
        case DirectiveDefinitionNode():
            return f"@{node.name.value}"
        case ScalarTypeDefinitionNode():
            return node.name.value
        case _:
            return None


def _unusable(error: GraphQLError) -> UnusableSchemaError:
    # Where a definition clashes with another, the later one is the odd one.
    at = f"line {error.locations[-1].line}: " if error.locations else ""
    return UnusableSchemaError(" ".join(f"{at}{error.message}".split()))


def _core_changes(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Change]:
    for each in find_schema_changes(old, new):
        yield Change(
            severity=_SEVERITIES[type(each)],
            kind=each.type.name,
            path=_path(each.description),
            description=each.description,
        )


def _path(description: str) -> str:
    told = _TOLD.split(description, maxsplit=1)[0]
    found = (match[1] for pattern in _PATHS if (match := pattern.search(told)))
    path = next(found, "")
    return f"{path}:)" if "(" in path else path


def _root_changes(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Change]:
    for operation in OperationType:
        before, after = old.get_root_type(operation), new.get_root_type(operation)
        if before and (after is None or after.name != before.name):
            yield Change(
                severity=Severity.BREAKING,
                kind="ROOT_REMOVED",
                path=before.name,
                description=f"{before.name} is no longer the {operation.value} type.",
            )
        if after and (before is None or before.name != after.name):
            yield Change(
                severity=Severity.SAFE,
                kind="ROOT_ADDED",
                path=after.name,
                description=f"{after.name} is the {operation.value} type now.",
            )

"""The operation that a document is asked for, read without executing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    build_ast_schema,
    concat_ast,
    get_variable_values,
    parse,
)
from graphql.execution.values import VariableValues

from schema.build import contract
from schema.lint import prelude
from schema.selection import Selection

_CACHED_DOCUMENTS: Final = 128
# Longer documents are rare, and many of them would be a lot of memory.
_CACHED_CHARACTERS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An operation of a document that was found valid.

    `given` holds its variables as they were sent, `variables` their values.
    """

    document: DocumentNode
    operation: OperationDefinitionNode
    given: dict[str, Any]
    variables: VariableValues

    @property
    def selection(self) -> Selection:
        """Return what the operation selects."""
        return Selection(fragments=self._fragments(), variables=self.variables.coerced)

    @property
    def is_one_of_many(self) -> bool:
        """Say whether the document holds further operations."""
        return len(_operations(self.document)) > 1

    def roots(self) -> dict[str, list[FieldNode]]:
        """Return the operation's own fields by their names in the answer."""
        return self.selection.fields([self.operation])

    def _fragments(self) -> Mapping[str, FragmentDefinitionNode]:
        return {
            each.name.value: each
            for each in self.document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }


def asked(query: str, operation_name: str | None, variables: Mapping[str, Any] | None) -> Asked:
    """Return the operation that was executed, the first one unless it is named.

    That it was executed is to say that the document and the variables are good.
    """
    document = _parse_once(query) if len(query) <= _CACHED_CHARACTERS else _parse(query)
    operation = next(
        each
        for each in _operations(document)
        if operation_name is None or (each.name and each.name.value == operation_name)
    )
    given = dict(variables or {})
    found = get_variable_values(plain_schema(), operation.variable_definitions or (), given)
    return Asked(
        document=document,
        operation=operation,
        given=given,
        variables=cast("VariableValues", found),
    )


def _operations(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]


@cache
def plain_schema() -> GraphQLSchema:
    """Return the contract as a schema without resolvers, whose scalars are as on the wire."""
    return build_ast_schema(concat_ast([prelude(), parse(contract())]), assume_valid_sdl=True)


def _parse(query: str) -> DocumentNode:
    return parse(query, no_location=True)


_parse_once = lru_cache(maxsize=_CACHED_DOCUMENTS)(_parse)

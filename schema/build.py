"""The schema: Strawberry's, the contract's text, and the text printed from Strawberry's."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

import strawberry
from graphql import DocumentNode, GraphQLError, parse, print_ast
from graphql.language import DirectiveDefinitionNode, ScalarTypeDefinitionNode
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.execution import ExecutionContext
from strawberry.types.field import StrawberryField

from schema.call import FieldInfo
from schema.guard import GuardedExecution, rules_of
from schema.mutation import Mutation
from schema.names import contract_name, is_answered
from schema.query import Query
from schema.scalars import SCALARS
from schema.subscription import Subscription

CONFIG: Final = StrawberryConfig(
    info_class=FieldInfo, scalar_map=SCALARS, disable_field_suggestions=True
)
_CACHED_DOCUMENTS: Final = 512
# Longer documents are rare, and 512 of them would be a lot of memory.
_CACHED_CHARACTERS: Final = 10_000


class Schema(strawberry.Schema):
    """A schema that leaves the logging of errors to the server."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Log nothing."""


class _ShortDocumentsParsed(ParserCache):
    """Keep short documents parsed."""

    def on_parse(self) -> Iterator[None]:
        if len(self.execution_context.query or "") > _CACHED_CHARACTERS:
            yield
        else:
            yield from super().on_parse()


class _ShortDocumentsValidated(ValidationCache):
    """Keep short documents validated, by the rules that the operation adds to GraphQL's."""

    def on_validate(self) -> Iterator[None]:
        rules = rules_of(self.execution_context.context)
        self.execution_context.validation_rules += rules
        if len(self.execution_context.query or "") > _CACHED_CHARACTERS:
            yield
        else:
            yield from super().on_validate()


SCHEMA: Final = Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    config=CONFIG,
    execution_context_class=GuardedExecution,
    extensions=[
        lambda: _ShortDocumentsParsed(maxsize=_CACHED_DOCUMENTS),
        lambda: _ShortDocumentsValidated(maxsize=_CACHED_DOCUMENTS),
    ],
)


def contract() -> str:
    """Return the text of schema.graphql, deployable to AppSync as it is."""
    return files("schema").joinpath("schema.graphql").read_text(encoding="utf-8")


def printed() -> str:
    """Return the contract as Strawberry's schema says it, deployable to AppSync."""
    document = parse(SCHEMA.as_str())
    kept = [
        each
        for each in document.definitions
        if not isinstance(each, ScalarTypeDefinitionNode | DirectiveDefinitionNode)
    ]
    return print_ast(DocumentNode(definitions=tuple(kept))) + "\n"


def _objects() -> dict[str, StrawberryObjectDefinition]:
    return {
        name: concrete.definition
        for name, concrete in SCHEMA.schema_converter.type_map.items()
        if isinstance(concrete.definition, StrawberryObjectDefinition)
    }


def resolved_fields() -> frozenset[tuple[str, str]]:
    """Return type and field, by the contract's names, of everything that needs a resolver."""
    return frozenset(
        (name, contract_name(field))
        for name, definition in _objects().items()
        for field in definition.fields
        if is_answered(field)
    )


@cache
def field_of(type_name: str, field_name: str) -> StrawberryField:
    """Return Strawberry's definition of a field by the contract's names.

    Raises:
        LookupError: The contract has no such field.
    """
    definition = _objects().get(type_name)
    for field in definition.fields if definition else ():
        if contract_name(field) == field_name:
            return field
    raise LookupError(f"the contract has no {type_name}.{field_name}")

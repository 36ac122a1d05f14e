"""Which operation of a GraphQL document is asked for, and whether HTTP may carry it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    parse,
    value_from_ast_untyped,
)

from schema.selection import Selection
from server.breadth import MOST_ALIASES, Breadth
from server.envelope import Envelope
from server.refusals import RequestRefusedError, bad_request, unparsable

# Longer documents are rare, and 128 of them would be a lot of memory.
_CACHED_CHARACTERS: Final = 10_000
# Validation compares fields with each other: more would keep the server busy for seconds.
MOST_TOKENS: Final = 10_000
_TOO_MANY: Final = f"Syntax Error: Document contains more than {MOST_TOKENS} tokens"


def check_operation(envelope: Envelope, *, is_reading_only: bool) -> None:
    """Refuse an envelope whose operation is unclear or not allowed by its HTTP method.

    Raises:
        RequestRefusedError: The document is not GraphQL or too long, the operation is not in it or
            not named among several, it is a subscription, it is a mutation in a GET, or it has
            too many aliases.
    """
    kind = asked_kind(envelope)
    if kind is OperationType.SUBSCRIPTION:
        raise bad_request("A subscription cannot be sent over HTTP.")
    if is_reading_only and kind is not OperationType.QUERY:
        raise RequestRefusedError(
            "A mutation must be sent with POST.",
            status=405,
            error_type="BadRequestException",
            headers={"Allow": "POST"},
        )


def asked_kind(envelope: Envelope) -> OperationType:
    """Return of which kind the operation is that an envelope asks for.

    Raises:
        RequestRefusedError: The document is not GraphQL or too long, the operation is not in it or
            not named among several, or it has too many aliases.
    """
    document = _parsed(envelope.query)
    operation = _asked(document, envelope.operation_name)
    if Breadth(document).aliases(operation) > MOST_ALIASES:
        raise bad_request(f"An operation has at most {MOST_ALIASES} aliases.")
    return operation.operation


def asked_fields(envelope: Envelope) -> tuple[str, ...]:
    """Return the names of the operation's own fields, each as often as it is asked for.

    Of a document that is going to be refused it may return none.

    Raises:
        RequestRefusedError: The document is not GraphQL or too long, or the operation is not in it
            or not named among several.
    """
    document = _parsed(envelope.query)
    operation = _asked(document, envelope.operation_name)
    fragments = {
        each.name.value: each
        for each in document.definitions
        if isinstance(each, FragmentDefinitionNode)
    }
    selection = Selection(fragments=fragments, variables=_values(operation, envelope.variables))
    try:
        found = selection.fields([operation])
    except KeyError:
        # A fragment that is not there.
        return ()
    return tuple(nodes[0].name.value for nodes in found.values())


def _values(operation: OperationDefinitionNode, given: Mapping[str, Any] | None) -> dict[str, Any]:
    defaults = {
        each.variable.name.value: value_from_ast_untyped(each.default_value)
        for each in operation.variable_definitions or ()
        if each.default_value is not None
    }
    return {**defaults, **(given or {})}


def _parsed(query: str) -> DocumentNode:
    try:
        return _parse_once(query) if len(query) <= _CACHED_CHARACTERS else _parse(query)
    except GraphQLError as error:
        if error.message.startswith(_TOO_MANY):
            raise bad_request(f"A document has at most {MOST_TOKENS} tokens.") from None
        raise unparsable() from None
    except RecursionError:
        raise unparsable() from None


def _parse(query: str) -> DocumentNode:
    return parse(
        query, no_location=True, max_lexical_tokens=MOST_TOKENS, allow_empty_selection_sets=False
    )


_parse_once = lru_cache(maxsize=128)(_parse)


def _asked(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [
        node for node in document.definitions if isinstance(node, OperationDefinitionNode)
    ]
    if name is None and len(operations) > 1:
        raise bad_request("Missing operation name.")
    for operation in operations:
        if name is None or (operation.name and operation.name.value == name):
            return operation
    raise unparsable() if name is None else bad_request(f'Unknown operation named "{name}".')

"""Which operation of a GraphQL document is asked for, and whether HTTP may carry it."""

from functools import lru_cache
from typing import Final

from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    parse,
)

from server.envelope import Envelope
from server.refusals import RequestRefusedError, bad_request, unparsable

# Longer documents are rare, and 128 of them would be a lot of memory.
_CACHED_CHARACTERS: Final = 10_000


def check_operation(envelope: Envelope, *, is_reading_only: bool) -> None:
    """Refuse an envelope whose operation is unclear or not allowed by its HTTP method.

    Raises:
        RequestRefusedError: The document is not GraphQL, the operation is not in it or not named
            among several, it is a subscription, or it is a mutation in a GET.
    """
    operation = _asked(_parsed(envelope.query), envelope.operation_name)
    if operation.operation is OperationType.SUBSCRIPTION:
        raise bad_request("A subscription cannot be sent over HTTP.")
    if is_reading_only and operation.operation is not OperationType.QUERY:
        raise RequestRefusedError(
            "A mutation must be sent with POST.",
            status=405,
            error_type="BadRequestException",
            headers={"Allow": "POST"},
        )


def _parsed(query: str) -> DocumentNode:
    try:
        return _parse_once(query) if len(query) <= _CACHED_CHARACTERS else _parse(query)
    except (GraphQLError, RecursionError):
        raise unparsable() from None


def _parse(query: str) -> DocumentNode:
    return parse(query, no_location=True, allow_empty_selection_sets=False)


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

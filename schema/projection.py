"""A published payload as a subscription selects it; no resolver runs and nothing is read."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

import graphql
from graphql import ExecutionResult, GraphQLError, GraphQLObjectType

from schema.asked import Asked, plain_schema

# graphql-core leaves parts of the function's type open.
_execute: Final[Callable[..., ExecutionResult]] = cast("Any", graphql).execute_sync
_NULL: Final = re.compile(r"Cannot return null for non-nullable field (\w+)\.(\w+)\.")


def projected(asked: Asked, root: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the operation selects of a root's fields, given by the contract's names.

    What is not there is null; where it may not be, the null goes up to what may, with an error.
    """
    name = asked.operation.name
    result = _execute(
        plain_schema(),
        asked.document,
        root_value=root,
        variable_values=asked.given,
        operation_name=name.value if name else None,
    )
    if not result.errors:
        return {"data": result.data}
    return {"data": result.data, "errors": [_body(error) for error in result.errors]}


def _body(error: GraphQLError) -> dict[str, Any]:
    return {"message": _message(error), "path": error.path}


def _message(error: GraphQLError) -> str:
    """Return AppSync's words for graphql-core's."""
    null = _NULL.fullmatch(error.message)
    if null is None:
        return error.message
    path = error.path or []
    place = "".join(f"[{part}]" if isinstance(part, int) else f"/{part}" for part in path)
    kind = _kind(null[1], null[2])
    return f"Cannot return null for non-nullable type: '{kind}' within parent '{null[1]}' ({place})"


def _kind(parent: str, field_name: str) -> str:
    kind = cast("GraphQLObjectType", plain_schema().type_map[parent])
    return str(kind.fields[field_name].type).removesuffix("!")

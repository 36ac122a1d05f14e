"""Reading a request: its address, its body and its headers, into the models of an endpoint."""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, get_args, get_origin

from pydantic.fields import FieldInfo
from starlette.datastructures import QueryParams

from domain.errors import InvalidInputError
from server.envelope import parse_json
from server.refusals import RequestRefusedError, bad_request, empty_body
from server.rest.calls import Conditions
from server.rest.endpoint import Endpoint
from server.rest.shapes import Asked

VERSION: Final = re.compile(r'"([0-9]{1,9})"')


def read_query(endpoint: Endpoint, given: QueryParams) -> Asked | None:
    """Return what an address asks for; a list of words may be one parameter with commas.

    Raises:
        ValidationError: A parameter is not of its shape.
    """
    if endpoint.query is None:
        return None
    found = {
        str(field.validation_alias): _values(field, given.getlist(str(field.validation_alias)))
        for field in endpoint.query.model_fields.values()
        if str(field.validation_alias) in given
    }
    return endpoint.query.model_validate_json(json.dumps(found))


def _values(field: FieldInfo, given: list[str]) -> Any:
    if get_origin(field.annotation) is not list:
        return given[-1]
    (kind,) = get_args(field.annotation)
    if not issubclass(kind, StrEnum):
        return given
    return [word for value in given for word in value.split(",")]


def read_body(endpoint: Endpoint, content: bytes) -> Asked | None:
    """Return what a body asks for.

    Raises:
        RequestRefusedError: It is empty where it must not be, or not JSON.
        ValidationError: It is not of its shape.
    """
    if endpoint.body is None:
        return None
    if not content.strip():
        if endpoint.is_body_required:
            raise empty_body()
        return None
    try:
        # pydantic's parser takes what is not JSON of Unicode.
        parse_json(content)
    except RequestRefusedError:
        raise bad_request("The body must be JSON.") from None
    return endpoint.body.model_validate_json(content)


def read_conditions(endpoint: Endpoint, headers: Mapping[str, str]) -> Conditions:
    """Return what the headers say of how a write is carried out; a read has no conditions.

    Raises:
        InvalidInputError: A header is malformed, or the write cannot keep it.
    """
    if endpoint.mutation is None:
        return Conditions()
    match = headers.get("if-match")
    if match is not None and not endpoint.takes("expectedVersion"):
        raise InvalidInputError("If-Match", "is not taken by this operation", match)
    return Conditions(
        expected_version=_version(match),
        idempotency_key=headers.get("idempotency-key"),
        timezone=headers.get("x-timezone"),
    )


def _version(match: str | None) -> int | None:
    if match is None or match.strip() == "*":
        return None
    found = VERSION.fullmatch(match.strip())
    if found is None:
        rule = 'must be a version in quotes, as "3", or *'
        raise InvalidInputError("If-Match", rule, match)
    return int(found[1])

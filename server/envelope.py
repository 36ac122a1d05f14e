"""A GraphQL request as HTTP carries it: bytes of a body or parameters of an address."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import ClientDisconnect, Request

from server.refusals import RequestRefusedError, empty_body, unparsable

MAX_BODY_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What a client asks to be executed."""

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = None


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore")

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = Field(default=None, alias="operationName")


class Content:
    """What a request holds, read from the connection once, when it is first asked for."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._body: bytes | None = None
        self._envelope: Envelope | None = None

    async def body(self) -> bytes:
        """Return the body.

        Raises:
            RequestRefusedError: It is too large, or the client has left.
        """
        if self._body is None:
            self._body = await _read_body(self._request)
        return self._body

    async def envelope(self) -> Envelope:
        """Return the envelope: in the body of a POST, else in the address's parameters.

        Raises:
            RequestRefusedError: It is empty, too large or not a GraphQL request.
        """
        if self._envelope is None:
            is_post = self._request.method == "POST"
            parameters = self._request.query_params
            read = parse_body(await self.body()) if is_post else parse_parameters(parameters)
            self._envelope = read
        return self._envelope


def parse_body(body: bytes) -> Envelope:
    """Return the envelope in a body, which is JSON whatever its content type says.

    Raises:
        RequestRefusedError: The body is empty or not a GraphQL request.
    """
    if not body.strip():
        raise empty_body()
    return read_envelope(parse_json(body))


def parse_parameters(parameters: Mapping[str, str]) -> Envelope:
    """Return the envelope in an address's parameters, where `variables` is JSON.

    Raises:
        RequestRefusedError: The parameters are not a GraphQL request.
    """
    fields: dict[str, Any] = dict(parameters)
    if "variables" in fields:
        fields["variables"] = parse_json(fields["variables"].encode())
    return read_envelope(fields)


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                raise _too_large()
    except ClientDisconnect:
        raise empty_body() from None
    return bytes(body)


def parse_json(content: bytes) -> object:
    """Return the value in JSON of UTF-8; it holds nothing that could not be encoded again.

    Raises:
        RequestRefusedError: It is not JSON.
    """
    try:
        text = content.decode("utf-8")
        value: object = json.loads(text, parse_constant=_refuse_constant)
        # Half of a surrogate pair is a character that no answer could be encoded with.
        if "\\ud" in text.lower():
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise unparsable() from None
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def read_envelope(value: object) -> Envelope:
    """Return the envelope that a JSON value is.

    Raises:
        RequestRefusedError: It is not a GraphQL request.
    """
    try:
        body = _Body.model_validate(value, strict=True)
    except ValidationError:
        raise unparsable() from None
    if not body.query.strip():
        raise unparsable()
    # Several clients send an empty name for an operation without one.
    return Envelope(
        query=body.query, variables=body.variables, operation_name=body.operation_name or None
    )


def _too_large() -> RequestRefusedError:
    return RequestRefusedError(
        f"Request body must be at most {MAX_BODY_BYTES} bytes.",
        status=413,
        error_type="RequestEntityTooLargeException",
    )

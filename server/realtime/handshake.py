"""What a client presents when it opens a socket, in whichever way it carries it."""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from starlette.websockets import WebSocket

from server.auth.callers import Presented
from server.envelope import Envelope, parse_body, parse_json
from server.refusals import RequestRefusedError, bad_request

CONNECT: Final = "DeepDish:Connect"

_CARRIER: Final = "header-"
_OWN_PARAMETERS: Final = {"header", "payload"}
_TO_BASE64: Final = str.maketrans(" -_", "++/")


def offered(socket: WebSocket) -> Sequence[str]:
    """Return the subprotocols that a client offers, without the one that carries credentials."""
    names: Sequence[str] = socket.scope["subprotocols"]
    return [name for name in names if not name.startswith(_CARRIER)]


def credentials(socket: WebSocket) -> Mapping[str, str]:
    """Return what a client presents by the names of headers, in lower case.

    It is carried as JSON in base64 by the parameter `header`, else so by a subprotocol
    `header-…`, else by the headers of the request itself.

    Raises:
        RequestRefusedError: What is carried is not a JSON object in base64.
    """
    parameters = socket.query_params
    carried = parameters.get("header") or _in_subprotocol(socket)
    if carried is None:
        return dict(socket.headers)
    # Amplify appends an application's own headers to the address.
    own = {key.lower(): value for key, value in parameters.items() if key not in _OWN_PARAMETERS}
    return own | _decoded(carried)


def named(headers: Mapping[str, Any]) -> dict[str, str]:
    """Return those of an object's members that can be headers, their names in lower case."""
    return {name.lower(): value for name, value in headers.items() if isinstance(value, str)}


def connecting(presented: Mapping[str, str], socket: WebSocket, ident: str) -> Presented:
    """Return what is presented for a connection, signed as AppSync's clients sign it."""
    envelope = Envelope(query="", operation_name=CONNECT)
    return _posted(presented, socket, ident, path="/graphql/connect", body=b"{}", read=envelope)


def starting(
    presented: Mapping[str, str], socket: WebSocket, ident: str, *, data: bytes
) -> Presented:
    """Return what is presented for a subscription, whose signed body is its data."""
    return _posted(presented, socket, ident, path="/graphql", body=data)


def _posted(
    presented: Mapping[str, str],
    socket: WebSocket,
    ident: str,
    *,
    path: str,
    body: bytes,
    read: Envelope | None = None,
) -> Presented:
    async def content() -> bytes:
        return body

    async def envelope() -> Envelope:
        return read or parse_body(body)

    return Presented(
        headers=presented,
        method="POST",
        target=path,
        request_id=ident,
        body=content,
        envelope=envelope,
        upgrade=socket.headers,
    )


def _in_subprotocol(socket: WebSocket) -> str | None:
    names: Sequence[str] = socket.scope["subprotocols"]
    return next((name.removeprefix(_CARRIER) for name in names if name.startswith(_CARRIER)), None)


def _decoded(text: str) -> dict[str, str]:
    # Clients write either alphabet, mostly leave the padding out, and do not escape a plus.
    plain = text.translate(_TO_BASE64).rstrip("=")
    try:
        found = parse_json(b64decode(plain + "=" * (-len(plain) % 4), validate=True))
    except (ValueError, RequestRefusedError):
        raise bad_request("The header is not JSON in base64.") from None
    if not isinstance(found, dict):
        raise bad_request("The header is not a JSON object.")
    return named(cast("dict[str, Any]", found))

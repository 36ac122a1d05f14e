"""How a socket is opened: where it leads, who is known by what, and who is refused how."""

import asyncio
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import pytest
from starlette.applications import Starlette

from persistence.store import Store
from server.auth.configuration import Configuration
from server.auth.keys import mint_key
from server.auth.tokens import mint
from tests.server.auth import authorizers
from tests.server.auth.signing import KEY, REGION, SECRET, Signing
from tests.server.builders import NOW, an_app
from tests.server.realtime.sockets import (
    ACK,
    APPSYNC,
    HEARD,
    TRANSPORT,
    Message,
    Socket,
    a_socket,
    error,
    started,
)

INIT: Message = {"type": "connection_init"}
UNKNOWN = error("UnauthorizedException", "You are not authorized to make this call.")
# Its base64 has what the two alphabets write differently, and padding.
TRICKY: Final = {"x-extra": "~~~???>>>ÿþý~~???"}
IAM: Final = {
    "authenticationType": "AWS_IAM",
    "iamConfig": {
        "awsRegion": REGION,
        "credentials": [{"accessKeyId": KEY, "secretAccessKey": SECRET}],
    },
}
AUTHORIZED: Final = {
    "authenticationType": "AWS_LAMBDA",
    "lambdaAuthorizerConfig": {"authorizerUri": f"{authorizers.__name__}:trusting"},
}
PATHS: Final = ("/graphql", "/graphql/realtime")

Carry = Callable[[str], Mapping[str, Any]]


def in_address(text: str) -> Mapping[str, Any]:
    return {"query": f"header={text}&payload=e30="}


def in_subprotocol(text: str) -> Mapping[str, Any]:
    return {"subprotocols": [APPSYNC, f"header-{text}"]}


CARRIERS: Final = (in_address, in_subprotocol)
ENCODERS: Final[Mapping[str, Callable[[bytes], str]]] = {
    "base64": lambda content: b64encode(content).decode(),
    "base64 unpadded": lambda content: b64encode(content).decode().rstrip("="),
    "base64url": lambda content: urlsafe_b64encode(content).decode(),
    "base64url unpadded": lambda content: urlsafe_b64encode(content).decode().rstrip("="),
    "base64 with blanks": lambda content: b64encode(content).decode().replace("+", " "),
    "base64 with escapes": lambda content: b64encode(content).decode().replace("+", "%2B"),
}
# Addresses alone have escapes.
CARRIED: Final = tuple(
    (carry, encoder)
    for carry in CARRIERS
    for encoder in ENCODERS
    if carry is in_address or "escapes" not in encoder
)


def told_in(presented: Mapping[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(presented).encode()).decode().rstrip("=")


def an_app_with_modes(store: Store) -> Starlette:
    others = [IAM, {"authenticationType": "API_KEY"}]
    told = {**AUTHORIZED, "additionalAuthenticationProviders": others}
    return an_app(store, is_dev=False, configuration=Configuration.model_validate(told))


@pytest.fixture(autouse=True)
def events() -> Iterator[list[Message]]:
    authorizers.EVENTS.clear()
    yield authorizers.EVENTS
    authorizers.EVENTS.clear()


async def refused(socket: Socket) -> Message:
    """Return the only error of a connection that is refused, and see it closed."""
    told = await socket.receive()
    assert told["type"] == "connection_error"
    assert await socket.closed() == (1000, "")
    (problem,) = told["payload"]["errors"]
    found: Message = problem
    return found


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("carry", "encoder"), CARRIED)
async def test_credentials_are_taken_on_both_paths_from_each_carrier_in_each_alphabet(
    path: str, encoder: str, carry: Carry, store: Store
) -> None:
    presented = {"Authorization": "allow:ada", "host": "elsewhere.example", **TRICKY}
    content = json.dumps(presented, ensure_ascii=False).encode()
    assert {"+", "/", "="} <= set(b64encode(content).decode())
    carried = carry(ENCODERS[encoder](content))
    async with a_socket(an_app_with_modes(store), path=path, **carried) as socket:
        assert await socket.accepted() == APPSYNC
        assert await socket.ask(INIT) == ACK
        await socket.receive()
        assert (await socket.ask(started("1")))["type"] == "start_ack"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", ["Authorization", "authorization", "AUTHORIZATION"])
async def test_credentials_are_taken_from_the_headers_of_the_request_too(
    path: str, name: str, store: Store
) -> None:
    app = an_app_with_modes(store)
    async with a_socket(app, path=path, headers={name: "allow:ada"}) as socket:
        assert await socket.accepted() == APPSYNC
        assert await socket.ask(INIT) == ACK
        await socket.receive()
        assert (await socket.ask(started("1")))["type"] == "start_ack"


@pytest.mark.parametrize("name", ["authorization", "Authorization", "AUTHORIZATION"])
@pytest.mark.parametrize("carry", CARRIERS)
async def test_names_of_credentials_are_of_any_case(name: str, carry: Carry, store: Store) -> None:
    carried = carry(told_in({name: "allow:ada", "other": None}))
    async with a_socket(an_app_with_modes(store), **carried) as socket:
        await socket.accepted()
        assert await socket.ask(INIT) == ACK


async def test_what_is_carried_replaces_the_headers_of_the_request(store: Store) -> None:
    carried = in_address(told_in({"authorization": "refused"}))
    headers = {"authorization": "allow:ada"}
    async with a_socket(an_app_with_modes(store), headers=headers, **carried) as socket:
        await socket.accepted()
        socket.send(INIT)
        assert await refused(socket) == {**UNKNOWN, "errorCode": 401}


async def test_an_authorizer_is_told_of_a_connection_as_by_appsync(
    store: Store, events: list[Message]
) -> None:
    carried = in_address(told_in({"Authorization": "allow:ada", "host": "h"}))
    query = carried["query"] + "&X-App=own"
    async with a_socket(an_app_with_modes(store), query=query) as socket:
        await socket.accepted()
        assert await socket.ask(INIT) == ACK
    (event,) = events
    assert event["authorizationToken"] == "allow:ada"
    assert event["requestContext"]["operationName"] == "DeepDish:Connect"
    assert (event["requestContext"]["queryString"], event["requestContext"]["variables"]) == (
        "",
        {},
    )
    own = {"authorization": "allow:ada", "host": "h", "x-app": "own"}
    assert event["requestHeaders"] == own


async def test_a_subscription_may_present_credentials_of_its_own(
    store: Store, events: list[Message]
) -> None:
    headers = {"authorization": "allow:ada"}
    async with a_socket(an_app_with_modes(store), headers=headers) as socket:
        await socket.accepted()
        own = {"Authorization": "allow:bob", "host": "h"}
        told = await socket.ask(started("1", who="bob", authorization=own))
        assert told == {"type": "start_ack", "id": "1"}
        told = await socket.ask(started("2", who="ada", authorization=own))
        assert told["payload"]["errors"][0]["errorType"] == "Unauthorized"
        told = await socket.ask(started("3", authorization={"Authorization": "refused"}))
        assert told == {"type": "error", "id": "3", "payload": {"errors": [UNKNOWN]}}
        told = await socket.ask(started("3"))
        assert told == {"type": "start_ack", "id": "3"}
    asked = events[1]["requestContext"]
    assert (asked["queryString"], asked["variables"]) == (HEARD, {"who": "bob"})


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("carry", CARRIERS)
async def test_a_signature_of_connect_and_one_of_each_start_is_verified(
    path: str, carry: Carry, store: Store
) -> None:
    connect = Signing(path="/graphql/connect", content=b"{}").presented.headers
    async with a_socket(an_app_with_modes(store), path=path, **carry(told_in(connect))) as socket:
        await socket.accepted()
        assert await socket.ask(INIT) == ACK
        await socket.receive()
        data = started()["payload"]["data"].encode()
        own = {
            name.title(): value for name, value in Signing(content=data).presented.headers.items()
        }
        known = await socket.ask(started("1", authorization=own))
        # The contract opens no subscription to callers who own nothing.
        assert known["payload"]["errors"][0]["errorType"] == "Unauthorized"
        forged = await socket.ask(started("1", who="bob", authorization=own))
        assert forged["payload"]["errors"] == [UNKNOWN]


@pytest.mark.parametrize(
    "changes", [{"path": "/graphql"}, {"content": b"[]"}, {"secret": "wrong"}, {"method": "GET"}]
)
async def test_a_signature_of_something_else_opens_no_connection(
    changes: dict[str, Any], store: Store
) -> None:
    told: dict[str, Any] = {"path": "/graphql/connect", "content": b"{}", **changes}
    carried = in_address(told_in(Signing(**told).presented.headers))
    async with a_socket(an_app_with_modes(store), **carried) as socket:
        await socket.accepted()
        socket.send(INIT)
        assert await refused(socket) == {**UNKNOWN, "errorCode": 401}


async def test_an_api_key_connects_but_reaches_no_subscription(store: Store) -> None:
    secret, key = mint_key(now=NOW, days=1, note=None)
    await store.api_keys.add(key)
    own = {"x-api-key": secret, "X-Api-Key": secret}
    async with a_socket(an_app_with_modes(store), **in_subprotocol(told_in(own))) as socket:
        await socket.accepted()
        told = await socket.ask(started("1", authorization=own))
        assert told["payload"]["errors"][0]["errorType"] == "Unauthorized"


async def test_tokens_of_this_server_connect(store: Store) -> None:
    secret, token = mint(owner="ada", now=NOW, days=1)
    await store.tokens.add(token)
    headers = {"authorization": f"Bearer {secret}"}
    async with a_socket(an_app(store, is_dev=False), headers=headers) as socket:
        await socket.accepted()
        assert await socket.ask(started("1")) == {"type": "start_ack", "id": "1"}


async def test_who_is_not_known_is_told_so_even_without_a_message(store: Store) -> None:
    async with a_socket(an_app(store, is_dev=False)) as socket:
        assert await socket.accepted() == APPSYNC
        problem = error("UnauthorizedException", "Missing authorization header")
        assert await refused(socket) == {**problem, "errorCode": 401}


@pytest.mark.parametrize("text", ["!", "e30", "W10", "bWVvdw", "/w==", "e"])
@pytest.mark.parametrize("carry", CARRIERS)
async def test_a_header_that_cannot_be_read_is_refused(
    carry: Carry, text: str, store: Store
) -> None:
    async with a_socket(an_app(store, is_dev=False), **carry(text)) as socket:
        await socket.accepted()
        socket.send(INIT)
        problem = await refused(socket)
        assert problem["errorCode"] == (401 if text == "e30" else 400)


@pytest.mark.parametrize(
    ("offers", "name"),
    [
        ([], "NoProtocolError"),
        (["header-e30"], "NoProtocolError"),
        (["graphql"], "SubProtocolNotSupportedError"),
        (["meow", "graphql-WS"], "SubProtocolNotSupportedError"),
    ],
)
async def test_a_client_that_speaks_no_known_dialect_is_told_so(
    offers: list[str], name: str, store: Store
) -> None:
    async with a_socket(an_app(store), subprotocols=offers) as socket:
        assert await socket.accepted() is None
        assert await refused(socket) == {**error(name, name), "errorCode": 400}


async def test_no_socket_is_opened_elsewhere(store: Store) -> None:
    async with a_socket(an_app(store), path="/healthz") as socket:
        assert (await socket.closed())[0] == 1000


@pytest.mark.parametrize(
    "carried",
    [
        {"headers": {"x-dev-user": "ada"}},
        in_address(told_in({"X-Dev-User": "ada"})),
        in_subprotocol(told_in({"x-dev-user": "ada"})),
        {"query": in_address(told_in({"x-api-key": "any"}))["query"] + "&x-dev-user=ada"},
    ],
)
async def test_in_development_a_name_is_believed_from_any_carrier(
    carried: Mapping[str, Any], store: Store
) -> None:
    async with a_socket(an_app(store), **carried) as socket:
        await socket.accepted()
        assert (await socket.ask(started("1")))["type"] == "start_ack"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"host": "elsewhere.example"},
        {"host": "elsewhere.example", "origin": "http://localhost"},
    ],
)
async def test_in_development_a_page_from_elsewhere_gets_no_connection(
    headers: dict[str, str], store: Store
) -> None:
    pretended = {"host": "localhost", "origin": "http://localhost", "x-dev-user": "ada"}
    carried = in_address(told_in(pretended))
    async with a_socket(an_app(store), headers=headers, **carried) as socket:
        await socket.accepted()
        socket.send(INIT)
        assert await refused(socket) == {**UNKNOWN, "errorCode": 401}
    async with a_socket(an_app(store), headers=headers, subprotocols=[TRANSPORT]) as socket:
        await socket.accepted()
        socket.send({**INIT, "payload": pretended})
        assert await socket.closed() == (4403, UNKNOWN["message"])


async def test_in_development_a_page_of_this_machine_gets_a_connection(store: Store) -> None:
    headers = {"origin": "http://localhost:3000"}
    carried = in_address(told_in({"host": "elsewhere.example", "origin": "https://else.where"}))
    async with a_socket(an_app(store), headers=headers, **carried) as socket:
        await socket.accepted()
        assert await socket.ask(INIT) == ACK


async def test_the_refusal_waits_for_the_first_message_for_a_moment_only(store: Store) -> None:
    async with a_socket(an_app(store, is_dev=False)) as socket:
        await socket.accepted()
        await asyncio.sleep(0)
        assert socket.from_server.empty()
        socket.send(INIT)
        assert (await refused(socket))["errorCode"] == 401

"""The checklist's lines on authentication that no other test keeps."""

import json
from typing import Final

import httpx
import pytest

from persistence.store import Store
from schema.access import Mode
from server.auth.keys import mint_key
from server.auth.signatures import AccessKey, by_signature
from server.auth.tokens import mint
from tests.server.auth.presenting import NOW
from tests.server.auth.signing import KEY, REGION, SECRET, signing
from tests.server.builders import a_client, an_app

KNOWING: Final = by_signature([AccessKey(key_id=KEY, secret=SECRET)], region=REGION)
ASKED: Final = json.dumps({"query": 'subscription { onGoalChanged(userId: "ada") { goalId } }'})
# What clients sign beside the host, as the guide on real-time clients lists it.
REALTIME: Final = {
    "accept": "application/json, text/javascript",
    "content-encoding": "amz-1.0",
    "content-type": "application/json; charset=UTF-8",
}


@pytest.mark.parametrize(
    ("path", "content"),
    [("/graphql", ASKED.encode()), ("/graphql/connect", b"{}")],
    ids=["start", "connect"],
)
async def test_a_signature_of_a_socket_is_known(path: str, content: bytes) -> None:
    presented = signing(path=path, content=content, headers=REALTIME)
    assert (await KNOWING(presented, NOW)).access.mode is Mode.IAM


async def _me(store: Store, headers: dict[str, str]) -> httpx.Response:
    async with a_client(an_app(store, is_dev=False), **headers) as client:
        return await client.post("/graphql", json={"query": "{ __typename me { userId } }"})


@pytest.mark.parametrize("name", ["x-api-key", "X-Api-Key", "X-API-KEY"])
async def test_a_key_is_known_however_its_header_is_written(name: str, store: Store) -> None:
    secret, key = mint_key(now=NOW, days=1, note=None)
    await store.api_keys.add(key)
    response = await _me(store, {name: secret})
    (error,) = response.json()["errors"]
    assert (response.status_code, error["errorType"]) == (200, "Unauthorized")
    assert error["message"] == "Not Authorized to access me on type Query"


async def test_the_headers_that_clients_add_change_nothing(store: Store) -> None:
    secret, token = mint(owner="ada", now=NOW, days=1)
    await store.tokens.add(token)
    added = {
        "accept": "application/graphql-response+json,application/json;q=0.9",
        "x-amz-user-agent": "aws-amplify/6.22.1 api/1 framework/100",
        "x-amz-date": "20261121T120000Z",
    }
    response = await _me(store, {"Authorization": secret, **added})
    assert response.json() == {"data": {"__typename": "Query", "me": {"userId": "ada"}}}


async def test_a_refused_caller_is_answered_with_the_headers_of_a_captured_answer(
    store: Store,
) -> None:
    # Captured from AWS AppSync in aws-amplify/amplify-js#5518.
    exposed = (
        "x-amzn-RequestId,x-amzn-ErrorType,x-amz-user-agent,x-amzn-ErrorMessage,Date,"
        "x-amz-schema-version"
    )
    captured = {
        "access-control-allow-origin": "*",
        "content-type": "application/json;charset=UTF-8",
        "x-amzn-errortype": "UnauthorizedException",
    }
    response = await _me(store, {"origin": "https://app.example.org", "x-api-key": "da2-unknown"})
    assert response.status_code == 401
    assert {name: response.headers[name] for name in captured} == captured
    # What REST's answers have comes after them.
    found = response.headers["access-control-expose-headers"].replace(", ", ",")
    assert found.startswith(f"{exposed},")
    assert "x-amzn-requestid" in response.headers

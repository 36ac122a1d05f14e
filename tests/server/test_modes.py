"""Every mode over HTTP: how it is presented, what it reaches, what its refusals look like."""

import json
from collections.abc import AsyncGenerator, Mapping
from typing import Any, Final

import httpx
import pytest

from domain.policy import Policy
from persistence.store import Store
from server.app import create_app
from server.auth.configuration import Configuration
from server.auth.keys import mint_key
from server.templates import shipped_templates
from tests.server.auth import authorizers
from tests.server.auth.presenting import MISSING, NOT_AUTHORIZED, NOT_USABLE
from tests.server.auth.provider import AT, URL, Provider, signed
from tests.server.auth.signing import KEY, REGION, SECRET, signing
from tests.server.builders import NOW, a_client, problem

OIDC: Final = {"authenticationType": "OPENID_CONNECT", "openIDConnectConfig": {"issuer": URL}}
IAM: Final = {
    "authenticationType": "AWS_IAM",
    "iamConfig": {
        "awsRegion": REGION,
        "credentials": [{"accessKeyId": KEY, "secretAccessKey": SECRET}],
    },
}
API_KEY: Final = {"authenticationType": "API_KEY"}
ME: Final = json.dumps({"query": "{ me { userId } }"}).encode()
ALLOWED: Final = {"authorization": "allow:ada"}
CREATE: Final = {
    "query": "mutation ($input: CreateGoalInput!) { createGoal(input: $input) { goalId } }",
    "variables": {
        "input": {"title": "Read", "pattern": "milestone", "target": {"value": 12, "unit": "books"}}
    },
}


def _authorized(name: str) -> dict[str, Any]:
    uri = f"{authorizers.__name__}:{name}"
    return {"authenticationType": "AWS_LAMBDA", "lambdaAuthorizerConfig": {"authorizerUri": uri}}


async def _send(
    store: Store,
    content: bytes = ME,
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "POST",
    target: str = "/graphql",
    authorizer: str = "trusting",
    provider: Provider | None = None,
) -> httpx.Response:
    others = [_authorized(authorizer), IAM, API_KEY]
    configuration = Configuration.model_validate(
        {**OIDC, "additionalAuthenticationProviders": others}
    )
    app = create_app(
        store,
        is_dev=False,
        policy=Policy(templates=shipped_templates()),
        clock=lambda: NOW,
        configuration=configuration,
        fetch=(provider or Provider()).fetch,
    )
    async with a_client(app) as client:
        return await client.request(method, target, content=content, headers=dict(headers or {}))


def _signed(content: bytes = ME, **changes: Any) -> dict[str, str]:
    presented = signing(headers={"host": "127.0.0.1"}, content=content, **changes)
    return dict(presented.headers)


async def _key(store: Store) -> str:
    secret, key = mint_key(now=NOW, days=1, note=None)
    await store.api_keys.add(key)
    return secret


def _is_ada(response: httpx.Response) -> bool:
    return (response.status_code, response.json()) == (200, {"data": {"me": {"userId": "ada"}}})


@pytest.mark.parametrize("authorization", ["{}", "Bearer {}"])
async def test_a_jwt_names_the_owner(authorization: str, store: Store) -> None:
    assert _is_ada(await _send(store, ME, {"authorization": authorization.format(signed())}))


async def test_an_authorizer_names_the_owner_and_sees_what_is_asked(store: Store) -> None:
    authorizers.EVENTS.clear()
    assert _is_ada(await _send(store, ME, {**ALLOWED, "x-trace": "1"}))
    (event,) = authorizers.EVENTS
    assert event["requestContext"]["queryString"] == "{ me { userId } }"
    assert event["requestHeaders"]["x-trace"] == "1"


async def test_an_authorizer_sees_what_an_address_asks(store: Store) -> None:
    authorizers.EVENTS.clear()
    target = "/graphql?query=%7B%20me%20%7B%20userId%20%7D%20%7D"
    assert _is_ada(await _send(store, b"", ALLOWED, method="GET", target=target))
    assert authorizers.EVENTS[0]["requestContext"]["queryString"] == "{ me { userId } }"


async def test_an_authorizer_s_denied_field_is_null_beside_the_others(store: Store) -> None:
    made = await _send(store, json.dumps(CREATE).encode(), ALLOWED, authorizer="discreet")
    assert "errors" not in made.json()
    query = json.dumps({"query": "{ myGoals { title progress } }"}).encode()
    answer = (await _send(store, query, ALLOWED, authorizer="discreet")).json()
    assert answer["data"] == {"myGoals": [{"title": "Read", "progress": None}]}
    (error,) = answer["errors"]
    assert (error["errorType"], error["path"]) == ("Unauthorized", ["myGoals", 0, "progress"])
    assert error["message"] == "Not Authorized to access progress on type Goal"


async def test_a_key_reaches_no_owner_s_fields(store: Store) -> None:
    query = json.dumps({"query": '{ __typename goal(goalId: "g") { id } }'}).encode()
    response = await _send(store, query, {"x-api-key": await _key(store)})
    assert response.status_code == 200
    answer = response.json()
    assert answer["data"] == {"__typename": "Query", "goal": None}
    (error,) = answer["errors"]
    assert error == {
        "path": ["goal"],
        "data": None,
        "errorType": "Unauthorized",
        "errorInfo": None,
        "locations": [{"line": 1, "column": 14, "sourceName": None}],
        "message": "Not Authorized to access goal on type Query",
    }


async def test_a_key_reaches_the_templates_and_all_that_they_say(store: Store) -> None:
    target = "target { value } schedule { every nthWeekday { n } }"
    query = f"{{ goalTemplates(limit: 1) {{ items {{ name {target} }} }} }}"
    content = json.dumps({"query": query}).encode()
    answer = (await _send(store, content, {"x-api-key": await _key(store)})).json()
    assert answer["data"]["goalTemplates"]["items"]


async def test_a_key_changes_nothing(store: Store) -> None:
    content = json.dumps(CREATE).encode()
    answer = (await _send(store, content, {"x-api-key": await _key(store)})).json()
    assert answer["data"] == {"createGoal": None}
    assert await store.ports.profiles.owners() == ()


async def test_a_signature_reaches_no_owner_s_fields(store: Store) -> None:
    response = await _send(store, ME, _signed())
    (error,) = response.json()["errors"]
    assert (response.status_code, response.json()["data"]) == (200, None)
    assert error["message"] == "Not Authorized to access me on type Query"


async def test_a_signed_address_is_known(store: Store) -> None:
    query = "query=%7B%20__typename%20%7D&operationName="
    headers = _signed(b"", method="GET", query=query)
    response = await _send(store, b"", headers, method="GET", target=f"/graphql?{query}")
    assert response.json() == {"data": {"__typename": "Query"}}


async def test_a_body_that_is_not_the_signed_one_is_refused(store: Store) -> None:
    response = await _send(store, ME.replace(b"me", b"my"), _signed())
    assert problem(response) == (401, "UnauthorizedException", NOT_AUTHORIZED)


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({}, MISSING),
        ({"x-api-key": "da2-unknown"}, NOT_AUTHORIZED),
        ({"authorization": "deny"}, NOT_AUTHORIZED),
        ({"authorization": signed({"exp": AT - 3600})}, NOT_AUTHORIZED),
        ({"authorization": "AWS4-HMAC-SHA256 Credential=a"}, NOT_USABLE),
        ({"x-dev-user": "ada"}, MISSING),
    ],
)
async def test_a_refusal_has_appsync_s_shape(
    headers: dict[str, str], told: str, store: Store
) -> None:
    response = await _send(store, ME, headers)
    assert problem(response) == (401, "UnauthorizedException", told)
    assert "x-amzn-requestid" in response.headers


async def test_a_provider_that_is_away_is_no_fault_of_the_caller(store: Store) -> None:
    response = await _send(store, ME, {"authorization": signed()}, provider=Provider(is_down=True))
    told = "The identity provider does not answer."
    assert problem(response) == (503, "ServiceUnavailableException", told)


async def test_an_authorizer_that_fails_lets_nobody_in(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    response = await _send(store, ME, ALLOWED, authorizer="raising")
    assert problem(response) == (401, "UnauthorizedException", NOT_AUTHORIZED)
    failed = [each for each in caplog.records if each.getMessage() == "authorizer.failed"]
    ident = response.headers["x-amzn-requestid"]
    assert [vars(each)["milepost_fields"] for each in failed] == [{"request_id": ident}]


async def test_a_body_that_is_no_request_reaches_no_authorizer(store: Store) -> None:
    authorizers.EVENTS.clear()
    response = await _send(store, b"meow", ALLOWED)
    assert problem(response)[:2] == (400, "MalformedHttpRequestException")
    assert authorizers.EVENTS == []


async def test_a_caller_who_is_not_known_sends_its_body_in_vain(store: Store) -> None:
    async def chunks() -> AsyncGenerator[bytes]:
        yield b"{"
        raise AssertionError("the body was read")

    app = create_app(store, is_dev=False, policy=Policy(), clock=lambda: NOW)
    async with a_client(app) as client:
        response = await client.post("/graphql", content=chunks())
    assert response.status_code == 401

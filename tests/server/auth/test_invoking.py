"""Authorizers by name: a function of this machine, a Lambda of AWS."""

import json
from urllib.parse import unquote

import pytest
from botocore.exceptions import ClientError

from server.auth.invoking import AuthorizerFailedError, invoker
from server.settings import SettingsError
from tests.server.auth import authorizers
from tests.server.auth.sites import Site
from tests.server.processes import Done, end_of, start_python

STUCK = f"""
import anyio
from server.auth.invoking import invoker

async def ask():
    with anyio.move_on_after(0.1):
        await invoker("{authorizers.__name__}:stuck")({{}})

anyio.run(ask)
"""
EVENT = {"authorizationToken": "allow:ada"}
ADA = {"isAuthorized": True, "resolverContext": {"sub": "ada"}}
ARN = "arn:aws:lambda:eu-central-1:123456789012:function:authorizer:live"


@pytest.mark.parametrize("name", ["trusting", "awaited"])
async def test_a_function_is_called_as_lambda_calls_it(name: str) -> None:
    assert await invoker(f"{authorizers.__name__}:{name}")(EVENT) == ADA


async def test_what_a_function_raises_is_passed_on() -> None:
    with pytest.raises(RuntimeError, match="hunter2"):
        await invoker(f"{authorizers.__name__}:raising")(EVENT)


async def test_a_function_that_never_answers_keeps_no_process_from_ending() -> None:
    assert await end_of(await start_python("-c", STUCK)) == Done(code=0, out="", err="")


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "nowhere",
        "nowhere:authorize",
        f"{authorizers.__name__}:missing",
        f"{authorizers.__name__}:NOT_CALLABLE",
        f"{authorizers.__name__}",
        ":authorize",
        "arn:aws:lambda:eu-central-1:123:function:f",
        "arn:aws:iam::123456789012:user/eve",
    ],
)
def test_a_name_of_nothing_to_call_is_refused(uri: str) -> None:
    with pytest.raises(SettingsError, match="authorizerUri"):
        invoker(uri)


@pytest.fixture
def aws(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Return the site that stands in for AWS."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", site.address)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    return site


async def test_a_lambda_is_sent_the_event_and_answers_with_json(aws: Site) -> None:
    aws.content = json.dumps(ADA).encode()
    assert await invoker(ARN)(EVENT) == ADA
    assert [json.loads(content) for content in aws.sent] == [EVENT]
    (path,) = aws.paths
    assert unquote(path) == f"/2015-03-31/functions/{ARN}/invocations"


async def test_an_error_of_a_lambda_is_no_answer(aws: Site) -> None:
    aws.headers = {"X-Amz-Function-Error": "Unhandled"}
    aws.content = json.dumps({"isAuthorized": True, "errorMessage": "boom"}).encode()
    with pytest.raises(AuthorizerFailedError, match="boom"):
        await invoker(ARN)(EVENT)


async def test_a_lambda_that_cannot_be_called_is_asked_once(aws: Site) -> None:
    aws.status = 500
    with pytest.raises(ClientError):
        await invoker(ARN)(EVENT)
    assert len(aws.paths) == 1

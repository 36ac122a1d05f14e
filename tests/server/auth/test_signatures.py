"""Signed requests: whole, meant for us, and of the last minutes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from schema.access import Access, Mode
from server.auth.callers import Presented
from server.auth.signatures import AccessKey, by_signature, is_signature
from tests.server.auth.presenting import (
    BODY,
    NOT_AUTHORIZED,
    NOT_USABLE,
    NOW,
    bearing,
    presenting,
    refusal,
)
from tests.server.auth.signing import HOST, KEY, REGION, SECRET, signing

OTHER = AccessKey(key_id="AKIAOTHER", secret="other", session_token="session")
KNOWING = by_signature([AccessKey(key_id=KEY, secret=SECRET), OTHER], region=REGION)
SECOND = timedelta(seconds=1)


async def _is_known(presented: Presented, *, now: datetime = NOW) -> bool:
    caller = await KNOWING(presented, now)
    assert caller.identity is None
    return caller.access == Access(mode=Mode.IAM)


async def _is_refused(presented: Presented, *, now: datetime = NOW) -> bool:
    return await refusal(KNOWING, presented, now=now) == NOT_AUTHORIZED


def _with(presented: Presented, **headers: str) -> Presented:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(presented, headers={**presented.headers, **told})


async def test_a_signed_request_is_known() -> None:
    assert await _is_known(signing())


@pytest.mark.parametrize(
    "form",
    [
        "AWS4-HMAC-SHA256 Credential={},SignedHeaders={},Signature={}",
        "AWS4-HMAC-SHA256  Credential={},  SignedHeaders={},  Signature={}",
    ],
)
async def test_the_parts_of_a_signature_are_set_apart_in_several_ways(form: str) -> None:
    assert await _is_known(signing(form=form))


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "application/json; charset=UTF-8"},
        {"x-amz-user-agent": "aws-amplify/6.22.1  api/1   framework/100"},
        {"user-agent": "a browser", "accept": "application/json, text/javascript"},
        {"content-encoding": "amz-1.0", "x-amz-content-sha256": sha256(BODY).hexdigest()},
    ],
)
async def test_any_headers_may_be_signed(headers: dict[str, str]) -> None:
    assert await _is_known(signing(headers=headers))


async def test_headers_that_are_not_signed_may_be_added_on_the_way() -> None:
    assert await _is_known(signing(unsigned={"x-forwarded-for": "192.0.2.1"}))


async def test_a_question_in_the_address_is_signed_too() -> None:
    asked = signing(method="GET", query="query=%7B%20me%20%7D&operationName=", content=b"")
    assert await _is_known(asked)
    assert await _is_refused(replace(asked, target=asked.target.replace("me", "my")))


async def test_botocore_s_own_signature_is_known() -> None:
    request = AWSRequest("POST", f"https://{HOST}/graphql", {"Host": HOST}, BODY)
    SigV4Auth(Credentials(KEY, SECRET), "appsync", REGION).add_auth(request)
    headers = {name.lower(): value for name, value in request.headers.items()}
    assert await _is_known(presenting(headers), now=datetime.now(UTC))


@pytest.mark.parametrize(
    "changes",
    [
        {"content": BODY.replace(b"me", b"my")},
        {"content": b""},
        {"method": "GET"},
        {"target": "/graphql/connect"},
        {"target": "/graphql?x=1"},
    ],
)
async def test_a_request_changed_after_signing_is_refused(changes: dict[str, Any]) -> None:
    changed = presenting(signing().headers, **changes)
    assert await _is_refused(changed)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example.org"},
        {"x_amz_date": "20261121T120001Z"},
        {"content_type": "text/plain"},
    ],
)
async def test_a_signed_header_changed_afterwards_is_refused(headers: dict[str, str]) -> None:
    signed = signing(headers={"content-type": "application/json"})
    assert await _is_refused(_with(signed, **headers))


async def test_a_signed_header_that_is_gone_is_refused() -> None:
    signed = signing(headers={"x-extra": "1"})
    headers = {name: value for name, value in signed.headers.items() if name != "x-extra"}
    assert await _is_refused(replace(signed, headers=headers))


@pytest.mark.parametrize("name", ["host", "x-amz-date"])
async def test_host_and_instant_must_be_signed(name: str) -> None:
    signed = signing()
    authorization = signed.headers["authorization"].replace("host;x-amz-date", name)
    assert await _is_refused(_with(signed, authorization=authorization))


async def test_the_body_s_digest_in_a_header_must_be_the_body_s() -> None:
    told = {"x-amz-content-sha256": sha256(b"another").hexdigest()}
    assert await _is_refused(signing(headers=told))
    assert await _is_refused(signing(headers={"x-amz-content-sha256": "UNSIGNED-PAYLOAD"}))
    assert await _is_refused(signing(unsigned=told))


@pytest.mark.parametrize(
    "changes",
    [
        {"secret": "guessed"},
        {"key": "AKIAUNKNOWN"},
        {"key": OTHER.key_id},
        {"region": "us-east-1"},
        {"service": "execute-api"},
    ],
)
async def test_a_signature_that_is_not_for_us_is_refused(changes: dict[str, str]) -> None:
    assert await _is_refused(signing(**changes))


async def test_a_session_s_key_needs_its_token() -> None:
    def of_session(token: dict[str, str]) -> Presented:
        return signing(key=OTHER.key_id, secret=OTHER.secret, headers=token)

    assert await _is_known(of_session({"x-amz-security-token": "session"}))
    assert await _is_refused(of_session({"x-amz-security-token": "another"}))
    assert await _is_refused(of_session({}))
    assert await _is_refused(signing(headers={"x-amz-security-token": "session"}))


@pytest.mark.parametrize("side", [-1, 1])
async def test_a_signature_holds_for_five_minutes_on_either_side(side: int) -> None:
    limit = timedelta(minutes=5)
    assert await _is_known(signing(at=NOW + side * limit))
    assert await _is_refused(signing(at=NOW + side * (limit + SECOND)))


async def test_a_signature_is_of_the_day_that_it_names() -> None:
    signed = signing()
    authorization = signed.headers["authorization"].replace("/20261121/", "/20261120/")
    assert await _is_refused(_with(signed, authorization=authorization))


@pytest.mark.parametrize("at", ["", "now", "2026-11-21T12:00:00Z", "20261121T120000", "20261399T1"])
async def test_an_instant_of_another_form_is_refused(at: str) -> None:
    assert await _is_refused(_with(signing(), x_amz_date=at))


async def test_a_request_without_an_instant_is_refused() -> None:
    signed = signing()
    headers = {"authorization": signed.headers["authorization"], "host": HOST}
    assert await _is_refused(replace(signed, headers=headers))


@pytest.mark.parametrize(
    "authorization",
    [
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=b",
        f"AWS4-HMAC-SHA256 Credential={KEY}/20261121/r/s/aws4_request, SignedHeaders=host",
        f"AWS4-HMAC-SHA512 Credential={KEY}/20261121/r/s/aws4_request, SignedHeaders=a",
    ],
)
async def test_a_signature_of_another_form_is_not_usable(authorization: str) -> None:
    assert await refusal(KNOWING, bearing(authorization)) == NOT_USABLE


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=40))
async def test_no_header_breaks_anything(value: str) -> None:
    for name in ("host", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token"):
        signed = signing()
        if signed.headers.get(name, "").split() != value.split():
            assert await _is_refused(_with(signed, **{name: value}))


def test_a_signature_is_told_by_its_beginning() -> None:
    assert is_signature("AWS4-HMAC-SHA256 Credential=a")
    assert not is_signature("Bearer AWS4-HMAC-SHA256")

"""What requests present, and what is said to those that are refused."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import pytest

from server.auth.callers import Authenticate, Caller, Presented
from server.envelope import Envelope, parse_body
from server.refusals import RequestRefusedError

NOW: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
MISSING: Final = "Missing authorization header"
NOT_USABLE: Final = "Valid authorization header not provided."
NOT_AUTHORIZED: Final = "You are not authorized to make this call."
BODY: Final = b'{"query": "query Q { me { userId } }", "operationName": "Q", "variables": {"a": 1}}'


def presenting(
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "POST",
    target: str = "/graphql",
    content: bytes = BODY,
) -> Presented:
    """Return what a request presents."""

    async def body() -> bytes:
        return content

    async def envelope() -> Envelope:
        return parse_body(content)

    return Presented(
        headers=headers or {},
        method=method,
        target=target,
        request_id="r-1",
        body=body,
        envelope=envelope,
    )


def bearing(authorization: str) -> Presented:
    """Return what a request with this header `Authorization` presents."""
    return presenting({"authorization": authorization})


async def refusal(authenticate: Authenticate, presented: Presented, *, now: datetime = NOW) -> str:
    """Return what is said to a request that is refused with 401."""
    with pytest.raises(RequestRefusedError) as raised:
        await authenticate(presented, now)
    assert (raised.value.status, raised.value.error_type) == (401, "UnauthorizedException")
    return raised.value.message


def owner(caller: Caller) -> str:
    """Return the owner who is calling."""
    assert caller.identity is not None
    return caller.identity.owner

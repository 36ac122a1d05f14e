"""Development: a caller is who the header names, unless another site is asking."""

from datetime import UTC, datetime

import pytest

from resolvers.context import Identity
from server.auth.dev import by_name
from server.refusals import RequestRefusedError

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "owner"),
    [
        ({}, "demo"),
        ({"x-dev-user": ""}, "demo"),
        ({"x-dev-user": "ada"}, "ada"),
        ({"x-dev-user": "ada@example.org"}, "ada@example.org"),
        ({"x-dev-user": "ada", "authorization": "whatever"}, "ada"),
    ],
)
async def test_the_header_names_the_caller(headers: dict[str, str], owner: str) -> None:
    assert await by_name(headers, NOW) == Identity(owner=owner)


@pytest.mark.parametrize("name", ["a b", "a\tb", "x" * 129, "a\x85b"])
async def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(RequestRefusedError, match="not authorized"):
        await by_name({"x-dev-user": name}, NOW)


@pytest.mark.parametrize(
    "origin",
    ["http://localhost:3000", "http://127.0.0.1:8000", "http://[::1]:5173", "https://localhost"],
)
async def test_pages_of_this_machine_may_ask(origin: str) -> None:
    assert await by_name({"origin": origin}, NOW) == Identity(owner="demo")


@pytest.mark.parametrize(
    "origin",
    [
        "https://example.org",
        "http://localhost.example.org",
        "http://127.0.0.1.example.org",
        "http://localhost@example.org",
        "null",
        "",
        "http://[::1",
    ],
)
async def test_pages_of_other_machines_may_not_ask(origin: str) -> None:
    with pytest.raises(RequestRefusedError) as raised:
        await by_name({"origin": origin}, NOW)
    assert raised.value.status == 401

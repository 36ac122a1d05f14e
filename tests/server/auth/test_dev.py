"""Development: a caller is who the header names, unless another site is asking."""

import pytest

from schema.access import Mode
from server.auth.dev import by_name
from tests.server.auth.presenting import NOT_AUTHORIZED, NOW, owner, presenting, refusal


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({}, "demo"),
        ({"x-dev-user": ""}, "demo"),
        ({"x-dev-user": "ada"}, "ada"),
        ({"x-dev-user": "ada@example.org"}, "ada@example.org"),
        ({"x-dev-user": "ada", "authorization": "whatever"}, "ada"),
    ],
)
async def test_the_header_names_the_caller(headers: dict[str, str], name: str) -> None:
    caller = await by_name(presenting(headers), NOW)
    assert owner(caller) == name
    assert (caller.access.mode, caller.access.is_default) == (Mode.COGNITO, True)


@pytest.mark.parametrize("name", ["a b", "a\tb", "x" * 129, "a\x85b"])
async def test_a_name_that_is_none_is_refused(name: str) -> None:
    assert await refusal(by_name, presenting({"x-dev-user": name})) == NOT_AUTHORIZED


@pytest.mark.parametrize(
    "origin",
    ["http://localhost:3000", "http://127.0.0.1:8000", "http://[::1]:5173", "https://localhost"],
)
async def test_pages_of_this_machine_may_ask(origin: str) -> None:
    assert owner(await by_name(presenting({"origin": origin}), NOW)) == "demo"


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
    assert await refusal(by_name, presenting({"origin": origin})) == NOT_AUTHORIZED


async def test_a_name_that_leads_here_from_elsewhere_may_not_ask() -> None:
    assert await refusal(by_name, presenting({"host": "rebound.example.org"})) == NOT_AUTHORIZED
    assert owner(await by_name(presenting({"host": "localhost:8000"}), NOW)) == "demo"
